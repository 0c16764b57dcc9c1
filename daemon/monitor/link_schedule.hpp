// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// When a link is probed next (research S2.5). Pure; randomness is given as a number in [0, 1).
#pragma once

#include "core/time.hpp"
#include "monitor/link_state.hpp"

#include <chrono>
#include <optional>

namespace moisson::monitor {

struct ScheduleInput {
    LinkMemory memory;
    LinkCode code = LinkCode::internal_error;
    Instant now{};
    // When the file was last seen to change; the first look when never.
    Instant last_change{};
    // The server's own wish (Retry-After).
    std::optional<std::chrono::seconds> retry_after;
    double random = 0;
};

Instant next_probe(const ScheduleInput& input);

} // namespace moisson::monitor
