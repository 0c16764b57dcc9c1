// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalog: requests to the API of one Data Fair, and the search for where it is. What a publication
// site shows is listed by /catalog/datasets, which only answers under the name of such a site; an
// older or bare server has /datasets alone.
#pragma once

#include "async/asio.hpp"
#include "core/limits.hpp"
#include "kit/query.hpp"
#include "kit/registry.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::datafair {

using kit::Parameters;

enum class List {
    catalog,  // /catalog/datasets
    datasets, // /datasets
};

// The site of a configured address, which may be that of the API.
std::string site_of(std::string_view url);
// Where the API may be, best guess first, without a trailing slash.
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

inline constexpr int retries_usual = 4;
// Inside a bisection the same failure is met again and again.
inline constexpr int retries_few = 1;

// What an inventory asks of each dataset.
inline constexpr std::string_view inventory_fields = "id,slug,updatedAt,dataUpdatedAt";

// size + skip of any list (the server refuses more).
inline constexpr std::int64_t list_window = 10'000;

// The server's doubt about an address, not about a record: another one may do.
bool is_elsewhere(const Error& error);

class Catalog {
public:
    Catalog(const Source& source, const kit::Services& services);

    // Asks for one dataset, the one whose metadata changed last, of the first list that answers.
    asio::awaitable<Result<Answer>> open();
    // Known once open() was a success, or told by a cursor.
    std::optional<List> list() const { return list_; }
    void use(List list) { list_ = list; }

    // The list that answers; looks for it at the first call.
    asio::awaitable<Result<Answer>> get(Parameters parameters, int retries_max);
    // The owners of these datasets; /catalog/datasets keeps them to itself.
    asio::awaitable<Result<Answer>> owners(std::vector<std::string> ids);

    const std::string& site() const { return site_; }
    // The API that answered, or the best guess.
    const std::string& api() const { return candidates_[api_]; }

private:
    asio::awaitable<Result<Answer>> get_at(std::string url, int retries_max);

    net::HttpClient* http_;
    Source source_;
    std::string site_;
    std::vector<std::string> candidates_;
    std::size_t api_ = 0;
    std::optional<List> list_;
};

} // namespace moisson::datafair
