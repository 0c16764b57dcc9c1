// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HostBudget: who may talk to a host, and when. One budget per host for everybody (decision 11);
// this room has the interface and the in-process limiter, the store another over the database.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace moisson {

// Who is served first on a host.
enum class HostPriority { probe, harvest, links };

// The right to one request; gives itself back when destroyed. Movable only.
class HostPermit {
public:
    HostPermit() = default;
    // `release` is called once; it may not throw.
    explicit HostPermit(std::function<void()> release) : release_(std::move(release)) {}
    HostPermit(HostPermit&& other) noexcept : release_(std::exchange(other.release_, nullptr)) {}
    HostPermit& operator=(HostPermit&& other) noexcept {
        if (this != &other) {
            reset();
            release_ = std::exchange(other.release_, nullptr);
        }
        return *this;
    }
    ~HostPermit() { reset(); }

    void reset() noexcept {
        if (auto release = std::exchange(release_, nullptr))
            release();
    }

private:
    std::function<void()> release_;
};

struct HostRequest {
    HostRequest() = default;
    HostRequest(std::string host_key, double requests_per_second)
        : key(std::move(host_key)), rate(requests_per_second) {}

    // Registrable domain, or the address itself (net/budget_key.hpp).
    std::string key;
    HostPriority priority = HostPriority::harvest;
    // Requests per second; 0 lifts spacing and exclusivity, a pause still holds.
    double rate = 1.0;
    // When to stop waiting, on the steady clock.
    Steady deadline = Steady::max();
    // Who finds the host paused for longer than this does not wait at all.
    std::optional<std::chrono::seconds> pause_max = std::nullopt;
    // Asked by somebody who holds a permit for the same exchange already: a limit of how many are
    // in flight has counted it.
    bool within = false;
    // A probe may go ahead of the queue (Overtaking).
    bool may_overtake = true;
};

// Why `request` does not wait for a host that is paused until then, or does not wait any longer.
std::optional<Error> hopeless(const HostRequest& request, Steady paused_until, Steady now);

// The two requests of a look at a portal's health go ahead of who is served, of the pace and of
// another process' claim, once in ten minutes: a long download must not hide that the portal
// answers. Never into a pause that the host asked for (decision 11).
class Overtaking {
public:
    static constexpr int requests = 2;
    static constexpr std::chrono::minutes every{10};

    // True when `request` goes ahead now; counts it.
    bool take(const HostRequest& request, Steady now) {
        if (request.priority != HostPriority::probe || !request.may_overtake)
            return false;
        if (!recent(now)) {
            first_ = now;
            taken_ = 0;
        }
        if (taken_ == requests)
            return false;
        ++taken_;
        return true;
    }
    bool recent(Steady now) const { return first_ && now - *first_ < every; }

private:
    std::optional<Steady> first_;
    int taken_ = 0;
};

// Every member is called on the limiter's strand or thread.
class HostBudget {
public:
    HostBudget() = default;
    HostBudget(const HostBudget&) = delete;
    HostBudget& operator=(const HostBudget&) = delete;
    virtual ~HostBudget() = default;

    // Waits for the host. Errors: RATE_LIMITED, `unasked` and with the seconds left in the detail,
    // at once, when the host is paused beyond the deadline or for longer than `pause_max`;
    // TIMEOUT_TOTAL when the deadline passes in the queue. Cancellable: throws operation_aborted
    // and gives its place up. The budget outlives its permits.
    virtual asio::awaitable<Result<HostPermit>> acquire(HostRequest request) = 0;

    // No request to this host before `until` (Retry-After). A later end wins over an earlier one.
    virtual void pause(std::string_view key, Instant until) = 0;

    // Least time between two requests (Crawl-delay of robots.txt); the slower of it and the rate
    // holds.
    virtual void set_crawl_delay(std::string_view key, std::chrono::milliseconds delay) = 0;
};

// One request in flight per host, spaced by 1/rate, first come first served within a priority.
// Runs on one strand or thread. `timers` outlives it.
std::unique_ptr<HostBudget> make_local_host_budget(TimerSource& timers);

} // namespace moisson
