// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/harvest_run.hpp"

#include <algorithm>
#include <array>

namespace moisson {
namespace {
constexpr std::array<std::string_view, 5> modes = {"auto", "probe", "inventory", "delta", "full"};
constexpr std::array<std::string_view, 8> run_states =
    {"pending", "running", "interrupted", "complete", "incomplete", "failed", "held", "cancelled"};
constexpr std::array<std::string_view, 3> verdicts = {"approved", "refused", "superseded"};
} // namespace

std::int64_t RunCounts::left_out() const {
    const std::int64_t told =
        created + updated + unchanged + remapped + revived + renamed + refused;
    return std::max<std::int64_t>(0, received - told);
}

std::string_view to_string(RunMode mode) {
    return modes[static_cast<std::size_t>(mode)];
}

std::optional<RunMode> run_mode_from_string(std::string_view text) {
    for (std::size_t i = 0; i < modes.size(); ++i)
        if (modes[i] == text)
            return static_cast<RunMode>(i);
    return std::nullopt;
}

std::string_view to_string(RunState state) {
    return run_states[static_cast<std::size_t>(state)];
}

std::optional<RunState> run_state_from_string(std::string_view text) {
    for (std::size_t i = 0; i < run_states.size(); ++i)
        if (run_states[i] == text)
            return static_cast<RunState>(i);
    return std::nullopt;
}

std::string_view to_string(HeldVerdict verdict) {
    return verdicts[static_cast<std::size_t>(verdict)];
}

std::optional<HeldVerdict> held_verdict_from_string(std::string_view text) {
    for (std::size_t i = 0; i < verdicts.size(); ++i)
        if (verdicts[i] == text)
            return static_cast<HeldVerdict>(i);
    return std::nullopt;
}

} // namespace moisson
