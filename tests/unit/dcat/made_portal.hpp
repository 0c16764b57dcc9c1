// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A portal made of a function, and a crawl of it.
#pragma once

#include "dcat/connector.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace moisson::dcat {

using testing::FakeHttpClient;
using testing::http_error;
using testing::ok;
using testing::parameter;
using testing::run_coro;

inline constexpr std::string_view site = "https://portail.example/catalog.ttl";

inline std::string datasets(int first, int last) {
    std::string text = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
                       "@prefix dct: <http://purl.org/dc/terms/> .\n"
                       "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n"
                       "<https://portail.example/> a dcat:Catalog ; dct:title \"Portail\"@fr .\n";
    for (int i = first; i < last; ++i)
        text += "<https://portail.example/d" + std::to_string(i) +
                "> a dcat:Dataset ; dct:title \"Jeu\" ; dct:identifier \"id" + std::to_string(i) +
                "\" .\n";
    return text;
}

inline int page_of(std::string_view url) {
    const std::string text = parameter(url, "page");
    int page = 1;
    std::from_chars(text.data(), text.data() + text.size(), page);
    return page;
}

// What a page says about the next one, by its number; empty on the last.
using NextOf = std::function<std::string(int page)>;

inline FakeHttpClient::Portal paged(int pages, NextOf next) {
    return [pages, next = std::move(next)](const net::Request& request) -> Result<net::Response> {
        const int page = page_of(request.url);
        if (page > pages)
            return http_error(Code::http_4xx, 404);
        return ok(datasets((page - 1) * 10, page * 10) + next(page));
    };
}

inline std::string view_of(int page, const std::string& next) {
    return "<" + std::string(site) + "?page=" + std::to_string(page) +
           "> a hydra:PartialCollectionView ; hydra:next " + next + " .\n";
}

inline Source source_at(std::string url, int page_size = 0) {
    Source source;
    source.key = "essai";
    source.connector = "dcat";
    source.url = std::move(url);
    source.page_size = page_size;
    return source;
}

inline std::unique_ptr<kit::Connector> connector_of(FakeHttpClient& http, const Source& source) {
    kit::Services services;
    services.http = &http;
    return make_factory()(source, services);
}

struct Crawl {
    std::set<std::string> ids;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int pages = 0;
    std::map<Code, int> codes;
};

inline Crawl crawl(kit::Connector& connector) {
    Crawl all;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor && all.pages < 100;) {
        const Result<kit::Page> page = run_coro(connector.fetch(*cursor));
        EXPECT_TRUE(page.has_value());
        if (page.has_error())
            break;
        for (const kit::WireRecord& record : page->records)
            all.ids.insert(record.remote_id);
        for (const Issue& issue : page->issues)
            ++all.codes[issue.code];
        all.received += page->received;
        all.skipped += page->skipped;
        ++all.pages;
        cursor = page->next;
    }
    return all;
}

} // namespace moisson::dcat
