// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Actions: requests to the action API of one CKAN, and the search for where that API is.
#pragma once

#include "async/asio.hpp"
#include "kit/query.hpp"
#include "kit/registry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::ckan {

using kit::Parameters;

// Where the API may be for a configured address, best guess first: the address keeps its path
// (/data, /dkan, /fr), then /api/action, then the root of the host.
std::vector<std::string> api_candidates(std::string_view url);
// The site without the API's path and without a trailing slash.
std::string site_of(std::string_view url);

struct Answer {
    // Valid UTF-8 that begins like JSON.
    std::string body;
    std::string url;
    std::vector<Issue> issues;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    std::optional<Instant> certificate_expires;
};

class Actions {
public:
    Actions(const Source& source, const kit::Services& services);

    // GET {api}/{action}?{parameters}. Looks for the API at the first call. Errors are those of
    // HttpClient, NOT_JSON.
    asio::awaitable<Result<Answer>> get(std::string action, Parameters parameters, int retries_max);

    const std::string& site() const { return site_; }

private:
    asio::awaitable<Result<Answer>> get_at(std::string url, int retries_max);

    net::HttpClient* http_;
    Source source_;
    std::string site_;
    std::vector<std::string> candidates_;
    // Index of the candidate that answered.
    std::optional<std::size_t> api_;
};

inline constexpr int retries_usual = 4;
// Inside a bisection the same failure is met again and again.
inline constexpr int retries_few = 1;

} // namespace moisson::ckan
