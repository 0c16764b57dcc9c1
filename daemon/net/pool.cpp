// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Idle connections, oldest first.
#include "net/pool.hpp"

#include "core/clock.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace moisson::net {

namespace {

// False when the peer has closed: there is something to read, and it is the end.
bool alive(Channel& channel) {
    if (!channel.lowest().socket().is_open() || channel.buffer.size() != 0)
        return false;
    char byte = 0;
    const auto got =
        ::recv(channel.lowest().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got == 0)
        return false;
    // TLS peers may leave session tickets; a plain peer that speaks first is out of step.
    if (got > 0)
        return channel.tls != nullptr;
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

} // namespace

std::unique_ptr<Channel> ConnectionPool::take(const std::string& key) {
    close_old();
    while (true) {
        const auto found = std::find_if(idle_.rbegin(), idle_.rend(), [&key](const auto& channel) {
            return channel->pool_key == key;
        });
        if (found == idle_.rend())
            return nullptr;
        std::unique_ptr<Channel> channel = std::move(*found);
        idle_.erase(std::next(found).base());
        if (alive(*channel)) {
            channel->reused = true;
            return channel;
        }
    }
}

void ConnectionPool::put(std::unique_ptr<Channel> channel) {
    channel->idle_since = SystemClock().steady_now();
    channel->lowest().expires_never();
    const std::string& key = channel->pool_key;
    const auto same = [&key](const auto& other) { return other->pool_key == key; };
    const auto count = std::count_if(idle_.begin(), idle_.end(), same);
    if (static_cast<std::size_t>(count) >= limits_.idle_per_key_max)
        idle_.erase(std::find_if(idle_.begin(), idle_.end(), same));
    else if (idle_.size() >= limits_.idle_max)
        idle_.pop_front();
    idle_.push_back(std::move(channel));
    arm_sweep();
}

void ConnectionPool::close_all() {
    idle_.clear();
    sweep_.cancel();
}

void ConnectionPool::close_old() {
    const Steady oldest = SystemClock().steady_now() - limits_.age_max;
    while (!idle_.empty() && idle_.front()->idle_since <= oldest)
        idle_.pop_front();
}

void ConnectionPool::arm_sweep() {
    if (armed_ || idle_.empty())
        return;
    armed_ = true;
    sweep_.expires_at(idle_.front()->idle_since + limits_.age_max);
    sweep_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (!self)
            return;
        self->armed_ = false;
        if (error)
            return;
        self->close_old();
        self->arm_sweep();
    });
}

} // namespace moisson::net
