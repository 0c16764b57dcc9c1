// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Claim, probe, conclude, write.
#include "monitor/link_checker.hpp"

#include "monitor/host_turn.hpp"
#include "monitor/link_schedule.hpp"
#include "monitor/whole_file.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>

namespace moisson::monitor {
namespace {

constexpr std::chrono::seconds discover_every{15};
constexpr std::chrono::minutes count_every{5};
// Prolonged while we live: a worker that was killed holds nobody up for longer.
constexpr std::chrono::seconds lease{180};
constexpr std::chrono::seconds renew_every{45};
// Not renewed until so long before its end: no further probe begins (decision 17).
constexpr std::chrono::seconds lease_margin{60};
// A host that answers slowly is given back in between, with what was learned.
constexpr std::chrono::minutes visit_max{30};
constexpr int changes_per_step = 2'000;
// Their links are in memory together, twice for a moment.
constexpr int hosts_per_claim = 500;
constexpr std::chrono::hours orphan_wait{30 * 24};
// A host that lets us wait for nothing keeps a place that others could use: one such answer ends
// the visit, and the next one is soon.
constexpr std::chrono::minutes silence_wait{10};
constexpr std::chrono::hours moved_every{6};

LinkState state_of(const store::DueLink& link) {
    return link_state_from_string(link.state).value_or(LinkState::unknown);
}

bool is_silence(const ProbeResult& result) {
    return !result.elsewhere &&
           (result.code == LinkCode::timeout_connect || result.code == LinkCode::timeout_ttfb);
}

bool is_broken(LinkState state) {
    return state == LinkState::broken || state == LinkState::recovering;
}

// Whether what is told of a link comes from this look: a look that concludes nothing leaves what
// was concluded, its cause and its date.
bool decides(const Transition& step) {
    const LinkState state = step.memory.state;
    if (step.changed || state == LinkState::unknown)
        return true;
    switch (step.rule) {
    case LinkRule::wait_host:
    case LinkRule::wait_moved:
    case LinkRule::wait_self:
        return false;
    case LinkRule::abstain:
        return state == LinkState::restricted;
    default:
        return true;
    }
}

// Only of a link that is known to work is HEAD believed and a 304 an answer: both say "as before".
LinkTarget target_of(const store::DueLink& link, const LinkRecord& record) {
    LinkTarget out;
    out.url = link.url;
    out.format = link.format;
    out.family = link.family;
    const bool fine = state_of(link) == LinkState::ok;
    out.first_look = link.memory.empty() || !fine;
    if (fine) {
        out.etag = record.etag;
        out.last_modified = record.last_modified;
        out.whole_etag = record.hashed_etag;
    }
    return out;
}

HostSample sample_of(const store::DueLink& link, const ProbeResult& result, Instant at) {
    HostSample out;
    out.at = at;
    out.code = result.code;
    out.url = sample_id(link.url);
    out.target = result.final_url.empty() ? 0 : sample_id(result.final_url);
    out.elsewhere = result.elsewhere;
    return out;
}

} // namespace

LinkChecker::LinkChecker(LinkCheckerParts parts, LinkCheckerOptions options)
    : parts_(std::move(parts)), options_(std::move(options)),
      prober_(*parts_.http, *parts_.timers, *parts_.rng, options_.probe) {}

store::LinkVerdict LinkChecker::postponed(const store::DueLink& link, Instant due_at) const {
    store::LinkVerdict out;
    out.id = link.id;
    const LinkRecord record = link_record_from(link.memory, state_of(link), link.since);
    out.state = link.state;
    out.since = link.since;
    out.standing = std::string(standing_of(record.verdict));
    out.code = link.code;
    out.checked_at = link.checked_at;
    out.due_at = due_at;
    out.failed_at = link.failed_at;
    out.redirect_to = link.redirect_to;
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
    const bool was_broken = is_broken(record.verdict.state);
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
    const bool decided = link.code.empty() || decides(step);
    out.code = decided ? std::string(to_string(result.code)) : link.code;
    out.checked_at = decided ? now : link.checked_at;
    out.failed_at = is_negative(result.code) ? now : link.failed_at;
    if (works(result.code))
        out.failed_at.reset();
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
    const bool broken = is_broken(record.verdict.state);
    out.broke = broken && !was_broken;
    out.mended = was_broken && !broken;
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

asio::awaitable<bool> LinkChecker::check_link(const store::DueLink& link, Visit& visit) {
    store::HostVerdict& verdict = visit.verdict;
    LinkRecord record = link_record_from(link.memory, state_of(link), link.since);
    LinkTarget target = target_of(link, record);
    target.whole = link.hashed && !target.first_look &&
                   whole_is_due(record, options_.hash_every, parts_.timers->now());
    ProbeResult result = co_await prober_.probe(std::move(target), visit.host);
    note_answer_of(verdict.host, result);
    const Instant asked = parts_.timers->now();
    // A pause that was asked for, or too many before us: nobody was asked, there is nothing to
    // conclude. Of a redirect's target it says nothing of this host.
    if (result.code == LinkCode::host_backoff) {
        visit.links.push_back(postponed(link, asked + pause_without_wish));
        if (!result.elsewhere)
            verdict.not_before = asked + pause_without_wish;
        co_return result.elsewhere;
    }
    bool offline = result.code == LinkCode::checker_offline;
    if (is_of_host(result.code)) {
        const bool online = co_await online_for(verdict.host, parts_.timers->steady_now());
        offline = !online;
    }
    if (offline)
        result.code = LinkCode::checker_offline;
    const Instant now = parts_.timers->now();
    if (result.head_contradicted)
        note_head_disagreement(visit.host, now);
    HostTransition told = note_sample(visit.host, sample_of(link, result, now));
    visit.host = std::move(told.memory);
    if (told.condemns) {
        verdict.condemn = std::string(to_string(visit.host.state));
        verdict.condemn_all = told.condemns_all;
        if (told.condemns_first)
            verdict.event = "link.host_condemned";
    }
    const Guard guard = offline ? Guard::self : guard_of(visit.host);
    visit.links.push_back(conclude(link, std::move(record), result, guard));
    if (parts_.on_probe)
        parts_.on_probe(result.code);
    if (offline)
        verdict.not_before = now + std::chrono::minutes(1);
    const bool refused =
        result.whole.limited || (result.code == LinkCode::rate_limited_429 && !result.elsewhere);
    if (refused)
        verdict.not_before = now + pause_after_429(visit.host, result.retry_after, now);
    const bool silent = is_silence(result);
    if (silent && !verdict.not_before)
        verdict.not_before = now + silence_wait;
    co_return !offline && !refused && !silent;
}

void LinkChecker::finish(Visit& visit, HostState before) {
    const HostMemory& host = visit.host;
    store::HostVerdict& verdict = visit.verdict;
    verdict.state = std::string(to_string(host.state));
    verdict.since = host.since;
    verdict.memory = to_text(host);
    if (host.state != HostState::normal) {
        const auto every = host.state == HostState::moved ? moved_every : HostPolicy().canary_every;
        const Instant next = parts_.timers->now() + every;
        verdict.not_before = std::max(verdict.not_before.value_or(next), next);
    } else {
        // What was asked last brought it back.
        verdict.condemn.clear();
    }
    if (host.state == before)
        return;
    verdict.event = event_of(before, host.state);
    if (parts_.on_host)
        parts_.on_host(host.state);
}

asio::awaitable<void> LinkChecker::check_host(store::DueHost due) {
    const Steady begun = parts_.timers->steady_now();
    const std::string name = due.host;
    Visit visit;
    visit.host = host_memory_from(due.memory, host_state_from_string(due.state), due.since);
    visit.verdict.host = due.host;
    visit.verdict.holder = options_.holder;
    visit.verdict.claim = due.claim;
    const HostState before = visit.host.state;
    std::vector<store::DueLink> wanted;
    for (store::DueLink& link : due.links)
        if (link.orphan)
            visit.links.push_back(postponed(link, parts_.timers->now() + orphan_wait));
        else
            wanted.push_back(std::move(link));
    bool welcome = true;
    for (std::size_t i = 0;
         welcome && i < links_to_probe(visit.host.state, wanted.size()) && may_go_on(begun);
         ++i) {
        const bool more = co_await check_link(wanted[i], visit);
        welcome = more;
    }
    finish(visit, before);
    const Result<store::VerdictOutcome> written =
        co_await parts_.store->write(std::move(visit.verdict), std::move(visit.links));
    if (written.has_error())
        parts_.log->warning(
            "links not written",
            {{"host", name}, {"error", written.error().detail}}
        );
    else if (!written->written)
        parts_.log->warning("lease of a host lost", {{"host", name}});
    visiting_.erase(name);
}

bool LinkChecker::may_go_on(Steady begun) const {
    const Steady now = parts_.timers->steady_now();
    return now - begun < visit_max && now - renewed_at_ < lease - lease_margin;
}

asio::awaitable<void> LinkChecker::renew_for_ever() {
    for (;;) {
        co_await sleep_for(*parts_.timers, renew_every);
        const Steady now = parts_.timers->steady_now();
        std::vector<std::string> hosts(visiting_.begin(), visiting_.end());
        const Result<std::int64_t> renewed =
            co_await parts_.store->renew(options_.holder, std::move(hosts), lease);
        if (renewed.has_error())
            parts_.log->warning("leases not renewed", {{"error", renewed.error().detail}});
        else
            renewed_at_ = now;
    }
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
        const int at_work = static_cast<int>(group.size()) - 2;
        const int taken = co_await start_hosts(group, hosts_max() - at_work);
        const bool idle = taken == 0 && at_work < hosts_max();
        const std::chrono::nanoseconds wait = idle ? options_.poll : std::chrono::seconds(1);
        co_await sleep_for(*parts_.timers, wait);
    }
}

asio::awaitable<int> LinkChecker::start_hosts(TaskGroup& group, int hosts) {
    if (hosts <= 0)
        co_return 0;
    store::ClaimOptions claim;
    claim.holder = options_.holder;
    claim.hosts = std::min(hosts, hosts_per_claim);
    claim.links_per_host = options_.links_per_host;
    claim.lease = lease;
    if (options_.hashed_sources)
        claim.hashed_sources = options_.hashed_sources();
    const Steady asked = parts_.timers->steady_now();
    auto due = co_await parts_.store->claim(std::move(claim));
    if (due.has_error()) {
        parts_.log->warning("links not claimed", {{"error", due.error().detail}});
        co_return 0;
    }
    // Those at work have leases of their own age.
    if (visiting_.empty())
        renewed_at_ = asked;
    for (store::DueHost& host : *due) {
        visiting_.insert(host.host);
        group.spawn(check_host(std::move(host)));
    }
    co_return static_cast<int>(due->size());
}

asio::awaitable<int> LinkChecker::round() {
    co_await follow_catalogue();
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    TaskGroup group(executor);
    const int hosts = co_await start_hosts(group, hosts_max());
    // join() must begin whatever came meanwhile: it passes a cancellation on.
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await group.join();
    co_return hosts;
}

asio::awaitable<void> LinkChecker::run() {
    // Hosts of a run that an exception ended are no longer at work.
    visiting_.clear();
    asio::any_io_executor executor = co_await asio::this_coro::executor;
    TaskGroup group(executor);
    group.spawn(renew_for_ever());
    group.spawn(claim_for_ever(group));
    std::exception_ptr failure;
    try {
        co_await group.join();
    } catch (...) {
        failure = std::current_exception();
    }
    // Whoever starts next does not wait for leases to end.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    const Result<std::int64_t> released = co_await parts_.store->release(options_.holder);
    if (released.has_error())
        parts_.log->warning("links not given back", {{"error", released.error().detail}});
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace moisson::monitor
