// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// All portals, a few at a time, never two on one host, within the time of the round.
#include "async/deadline.hpp"
#include "async/task_group.hpp"
#include "detect/address.hpp"
#include "detect/portal_check.hpp"
#include "net/budget_key.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <memory>
#include <set>

namespace moisson::detect {
namespace {

// How soon a worker looks again for a host that is free.
constexpr std::chrono::milliseconds look_every{100};

struct Turn {
    Portal portal;
    Source source;
    std::string host;
    bool taken = false;
};

struct Round {
    DetectorParts parts;
    RoundOptions options;
    Steady end{};
    std::vector<Turn> turns;
    std::vector<SourceCheck> results;
    std::set<std::string, std::less<>> busy;

    bool over() const { return parts.timers->steady_now() >= end; }
};

// One source at a time on a registrable domain, or on an address and port.
std::string host_key(const std::string& url) {
    const Result<net::WebAddress> address = net::parse_web_address(url);
    if (address.has_error())
        return url;
    return address->literal ? address->origin() : net::budget_key(address->host);
}

void take_turns(Round& round, const std::vector<Portal>& portals) {
    for (const Portal& portal : portals) {
        for (const Source& source : portal.sources) {
            Turn turn;
            turn.portal = portal;
            turn.portal.sources.clear();
            turn.source = source;
            turn.host = host_key(source.url);
            round.turns.push_back(std::move(turn));
            SourceCheck result;
            result.portal_key = portal.key;
            result.source_key = source.key;
            result.connector = source.connector;
            result.url = source.url;
            result.enabled = source.enabled;
            round.results.push_back(std::move(result));
        }
    }
}

// The next turn whose host is free; nothing when all of them wait, `none_left` when none is left.
std::optional<std::size_t> next_turn(Round& round, bool& none_left) {
    none_left = true;
    for (std::size_t i = 0; i < round.turns.size(); ++i) {
        if (round.turns[i].taken)
            continue;
        none_left = false;
        if (!round.busy.contains(round.turns[i].host))
            return i;
    }
    return std::nullopt;
}

asio::awaitable<void> work(std::shared_ptr<Round> round) {
    while (!round->over()) {
        bool none_left = false;
        const std::optional<std::size_t> at = next_turn(*round, none_left);
        if (none_left)
            co_return;
        if (!at) {
            co_await sleep_for(*round->parts.timers, look_every);
            continue;
        }
        Turn& turn = round->turns[*at];
        turn.taken = true;
        round->busy.insert(turn.host);
        const Steady end =
            std::min(round->end, round->parts.timers->steady_now() + round->options.each.time_max);
        asio::awaitable<SourceCheck> check =
            check_source(round->parts, turn.portal, turn.source, round->options.each);
        std::optional<SourceCheck> done =
            co_await with_deadline(*round->parts.timers, end, std::move(check));
        round->busy.erase(turn.host);
        if (done)
            round->results[*at] = std::move(*done);
    }
}

} // namespace

asio::awaitable<std::vector<SourceCheck>>
check_portals(DetectorParts parts, std::vector<Portal> portals, RoundOptions options) {
    const auto round = std::make_shared<Round>();
    round->parts = std::move(parts);
    round->options = options;
    round->end = round->parts.timers->steady_now() + options.time_max;
    take_turns(*round, portals);
    TaskGroup group(co_await asio::this_coro::executor);
    for (int i = 0; i < std::max(1, options.parallel); ++i)
        group.spawn(work(round));
    co_await group.join();
    co_return std::move(round->results);
}

} // namespace moisson::detect
