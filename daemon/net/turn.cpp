// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "net/turn.hpp"

namespace moisson::net {

asio::awaitable<Result<HostPermit>> take_turn(
    HostBudget& budget,
    const TimerSource& timers,
    const Request& request,
    std::string key,
    double rate,
    std::chrono::seconds wait_max,
    bool within
) {
    HostRequest turn(std::move(key), rate);
    turn.priority = request.priority;
    turn.within = within;
    turn.pause_max = request.pause_max;
    turn.deadline = timers.steady_now() + request.budget_wait.value_or(wait_max);
    Result<HostPermit> permit = co_await budget.acquire(std::move(turn));
    // It finds the host busy and comes back another day.
    if (!permit && request.budget_wait && permit.error().code == Code::timeout_total) {
        Error busy(Code::rate_limited);
        busy.unasked = true;
        co_return busy;
    }
    co_return permit;
}

bool CrowdedAddresses::meet(
    const boost::asio::ip::address& address,
    const std::string& key,
    Steady now
) {
    if (met_.size() >= addresses_before_sweep && !met_.contains(address))
        std::erase_if(met_, [now](const auto& entry) { return now - entry.second.last >= kept; });
    Met& met = met_[address];
    if (now - met.last >= kept)
        met.names.clear();
    met.last = now;
    if (met.names.size() <= names_max)
        met.names.insert(key);
    return met.names.size() > names_max;
}

asio::awaitable<std::optional<Error>> AddressTurns::wait(
    const boost::asio::ip::address& address,
    const std::string& key,
    const Request& request
) {
    const double rate = request.policy.rate;
    if (rate <= 0 || !crowds_.meet(address, key, timers_.steady_now()))
        co_return std::nullopt;
    std::string own_key = address.to_string();
    const Result<HostPermit> permit = co_await take_turn(
        budget_,
        timers_,
        request,
        std::move(own_key),
        crowd_rate,
        wait_max_,
        true
    );
    // Given back at once: it spaces requests, their answers may overlap.
    if (!permit)
        co_return permit.error();
    co_return std::nullopt;
}

} // namespace moisson::net
