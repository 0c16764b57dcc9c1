// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Claim, probe, conclude, write.
#include "monitor/link_checker.hpp"

#include "monitor/link_schedule.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace moisson::monitor {
namespace {

constexpr std::chrono::seconds discover_every{15};
constexpr std::chrono::minutes count_every{1};
constexpr std::chrono::seconds lease{900};
// Work on a host stops this long before its lease ends: nothing is sent without one.
constexpr std::chrono::seconds lease_margin{120};
constexpr int changes_per_step = 2'000;
constexpr std::chrono::seconds pause_without_wish = std::chrono::hours(1);
constexpr std::chrono::hours orphan_wait{30 * 24};
// How many links tell whether a guarded host is back.
constexpr std::size_t canaries = 1;
constexpr std::size_t moved_canaries = 5;
constexpr std::chrono::hours moved_every{6};

std::string event_of(HostState before, HostState now) {
    switch (now) {
    case HostState::down:
        return "link.host_down";
    case HostState::blocked:
        return "link.host_blocked";
    case HostState::moved:
        return "link.host_moved";
    case HostState::normal:
        break;
    }
    return before == HostState::normal ? "" : "link.host_back";
}

std::size_t links_to_probe(HostState state, std::size_t due) {
    if (state == HostState::normal)
        return due;
    return std::min(due, state == HostState::moved ? moved_canaries : canaries);
}

LinkState state_of(const store::DueLink& link) {
    return link_state_from_string(link.state).value_or(LinkState::unknown);
}

} // namespace

LinkChecker::LinkChecker(LinkCheckerParts parts, LinkCheckerOptions options)
    : parts_(std::move(parts)), options_(std::move(options)),
      prober_(*parts_.http, *parts_.timers, *parts_.rng, options_.probe) {}

store::LinkVerdict LinkChecker::set_aside(const store::DueLink& link) const {
    store::LinkVerdict out;
    out.id = link.id;
    const LinkRecord record = link_record_from(link.memory, state_of(link), link.since);
    out.state = link.state;
    out.since = link.since;
    out.standing = std::string(standing_of(record.verdict));
    out.checked_at = parts_.timers->now();
    out.due_at = out.checked_at + orphan_wait;
    out.memory = link.memory.empty() ? "{}" : link.memory;
    out.probes = link.probes.empty() ? "[]" : link.probes;
    return out;
}

store::LinkVerdict LinkChecker::conclude(
    const store::DueLink& link,
    LinkRecord record,
    const ProbeResult& result,
    Guard guard
) {
    const Instant now = parts_.timers->now();
    const std::string_view standing_before = standing_of(record.verdict);
    const LinkState state_before = record.verdict.state;
    const Observation seen(result.code, now, result.by_get);
    const Transition step = transit(record.verdict, seen, guard);
    record.verdict = step.memory;
    if (step.rule != LinkRule::wait_self)
        note_probe(record, result, now);
    store::LinkVerdict out;
    out.id = link.id;
    out.state = std::string(to_string(record.verdict.state));
    out.since = record.verdict.since;
    out.standing = std::string(standing_of(record.verdict));
    out.code = std::string(to_string(result.code));
    out.checked_at = now;
    ScheduleInput when;
    when.memory = record.verdict;
    when.code = result.code;
    when.now = now;
    when.last_change = record.changed_at.value_or(now);
    when.retry_after = result.retry_after;
    when.random = parts_.rng->unit();
    out.due_at =
        step.rule == LinkRule::wait_self ? now + std::chrono::minutes(15) : next_probe(when);
    out.redirect_to = settled_redirect(record, now);
    out.memory = to_text(record);
    out.probes = with_probe(link.probes, result, step.rule, now, options_.user_agent);
    out.standing_changed = out.standing != standing_before;
    out.broke = record.verdict.state == LinkState::broken && state_before != LinkState::broken &&
                state_before != LinkState::recovering;
    out.mended =
        (state_before == LinkState::broken || state_before == LinkState::recovering) &&
        (record.verdict.state == LinkState::ok || record.verdict.state == LinkState::degraded);
    return out;
}

void LinkChecker::note_answer_of(const std::string& host, const ProbeResult& result) {
    if (result.answered)
        self_.note_answer(host, parts_.timers->steady_now());
}

// Whether a failure of `host` can be its own.
asio::awaitable<bool> LinkChecker::online_for(std::string host, Steady at) {
    const std::optional<bool> known = self_.online(host, at);
    if (known)
        co_return *known;
    bool answered = false;
    for (std::size_t i = 0; i < options_.control_urls.size() && !answered; ++i) {
        const std::string control = options_.control_urls[i];
        const bool one = co_await prober_.answers(control);
        answered = one;
    }
    self_.note_control(answered, parts_.timers->steady_now());
    co_return answered;
}

asio::awaitable<void> LinkChecker::check_host(store::DueHost due) {
    const Steady begun = parts_.timers->steady_now();
    HostMemory host = host_memory_from(due.memory, host_state_from_string(due.state), due.since);
    const HostState state_before = host.state;
    store::HostVerdict verdict;
    std::vector<store::LinkVerdict> links;
    std::vector<store::DueLink> wanted;
    for (store::DueLink& link : due.links)
        if (link.orphan)
            links.push_back(set_aside(link));
        else
            wanted.push_back(std::move(link));
    std::size_t probed = 0;
    for (const store::DueLink& link : wanted) {
        if (probed >= links_to_probe(host.state, wanted.size()) ||
            parts_.timers->steady_now() - begun > lease - lease_margin)
            break;
        ++probed;
        LinkRecord record = link_record_from(link.memory, state_of(link), link.since);
        LinkTarget target;
        target.url = link.url;
        target.format = link.format;
        target.family = link.family;
        target.first_look = link.memory.empty();
        target.etag = record.etag;
        target.last_modified = record.last_modified;
        ProbeResult result = co_await prober_.probe(std::move(target), host);
        note_answer_of(due.host, result);
        // The host asked for a pause: nobody was asked, there is nothing to conclude.
        if (result.code == LinkCode::host_backoff) {
            verdict.not_before = parts_.timers->now() + pause_without_wish;
            break;
        }
        bool offline = false;
        if (is_of_host(result.code)) {
            const bool online = co_await online_for(due.host, parts_.timers->steady_now());
            offline = !online;
        }
        if (offline)
            result.code = LinkCode::checker_offline;
        const Instant now = parts_.timers->now();
        if (result.head_contradicted)
            note_head_disagreement(host, now);
        HostSample sample;
        sample.at = now;
        sample.code = result.code;
        sample.url = sample_id(link.url);
        sample.target = result.final_url.empty() ? 0 : sample_id(result.final_url);
        HostTransition told = note_sample(host, sample);
        host = std::move(told.memory);
        if (told.condemns)
            verdict.condemn = std::string(to_string(host.state));
        const Guard guard = offline ? Guard::self : guard_of(host);
        links.push_back(conclude(link, std::move(record), result, guard));
        if (parts_.on_probe)
            parts_.on_probe(result.code);
        if (offline) {
            verdict.not_before = now + std::chrono::minutes(1);
            break;
        }
        if (result.code == LinkCode::rate_limited_429) {
            verdict.not_before = now + result.retry_after.value_or(pause_without_wish);
            break;
        }
    }
    const Instant now = parts_.timers->now();
    verdict.host = due.host;
    verdict.holder = options_.holder;
    verdict.held_until = due.held_until;
    verdict.state = std::string(to_string(host.state));
    verdict.since = host.since;
    verdict.memory = to_text(host);
    if (host.state == HostState::down || host.state == HostState::blocked)
        verdict.not_before = now + HostPolicy().canary_every;
    else if (host.state == HostState::moved)
        verdict.not_before = now + moved_every;
    if (host.state != state_before) {
        verdict.event = event_of(state_before, host.state);
        if (parts_.on_host)
            parts_.on_host(host.state);
    }
    std::string name = due.host;
    const Result<store::VerdictOutcome> written =
        co_await parts_.store->write(std::move(verdict), std::move(links));
    if (written.has_error())
        parts_.log->warning(
            "links not written",
            {{"host", name}, {"error", written.error().detail}}
        );
    else if (!written->written)
        parts_.log->warning("lease of a host lost", {{"host", name}});
}

asio::awaitable<void> LinkChecker::follow_catalogue() {
    const Steady now = parts_.timers->steady_now();
    if (!discovered_at_ || now - *discovered_at_ >= discover_every) {
        discovered_at_ = now;
        const Result<std::int64_t> found = co_await parts_.store->discover();
        if (found.has_error())
            parts_.log->warning("links not discovered", {{"error", found.error().detail}});
    }
    const Result<std::int64_t> followed = co_await parts_.store->follow(changes_per_step);
    if (followed.has_error())
        parts_.log->warning("links not rolled up", {{"error", followed.error().detail}});
    if (parts_.on_states && (!counted_at_ || now - *counted_at_ >= count_every)) {
        counted_at_ = now;
        const auto states = co_await parts_.store->states();
        if (states.has_value())
            parts_.on_states(*states);
    }
}

// A child of `group` like the hosts it starts: whoever cancels the group cancels them all.
asio::awaitable<void> LinkChecker::claim_for_ever(TaskGroup& group) {
    for (;;) {
        co_await follow_catalogue();
        const int at_work = static_cast<int>(group.size()) - 1;
        const int taken = co_await start_hosts(group, options_.in_flight - at_work);
        const bool idle = taken == 0 && at_work < options_.in_flight;
        const std::chrono::nanoseconds wait = idle ? options_.poll : std::chrono::seconds(1);
        co_await sleep_for(*parts_.timers, wait);
    }
}

asio::awaitable<int> LinkChecker::start_hosts(TaskGroup& group, int hosts) {
    if (hosts <= 0)
        co_return 0;
    store::ClaimOptions claim;
    claim.holder = options_.holder;
    claim.hosts = hosts;
    claim.links_per_host = options_.links_per_host;
    claim.lease = lease;
    auto due = co_await parts_.store->claim(std::move(claim));
    if (due.has_error()) {
        parts_.log->warning("links not claimed", {{"error", due.error().detail}});
        co_return 0;
    }
    for (store::DueHost& host : *due)
        group.spawn(check_host(std::move(host)));
    co_return static_cast<int>(due->size());
}

asio::awaitable<int> LinkChecker::round() {
    co_await follow_catalogue();
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    TaskGroup group(executor);
    const int hosts = co_await start_hosts(group, options_.in_flight);
    co_await group.join();
    co_return hosts;
}

asio::awaitable<void> LinkChecker::run() {
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    TaskGroup group(executor);
    group.spawn(claim_for_ever(group));
    co_await group.join();
}

} // namespace moisson::monitor
