// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "alert/lifecycle.hpp"

#include <fmt/format.h>

namespace moisson::alert {
namespace {

constexpr std::array<AlertMute, alert_mute_count> mutes{
    AlertMute::none,
    AlertMute::inhibited,
    AlertMute::held,
    AlertMute::silenced,
    AlertMute::snoozed,
    AlertMute::acked};

std::string minutes_text(std::chrono::minutes time) {
    if (time.count() == 0)
        return "0";
    return time.count() % 60 == 0 ? fmt::format("{} h", time.count() / 60)
                                  : fmt::format("{} min", time.count());
}

void add_state(std::string& out, std::optional<AlertState> state, std::string_view name) {
    for (const Sight sight : all_sights) {
        out += fmt::format("| `{}` | `{}` |", name, to_string(sight));
        for (const AlertMute mute : mutes)
            out += fmt::format(" `{}` |", to_string(rule_of(state, sight, mute)));
        out += "\n";
    }
}

} // namespace

std::string_view to_string(Sight sight) {
    switch (sight) {
    case Sight::present:
        return "present";
    case Sight::absent:
        return "absent";
    case Sight::unseen:
        break;
    }
    return "unseen";
}

std::string_view to_string(Rule rule) {
    constexpr std::array<std::string_view, 16> names{
        "idle",
        "stay_shut",
        "open",
        "open_held",
        "wait",
        "mature",
        "forget",
        "keep",
        "remind",
        "hush",
        "begin_end",
        "freeze",
        "relapse",
        "end",
        "reopen",
        "retire"};
    return names[static_cast<std::size_t>(rule)];
}

std::string lifecycle_table_text() {
    std::string out = "| état | vu | – | inhibited | held | silenced | snoozed | acked |\n"
                      "|---|---|---|---|---|---|---|---|\n";
    add_state(out, std::nullopt, "–");
    for (const AlertState state :
         {AlertState::pending, AlertState::firing, AlertState::resolving, AlertState::resolved})
        add_state(out, state, to_string(state));
    out += "\n| sorte | délai | tenue | gravité | pour | fin annoncée |\n|---|---|---|---|---|---|\n";
    for (const AlertKind kind : all_alert_kinds()) {
        const KindPolicy policy = policy_of(kind);
        out += fmt::format(
            "| `{}` | {} | {} | `{}` | `{}` | {} |\n",
            to_string(kind),
            minutes_text(policy.for_time),
            minutes_text(policy.hold),
            to_string(policy.severity),
            to_string(policy.audience),
            policy.tells_end ? "oui" : "non"
        );
    }
    return out;
}

} // namespace moisson::alert
