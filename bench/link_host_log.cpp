// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The hosts of link_hosts.cpp: which they are, what they are called, who asked them for what.
#include "link_hosts.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

namespace link_hosts {
namespace {

constexpr int port_of_socketttl = 3600;

} // namespace

int host_of(std::uint32_t address) {
    if (address >> 16 != 0x7F0A)
        return -1;
    return static_cast<int>((address >> 8 & 0xFF) * 250 + (address & 0xFF)) - 1;
}
std::uint32_t address_of(int host) {
    const auto n = static_cast<std::uint32_t>(host);
    return 0x7F0A0000U | (n / 250) << 8 | (n % 250 + 1);
}

Kind kind_of(int host, const Options& options) {
    std::mt19937_64 draw(options.seed * 1'000'003 + static_cast<std::uint64_t>(host));
    const double where = std::uniform_real_distribution<double>(0, 1)(draw);
    if (where < options.nameless)
        return Kind::nameless;
    if (where < options.nameless + options.silent / 2)
        return Kind::unreachable;
    return where < options.nameless + options.silent ? Kind::mute : Kind::answers;
}

// "h123.example": its address, no such name, or nothing of that type.
bool answer_name(int socket, const Options& options) {
    std::array<unsigned char, 1024> packet{};
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t got =
        recvfrom(socket, packet.data(), 512, 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (got < 17)
        return false;
    std::string name;
    std::size_t at = 12;
    while (at < static_cast<std::size_t>(got) && packet[at] != 0) {
        const std::size_t length = packet[at];
        if (at + 1 + length >= static_cast<std::size_t>(got))
            return false;
        name.append(name.empty() ? 0 : 1, '.');
        name.append(reinterpret_cast<const char*>(&packet[at + 1]), length);
        at += 1 + length;
    }
    const std::size_t end = at + 5;
    const int type = packet[at + 1] << 8 | packet[at + 2];
    const int host = name.starts_with("h") ? std::atoi(name.c_str() + 1) : -1;
    const bool known = host >= 0 && host < options.hosts && name.ends_with(".example") &&
                       kind_of(host, options) != Kind::nameless;
    packet[2] = 0x84;
    packet[3] = known ? 0x80 : 0x83;
    packet[6] = packet[7] = 0;
    std::memset(&packet[8], 0, 4);
    std::size_t length = end;
    if (known && type == 1) {
        packet[7] = 1;
        const std::uint32_t address = address_of(host);
        const std::array<unsigned char, 16> answer{
            0xC0,
            0x0C,
            0,
            1,
            0,
            1,
            0,
            0,
            port_of_socketttl >> 8,
            port_of_socketttl & 0xFF,
            0,
            4,
            static_cast<unsigned char>(address >> 24),
            static_cast<unsigned char>(address >> 16),
            static_cast<unsigned char>(address >> 8),
            static_cast<unsigned char>(address)};
        std::memcpy(&packet[end], answer.data(), answer.size());
        length += answer.size();
    }
    sendto(socket, packet.data(), length, 0, reinterpret_cast<sockaddr*>(&from), size);
    return true;
}

void Log::begin(int host, std::int64_t now_ns, bool head_only, bool robots) {
    HostLog& log = hosts[static_cast<std::size_t>(host)];
    ++(robots ? robots_asked : head_only ? heads : gets);
    ++seconds[now_ns / 1'000'000'000];
    if (log.requests > 0) {
        log.gap_min = std::min(log.gap_min, now_ns - log.last_start);
        log.close_starts += now_ns - log.last_start < 1'000'000'000 ? 1 : 0;
    }
    ++log.requests;
    log.last_start = now_ns;
    log.in_flight_max = std::max(log.in_flight_max, ++log.in_flight);
    in_flight_max = std::max(in_flight_max, ++in_flight);
}

void Log::end(int host) {
    --hosts[static_cast<std::size_t>(host)].in_flight;
    --in_flight;
}

std::string Log::report(const Options& options) const {
    std::int64_t requests = 0;
    std::int64_t gap = INT64_MAX;
    std::int64_t close_starts = 0;
    int most = 0;
    int asked = 0;
    for (const HostLog& log : hosts) {
        requests += log.requests;
        asked += log.requests > 0 ? 1 : 0;
        gap = std::min(gap, log.gap_min);
        close_starts += log.close_starts;
        most = std::max(most, log.in_flight_max);
    }
    std::array<int, 4> kinds{};
    for (int host = 0; host < options.hosts; ++host)
        ++kinds[static_cast<std::size_t>(kind_of(host, options))];
    std::string series;
    for (const auto& [second, count] : seconds)
        series += (series.empty() ? "" : ",") + std::to_string(count);
    std::array<char, 1024> text{};
    std::snprintf(
        text.data(),
        text.size(),
        "{\"requests\":%lld,\"get\":%lld,\"head\":%lld,\"robots\":%lld,\"hosts_asked\":%d,"
        "\"in_flight\":%d,\"in_flight_max\":%d,\"host_in_flight_max\":%d,\"gap_min_ms\":%.3f,"
        "\"starts_within_a_second\":%lld,\"questions\":%lld,\"answering\":%d,\"unreachable\":%d,"
        "\"mute\":%d,\"nameless\":%d,\"by_second\":[",
        static_cast<long long>(requests),
        static_cast<long long>(gets),
        static_cast<long long>(heads),
        static_cast<long long>(robots_asked),
        asked,
        in_flight,
        in_flight_max,
        most,
        gap == INT64_MAX ? -1.0 : static_cast<double>(gap) / 1e6,
        static_cast<long long>(close_starts),
        static_cast<long long>(questions),
        kinds[0],
        kinds[1],
        kinds[2],
        kinds[3]
    );
    return std::string(text.data()) + series + "]}";
}

} // namespace link_hosts
