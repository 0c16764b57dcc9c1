// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Listener: LISTEN on a thread and a connection of its own, which wakes sleeping followers.
#pragma once

#include "store/database.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>

namespace moisson::store {

// Thread-safe. Reconnects by itself; silent on a standby and behind pgbouncer.
class Listener {
public:
    // `options` of the database that is listened to; the thread starts at the first wait.
    explicit Listener(DatabaseOptions options);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // Returns at a notification or after `timeout`.
    asio::awaitable<void> wait(std::chrono::milliseconds timeout);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace moisson::store
