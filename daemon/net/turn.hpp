// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Turns of requests: at their host, and at an address that many names share (decision 11).
#pragma once

#include "async/asio.hpp"
#include "async/host_budget.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/http_client.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace moisson::net {

// Waits for the turn of `request` under `key`, as long as it allows or `wait_max`; `within`: it has
// another turn already. `request` belongs to the awaiting coroutine. Errors: RATE_LIMITED,
// TIMEOUT_TOTAL.
asio::awaitable<Result<HostPermit>> take_turn(
    HostBudget& budget,
    const TimerSource& timers,
    const Request& request,
    std::string key,
    double rate,
    std::chrono::seconds wait_max,
    bool within = false
);

// Which addresses many names lead to: shared hosting, a CDN. Pure.
class CrowdedAddresses {
public:
    // More names than this make a crowd.
    static constexpr std::size_t names_max = 20;
    // An address that nobody asked for so long is forgotten.
    static constexpr std::chrono::hours kept{1};
    static constexpr std::size_t addresses_before_sweep = 4'096;

    // Notes that the budget `key` leads there; true when it is a crowd.
    bool meet(const boost::asio::ip::address& address, const std::string& key, Steady now);
    std::size_t size() const { return met_.size(); }

private:
    struct Met {
        // One more than names_max at most.
        std::set<std::string> names;
        Steady last{};
    };
    std::map<boost::asio::ip::address, Met> met_;
};

// A crowded address has a budget of its own beside those of its names. Lives on one strand or
// thread; `budget` and `timers` outlive it.
class AddressTurns {
public:
    // Requests per second that it gets from us under all its names.
    static constexpr double crowd_rate = 10;

    AddressTurns(HostBudget& budget, TimerSource& timers, std::chrono::seconds wait_max)
        : budget_(budget), timers_(timers), wait_max_(wait_max) {}

    // Waits when the address is a crowd. `request` belongs to the awaiting coroutine. Errors as
    // take_turn().
    asio::awaitable<std::optional<Error>>
    wait(const boost::asio::ip::address& address, const std::string& key, const Request& request);

private:
    HostBudget& budget_;
    TimerSource& timers_;
    std::chrono::seconds wait_max_;
    CrowdedAddresses crowds_;
};

} // namespace moisson::net
