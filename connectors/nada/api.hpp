// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Api: requests to the REST API of one NADA, and the search for where that API is (root or
// sub-path, with or without index.php, the old /api/v2/ path).
#pragma once

#include "async/asio.hpp"
#include "kit/registry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::nada {

// The installation without what belongs to its API or pages and without a trailing slash:
// "https://host/nada" of "https://host/nada/index.php/api/v2/catalog/search?ps=1".
std::string root_of(std::string_view url);
// Where the catalogue API may be, best guess first; each ends in "/api/catalog" or
// "/api/v2/catalog".
std::vector<std::string> api_candidates(std::string_view url);
struct Answer {
    // Valid UTF-8 that begins like JSON (or XML where that was asked): what PHP printed around it
    // is gone.
    std::string body;
    std::string url;
    std::vector<Issue> issues;
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    std::optional<Instant> certificate_expires;
};

// Nothing of the kind at this address: another one may do.
bool is_elsewhere(const Error& error);

class Api {
public:
    Api(const Source& source, const kit::Services& services);

    // GET {api}/search?ps=&page=. Looks for the API at the first call. Errors are those of
    // HttpClient, NOT_JSON, and TRUNCATED for an empty body (PHP gives one for text that it cannot
    // encode).
    asio::awaitable<Result<Answer>>
    search(std::int64_t page, std::int64_t page_size, int retries_max);
    // GET {root}/index.php/api/catalog/{idno}: the study with its DDI metadata.
    asio::awaitable<Result<Answer>> study(std::string idno, int retries_max);

    // The DDI Codebook of a study by its number: {root}/index.php/api/v2/catalog/ddi?id= beside the
    // old search, else {root}/index.php/metadata/export/{number}/ddi. The body is XML.
    asio::awaitable<Result<Answer>> ddi(std::string number, int retries_max);

    const std::string& root() const { return root_; }

private:
    enum class Body { json, xml };
    asio::awaitable<Result<Answer>>
    get_at(std::string url, int retries_max, Body kind = Body::json);

    net::HttpClient* http_;
    Source source_;
    std::string root_;
    std::vector<std::string> candidates_;
    // Index of the candidate that answered.
    std::optional<std::size_t> api_;
};

inline constexpr int retries_usual = 4;
// Inside a bisection the same failure is met again and again.
inline constexpr int retries_few = 1;

} // namespace moisson::nada
