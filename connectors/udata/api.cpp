// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/api.hpp"

#include "core/assert.hpp"
#include "kit/body.hpp"
#include "kit/query.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace moisson::udata {
namespace {

// What may be pasted after the address of a site, longest first.
constexpr std::array<std::string_view, 6>
    api_paths{"/api/1/datasets", "/api/2/datasets", "/api/1", "/api/2", "/datasets", "/api"};

// Nothing of the kind at this address: another one may do.
bool is_elsewhere(const Error& error) {
    if (error.code == Code::not_json)
        return true;
    return error.code == Code::http_4xx &&
           (error.detail.starts_with("404") || error.detail.starts_with("405"));
}

} // namespace

std::string site_of(std::string_view url) {
    return kit::site_of(url, api_paths);
}

std::vector<std::string> api_candidates(std::string_view url) {
    const std::string site = site_of(url);
    const std::string root(kit::origin_of(site));
    std::vector<std::string> candidates{site + "/api/1/"};
    if (root != site)
        candidates.push_back(root + "/api/1/");
    return candidates;
}

Api::Api(const Source& source, const kit::Services& services)
    : http_(services.http), source_(source), site_(site_of(source.url)),
      candidates_(api_candidates(source.url)) {
    MOISSON_ASSERT(http_ != nullptr);
}

asio::awaitable<Result<Answer>> Api::get_at(std::string url, std::string fields, int retries_max) {
    net::Request request = kit::request_to(source_, std::move(url));
    request.retries_max = std::min(request.retries_max, retries_max);
    request.headers.emplace_back("Accept", "application/json");
    if (!fields.empty())
        request.headers.emplace_back("X-Fields", std::move(fields));
    Result<net::Response> sent = co_await http_->send(std::move(request));
    if (sent.has_error())
        co_return sent.error();
    net::Response& response = sent.value();
    Answer answer;
    answer.wire_bytes = response.wire_bytes;
    answer.requests = response.requests;
    answer.retries = response.retries;
    answer.certificate_expires = response.certificate_expires;
    if (const Result<void> ready = kit::prepare_json_body(response, answer.issues);
        ready.has_error())
        co_return ready.error();
    answer.body = std::move(response.body);
    co_return answer;
}

asio::awaitable<Result<Answer>> Api::get(std::string tail, std::string fields, int retries_max) {
    if (api_) {
        Result<Answer> answer =
            co_await get_at(candidates_[*api_] + tail, std::move(fields), retries_max);
        co_return answer;
    }
    std::optional<Error> first;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        Result<Answer> answer = co_await get_at(candidates_[i] + tail, fields, retries_max);
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

} // namespace moisson::udata
