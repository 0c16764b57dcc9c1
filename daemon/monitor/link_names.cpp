// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Names of states, guards and rules, and the table of all cells.
#include "monitor/link_state.hpp"

namespace moisson::monitor {
namespace {

constexpr std::array<std::string_view, 8>
    states{"UNKNOWN", "OK", "DEGRADED", "SUSPECT", "BROKEN", "RECOVERING", "RESTRICTED", "SKIPPED"};
constexpr std::array<std::string_view, 4> guards{"none", "host_down", "host_moved", "self"};
constexpr std::array<std::string_view, 13> rules{
    "accept",
    "doubt",
    "confirm",
    "recover",
    "settle",
    "relapse",
    "still_broken",
    "abstain",
    "break_now",
    "exclude",
    "wait_host",
    "wait_moved",
    "wait_self"};
constexpr std::array<LinkClass, 7> classes{
    LinkClass::positive,
    LinkClass::warning,
    LinkClass::hard,
    LinkClass::soft,
    LinkClass::neutral,
    LinkClass::fault,
    LinkClass::excluded};

} // namespace

std::string_view to_string(LinkState state) {
    return states[static_cast<std::size_t>(state)];
}

std::optional<LinkState> link_state_from_string(std::string_view text) {
    for (const LinkState state : all_link_states)
        if (to_string(state) == text)
            return state;
    return std::nullopt;
}

std::string_view to_string(Guard guard) {
    return guards[static_cast<std::size_t>(guard)];
}

std::string_view to_string(LinkRule rule) {
    return rules[static_cast<std::size_t>(rule)];
}

std::string link_table_text() {
    std::string out = "| state | class |";
    for (const std::string_view guard : guards)
        out.append(" ").append(guard).append(" |");
    out += "\n|---|---|---|---|---|---|\n";
    for (const LinkState state : all_link_states)
        for (const LinkClass kind : classes) {
            out.append("| ").append(to_string(state)).append(" | ").append(to_string(kind));
            for (const Guard guard : all_guards)
                out.append(" | ").append(to_string(rule_of(state, kind, guard)));
            out += " |\n";
        }
    return out;
}

} // namespace moisson::monitor
