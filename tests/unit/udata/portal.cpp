// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portal.hpp"

#include "support/run_coro.hpp"
#include "udata/connector.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::udata {
namespace {

using testing::http_error;
using testing::ok;
using testing::parameter;

std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

std::string FakeUdata::id(std::int64_t i) {
    return "60c7" + std::to_string(10'000'000'000'000'000'000ULL + static_cast<std::uint64_t>(i));
}

std::string FakeUdata::date(std::int64_t i) {
    const Instant start = std::chrono::sys_days(std::chrono::days(20'454));
    std::string text = to_iso8601(start + std::chrono::hours(i));
    text.pop_back();
    return text;
}

std::string FakeUdata::dataset(std::int64_t i) const {
    return R"({"id":")" + id(i) + R"(","slug":"jeu-)" + std::to_string(i) + R"(","title":"Jeu )" +
           std::to_string(i) + R"(","last_modified":")" + date(i) + R"(","last_update":")" +
           date(i) + R"("})";
}

Result<net::Response> FakeUdata::list(const net::Request& request) const {
    const std::string_view url = request.url;
    const std::string sort = parameter(url, "sort");
    if (!sorts && !sort.empty())
        return http_error(Code::http_4xx, 400);
    const std::int64_t asked = number(parameter(url, "page_size"));
    const std::int64_t used = std::min(asked, page_size_max);
    const std::int64_t page = loops ? 1 : number(parameter(url, "page"));
    const std::int64_t start = (page - 1) * used;
    const std::int64_t total = told.value_or(size);
    if (start > 0 && start >= size)
        return http_error(Code::http_4xx, 404);
    const bool masked =
        std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
            return header.first == "X-Fields";
        });
    if (!masked && poison >= start && poison < start + used)
        return http_error(Code::http_5xx, 500);
    std::string data;
    for (std::int64_t i = std::max(start, hidden); i < std::min(size, start + used); ++i)
        data += (data.empty() ? "" : ",") + dataset(sort == "-last_update" ? size - 1 - i : i);
    const std::string next =
        start + used < total ? R"("https://other.example/api/1/datasets/?page=9")" : "null";
    return ok(
        R"({"data":[)" + data + R"(],"page":)" + std::to_string(page) + R"(,"page_size":)" +
        std::to_string(silent_cap ? asked : used) + R"(,"total":)" + std::to_string(total) +
        R"(,"next_page":)" + next + R"(,"previous_page":null})"
    );
}

Result<net::Response> FakeUdata::operator()(const net::Request& request) const {
    const std::string_view url = request.url;
    if (!url.starts_with(base))
        return http_error(Code::http_4xx, 404);
    const std::string_view tail = url.substr(base.size());
    if (tail == "site/" && has_site)
        return ok(R"({"id":"x","title":"Données d'essai","version":"17.6.0","metrics":{}})");
    if (tail.starts_with("datasets/?"))
        return list(request);
    for (std::int64_t i = 0; i < size + 20 && tail.starts_with("datasets/"); ++i) {
        if (tail != "datasets/" + id(i) + "/")
            continue;
        if (i >= gone_from || i >= size)
            return http_error(Code::http_4xx, i >= gone_from ? 410 : 404);
        return ok(dataset(i));
    }
    return http_error(Code::http_4xx, 404);
}

Source source_at(std::string url, int page_size) {
    Source source;
    source.key = "essai";
    source.connector = "udata";
    source.url = std::move(url);
    source.page_size = page_size;
    return source;
}

Crawl crawl(testing::FakeHttpClient& http, const Source& source) {
    kit::Services services;
    services.http = &http;
    const std::unique_ptr<kit::Connector> connector = make_connector(source, services);
    Crawl result;
    std::optional<kit::Cursor> cursor = kit::Cursor();
    while (cursor && result.pages < 300) {
        // A new connector for every page: nothing but the cursor may be needed.
        const std::unique_ptr<kit::Connector> again = make_connector(source, services);
        Result<kit::Page> page = testing::run_coro(again->fetch(*cursor));
        if (page.has_error()) {
            result.error = page.error();
            return result;
        }
        ++result.pages;
        result.received += page->received;
        result.skipped += page->skipped;
        for (const kit::WireRecord& record : page->records)
            result.ids.insert(record.remote_id);
        for (Issue& issue : page->issues)
            result.issues.push_back(std::move(issue));
        cursor = page->next;
    }
    return result;
}

} // namespace moisson::udata
