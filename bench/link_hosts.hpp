// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What link_hosts.cpp is made of: the drawn hosts, their names, and what was seen of their callers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace link_hosts {

struct Options {
    int hosts = 8000;
    double latency_mean_ms = 250;
    double silent = 0.05;
    double nameless = 0.02;
    std::uint64_t seed = 1;
};

// Host i is 127.10.(i / 250).(i % 250 + 1); -1 when it is none.
int host_of(std::uint32_t address);
std::uint32_t address_of(int host);

// What is drawn of a host: the same in every run of a seed. Half of the silent ones take no
// connection, the others take it and say nothing.
enum class Kind { answers, unreachable, mute, nameless };
Kind kind_of(int host, const Options& options);

// One question about "h123.example", from a UDP socket; false when it was none.
bool answer_name(int socket, const Options& options);

struct HostLog {
    std::int64_t requests = 0;
    int in_flight = 0;
    int in_flight_max = 0;
    std::int64_t last_start = 0;
    std::int64_t gap_min = INT64_MAX;
    std::int64_t close_starts = 0;
};

struct Log {
    explicit Log(int count) : hosts(static_cast<std::size_t>(count)) {}

    void begin(int host, std::int64_t now_ns, bool head_only, bool robots);
    void end(int host);
    // JSON.
    std::string report(const Options& options) const;

    std::vector<HostLog> hosts;
    int in_flight = 0;
    int in_flight_max = 0;
    std::int64_t heads = 0;
    std::int64_t gets = 0;
    std::int64_t robots_asked = 0;
    std::int64_t questions = 0;
    // Requests by second.
    std::map<std::int64_t, std::int64_t> seconds;
};

} // namespace link_hosts
