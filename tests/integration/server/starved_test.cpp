// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A crowd that says nothing where descriptors run out long before connections_max.
#include "integration/server/loopback.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace moisson::net::testing {
namespace {

constexpr int mute_clients = 40;
// Fewer than both ends of all of them need, more than the clients' ends.
constexpr rlim_t spare_descriptors = mute_clients + 20;

// Lowers the limit of the process to what is open now and a few more.
class FewDescriptors {
public:
    explicit FewDescriptors(rlim_t spare) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const std::filesystem::directory_iterator listed("/proc/self/fd");
        rlimit few = before_;
        few.rlim_cur = static_cast<rlim_t>(std::distance(begin(listed), end(listed))) + spare;
        is_low_ = ::setrlimit(RLIMIT_NOFILE, &few) == 0;
    }
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    FewDescriptors(const FewDescriptors&) = delete;
    FewDescriptors& operator=(const FewDescriptors&) = delete;

    bool is_low() const { return is_low_; }

private:
    rlimit before_{};
    bool is_low_ = false;
};

class RawSockets {
public:
    RawSockets() = default;
    ~RawSockets() {
        for (const int socket : sockets_)
            ::close(socket);
    }
    RawSockets(const RawSockets&) = delete;
    RawSockets& operator=(const RawSockets&) = delete;

    // -1 when it cannot be had.
    int join(std::uint16_t port) {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        if (socket < 0)
            return -1;
        sockets_.push_back(socket);
        const timeval patience{10, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const auto* const where = reinterpret_cast<const sockaddr*>(&address);
        return ::connect(socket, where, sizeof address) == 0 ? socket : -1;
    }

private:
    std::vector<int> sockets_;
};

TEST(Starved, MuteConnectionsGoWhenDescriptorsRunOut) {
    std::atomic<int> told = 0;
    ServerOptions options;
    options.idle_timeout = options.header_timeout = std::chrono::minutes(10);
    options.on_starved = [&told](const std::string&) { ++told; };
    Loopback server(options);
    const FewDescriptors few(spare_descriptors);
    ASSERT_TRUE(few.is_low());
    RawSockets crowd;
    // A descriptor may be short at our end too: what counts is that all are taken.
    for (int i = 0; i < mute_clients; ++i)
        crowd.join(server.port());
    int asking = -1;
    for (int i = 0; i < 100 && asking < 0; ++i) {
        asking = crowd.join(server.port());
        if (asking < 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ASSERT_GE(asking, 0);
    const std::string request = get("/echo");
    ASSERT_EQ(
        ::send(asking, request.data(), request.size(), MSG_NOSIGNAL),
        static_cast<ssize_t>(request.size())
    );
    std::string answer(64, '\0');
    const ssize_t count = ::recv(asking, answer.data(), answer.size(), 0);
    ASSERT_GT(count, 0) << "nobody was let in";
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
    EXPECT_EQ(told, 1);
}

} // namespace
} // namespace moisson::net::testing
