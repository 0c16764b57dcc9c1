// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The smallest name server that c-ares believes.
#include "fake_dns.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace moisson::testing {

namespace {

void put16(std::string& out, unsigned value) {
    out += static_cast<char>(value >> 8 & 0xff);
    out += static_cast<char>(value & 0xff);
}

// The name of the first question and where the question ends.
std::string read_name(const std::string& packet, std::size_t& position) {
    std::string name;
    while (position < packet.size() && packet[position] != 0) {
        const auto length = static_cast<std::size_t>(static_cast<unsigned char>(packet[position]));
        name += (name.empty() ? "" : ".") + packet.substr(position + 1, length);
        position += 1 + length;
    }
    position += 1;
    return name;
}

std::string
build_reply(const std::string& packet, std::size_t question_end, bool is_a, const DnsReply& reply) {
    const std::size_t count = is_a && reply.code == 0 ? reply.addresses.size() : 0;
    std::string out = packet.substr(0, 2);
    put16(out, 0x8180U | static_cast<unsigned>(reply.code));
    put16(out, 1);
    put16(out, static_cast<unsigned>(count));
    put16(out, 0);
    put16(out, 0);
    out += packet.substr(12, question_end - 12);
    for (std::size_t i = 0; i < count; ++i) {
        put16(out, 0xc00c);
        put16(out, 1);
        put16(out, 1);
        put16(out, reply.ttl >> 16);
        put16(out, reply.ttl & 0xffff);
        put16(out, 4);
        in_addr address{};
        inet_pton(AF_INET, reply.addresses[i].c_str(), &address);
        out.append(reinterpret_cast<const char*>(&address), sizeof(address));
    }
    return out;
}

} // namespace

FakeDns::FakeDns(Script script) : script_(std::move(script)) {
    socket_ = ::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
        throw std::runtime_error("fake name server: bind");
    socklen_t size = sizeof(address);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    // Wakes up to see that it should stop.
    timeval wake{0, 20'000};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wake, sizeof(wake));
    const int room = 1 << 20;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
    thread_ = std::thread([this] { serve(); });
}

FakeDns::~FakeDns() {
    stopping_ = true;
    thread_.join();
    ::close(socket_);
}

std::string FakeDns::server() const {
    return "127.0.0.1:" + std::to_string(port_);
}

void FakeDns::serve() {
    std::array<char, 2048> buffer{};
    while (!stopping_) {
        sockaddr_in from{};
        socklen_t size = sizeof(from);
        const auto got = ::recvfrom(
            socket_,
            buffer.data(),
            buffer.size(),
            0,
            reinterpret_cast<sockaddr*>(&from),
            &size
        );
        if (got < 17)
            continue;
        ++questions_;
        const std::string packet(buffer.data(), static_cast<std::size_t>(got));
        std::size_t position = 12;
        const std::string name = read_name(packet, position);
        const bool is_a = packet.size() > position + 1 && packet[position + 1] == 1;
        const auto reply = script_(name);
        if (!reply)
            continue;
        const std::string out = build_reply(packet, position + 4, is_a, *reply);
        ::sendto(socket_, out.data(), out.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
    }
}

} // namespace moisson::testing
