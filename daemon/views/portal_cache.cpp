// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portal_cache.hpp"

#include <algorithm>

namespace moisson::views {

namespace {
constexpr std::chrono::microseconds refresh_every = std::chrono::seconds(60);

// A wall clock that is set back would keep a list until it catches up.
std::int64_t microseconds_of(Steady time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

} // namespace

bool is_in_difficulty(const store::PortalSummary& portal, Instant now) {
    if (!portal.enabled)
        return false;
    if (portal.last_run) {
        const RunState state = portal.last_run->state;
        if (state == RunState::failed || state == RunState::incomplete ||
            portal.last_run->awaits_decision())
            return true;
    }
    for (const store::SourceSummary& source : portal.sources)
        if (source.awaiting_decision)
            return true;
    std::chrono::seconds interval{0};
    for (const store::SourceSummary& source : portal.sources)
        interval = std::max(interval, source.interval);
    if (!portal.last_complete_run || interval.count() == 0)
        return false;
    const auto& ended = portal.last_complete_run->ended_at;
    return ended && now - *ended > 3 * interval;
}

std::optional<Instant> seen_until(const store::PortalSummary& portal, Instant now) {
    std::optional<Instant> out;
    for (const store::SourceSummary& source : portal.sources) {
        if (!source.last_complete_run || !source.last_complete_run->started_at)
            continue;
        const Instant day =
            std::chrono::floor<std::chrono::days>(*source.last_complete_run->started_at);
        // A source that was given up speaks no more, as long as another one does.
        if (source.enabled && (!out || day < *out))
            out = day;
    }
    if (!out && portal.last_complete_run && portal.last_complete_run->started_at)
        out = std::chrono::floor<std::chrono::days>(*portal.last_complete_run->started_at);
    if (out)
        out = std::min<Instant>(*out, std::chrono::floor<std::chrono::days>(now));
    return out;
}

asio::awaitable<Result<PortalCache::List>> PortalCache::read(ReadAge age) {
    SharedRead<List>::Read job = [this] { return ask_store(); };
    const Result<SharedRead<List>::Value> list = co_await list_.get(age, std::move(job));
    if (!list)
        co_return list.error();
    co_return List(**list);
}

asio::awaitable<Result<PortalCache::List>> PortalCache::ask_store() {
    const std::int64_t now = microseconds_of(clock_.steady_now());
    next_read_us_.store(now + refresh_every.count(), std::memory_order_relaxed);
    Result<std::vector<store::PortalSummary>> portals = co_await store_.portals();
    if (!portals)
        co_return portals.error();
    List list;
    auto seen = std::make_shared<search::SeenUntil>();
    for (store::PortalSummary& portal : *portals) {
        PortalSummary summary;
        summary.in_difficulty = is_in_difficulty(portal, clock_.now());
        summary.seen_until = views::seen_until(portal, clock_.now());
        if (summary.seen_until)
            seen->emplace(portal.key, *summary.seen_until);
        summary.portal = std::move(portal);
        list.push_back(std::move(summary));
    }
    seen_.store(std::move(seen));
    co_return list;
}

asio::awaitable<void> PortalCache::refresh() {
    const std::int64_t now = microseconds_of(clock_.steady_now());
    std::int64_t due = next_read_us_.load(std::memory_order_relaxed);
    const std::int64_t next = now + refresh_every.count();
    if (now < due || !next_read_us_.compare_exchange_strong(due, next))
        co_return;
    const Result<List> list = co_await read(ReadAge());
    static_cast<void>(list);
}

std::vector<std::string> PortalCache::keys() const {
    std::vector<std::string> keys;
    if (const std::shared_ptr<const List> list = list_.last())
        for (const PortalSummary& summary : *list)
            keys.push_back(summary.portal.key);
    return keys;
}

std::shared_ptr<const search::SeenUntil> PortalCache::seen_until() const {
    return seen_.load();
}

std::string PortalCache::title(std::string_view key) const {
    const std::shared_ptr<const List> list = list_.last();
    if (list)
        for (const PortalSummary& summary : *list)
            if (summary.portal.key == key && !summary.portal.title.empty())
                return summary.portal.title;
    return std::string(key);
}

} // namespace moisson::views
