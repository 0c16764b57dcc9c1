// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/listener.hpp"

#include "store/connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include <sys/eventfd.h>
#include <unistd.h>

#include <mutex>
#include <thread>
#include <vector>

namespace moisson::store {
namespace {
constexpr std::chrono::seconds poll_interval{30};
constexpr std::chrono::seconds reconnect_interval{2};
} // namespace

struct Listener::State {
    explicit State(DatabaseOptions given)
        : options(std::move(given)), wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~State() {
        {
            const std::scoped_lock lock(mutex);
            stopping = true;
        }
        const std::uint64_t one = 1;
        if (::write(wake, &one, sizeof one) == sizeof one && thread.joinable())
            thread.join();
        ::close(wake);
    }

    void listen();
    void notify_all();
    bool stopped() {
        const std::scoped_lock lock(mutex);
        return stopping;
    }

    const DatabaseOptions options;
    const int wake;
    std::mutex mutex;
    bool stopping = false;
    std::vector<std::weak_ptr<asio::steady_timer>> sleepers;
    std::thread thread;
};

void Listener::State::notify_all() {
    const std::scoped_lock lock(mutex);
    for (const auto& weak : sleepers)
        if (const auto timer = weak.lock())
            asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    sleepers.clear();
}

void Listener::State::listen() {
    SessionOptions session;
    session.conninfo = options.conninfo;
    session.application_name = options.application_name + "-listen";
    session.connect_timeout = options.connect_timeout;
    while (!stopped()) {
        try {
            Connection connection(session);
            if (connection.exec("select pg_is_in_recovery()").boolean(0, 0)) {
                // Nothing to hear there; it may become a primary.
                pause_until_wake(wake, poll_interval);
                continue;
            }
            connection.exec("listen moisson_change");
            while (!stopped())
                if (connection.wait_notification(poll_interval, wake))
                    notify_all();
        } catch (const std::runtime_error&) {
            // Down: followers poll, this only shortens their wait.
            pause_until_wake(wake, reconnect_interval);
        }
    }
}

Listener::Listener(DatabaseOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Listener::~Listener() = default;

asio::awaitable<void> Listener::wait(std::chrono::milliseconds timeout) {
    const auto executor = co_await asio::this_coro::executor;
    const auto timer = std::make_shared<asio::steady_timer>(executor, timeout);
    {
        const std::scoped_lock lock(state_->mutex);
        if (!state_->thread.joinable())
            state_->thread = std::thread([state = state_.get()] { state->listen(); });
        std::erase_if(state_->sleepers, [](const auto& weak) { return weak.expired(); });
        state_->sleepers.push_back(timer);
    }
    boost::system::error_code woken;
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

} // namespace moisson::store
