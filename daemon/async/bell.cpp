// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "async/bell.hpp"

#include "core/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <mutex>
#include <utility>
#include <vector>

namespace moisson {

struct Bell::State {
    using Sleepers = std::vector<std::weak_ptr<asio::steady_timer>>;

    // False when it rang since.
    bool enter(std::uint64_t seen, const std::shared_ptr<asio::steady_timer>& sleeper) {
        const std::scoped_lock lock(mutex);
        if (times != seen)
            return false;
        // Who gave up left its place.
        std::erase_if(sleepers, [](const auto& weak) { return weak.expired(); });
        sleepers.push_back(sleeper);
        return true;
    }
    Sleepers next() {
        const std::scoped_lock lock(mutex);
        ++times;
        return std::exchange(sleepers, {});
    }

    std::mutex mutex;
    std::uint64_t times = 0;
    Sleepers sleepers;
};

Bell::Bell() : state_(std::make_shared<State>()) {}

std::uint64_t Bell::rung() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->times;
}

asio::awaitable<void> Bell::wait(std::uint64_t seen) {
    // This object need not outlive who waits.
    const std::shared_ptr<State> state = state_;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    const auto timer = std::make_shared<asio::steady_timer>(executor, Steady::max());
    if (!state->enter(seen, timer))
        co_return;
    const auto [ignored] = co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
    static_cast<void>(ignored);
}

void Bell::ring() {
    const State::Sleepers woken = state_->next();
    for (const auto& weak : woken)
        if (auto timer = weak.lock()) {
            const auto executor = timer->get_executor();
            // Nothing of the waiter stays on this thread.
            asio::post(executor, [timer = std::move(timer)] { timer->expires_at(Steady::min()); });
        }
}

} // namespace moisson
