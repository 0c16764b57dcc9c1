// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Traffic: every request of every worker, and whether each keeps what was promised to its host: one
// at a time, at its pace, none while it asked for peace (decision 11).
#pragma once

#include "core/time.hpp"
#include "simulation/options.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace moisson::simulation {

class Traffic {
public:
    using Complain = std::function<void(Complaint)>;
    explicit Traffic(Complain complain) : complain_(std::move(complain)) {}

    // Notes a request that the host is busy with for so long, and judges it. `spacing`: least time
    // between two.
    void begin(
        const std::string& key,
        const std::string& worker,
        Instant now,
        std::chrono::microseconds spacing,
        std::chrono::microseconds takes
    );
    // Its request ended by then, perhaps before its time: whoever asked hung up.
    void end(const std::string& key, const std::string& worker, Instant now);
    // The host answered it with Retry-After: nobody may ask before `until`.
    void asked_for_peace(const std::string& key, const std::string& worker, Instant until);

    // A worker that stands still or is no more: nobody else can know what it was told and had no
    // time to write down, and its request keeps no host busy.
    void forgive(const std::string& worker);
    // A worker that was killed: whatever it still does does not happen.
    void bury(const std::string& worker);
    bool is_buried(const std::string& worker) const { return buried_.contains(worker); }

    std::int64_t requests() const { return requests_; }

private:
    struct Host {
        Instant last{};
        std::string last_worker;
        // By whom the host asked for it.
        std::map<std::string, Instant> peace_until;
        Instant busy_until{};

        Instant peace() const;
    };

    Complain complain_;
    std::map<std::string, Host> hosts_;
    std::set<std::string> buried_;
    std::int64_t requests_ = 0;
};

} // namespace moisson::simulation
