// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Ten thousand connections that do nothing, and an address of a megabyte.
#include "integration/server/loopback.hpp"
#include "support/sanitized.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>

namespace moisson::net::testing {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr int crowd_size = 10'000;

long resident_kib() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("VmRSS:"))
            return std::stol(line.substr(6));
    return 0;
}

// One end of a connection and no more: a process may hold twenty thousand.
int connected(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return -1;
    return socket;
}

bool asks_once(int socket) {
    const std::string request = get("/echo");
    char answer[512];
    return ::write(socket, request.data(), request.size()) ==
               static_cast<ssize_t>(request.size()) &&
           ::read(socket, answer, sizeof answer) > 0;
}

// The crowd, in a process of its own that begins before any thread: every other connection asked
// once and stays, the rest never says a word.
class IdleCrowd {
public:
    IdleCrowd() {
        if (pipe(order_) != 0 || pipe(report_) != 0)
            throw std::runtime_error("pipe");
        child_ = fork();
        if (child_ == 0) {
            live();
            _exit(0);
        }
        close(order_[0]);
        close(report_[1]);
    }
    ~IdleCrowd() {
        close(order_[1]);
        int status = 0;
        waitpid(child_, &status, 0);
    }
    IdleCrowd(const IdleCrowd&) = delete;
    IdleCrowd& operator=(const IdleCrowd&) = delete;

    // How many came in.
    int gather(std::uint16_t port) {
        int count = -1;
        if (write(order_[1], &port, sizeof port) != sizeof port ||
            read(report_[0], &count, sizeof count) != sizeof count)
            return -1;
        return count;
    }

private:
    void live() {
        close(order_[1]);
        std::uint16_t port = 0;
        if (read(order_[0], &port, sizeof port) != sizeof port)
            return;
        int count = 0;
        for (int i = 0; i < crowd_size; ++i) {
            const int socket = connected(port);
            count += socket >= 0 && (i % 2 == 0 || asks_once(socket)) ? 1 : 0;
        }
        if (write(report_[1], &count, sizeof count) != sizeof count)
            return;
        // Until the parent has seen enough.
        while (read(order_[0], &port, sizeof port) > 0)
            continue;
    }

    int order_[2] = {-1, -1};
    int report_[2] = {-1, -1};
    pid_t child_ = -1;
};

TEST(Crowd, TenThousandIdleConnectionsCostLittleAndDelayNobody) {
    IdleCrowd crowd;
    ServerOptions options;
    options.connections_max = crowd_size + 100;
    options.connections_per_client = crowd_size + 100;
    options.header_timeout = options.idle_timeout = 10min;
    Loopback server(options);
    EXPECT_EQ(Client(server.port()).ask(get("/echo")).status, 200);
    const long before = resident_kib();
    ASSERT_EQ(crowd.gather(server.port()), crowd_size);
    for (int i = 0; i < 1'000 && server.server().connections() < crowd_size; ++i)
        std::this_thread::sleep_for(10ms);
    ASSERT_GE(server.server().connections(), static_cast<std::size_t>(crowd_size));
    const long grown = resident_kib() - before;
    std::vector<SteadyClock::duration> times;
    for (int i = 0; i < 41; ++i) {
        const auto begin = SteadyClock::now();
        Client newcomer(server.port());
        ASSERT_EQ(newcomer.ask(get("/echo")).status, 200);
        times.push_back(SteadyClock::now() - begin);
    }
    std::sort(times.begin(), times.end());
    const auto median = std::chrono::duration_cast<std::chrono::microseconds>(times[20]);
    std::cout << crowd_size << " connections: " << grown / 1024 << " MiB, a newcomer "
              << median.count() << " us (median of 41)\n";
    EXPECT_LT(median, 50ms);
    if (!moisson::testing::sanitized) {
        EXPECT_LT(grown, 200 * 1024);
    }
}

TEST(Crowd, AnAddressOfAMegabyteIsRefusedClearly) {
    Loopback server;
    for (const char* const path : {"/", "/api/v1/datasets?q="}) {
        Client client(server.port());
        const Answer answer = client.ask(get(path + std::string(1024 * 1024, 'a')));
        EXPECT_EQ(answer.status, 414) << path;
        EXPECT_NE(answer.body.find("trop longue"), std::string::npos) << answer.body;
        EXPECT_TRUE(client.is_closed());
    }
    EXPECT_EQ(Client(server.port()).ask(get("/echo")).status, 200);
}

} // namespace
} // namespace moisson::net::testing
