// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Api: requests to the API v1 of one udata, and the search for where that API is.
#pragma once

#include "async/asio.hpp"
#include "kit/registry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::udata {

// The site without the API's path, page or trailing slash: "https://x.org/fr" of
// "https://x.org/fr/api/2/datasets/".
std::string site_of(std::string_view url);
// Where the API may be for a configured address, best guess first: below its path, then at the root
// of the host (addresses are often given with the language of the pages, "/fr").
std::vector<std::string> api_candidates(std::string_view url);

struct Answer {
    // Valid UTF-8 that begins like JSON.
    std::string body;
    std::vector<Issue> issues;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    std::optional<Instant> certificate_expires;
};

class Api {
public:
    Api(const Source& source, const kit::Services& services);

    // GET {api}/{tail}, with the X-Fields mask unless it is empty. Looks for the API at the first
    // call. Links inside answers are never followed: every address is made here. Errors are those
    // of HttpClient, NOT_JSON.
    asio::awaitable<Result<Answer>> get(std::string tail, std::string fields, int retries_max);

    const std::string& site() const { return site_; }

private:
    asio::awaitable<Result<Answer>> get_at(std::string url, std::string fields, int retries_max);

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

} // namespace moisson::udata
