// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// First the host's pace and pauses, then a place, then the budget behind. The pace is counted from
// the end of the last request: names and connections take long now and then, so that the beginning
// here says little of the beginning there.
#include "async/request_limit.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <list>
#include <unordered_map>
#include <utility>

namespace moisson {
namespace {

constexpr std::size_t hosts_before_sweep = 4'096;

struct LimitWaiter {
    explicit LimitWaiter(const asio::any_io_executor& executor) : wake(executor, Steady::max()) {}

    asio::steady_timer wake;
    bool given = false;
};

// The places. Whoever leaves gives its place to who waits longest.
class Places {
public:
    explicit Places(std::size_t count) : free_(count) {}

    bool take() {
        if (free_ == 0)
            return false;
        --free_;
        return true;
    }
    void give_back() {
        if (queue_.empty()) {
            ++free_;
            return;
        }
        LimitWaiter& next = *queue_.front();
        queue_.pop_front();
        next.given = true;
        next.wake.expires_at(Steady::min());
    }
    std::list<LimitWaiter*>& queue() { return queue_; }
    std::size_t free() const { return free_; }

private:
    std::size_t free_;
    std::list<LimitWaiter*> queue_;
};

// In the queue until given a place; leaves it, and the place, when the coroutine ends before.
class Turn {
public:
    Turn(std::shared_ptr<Places> places, LimitWaiter& waiter)
        : places_(std::move(places)), waiter_(waiter) {
        places_->queue().push_back(&waiter);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (!waiter_.given)
            places_->queue().remove(&waiter_);
        else if (!taken_)
            places_->give_back();
    }
    void take() { taken_ = true; }

private:
    std::shared_ptr<Places> places_;
    LimitWaiter& waiter_;
    bool taken_ = false;
};

using Times = std::unordered_map<std::string, Steady>;

Steady time_of(const Times& times, const std::string& key) {
    const auto found = times.find(key);
    return found == times.end() ? Steady::min() : found->second;
}

void sweep(Times& times, Steady now) {
    if (times.size() > hosts_before_sweep)
        std::erase_if(times, [now](const auto& entry) { return entry.second <= now; });
}

// When a host may be asked again.
class Paces {
public:
    Steady ready(const std::string& key) const { return time_of(next_at_, key); }
    Steady paused_until(const std::string& key) const { return time_of(paused_until_, key); }
    void note_end(const std::string& key, Steady now, double rate) {
        sweep(next_at_, now);
        const std::chrono::duration<double> spacing(1.0 / rate);
        next_at_[key] = now + std::chrono::duration_cast<Steady::duration>(spacing);
    }

    void note_pause(const std::string& key, Steady now, Steady until) {
        sweep(paused_until_, now);
        Steady& last = paused_until_.try_emplace(key, until).first->second;
        last = std::max(last, until);
    }

private:
    Times next_at_;
    Times paused_until_;
};

class LinkLimit final : public RequestLimit {
public:
    LinkLimit(HostBudget& behind, TimerSource& timers, std::size_t links_max)
        : behind_(behind), timers_(timers), links_max_(links_max),
          places_(std::make_shared<Places>(links_max)), paces_(std::make_shared<Paces>()) {}

    asio::awaitable<Result<HostPermit>> acquire(HostRequest request) override;
    void pause(std::string_view key, Instant until) override;
    void set_crawl_delay(std::string_view key, std::chrono::milliseconds delay) override {
        behind_.set_crawl_delay(key, delay);
    }
    std::size_t in_flight() const override { return links_max_ - places_->free(); }

private:
    asio::awaitable<void> wait_for_pace(const HostRequest& request);
    asio::awaitable<void> wait_for_place();

    HostBudget& behind_;
    TimerSource& timers_;
    std::size_t links_max_;
    std::shared_ptr<Places> places_;
    std::shared_ptr<Paces> paces_;
};

void LinkLimit::pause(std::string_view key, Instant until) {
    const Steady now = timers_.steady_now();
    paces_->note_pause(std::string(key), now, now + (until - timers_.now()));
    behind_.pause(key, until);
}

asio::awaitable<void> LinkLimit::wait_for_pace(const HostRequest& request) {
    Steady when = std::min(paces_->ready(request.key), request.deadline);
    // Of a longer pause than anybody waits for, the budget behind says so at once.
    const Steady paused = paces_->paused_until(request.key);
    if (paused <= request.deadline)
        when = std::max(when, paused);
    if (when > timers_.steady_now())
        co_await timers_.sleep_until(when);
}

asio::awaitable<void> LinkLimit::wait_for_place() {
    if (places_->take())
        co_return;
    LimitWaiter waiter(co_await asio::this_coro::executor);
    Turn turn(places_, waiter);
    while (!waiter.given) {
        const auto [ignored] = co_await waiter.wake.async_wait(asio::as_tuple(asio::use_awaitable));
        static_cast<void>(ignored);
    }
    turn.take();
}

asio::awaitable<Result<HostPermit>> LinkLimit::acquire(HostRequest request) {
    if (request.priority != HostPriority::links || request.within) {
        Result<HostPermit> permit = co_await behind_.acquire(std::move(request));
        co_return permit;
    }
    for (;;) {
        co_await wait_for_pace(request);
        const Steady asked = timers_.steady_now();
        co_await wait_for_place();
        auto place = std::make_shared<HostPermit>([places = places_] { places->give_back(); });
        if (request.deadline != Steady::max())
            request.deadline += timers_.steady_now() - asked;
        Result<HostPermit> permit = co_await behind_.acquire(request);
        if (permit.has_error())
            co_return permit;
        // Another request ended while this one stood in the queue behind.
        if (request.rate > 0 && paces_->ready(request.key) > timers_.steady_now())
            continue;
        auto held = std::make_shared<HostPermit>(std::move(*permit));
        HostPermit both([held,
                         place,
                         paces = paces_,
                         key = request.key,
                         rate = request.rate,
                         timers = &timers_]() mutable {
            if (rate > 0)
                paces->note_end(key, timers->steady_now(), rate);
            held->reset();
            place->reset();
        });
        co_return both;
    }
}

} // namespace

std::unique_ptr<RequestLimit>
make_request_limit(HostBudget& behind, TimerSource& timers, std::size_t links_max) {
    return std::make_unique<LinkLimit>(behind, timers, links_max);
}

} // namespace moisson
