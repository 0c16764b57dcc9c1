// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// FakeDns: a name server on a free loopback port that answers from a script.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace moisson::testing {

struct DnsReply {
    // RCODE: 0 = found (with or without addresses), 2 = SERVFAIL, 3 = NXDOMAIN.
    int code = 0;
    // IPv4 addresses for A questions; AAAA questions get none.
    std::vector<std::string> addresses;
    std::uint32_t ttl = 60;
};

class FakeDns {
public:
    // The reply to a name, nothing = silence. Called on the server's own thread.
    using Script = std::function<std::optional<DnsReply>(const std::string& name)>;

    explicit FakeDns(Script script);
    ~FakeDns();
    FakeDns(const FakeDns&) = delete;
    FakeDns& operator=(const FakeDns&) = delete;

    // "127.0.0.1:port".
    std::string server() const;
    // Datagrams received.
    int questions() const { return questions_; }

private:
    void serve();

    Script script_;
    int socket_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> questions_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace moisson::testing
