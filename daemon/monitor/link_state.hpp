// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The verdict on a link as a total pure function (decisions 4 and 5, research S2.4): what is known,
// what was seen, which guard holds -> what is known now, and why. Every cell of the table has a
// rule; a rule may look at counters and dates, nothing else.
#pragma once

#include "core/time.hpp"
#include "monitor/link_code.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::monitor {

enum class LinkState { unknown, ok, degraded, suspect, broken, recovering, restricted, skipped };
inline constexpr std::array<LinkState, 8> all_link_states{
    LinkState::unknown,
    LinkState::ok,
    LinkState::degraded,
    LinkState::suspect,
    LinkState::broken,
    LinkState::recovering,
    LinkState::restricted,
    LinkState::skipped};
// "UNKNOWN", "OK", ...
std::string_view to_string(LinkState state);
std::optional<LinkState> link_state_from_string(std::string_view text);

// Why verdicts wait. `self`: our own network is down.
enum class Guard { none, host_down, host_moved, self };
inline constexpr std::array<Guard, 4> all_guards{
    Guard::none,
    Guard::host_down,
    Guard::host_moved,
    Guard::self};
std::string_view to_string(Guard guard);

// What a cell of the table does; the text is the reason code.
enum class LinkRule {
    accept,       // works: OK or DEGRADED
    doubt,        // first negative: SUSPECT
    confirm,      // another negative: BROKEN once there is enough of them over enough time
    recover,      // works again: RECOVERING
    settle,       // RECOVERING and works an hour later: OK or DEGRADED
    relapse,      // RECOVERING and fails: BROKEN, as before
    still_broken, // nothing new
    abstain,      // proves nothing; RESTRICTED after long enough
    break_now,    // a fault of the address itself: BROKEN
    exclude,      // SKIPPED
    wait_host,    // the host is down: nothing is concluded
    wait_moved,   // the site has moved: nothing is concluded, for a week
    wait_self,    // we are offline: as if nothing had been seen
};
std::string_view to_string(LinkRule rule);

// The table.
LinkRule rule_of(LinkState state, LinkClass kind, Guard guard);

struct LinkPolicy {
    int hard_failures = 2;
    std::chrono::hours hard_span{24};
    int failures = 3;
    std::chrono::hours span{36};
    int neutrals = 3;
    std::chrono::hours neutral_span{14 * 24};
    std::chrono::hours neutral_without_positive{30 * 24};
    std::chrono::hours recovery{1};
};

struct LinkMemory {
    LinkState state = LinkState::unknown;
    // When the state began.
    std::optional<Instant> since;
    // Negatives in a row, those among them that are hard, and the first.
    int failures = 0;
    int hard_failures = 0;
    std::optional<Instant> first_failure;
    // Neutrals in a row, and the first.
    int neutrals = 0;
    std::optional<Instant> first_neutral;
    std::optional<Instant> last_positive;
    // When the current BROKEN began: kept through RECOVERING and relapse.
    std::optional<Instant> broken_since;

    bool operator==(const LinkMemory&) const = default;
};

struct Observation {
    Observation() = default;
    Observation(LinkCode what, Instant when, bool get) : code(what), at(when), by_get(get) {}

    LinkCode code = LinkCode::internal_error;
    Instant at{};
    // Seen by GET: servers answer HEAD with whatever they like.
    bool by_get = true;
};

struct Transition {
    LinkMemory memory;
    LinkRule rule = LinkRule::abstain;
    bool changed = false;
};

Transition transit(
    const LinkMemory& memory,
    const Observation& observation,
    Guard guard,
    const LinkPolicy& policy = {}
);

// What a link counts as in its dataset: "ok", "broken", "unverifiable", empty when nothing was
// concluded yet. A doubt is no fault: SUSPECT counts as what it was.
std::string_view standing_of(const LinkMemory& memory);

// The table as Markdown, for docs/liens.md and its golden.
std::string link_table_text();

} // namespace moisson::monitor
