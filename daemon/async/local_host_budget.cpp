// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The in-process host budget: per host one flag, one next moment, and a queue per priority.
#include "async/deadline.hpp"
#include "async/host_budget.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <list>
#include <unordered_map>

namespace moisson {

namespace {

// Forgotten hosts are swept when more than this many are known.
constexpr std::size_t hosts_kept = 4'096;

struct HostWaiter {
    explicit HostWaiter(const asio::any_io_executor& executor) : wake(executor) {}

    asio::steady_timer wake;

    // A wait that has not begun yet ends at once too.
    void notify() { wake.expires_at(Steady::min()); }
    void arm() { wake.expires_at(Steady::max()); }
};

struct Host {
    bool busy = false;
    Steady next_at = Steady::min();
    Steady paused_until = Steady::min();
    std::chrono::milliseconds crawl_delay{0};
    std::array<std::list<HostWaiter*>, 3> queues;
    Overtaking overtaking;

    HostWaiter* head() const {
        for (const auto& queue : queues)
            if (!queue.empty())
                return queue.front();
        return nullptr;
    }
    void notify_head() const {
        if (HostWaiter* first = head())
            first->notify();
    }
    bool forgettable(Steady now) const {
        return !busy && head() == nullptr && next_at <= now && paused_until <= now &&
               crawl_delay.count() == 0 && !overtaking.recent(now);
    }
};

// A place in the queue of a host, given up when the coroutine leaves.
class Place {
public:
    Place(std::shared_ptr<Host> host, HostPriority priority, HostWaiter& waiter)
        : host_(std::move(host)), queue_(&host_->queues.at(static_cast<std::size_t>(priority))),
          position_(queue_->insert(queue_->end(), &waiter)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
        queue_->erase(position_);
        if (!host_->busy)
            host_->notify_head();
    }

private:
    std::shared_ptr<Host> host_;
    std::list<HostWaiter*>* queue_;
    std::list<HostWaiter*>::iterator position_;
};

asio::awaitable<void> wait_for_notice(asio::steady_timer& wake) {
    const auto [ignored] = co_await wake.async_wait(asio::as_tuple(asio::use_awaitable));
    static_cast<void>(ignored);
}

class LocalHostBudget final : public HostBudget {
public:
    explicit LocalHostBudget(TimerSource& timers) : timers_(timers) {}

    asio::awaitable<Result<HostPermit>> acquire(HostRequest request) override;
    void pause(std::string_view key, Instant until) override;
    void set_crawl_delay(std::string_view key, std::chrono::milliseconds delay) override {
        find(key)->crawl_delay = delay;
    }

private:
    std::shared_ptr<Host> find(std::string_view key);
    HostPermit grant(const std::shared_ptr<Host>& host, double rate) const;
    bool overtakes(Host& host, const HostRequest& request) const;

    TimerSource& timers_;
    std::unordered_map<std::string, std::shared_ptr<Host>> hosts_;
};

std::shared_ptr<Host> LocalHostBudget::find(std::string_view key) {
    if (hosts_.size() > hosts_kept) {
        const Steady now = timers_.steady_now();
        std::erase_if(hosts_, [now](const auto& entry) {
            return entry.second.use_count() == 1 && entry.second->forgettable(now);
        });
    }
    auto& host = hosts_[std::string(key)];
    if (!host)
        host = std::make_shared<Host>();
    return host;
}

HostPermit LocalHostBudget::grant(const std::shared_ptr<Host>& host, double rate) const {
    if (rate <= 0)
        return HostPermit();
    const auto spacing =
        std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(1.0 / rate));
    host->busy = true;
    host->next_at = timers_.steady_now() + std::max<Steady::duration>(spacing, host->crawl_delay);
    return HostPermit([host] {
        host->busy = false;
        host->notify_head();
    });
}

// Who comes next waits for the pace of this one too.
bool LocalHostBudget::overtakes(Host& host, const HostRequest& request) const {
    const Steady now = timers_.steady_now();
    const bool waits = host.busy || host.next_at > now;
    if (request.rate <= 0 || !waits || host.paused_until > now ||
        !host.overtaking.take(request, now))
        return false;
    const auto spacing = std::chrono::duration_cast<Steady::duration>(
        std::chrono::duration<double>(1.0 / request.rate)
    );
    host.next_at =
        std::max(host.next_at, now + std::max<Steady::duration>(spacing, host.crawl_delay));
    return true;
}

asio::awaitable<Result<HostPermit>> LocalHostBudget::acquire(HostRequest request) {
    const std::shared_ptr<Host> host = find(request.key);
    if (overtakes(*host, request))
        co_return HostPermit();
    HostWaiter waiter(co_await asio::this_coro::executor);
    const bool unlimited = request.rate <= 0;
    std::optional<Place> place;
    if (!unlimited)
        place.emplace(host, request.priority, waiter);
    while (true) {
        waiter.arm();
        const Steady now = timers_.steady_now();
        if (std::optional<Error> error = hopeless(request, host->paused_until, now))
            co_return std::move(*error);
        Steady until = request.deadline;
        if (unlimited || (host->head() == &waiter && !host->busy)) {
            const Steady ready =
                unlimited ? host->paused_until : std::max(host->next_at, host->paused_until);
            if (ready <= now)
                co_return grant(host, request.rate);
            until = std::min(until, ready);
        }
        if (until == Steady::max())
            co_await wait_for_notice(waiter.wake);
        else
            co_await with_deadline(timers_, until, wait_for_notice(waiter.wake));
    }
}

void LocalHostBudget::pause(std::string_view key, Instant until) {
    const std::shared_ptr<Host> host = find(key);
    const Steady when = timers_.steady_now() + (until - timers_.now());
    host->paused_until = std::max(host->paused_until, when);
    // Those whose deadline is nearer than the pause learn it now.
    for (const auto& queue : host->queues)
        for (HostWaiter* waiter : queue)
            waiter->notify();
}

} // namespace

std::optional<Error> hopeless(const HostRequest& request, Steady paused_until, Steady now) {
    const bool is_paused = paused_until > now;
    const bool is_impatient =
        request.pause_max && is_paused && paused_until - now > *request.pause_max;
    if (is_impatient || (is_paused && paused_until > request.deadline)) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(paused_until - now);
        Error error(Code::rate_limited, "host paused, seconds=" + std::to_string(left.count()));
        error.unasked = true;
        return error;
    }
    if (request.deadline <= now)
        return Error(Code::timeout_total, "waiting for the host's turn");
    return std::nullopt;
}

std::unique_ptr<HostBudget> make_local_host_budget(TimerSource& timers) {
    return std::make_unique<LocalHostBudget>(timers);
}

} // namespace moisson
