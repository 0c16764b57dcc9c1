// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RequestLimit: so many link checks in flight at once, whatever the number of hosts that are worked
// on. A host that waits for its pace, the end of a pause or a place here holds no place.
#pragma once

#include "async/host_budget.hpp"

#include <cstddef>
#include <memory>

namespace moisson {

class RequestLimit : public HostBudget {
public:
    // Requests of HostPriority::links that have a permit now.
    virtual std::size_t in_flight() const = 0;
};

// A budget in front of another one: requests of HostPriority::links wait for one of `links_max`
// places and keep the host's pace from the end of one to the beginning of the next, so that it is
// kept where they arrive too; others, and those within another one's place, pass. Waiting for a
// place does not count towards a request's deadline. Runs on the strand of `behind`, which outlives
// it, as `timers` does.
std::unique_ptr<RequestLimit>
make_request_limit(HostBudget& behind, TimerSource& timers, std::size_t links_max);

} // namespace moisson
