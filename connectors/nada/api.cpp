// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/api.hpp"

#include "core/assert.hpp"
#include "core/limits.hpp"
#include "kit/body.hpp"
#include "kit/query.hpp"
#include "kit/xml_body.hpp"
#include "nada/php.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace moisson::nada {
namespace {

// Longest first: each is cut from the end of a configured address.
constexpr std::array<std::string_view, 9> known_tails{
    "/api/v2/catalog/search",
    "/api/catalog/search",
    "/api/v2/catalog",
    "/api/catalog",
    "/api/v2",
    "/api",
    "/catalog",
    "/home",
    "/index.php",
};

void trim_slashes(std::string_view& url) {
    while (url.ends_with('/'))
        url.remove_suffix(1);
}

} // namespace

std::string root_of(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    trim_slashes(url);
    for (const std::string_view tail : known_tails) {
        if (!url.ends_with(tail))
            continue;
        url.remove_suffix(tail.size());
        trim_slashes(url);
    }
    return std::string(url);
}

std::vector<std::string> api_candidates(std::string_view url) {
    const std::string root = root_of(url);
    std::vector<std::string> candidates{
        root + "/index.php/api/catalog",
        root + "/index.php/api/v2/catalog",
        root + "/api/catalog",
        root + "/api/v2/catalog"};
    // What the operator wrote comes first.
    const bool rewritten = url.find("/api/") != std::string_view::npos &&
                           url.find("index.php") == std::string_view::npos;
    if (rewritten)
        std::rotate(candidates.begin(), candidates.begin() + 2, candidates.end());
    if (url.find("/api/v2") != std::string_view::npos) {
        std::swap(candidates[0], candidates[1]);
        std::swap(candidates[2], candidates[3]);
    }
    return candidates;
}

bool is_elsewhere(const Error& error) {
    if (error.code == Code::not_json || error.code == Code::bad_shape)
        return true;
    return error.code == Code::http_4xx && !error.detail.starts_with("401") &&
           !error.detail.starts_with("403");
}

Api::Api(const Source& source, const kit::Services& services)
    : http_(services.http), source_(source), root_(root_of(source.url)),
      candidates_(api_candidates(source.url)) {
    MOISSON_ASSERT(http_ != nullptr);
}

asio::awaitable<Result<Answer>> Api::get_at(std::string url, int retries_max, Body kind) {
    net::Request request = kit::request_to(source_, std::move(url));
    request.retries_max = std::min(request.retries_max, retries_max);
    request.headers.emplace_back("Accept", kind == Body::json ? "application/json" : "*/*");
    // A codebook with all its variables is not worth more than a record may hold.
    if (kind == Body::xml)
        request.body_bytes_max = limits::record_bytes;
    Result<net::Response> sent = co_await http_->send(std::move(request));
    if (sent.has_error())
        co_return sent.error();
    net::Response& response = sent.value();
    Answer answer;
    answer.url = response.url;
    answer.wire_bytes = response.wire_bytes;
    answer.requests = response.requests;
    answer.retries = response.retries;
    answer.certificate_expires = response.certificate_expires;
    if (response.body.find_first_not_of(" \t\r\n") == std::string::npos)
        co_return Error(Code::truncated, "empty body");
    if (kind == Body::xml) {
        if (const Result<void> ready =
                kit::prepare_xml_body(response.body, answer.url, answer.issues);
            ready.has_error())
            co_return ready.error();
        answer.body = std::move(response.body);
        co_return answer;
    }
    if (const std::string printed = strip_php_messages(response.body); !printed.empty()) {
        Issue issue(Code::bad_shape, Stage::parse, "text of PHP around the JSON");
        issue.severity = Severity::warning;
        issue.remote_url = answer.url;
        issue.excerpt = kit::excerpt_of(printed);
        answer.issues.push_back(std::move(issue));
    }
    if (const Result<void> ready = kit::prepare_json_body(response, answer.issues);
        ready.has_error())
        co_return ready.error();
    answer.body = std::move(response.body);
    co_return answer;
}

asio::awaitable<Result<Answer>>
Api::search(std::int64_t page, std::int64_t page_size, int retries_max) {
    const std::string tail = "/search?ps=" + std::to_string(page_size) +
                             "&page=" + std::to_string(page) + "&sort_by=title&sort_order=asc";
    if (api_) {
        Result<Answer> answer = co_await get_at(candidates_[*api_] + tail, retries_max);
        co_return answer;
    }
    std::optional<Error> first;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        Result<Answer> answer = co_await get_at(candidates_[i] + tail, retries_max);
        if (answer.has_value()) {
            api_ = i;
            co_return answer;
        }
        if (!first)
            first = answer.error();
        if (!is_elsewhere(answer.error()))
            co_return answer;
    }
    co_return *first;
}

asio::awaitable<Result<Answer>> Api::study(std::string idno, int retries_max) {
    // The old /api/v2/ path knows no studies; beside it newer versions serve them here.
    const bool rewritten = api_ && candidates_[*api_].find("index.php") == std::string::npos;
    std::string url = root_ + (rewritten ? "/api/catalog/" : "/index.php/api/catalog/") +
                      kit::percent_encoded(idno);
    Result<Answer> answer = co_await get_at(std::move(url), retries_max);
    co_return answer;
}

asio::awaitable<Result<Answer>> Api::ddi(std::string number, int retries_max) {
    const bool old = api_ && candidates_[*api_].ends_with("/api/v2/catalog");
    std::string url =
        old ? candidates_[*api_] + "/ddi?id=" + kit::percent_encoded(number)
            : root_ + "/index.php/metadata/export/" + kit::percent_encoded(number) + "/ddi";
    Result<Answer> answer = co_await get_at(std::move(url), retries_max, Body::xml);
    co_return answer;
}

} // namespace moisson::nada
