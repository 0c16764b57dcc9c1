// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "alert/lifecycle.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace moisson::alert {
namespace {

Rule rule_of_nothing(Sight sight, AlertMute mute) {
    if (sight != Sight::present)
        return Rule::idle;
    if (mute == AlertMute::inhibited)
        return Rule::stay_shut;
    return mute == AlertMute::held ? Rule::open_held : Rule::open;
}

AlertMute mute_of(const AlertEpisode& episode, const Situation& seen, Instant now) {
    if (!seen.inhibition.empty())
        return AlertMute::inhibited;
    if (episode.held)
        return AlertMute::held;
    if (seen.silence)
        return AlertMute::silenced;
    if (episode.snoozed_until && *episode.snoozed_until > now)
        return AlertMute::snoozed;
    return episode.acked_by ? AlertMute::acked : AlertMute::none;
}

std::optional<Instant> repeat_time(const AlertEpisode& episode) {
    const auto turn = static_cast<std::size_t>(episode.repeats);
    if (!episode.firing_since || turn >= repeat_after.size())
        return std::nullopt;
    return *episode.firing_since + repeat_after[turn];
}

void note(std::vector<AlertEvent>& events, AlertEventKind kind, std::string reason, bool deliver) {
    AlertEvent event;
    event.kind = kind;
    event.reason = std::move(reason);
    event.deliver = deliver;
    events.push_back(std::move(event));
}

std::string reason_of(AlertMute mute, const Situation& seen) {
    return mute == AlertMute::inhibited ? seen.inhibition : std::string(to_string(mute));
}

// What it is muted by now; true when that is something else than before.
bool put_mute(AlertEpisode& episode, AlertMute mute, const Situation& seen) {
    const bool other = episode.muted != mute;
    episode.muted = mute;
    episode.inhibited_by = mute == AlertMute::inhibited ? seen.inhibitor : std::nullopt;
    episode.silenced_by = seen.silence;
    if (mute != AlertMute::none)
        episode.reason = reason_of(mute, seen);
    return other;
}

void hush(
    AlertEpisode& episode,
    std::vector<AlertEvent>& events,
    AlertMute mute,
    const Situation& seen
) {
    if (!put_mute(episode, mute, seen))
        return;
    // The other mutes are somebody's deed, written when it was done.
    if (mute == AlertMute::inhibited)
        note(events, AlertEventKind::inhibited, episode.reason, false);
    else if (mute == AlertMute::silenced)
        note(events, AlertEventKind::silenced, episode.reason, false);
}

void fire(
    AlertEpisode& episode,
    std::vector<AlertEvent>& events,
    AlertMute mute,
    const Situation& seen,
    Instant now
) {
    episode.state = AlertState::firing;
    episode.firing_since = now;
    episode.next_repeat_at = repeat_time(episode);
    episode.reason = "lasted";
    put_mute(episode, mute, seen);
    episode.told = mute == AlertMute::none;
    note(
        events,
        mute == AlertMute::held ? AlertEventKind::held : AlertEventKind::fired,
        episode.reason,
        episode.told
    );
}

void mature(
    AlertEpisode& episode,
    std::vector<AlertEvent>& events,
    AlertMute mute,
    const Situation& seen,
    Instant now
) {
    if (now - episode.pending_since >= policy_of(episode.condition.kind).for_time) {
        fire(episode, events, mute, seen, now);
        return;
    }
    put_mute(episode, mute, seen);
    if (mute == AlertMute::none)
        episode.reason = "pending";
}

// Repeats whose time has passed are not made up for.
void skip_repeats(AlertEpisode& episode, Instant now) {
    episode.next_repeat_at = repeat_time(episode);
    while (episode.next_repeat_at && *episode.next_repeat_at <= now) {
        ++episode.repeats;
        episode.next_repeat_at = repeat_time(episode);
    }
}

// What is told again takes the place of the repeats that were missed, but for the last word to a
// producer, which others read: it comes a while after.
void skip_missed(AlertEpisode& episode, Instant now) {
    const bool unsaid = episode.next_repeat_at.has_value();
    skip_repeats(episode, now);
    if (!unsaid || episode.next_repeat_at || episode.condition.audience != AlertAudience::producer)
        return;
    episode.repeats = static_cast<int>(repeat_after.size()) - 1;
    episode.next_repeat_at = now + repeat_after.front();
}

// It came back within a day of an end that was told. That it lasts is told then, whatever lets go
// of it meanwhile.
bool waits_to_last(const AlertEpisode& episode, Instant now) {
    return episode.reopened > 0 && !episode.told && episode.next_repeat_at &&
           *episode.next_repeat_at > now;
}

void remind(
    AlertEpisode& episode,
    std::vector<AlertEvent>& events,
    int level_before,
    const Situation& seen,
    Instant now
) {
    const AlertMute before = episode.muted;
    if (put_mute(episode, AlertMute::none, seen)) {
        const bool unsaid = !episode.told || before == AlertMute::snoozed;
        const bool deliver = unsaid && !waits_to_last(episode, now);
        episode.reason = std::string(to_string(before)) + "_ended";
        episode.told = episode.told || deliver;
        if (deliver)
            skip_missed(episode, now);
        note(events, AlertEventKind::released, episode.reason, deliver);
    } else if (episode.condition.level > level_before) {
        episode.reason = "worse";
        episode.told = true;
        skip_repeats(episode, now + repeat_apart);
        note(events, AlertEventKind::repeated, episode.reason, true);
    } else if (episode.next_repeat_at && *episode.next_repeat_at <= now) {
        // An episode that went on is one that nobody believes to be over.
        episode.reason = episode.told ? "still_true" : "reopened_lasted";
        skip_repeats(episode, now);
        // The last word to its producer: others are told that nothing came of it.
        const bool producers = episode.condition.audience == AlertAudience::producer;
        if (producers && !episode.next_repeat_at)
            episode.reason = "handed_over";
        episode.told = true;
        note(events, AlertEventKind::repeated, episode.reason, true);
    }
}

// An end that was not one before is believed once it held as long as it was true before, at most
// a day: what is down 23 hours of 24 goes on, what is down for one of them ends each time.
std::chrono::minutes hold_of(const AlertEpisode& episode) {
    using std::chrono::minutes;
    const minutes hold = policy_of(episode.condition.kind).hold;
    if (episode.reopened == 0)
        return hold;
    const auto lasted =
        std::chrono::ceil<minutes>(*episode.resolving_since - episode.pending_since);
    return std::max(hold, std::min<minutes>(lasted, reopen_within));
}

void end(
    AlertEpisode& episode,
    std::vector<AlertEvent>& events,
    AlertMute mute,
    const Situation& seen,
    Instant now
) {
    const KindPolicy policy = policy_of(episode.condition.kind);
    if (!seen.quiet_end && now - *episode.resolving_since < hold_of(episode))
        return;
    const bool may = mute == AlertMute::none || mute == AlertMute::acked;
    const bool deliver = episode.told && policy.tells_end && !seen.quiet_end && may;
    episode.state = AlertState::resolved;
    episode.resolved_at = now;
    episode.reason = seen.quiet_end ? "superseded" : "over";
    put_mute(episode, AlertMute::none, seen);
    episode.told = false;
    // A later episode asks again.
    episode.held = false;
    note(events, AlertEventKind::resolved, episode.reason, deliver);
}

void close(AlertEpisode& episode, std::string reason, Instant now) {
    episode.state = AlertState::closed;
    episode.closed_at = now;
    episode.reason = std::move(reason);
}

bool same(const AlertEpisode& a, const AlertEpisode& b) {
    const auto key = [](const AlertEpisode& e) {
        return std::tie(
            e.state,
            e.muted,
            e.reason,
            e.pending_since,
            e.firing_since,
            e.resolving_since,
            e.resolved_at,
            e.closed_at,
            e.inhibited_by,
            e.silenced_by,
            e.held,
            e.repeats,
            e.reopened,
            e.next_repeat_at,
            e.condition.evidence,
            e.condition.level,
            e.condition.severity
        );
    };
    return key(a) == key(b);
}

AlertEpisode
opened(const Situation& seen, std::vector<AlertEvent>& events, bool held, Instant now) {
    AlertEpisode episode;
    episode.condition = seen.condition;
    episode.pending_since = std::min(seen.condition.since.value_or(now), now);
    episode.held = held;
    mature(episode, events, mute_of(episode, seen, now), seen, now);
    return episode;
}

void reopen(Step& out, const Situation& seen, Instant now) {
    AlertEpisode& episode = *out.episode;
    if (now - *episode.resolved_at < reopen_within) {
        episode.state = AlertState::firing;
        episode.resolved_at.reset();
        episode.resolving_since.reset();
        episode.reason = "reopened";
        episode.pending_since = now;
        ++episode.reopened;
        // The last word people had, if any, is that it is over: not for long, if it stays. No
        // repeat before that: it would say that it went on.
        episode.next_repeat_at =
            now + policy_of(episode.condition.kind).for_time + reopened_told_after;
        note(out.events, AlertEventKind::fired, episode.reason, false);
        return;
    }
    close(episode, "renewed", now);
    out.next = opened(seen, out.next_events, seen.hold, now);
}

// Where nothing was before.
Step first_step(const Situation& seen, Instant now) {
    Step out;
    // A silence lets it begin.
    const AlertMute held = seen.hold ? AlertMute::held : AlertMute::none;
    out.rule = rule_of_nothing(seen.sight, seen.inhibition.empty() ? held : AlertMute::inhibited);
    if (out.rule == Rule::open || out.rule == Rule::open_held) {
        out.episode = opened(seen, out.events, seen.hold, now);
        out.changed = true;
    }
    return out;
}

void refresh(AlertEpisode& episode, const AlertCondition& seen) {
    episode.condition.evidence = seen.evidence;
    episode.condition.level = seen.level;
    episode.condition.severity = seen.severity;
}

} // namespace

Rule rule_of(std::optional<AlertState> state, Sight sight, AlertMute mute) {
    if (!state || *state == AlertState::closed)
        return rule_of_nothing(sight, mute);
    const bool inhibited = mute == AlertMute::inhibited;
    if (*state == AlertState::resolved) {
        if (sight != Sight::present || inhibited)
            return Rule::retire;
        return Rule::reopen;
    }
    if (sight == Sight::unseen)
        return Rule::keep;
    if (*state == AlertState::pending) {
        if (sight == Sight::absent)
            return Rule::forget;
        return inhibited ? Rule::wait : Rule::mature;
    }
    if (sight == Sight::absent && inhibited)
        return Rule::freeze;
    if (*state == AlertState::firing) {
        if (sight == Sight::absent)
            return Rule::begin_end;
        return mute == AlertMute::none ? Rule::remind : Rule::hush;
    }
    return sight == Sight::present ? Rule::relapse : Rule::end;
}

bool begins_anew(const AlertEpisode& before, const Situation& seen, Instant now) {
    return before.state == AlertState::resolved && seen.sight == Sight::present &&
           seen.inhibition.empty() && now - *before.resolved_at >= reopen_within;
}

Step leave(const AlertEpisode& before, Instant now) {
    Step out;
    out.rule = Rule::retire;
    out.episode = before;
    AlertEpisode& episode = *out.episode;
    const bool known = episode.firing_since && episode.state != AlertState::resolved;
    put_mute(episode, AlertMute::none, Situation());
    episode.held = false;
    close(episode, "superseded", now);
    if (known) {
        episode.resolved_at = now;
        note(out.events, AlertEventKind::resolved, episode.reason, false);
    }
    out.changed = true;
    return out;
}

Step step(const std::optional<AlertEpisode>& before, const Situation& seen, Instant now) {
    if (!before)
        return first_step(seen, now);
    Step out;
    out.episode = *before;
    AlertEpisode& episode = *out.episode;
    const AlertMute mute = mute_of(episode, seen, now);
    out.rule = rule_of(episode.state, seen.sight, mute);
    const bool alive = episode.state != AlertState::resolved || out.rule == Rule::reopen;
    if (seen.sight == Sight::present && alive)
        refresh(episode, seen.condition);
    switch (out.rule) {
    case Rule::idle:
    case Rule::stay_shut:
    case Rule::open:
    case Rule::open_held:
    case Rule::keep:
        break;
    case Rule::wait:
        put_mute(episode, mute, seen);
        break;
    case Rule::mature:
        mature(episode, out.events, mute, seen, now);
        break;
    case Rule::forget:
        close(episode, "never_fired", now);
        break;
    case Rule::remind:
        remind(episode, out.events, before->condition.level, seen, now);
        break;
    case Rule::hush:
    case Rule::freeze:
        hush(episode, out.events, mute, seen);
        break;
    case Rule::begin_end:
        episode.state = AlertState::resolving;
        episode.resolving_since = now;
        episode.reason = "ending";
        end(episode, out.events, mute, seen, now);
        break;
    case Rule::relapse:
        episode.state = AlertState::firing;
        episode.resolving_since.reset();
        episode.reason = "relapsed";
        episode.pending_since = now;
        break;
    case Rule::end:
        end(episode, out.events, mute, seen, now);
        break;
    case Rule::reopen:
        reopen(out, seen, now);
        break;
    case Rule::retire:
        if (now - *episode.resolved_at >= close_after)
            close(episode, "closed", now);
        break;
    }
    out.changed = !same(*before, episode);
    return out;
}

} // namespace moisson::alert
