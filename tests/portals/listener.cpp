// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Loopback sockets for every kind of reach.
#include "portals/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace moisson::portals {
namespace {

constexpr int backlog = 256;
// A queue of 0 still holds one connection; the others that we open are never completed.
constexpr int fillers = 4;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

const sockaddr* generic(const sockaddr_in& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

} // namespace

Listener::Listener(const std::string& address, std::uint16_t port, Reach reach) : reach_(reach) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0)
        fail("socket");
    const int yes = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(port);
    if (::inet_pton(AF_INET, address.c_str(), &place.sin_addr) != 1)
        throw std::invalid_argument("not an IPv4 address: " + address);
    if (::bind(socket_, generic(place), sizeof place) != 0)
        fail("bind");
    socklen_t size = sizeof place;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&place), &size);
    port_ = ntohs(place.sin_port);
    // Bound and not listening: the port is ours and refuses everybody.
    if (reach == Reach::refused || reach == Reach::dead_name)
        return;
    if (::listen(socket_, reach == Reach::black_hole ? 0 : backlog) != 0)
        fail("listen");
    if (reach != Reach::black_hole)
        return;
    for (int i = 0; i < fillers; ++i) {
        const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (filler < 0)
            fail("socket");
        if (::connect(filler, generic(place), sizeof place) != 0 && errno != EINPROGRESS)
            fail("connect");
        fillers_.push_back(filler);
    }
}

Listener::~Listener() {
    for (const int filler : fillers_)
        ::close(filler);
    if (socket_ >= 0)
        ::close(socket_);
}

int Listener::accepting_socket() const {
    return reach_ == Reach::open || reach_ == Reach::silent ? socket_ : -1;
}

int Listener::accept() const {
    const int accepted = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted >= 0) {
        const int yes = 1;
        ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
    return accepted;
}

} // namespace moisson::portals
