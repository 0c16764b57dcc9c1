// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/schedule.hpp"

#include "core/assert.hpp"
#include "core/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::harvest {
namespace {

using std::chrono::seconds;

// A tenth of the time between runs is enough to spread the sources.
constexpr int jitter_part = 10;
// Any moment will do to look at the times of an expression.
constexpr Instant a_monday{std::chrono::sys_days(std::chrono::year(2026) / 1 / 5)};
// Windows that touch one another, one after the other.
constexpr int windows_in_a_row_max = 32;

normalise::TimeZone utc() {
    return *normalise::TimeZone::from_posix("UTC0");
}

normalise::TimeZone zone_named(const std::string& name, const Zones& zones) {
    if (name.empty() || !zones)
        return utc();
    return zones(name).value_or(utc());
}

seconds part_of(seconds whole, double share) {
    return seconds(static_cast<std::int64_t>(share * static_cast<double>(whole.count())));
}

std::string rule_of(const Portal& portal, const Source& source, const std::string& zone) {
    std::string text = fmt::format(
        "{}|{}|{}|{}|{}",
        source.interval.count(),
        source.cron,
        zone,
        source.jitter.count(),
        source.probe_every.count()
    );
    for (const MaintenanceWindow& window : portal.maintenance)
        text += fmt::format("|{}|{}|{}", window.cron, window.duration.count(), window.timezone);
    return to_hex(sha256(text)).substr(0, 16);
}

// anchor + jitter + k * every, the first one after `moment`, k > 0.
Instant grid_after(Instant anchor, seconds jitter, seconds every, Instant moment) {
    MOISSON_ASSERT(every.count() > 0);
    const Instant begin = anchor + jitter;
    std::int64_t k = 1;
    if (moment >= begin)
        k = std::max<std::int64_t>(1, (moment - begin) / std::chrono::microseconds(every) + 1);
    return begin + k * every;
}

// Windows may open again within the jitter.
Instant allowed(const Schedule& schedule, Instant at) {
    for (int i = 0; i < windows_in_a_row_max; ++i) {
        const std::optional<Instant> end = window_end(schedule, at);
        if (!end)
            break;
        at = *end + schedule.jitter;
    }
    return at;
}

} // namespace

double jitter_share(std::string_view source_key) {
    const Digest digest = sha256(source_key);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 6; ++i)
        bits = bits << 8U | std::to_integer<std::uint64_t>(digest[i]);
    return static_cast<double>(bits) / static_cast<double>(std::uint64_t{1} << 48U);
}

Schedule schedule_of(
    const Portal& portal,
    const Source& source,
    const std::string& country_zone,
    const Zones& zones
) {
    std::string name = source.schedule_zone.empty() ? source.timezone : source.schedule_zone;
    if (name.empty())
        name = country_zone;
    Schedule schedule;
    schedule.every = std::max(source.interval, seconds(1));
    schedule.zone = zone_named(name, zones);
    schedule.probe_every = source.probe_every;
    seconds between = schedule.every;
    if (!source.cron.empty())
        if (auto cron = Cron::parse(source.cron); cron.has_value()) {
            schedule.cron = *cron;
            between = schedule.cron->gaps(a_monday, schedule.zone).shortest;
        }
    if (schedule.probe_every.count() > 0)
        between = std::min(between, schedule.probe_every);
    const seconds most = std::min(source.jitter, between / jitter_part);
    schedule.jitter = part_of(most, jitter_share(source.key));
    for (const MaintenanceWindow& given : portal.maintenance) {
        auto cron = Cron::parse(given.cron);
        if (cron.has_error())
            continue;
        const std::string& place = given.timezone.empty() ? country_zone : given.timezone;
        schedule.windows.push_back(Window{*cron, given.duration, zone_named(place, zones)});
    }
    schedule.rule = rule_of(portal, source, name);
    return schedule;
}

Instant next_slot(const Schedule& schedule, Instant anchor, Instant moment) {
    if (schedule.cron)
        // The jitter lies behind the slot: the one before may still be to come.
        return schedule.cron->next(moment - schedule.jitter, schedule.zone) + schedule.jitter;
    return grid_after(anchor, schedule.jitter, schedule.every, moment);
}

std::chrono::seconds spacing(const Schedule& schedule, Instant moment) {
    if (!schedule.cron)
        return schedule.every;
    const Instant first = schedule.cron->next(moment, schedule.zone);
    const Instant second = schedule.cron->next(first, schedule.zone);
    return std::chrono::duration_cast<seconds>(second - first);
}

std::optional<Instant> window_end(const Schedule& schedule, Instant moment) {
    std::optional<Instant> end;
    bool longer = true;
    for (int i = 0; longer && i < windows_in_a_row_max; ++i) {
        longer = false;
        const Instant at = end.value_or(moment);
        for (const Window& window : schedule.windows) {
            // The last opening at or before `at` is the first one after at - duration.
            const Instant opened = window.opens.next(at - window.duration, window.zone);
            if (opened > at || opened + window.duration <= at)
                continue;
            end = opened + window.duration;
            longer = true;
        }
    }
    return end;
}

std::chrono::seconds
backed_off(std::chrono::seconds spacing, std::int64_t failures, const SchedulePolicy& policy) {
    const seconds most = std::max(policy.backoff_max, spacing);
    seconds time = spacing;
    for (std::int64_t i = 1; i < failures && time < most; ++i)
        time *= 2;
    return std::min(time, most);
}

std::string dead_because(const store::ScheduleFacts& facts, const SchedulePolicy& policy) {
    if (facts.suspended_at || !facts.failing_since || !facts.failed_at)
        return {};
    const auto failing = std::chrono::floor<seconds>(*facts.failed_at - *facts.failing_since);
    if (facts.failures < policy.dead_failures || failing < policy.dead_after)
        return {};
    const auto days = std::chrono::duration_cast<std::chrono::days>(failing);
    return fmt::format("{} failures in {} days", facts.failures, days.count());
}

NextRun next_run(
    const Schedule& schedule,
    const store::ScheduleFacts& facts,
    const SchedulePolicy& policy
) {
    MOISSON_ASSERT(facts.anchor.has_value());
    NextRun next;
    if (facts.suspended_at || !dead_because(facts, policy).empty()) {
        const Instant last = facts.failed_at.value_or(facts.suspended_at.value_or(facts.now));
        next.mode = RunMode::probe;
        next.at = std::max(facts.now, last + policy.dead_probe_every + schedule.jitter);
        next.at = allowed(schedule, next.at);
        return next;
    }
    const seconds between = spacing(schedule, facts.now);
    // The run that set the anchor is this slot's; the times of an expression may lie close
    // together.
    const seconds half = schedule.cron ? between : between / 2;
    Instant not_before = *facts.anchor + between - half;
    if (facts.failures > 0 && facts.failed_at)
        not_before = *facts.failed_at + backed_off(between, facts.failures, policy) - half;
    next.at = next_slot(schedule, *facts.anchor, std::max(facts.now, not_before));
    if (schedule.probe_every.count() > 0 && facts.failures == 0) {
        const Instant probe =
            grid_after(*facts.anchor, schedule.jitter, schedule.probe_every, facts.now);
        // A probe just before a run would say nothing that the run does not.
        if (probe + schedule.probe_every / 2 < next.at) {
            next.at = probe;
            next.mode = RunMode::probe;
        }
    }
    next.at = allowed(schedule, next.at);
    return next;
}

std::optional<store::ScheduleUpdate>
replan(const Schedule& schedule, const store::ScheduleFacts& facts, const SchedulePolicy& policy) {
    store::ScheduleUpdate update;
    update.source = facts.source;
    update.next_before = facts.next_at;
    update.failures_before = facts.failures;
    update.next_at = facts.next_at;
    update.rule = schedule.rule;
    update.paused_until = window_end(schedule, facts.now);
    update.suspend_because = dead_because(facts, policy);
    const bool is_due = facts.next_at && *facts.next_at <= facts.now;
    const bool stale = !facts.next_at || (facts.rule != schedule.rule && !is_due);
    const bool suspend = !update.suspend_because.empty();
    if (facts.anchor && (stale || suspend)) {
        const NextRun next = next_run(schedule, facts, policy);
        update.next_at = next.at;
        update.next_mode = next.mode;
    }
    const bool paused_now = facts.paused_until && *facts.paused_until > facts.now;
    const bool pause_differs =
        update.paused_until ? update.paused_until != facts.paused_until : paused_now;
    const bool nothing = update.next_at == facts.next_at && facts.rule == schedule.rule &&
                         !pause_differs && !suspend;
    if (nothing)
        return std::nullopt;
    return update;
}

} // namespace moisson::harvest
