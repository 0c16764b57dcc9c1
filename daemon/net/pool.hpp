// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ConnectionPool: idle connections kept for the next request to the same origin and policy.
#pragma once

#include "async/asio.hpp"
#include "net/channel.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>
#include <memory>
#include <string>

namespace moisson::net {

struct PoolLimits {
    std::size_t idle_max = 256;
    std::size_t idle_per_key_max = 4;
    std::chrono::seconds age_max{30};
};

// Lives on one strand or thread.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
public:
    ConnectionPool(const asio::any_io_executor& executor, PoolLimits limits)
        : limits_(limits), sweep_(executor) {}

    // The connection used last for that key, null when there is none alive.
    std::unique_ptr<Channel> take(const std::string& key);
    // Keeps a connection whose exchange ended cleanly; closes the oldest beyond the limits.
    void put(std::unique_ptr<Channel> channel);
    void close_all();
    std::size_t idle() const { return idle_.size(); }

private:
    void close_old();
    void arm_sweep();

    PoolLimits limits_;
    boost::asio::steady_timer sweep_;
    bool armed_ = false;
    // Oldest first.
    std::list<std::unique_ptr<Channel>> idle_;
};

} // namespace moisson::net
