// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Thousands of web hosts in one process, for the link bench: each has a name (DNS on UDP), an
// address in 127.0.0.0/8 and one port for all. Answers are as late as a log-normal draw says; some
// hosts never answer, some have no name. Links nothing of ours. GET /bilan on 127.0.0.1 tells what
// was seen, from this side: rates, most in flight, and for each host whether two requests were ever
// in flight or begun less than a second apart.
#include "link_hosts.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace link_hosts {
namespace {

constexpr double sigma = 0.8;
constexpr std::size_t request_bytes_max = 64 * 1024;

std::int64_t now_ns() {
    timespec at{};
    clock_gettime(CLOCK_MONOTONIC, &at);
    return std::int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec;
}

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

struct Connection {
    int socket = -1;
    int host = -1;
    std::string input;
    bool busy = false;
};

class Hosts {
public:
    explicit Hosts(Options options) : options_(options), log_(options.hosts), draw_(options.seed) {
        const double mu = std::log(options.latency_mean_ms) - sigma * sigma / 2;
        latency_ = std::lognormal_distribution<double>(mu, sigma);
        epoll_ = epoll_create1(0);
        open_web();
        open_names();
        open_unreachable();
    }
    void run();
    int web_port() const { return web_port_; }
    int name_port() const { return name_port_; }

private:
    void watch(int socket) {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLRDHUP;
        event.data.fd = socket;
        if (epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0)
            fail("epoll_ctl");
    }
    void open_web();
    void open_names();
    void open_unreachable();
    void accept_all();
    void read(int socket);
    void close_connection(int socket);
    void begin(Connection& connection, const std::string& head);
    void finish(int socket, bool head_only);
    void send_all(int socket, const std::string& bytes);

    struct Due {
        int socket;
        std::uint64_t serial;
        bool head_only;
    };

    Options options_;
    Log log_;
    std::mt19937_64 draw_;
    std::lognormal_distribution<double> latency_;
    int epoll_ = -1;
    int web_ = -1;
    int names_ = -1;
    int web_port_ = 0;
    int name_port_ = 0;
    std::vector<int> held_;
    std::unordered_map<int, Connection> connections_;
    std::unordered_map<int, std::uint64_t> serials_;
    std::multimap<std::int64_t, Due> due_;
    std::uint64_t serial_ = 0;
};

int listening(std::uint32_t address, int port, int backlog) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    // Unreachable hosts have a socket of their own beside the one for all.
    setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(port));
    where.sin_addr.s_addr = htonl(address);
    if (bind(socket, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0 ||
        listen(socket, backlog) != 0)
        fail("listen");
    return socket;
}

int port_of(int socket) {
    sockaddr_in where{};
    socklen_t size = sizeof where;
    getsockname(socket, reinterpret_cast<sockaddr*>(&where), &size);
    return ntohs(where.sin_port);
}

void Hosts::open_web() {
    web_ = listening(INADDR_ANY, 0, 4096);
    web_port_ = port_of(web_);
    watch(web_);
}

void Hosts::open_names() {
    names_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(names_, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0)
        fail("bind");
    name_port_ = port_of(names_);
    watch(names_);
}

// Their queue is full for ever: the kernel drops what knocks, as a dead machine would.
void Hosts::open_unreachable() {
    for (int host = 0; host < options_.hosts; ++host) {
        if (kind_of(host, options_) != Kind::unreachable)
            continue;
        held_.push_back(listening(address_of(host), web_port_, 0));
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(static_cast<std::uint16_t>(web_port_));
        where.sin_addr.s_addr = htonl(address_of(host));
        for (int i = 0; i < 3; ++i) {
            const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            connect(filler, reinterpret_cast<sockaddr*>(&where), sizeof where);
            held_.push_back(filler);
        }
    }
}

void Hosts::accept_all() {
    for (;;) {
        const int socket = accept4(web_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0)
            return;
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in where{};
        socklen_t size = sizeof where;
        getsockname(socket, reinterpret_cast<sockaddr*>(&where), &size);
        Connection& connection = connections_[socket];
        connection.socket = socket;
        connection.host = host_of(ntohl(where.sin_addr.s_addr));
        if (connection.host >= options_.hosts)
            connection.host = -1;
        serials_[socket] = ++serial_;
        watch(socket);
    }
}

void Hosts::close_connection(int socket) {
    const auto found = connections_.find(socket);
    if (found == connections_.end())
        return;
    if (found->second.busy)
        log_.end(found->second.host);
    connections_.erase(found);
    serials_.erase(socket);
    ::close(socket);
}

void Hosts::send_all(int socket, const std::string& bytes) {
    // Small answers: they fit the socket's buffer.
    if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size()))
        close_connection(socket);
}

void Hosts::begin(Connection& connection, const std::string& head) {
    if (connection.host < 0) {
        const std::string body = log_.report(options_);
        send_all(
            connection.socket,
            "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body
        );
        return;
    }
    const std::int64_t now = now_ns();
    const bool head_only = head.starts_with("HEAD ");
    const bool robots = head.find(" /robots.txt ") != std::string::npos;
    log_.begin(connection.host, now, head_only, robots);
    connection.busy = true;
    if (kind_of(connection.host, options_) == Kind::mute)
        return;
    const auto late = static_cast<std::int64_t>(latency_(draw_) * 1e6);
    // robots.txt does not exist here: told by a 404.
    const Due due{connection.socket, serials_[connection.socket], head_only};
    due_.emplace(now + late, due);
    if (robots)
        connection.input = "!";
}

void Hosts::finish(int socket, bool head_only) {
    Connection& connection = connections_.at(socket);
    const bool robots = connection.input.starts_with('!');
    connection.input.clear();
    connection.busy = false;
    log_.end(connection.host);
    static const std::string body = [] {
        std::string out = "commune;annee;valeur\n";
        for (int i = 0; i < 40; ++i)
            out += "Ouagadougou;" + std::to_string(1980 + i) + ";" + std::to_string(i * 37) + "\n";
        return out;
    }();
    if (robots) {
        send_all(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    send_all(
        socket,
        "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nETag: \"v1\"\r\nLast-Modified: Mon, 02 Nov "
        "2026 08:00:00 GMT\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + (head_only ? "" : body)
    );
}

void Hosts::read(int socket) {
    Connection& connection = connections_.at(socket);
    std::array<char, 4096> buffer{};
    const ssize_t got = recv(socket, buffer.data(), buffer.size(), 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) {
        close_connection(socket);
        return;
    }
    if (got < 0)
        return;
    connection.input.append(buffer.data(), static_cast<std::size_t>(got));
    const std::size_t end = connection.input.find("\r\n\r\n");
    if (end == std::string::npos) {
        if (connection.input.size() > request_bytes_max)
            close_connection(socket);
        return;
    }
    const std::string head = std::exchange(connection.input, std::string()).substr(0, end);
    begin(connection, head);
}

void Hosts::run() {
    std::array<epoll_event, 256> events{};
    for (;;) {
        int wait = -1;
        if (!due_.empty())
            wait = static_cast<int>(
                std::max<std::int64_t>(0, (due_.begin()->first - now_ns() + 999'999) / 1'000'000)
            );
        const int count = epoll_wait(epoll_, events.data(), events.size(), wait);
        for (int i = 0; i < count; ++i) {
            const int socket = events[static_cast<std::size_t>(i)].data.fd;
            if (socket == web_)
                accept_all();
            else if (socket == names_)
                log_.questions += answer_name(names_, options_) ? 1 : 0;
            else if (connections_.contains(socket))
                read(socket);
        }
        const std::int64_t now = now_ns();
        while (!due_.empty() && due_.begin()->first <= now) {
            const Due due = due_.begin()->second;
            due_.erase(due_.begin());
            const auto serial = serials_.find(due.socket);
            if (serial != serials_.end() && serial->second == due.serial)
                finish(due.socket, due.head_only);
        }
    }
}

} // namespace
} // namespace link_hosts

int main(int argc, char** argv) {
    link_hosts::Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--hosts")
            options.hosts = std::atoi(argv[i + 1]);
        else if (name == "--latency")
            options.latency_mean_ms = std::atof(argv[i + 1]);
        else if (name == "--silent")
            options.silent = std::atof(argv[i + 1]);
        else if (name == "--nameless")
            options.nameless = std::atof(argv[i + 1]);
        else if (name == "--seed")
            options.seed = static_cast<std::uint64_t>(std::atoll(argv[i + 1]));
    }
    try {
        link_hosts::Hosts hosts(options);
        std::printf(
            "{\"web_port\":%d,\"name_port\":%d,\"pid\":%d}\n",
            hosts.web_port(),
            hosts.name_port(),
            getpid()
        );
        std::fflush(stdout);
        hosts.run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "link_hosts: %s\n", error.what());
        return 1;
    }
}
