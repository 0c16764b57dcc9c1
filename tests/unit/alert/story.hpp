// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One subject of alerts, and what is told of it while time passes.
#pragma once

#include "alert/lifecycle.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <vector>

namespace moisson::alert {

inline const Instant start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};

inline AlertCondition a_condition(AlertKind kind) {
    AlertCondition out;
    out.kind = kind;
    out.subject = "urn:moisson:portal:bf";
    out.labels.portal = "bf";
    return out;
}

inline Situation seen(Sight sight, AlertKind kind = AlertKind::links_broken) {
    Situation out;
    out.sight = sight;
    out.condition = a_condition(kind);
    return out;
}

// One subject and all that was stored of it.
struct Story {
    std::optional<AlertEpisode> open;
    std::vector<AlertEvent> events;
    int episodes = 0;
    AlertKind kind = AlertKind::links_broken;

    Step at(Instant now, Situation situation) {
        situation.condition = a_condition(kind);
        const Step out = step(open, situation, now);
        if (!open && out.episode)
            ++episodes;
        open = out.episode;
        events.insert(events.end(), out.events.begin(), out.events.end());
        if (out.next) {
            EXPECT_EQ(out.episode->state, AlertState::closed);
            ++episodes;
            open = out.next;
            events.insert(events.end(), out.next_events.begin(), out.next_events.end());
        }
        if (open && open->state == AlertState::closed)
            open.reset();
        return out;
    }
    int told(AlertEventKind event) const {
        int out = 0;
        for (const AlertEvent& one : events)
            out += one.kind == event && one.deliver ? 1 : 0;
        return out;
    }
    int told() const {
        int out = 0;
        for (const AlertEvent& one : events)
            out += one.deliver ? 1 : 0;
        return out;
    }
};

} // namespace moisson::alert
