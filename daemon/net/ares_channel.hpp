// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// AresChannel: c-ares driven by Asio. Its sockets are watched, never owned; its timeouts come from
// one timer.
#pragma once

#include "async/asio.hpp"
#include "core/code.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

struct ares_channeldata;

namespace moisson::net {

// What the name servers said.
struct DnsAnswer {
    // Nothing = found.
    std::optional<Code> failure;
    std::vector<boost::asio::ip::address> addresses;
    std::chrono::seconds ttl{0};
};

class AresChannel : public std::enable_shared_from_this<AresChannel> {
public:
    // Throws std::system_error.
    AresChannel(asio::any_io_executor executor, const std::vector<std::string>& servers);
    AresChannel(const AresChannel&) = delete;
    AresChannel& operator=(const AresChannel&) = delete;
    // Open questions are answered with DNS_SERVFAIL.
    ~AresChannel();

    // Asks for A and AAAA. `done` is called once, perhaps before ask() returns.
    void ask(const std::string& name, std::function<void(DnsAnswer)> done);

private:
    struct Watched;

    static void on_socket_state(void* self, int fd, int readable, int writable);
    void watch(int fd, bool readable, bool writable);
    void wait_readable(int fd, const std::shared_ptr<Watched>& watched);
    void wait_writable(int fd, const std::shared_ptr<Watched>& watched);
    void process(int read_fd, int write_fd);
    void arm_timer();

    asio::any_io_executor executor_;
    ares_channeldata* channel_ = nullptr;
    boost::asio::steady_timer timer_;
    std::unordered_map<int, std::shared_ptr<Watched>> watched_;
};

} // namespace moisson::net
