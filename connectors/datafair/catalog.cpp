// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datafair/catalog.hpp"

#include "core/assert.hpp"
#include "kit/body.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace moisson::datafair {
namespace {

constexpr std::array<std::string_view, 7> api_paths{
    "/data-fair/api/v1/catalog/datasets",
    "/data-fair/api/v1/datasets",
    "/data-fair/api/v1",
    "/data-fair",
    "/api/v1/datasets",
    "/api/v1",
    "/datasets",
};

std::string list_address(const std::string& api, List list) {
    return api + (list == List::catalog ? "/catalog/datasets" : "/datasets");
}

std::string joined(const std::vector<std::string>& ids) {
    std::string out;
    for (const std::string& id : ids)
        out += (out.empty() ? "" : ",") + id;
    return out;
}

} // namespace

std::string site_of(std::string_view url) {
    return kit::site_of(url, api_paths);
}

std::vector<std::string> api_candidates(std::string_view url) {
    constexpr std::string_view version = "/api/v1";
    if (const auto at = url.find(version); at != std::string_view::npos)
        return {std::string(url.substr(0, at + version.size()))};
    const std::string site = site_of(url);
    return {site + "/data-fair/api/v1", site + "/api/v1"};
}

bool is_elsewhere(const Error& error) {
    return error.code == Code::http_4xx || error.code == Code::not_json ||
           error.code == Code::bad_shape || error.code == Code::api_error;
}

Catalog::Catalog(const Source& source, const kit::Services& services)
    : http_(services.http), source_(source), site_(site_of(source.url)),
      candidates_(api_candidates(source.url)) {
    MOISSON_ASSERT(http_ != nullptr);
    MOISSON_ASSERT(!candidates_.empty());
}

asio::awaitable<Result<Answer>> Catalog::get_at(std::string url, int retries_max) {
    net::Request request = kit::request_to(source_, std::move(url));
    request.retries_max = std::min(request.retries_max, retries_max);
    request.headers.emplace_back("Accept", "application/json");
    Result<net::Response> sent = co_await http_->send(std::move(request));
    if (sent.has_error())
        co_return sent.error();
    net::Response& response = sent.value();
    Answer answer;
    answer.wire_bytes = response.wire_bytes;
    answer.requests = std::max(response.requests, 1);
    answer.retries = response.retries;
    answer.certificate_expires = response.certificate_expires;
    if (const Result<void> ready = kit::prepare_json_body(response, answer.issues);
        ready.has_error())
        co_return ready.error();
    answer.body = std::move(response.body);
    co_return answer;
}

asio::awaitable<Result<Answer>> Catalog::open() {
    std::optional<Error> first;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        for (const List list : {List::catalog, List::datasets}) {
            if (list_ && *list_ != list)
                continue;
            Parameters one;
            one.emplace_back("size", "1");
            one.emplace_back("select", inventory_fields);
            one.emplace_back("sort", "updatedAt:-1,id:1");
            std::string url = kit::address_of(list_address(candidates_[i], list), one);
            Result<Answer> answer = co_await get_at(std::move(url), retries_usual);
            if (answer.has_value()) {
                api_ = i;
                list_ = list;
                co_return answer;
            }
            if (!first)
                first = answer.error();
            if (!is_elsewhere(answer.error()))
                co_return answer;
        }
    }
    co_return *first;
}

asio::awaitable<Result<Answer>> Catalog::get(Parameters parameters, int retries_max) {
    if (!list_ || candidates_.size() > 1) {
        Result<Answer> opened = co_await open();
        if (opened.has_error())
            co_return opened;
        candidates_ = {candidates_[api_]};
        api_ = 0;
    }
    // The visitor's view: the whole list shows what its owner alone may read.
    if (*list_ == List::datasets)
        parameters.emplace_back("visibility", "public");
    std::string url = kit::address_of(list_address(api(), *list_), parameters);
    Result<Answer> answer = co_await get_at(std::move(url), retries_max);
    co_return answer;
}

asio::awaitable<Result<Answer>> Catalog::owners(std::vector<std::string> ids) {
    Parameters parameters;
    parameters.emplace_back("ids", joined(ids));
    parameters.emplace_back("select", "owner");
    parameters.emplace_back("size", std::to_string(ids.size()));
    std::string url = kit::address_of(list_address(api(), List::datasets), parameters);
    Result<Answer> answer = co_await get_at(std::move(url), retries_usual);
    co_return answer;
}

} // namespace moisson::datafair
