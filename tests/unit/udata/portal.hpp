// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A udata of numbered data sets, made of one function, with the weaknesses of real ones.
#pragma once

#include "kit/connector.hpp"
#include "model/portal.hpp"
#include "support/fake_http_client.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace moisson::udata {

struct FakeUdata {
    std::int64_t size = 250;
    std::int64_t page_size_max = 1'000;
    // The server lowers the size without saying so in `page_size`.
    bool silent_cap = false;
    std::int64_t poison = -1;
    // Data sets that the list counts but never shows.
    std::int64_t hidden = 0;
    // What `total` says; the truth when absent.
    std::optional<std::int64_t> told;
    std::string base = "https://udata.example/api/1/";
    bool sorts = true;
    bool has_site = true;
    // Data sets with an id from here on answer 410.
    std::int64_t gone_from = 1'000'000;
    // Every page is the first one.
    bool loops = false;

    static std::string id(std::int64_t i);
    // "2026-01-01T00:00:00" plus i hours.
    static std::string date(std::int64_t i);
    std::string dataset(std::int64_t i) const;
    Result<net::Response> list(const net::Request& request) const;
    Result<net::Response> operator()(const net::Request& request) const;
};

Source source_at(std::string url, int page_size = 0);

struct Crawl {
    std::set<std::string> ids;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int pages = 0;
    std::vector<Issue> issues;
    std::optional<Error> error;
};

Crawl crawl(testing::FakeHttpClient& http, const Source& source);

} // namespace moisson::udata
