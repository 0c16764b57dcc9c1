// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The life of an alert as a total pure function (research S7.2): what is stored, what is seen, who
// must not be told -> what is stored now, and what happened, with its reason. One open episode per
// fingerprint; a lone "resolved" is never told; what is inhibited is never told.
#pragma once

#include "alert/policy.hpp"
#include "model/alert.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::alert {

// Whether the condition holds now. `unseen`: nobody has looked, so nothing changes.
enum class Sight { present, absent, unseen };
inline constexpr std::array<Sight, 3> all_sights{Sight::present, Sight::absent, Sight::unseen};
std::string_view to_string(Sight sight);

// What a cell of the table does; the text is its reason code.
enum class Rule {
    idle,      // nothing there, nothing seen
    stay_shut, // seen, and inhibited: no episode
    open,      // a new episode
    open_held, // a new episode that waits for an approval
    wait,      // pending and inhibited
    mature,    // pending: fires once it lasted long enough
    forget,    // over before anybody knew
    keep,      // nobody has looked
    remind,    // goes on: repeats, gets worse, may be told again
    hush,      // goes on, and nobody is told
    begin_end, // no longer true: resolving
    freeze,    // no longer true, but what says so is not to be believed now
    relapse,   // true again before the end was sure
    end,       // resolved once it held
    reopen,    // true again: within a day the same episode, later another one
    retire     // closed after a while
};
std::string_view to_string(Rule rule);

// The table. No state: there is no open episode.
Rule rule_of(std::optional<AlertState> state, Sight sight, AlertMute mute);

struct Situation {
    Sight sight = Sight::unseen;
    // What is seen, when present.
    AlertCondition condition;
    // Why it is inhibited (alert/inhibition.hpp); empty: it is not.
    std::string inhibition;
    std::optional<std::int64_t> inhibitor;
    std::optional<std::int64_t> silence;
    // A storm: new episodes wait for an approval.
    bool hold = false;
    // Something worse took its place, or its subject left: nobody is told of the end.
    bool quiet_end = false;
};

struct Step {
    // What there was is now this; nothing: there is no episode.
    std::optional<AlertEpisode> episode;
    std::vector<AlertEvent> events;
    // The episode after it, when it was closed for another one.
    std::optional<AlertEpisode> next;
    std::vector<AlertEvent> next_events;
    Rule rule = Rule::idle;
    // Something of `episode` differs from what was stored.
    bool changed = false;
};

// Whether that opens another episode where there was one: as much news as one that is new.
bool begins_anew(const AlertEpisode& before, const Situation& seen, Instant now);

// Nobody watches its subject any more: closed at once, and told to nobody.
Step leave(const AlertEpisode& before, Instant now);

// `before` is an episode that is not closed.
Step step(const std::optional<AlertEpisode>& before, const Situation& seen, Instant now);

// The table as Markdown, for docs/alertes-etats.md and its golden.
std::string lifecycle_table_text();

} // namespace moisson::alert
