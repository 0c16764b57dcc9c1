// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// AccessLog: every request a portal got. It is the oracle of the tests on request counts, rates,
// in-flight requests and conditional headers.
#pragma once

#include "portals/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

namespace moisson::portals {

struct Access {
    Instant at;
    std::string method;
    std::string host;
    std::string path;
    std::string query;
    std::string operation;
    // Headers of interest: user-agent, accept-encoding, if-none-match, if-modified-since, from,
    // authorization (present or not, never its value).
    Headers headers;
    // Requests of this portal being answered, this one included.
    int in_flight = 1;
    int status = 0;
    std::uint64_t body_bytes = 0;
};

class AccessLog {
public:
    // Entries kept in memory; older ones are dropped, the totals go on.
    static constexpr std::size_t entries_max = 1'000'000;

    // Also appends one JSON line per request to this file.
    void write_to(const std::string& file);
    void add(Access access);
    void clear();

    std::vector<Access> entries() const;
    std::uint64_t total() const;
    std::uint64_t body_bytes() const;
    int in_flight_max() const;
    // Smallest distance between two arrivals in a row; max() with fewer than two.
    std::chrono::microseconds shortest_gap() const;
    nlohmann::json to_json() const;

private:
    mutable std::mutex mutex_;
    std::vector<Access> entries_;
    std::uint64_t total_ = 0;
    std::uint64_t body_bytes_ = 0;
    int in_flight_max_ = 0;
    std::ofstream file_;
};

} // namespace moisson::portals
