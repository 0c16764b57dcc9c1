// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A client of bare sockets: what it sees is what the simulator put on the wire.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <string>

namespace moisson::portals {

struct RawAnswer {
    bool refused = false;
    bool reset = false;
    bool timed_out = false;
    bool connect_timed_out = false;
    bool closed = false;
    std::string head;
    // At most `body_max` bytes are kept; `body_bytes` counts them all.
    std::string body;
    std::uint64_t body_bytes = 0;

    int status() const { return head.size() < 12 ? 0 : std::stoi(head.substr(9, 3)); }
    std::string header(const std::string& name) const {
        const auto at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos)
            return {};
        const auto begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

struct RawLimits {
    std::chrono::milliseconds patience{1'500};
    std::uint64_t body_max = 64U << 20U;
};

class RawSocket {
public:
    explicit RawSocket(std::uint16_t port, RawAnswer& answer, const RawLimits& limits) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_port = htons(port);
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int done =
            ::connect(socket_, reinterpret_cast<const sockaddr*>(&place), sizeof place);
        if (done != 0 && errno == EINPROGRESS) {
            pollfd watched{socket_, POLLOUT, 0};
            answer.connect_timed_out =
                ::poll(&watched, 1, static_cast<int>(limits.patience.count())) == 0;
        }
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
        answer.refused = error == ECONNREFUSED || (done != 0 && errno == ECONNREFUSED);
    }
    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;
    ~RawSocket() { ::close(socket_); }

    void send(const std::string& text) const {
        (void)::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    }
    // Bytes read; 0 at the end, negative on error or out of patience.
    long read(char* data, std::size_t size, RawAnswer& answer, const RawLimits& limits) const {
        pollfd watched{socket_, POLLIN, 0};
        if (::poll(&watched, 1, static_cast<int>(limits.patience.count())) == 0) {
            answer.timed_out = true;
            return -1;
        }
        const ssize_t got = ::recv(socket_, data, size, 0);
        answer.closed = got == 0;
        answer.reset = got < 0 && errno == ECONNRESET;
        return got;
    }

private:
    int socket_;
};

// GET over a connection of its own, until the server closes or says nothing for `patience`.
inline RawAnswer
raw_get(std::uint16_t port, const std::string& target, const RawLimits& limits = RawLimits()) {
    RawAnswer answer;
    const RawSocket socket(port, answer, limits);
    if (answer.refused || answer.connect_timed_out)
        return answer;
    socket.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    std::string head;
    std::array<char, 65'536> chunk{};
    for (;;) {
        const long got = socket.read(chunk.data(), chunk.size(), answer, limits);
        if (got <= 0)
            return answer;
        std::string_view piece(chunk.data(), static_cast<std::size_t>(got));
        if (answer.head.empty()) {
            head += piece;
            const auto end = head.find("\r\n\r\n");
            if (end == std::string::npos)
                continue;
            answer.head = head.substr(0, end + 2);
            answer.body = head.substr(end + 4);
            answer.body_bytes = answer.body.size();
            continue;
        }
        answer.body_bytes += piece.size();
        if (answer.body.size() < limits.body_max)
            answer.body += piece;
    }
}

} // namespace moisson::portals
