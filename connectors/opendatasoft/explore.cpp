// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/explore.hpp"

#include "async/offload.hpp"
#include "core/assert.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>

namespace moisson::opendatasoft {
namespace {

constexpr std::array<std::string_view, 8> api_paths{
    "/api/explore/v2.1/catalog/datasets",
    "/api/explore/v2.1",
    "/api/explore/v2.0",
    "/api/v2",
    "/api/datasets/1.0/search",
    "/api/datasets/1.0",
    "/api",
    "/explore",
};

// Nothing of the kind at this address: another age may be there.
bool is_elsewhere(const Error& error) {
    return error.code == Code::not_json || error.code == Code::bad_shape ||
           error.code == Code::api_error ||
           (error.code == Code::http_4xx && !error.detail.starts_with("401"));
}

std::string list_path(Dialect dialect) {
    return dialect == Dialect::v1 ? "search/" : "catalog/datasets";
}

Parameters page_parameters(
    Dialect dialect,
    const Selection& selection,
    std::int64_t start,
    std::int64_t rows,
    Order order
) {
    Parameters parameters;
    const std::string where = where_of(selection, dialect);
    const bool old = dialect == Dialect::v1;
    if (!where.empty())
        parameters.emplace_back(old ? "q" : "where", where);
    if (order == Order::by_modified)
        parameters.emplace_back(old ? "sort" : "order_by", old ? "-modified" : "modified asc");
    parameters.emplace_back(old ? "rows" : "limit", std::to_string(rows));
    parameters.emplace_back(old ? "start" : "offset", std::to_string(start));
    if (old) {
        parameters.emplace_back("interopmetas", "true");
        parameters.emplace_back("extrametas", "true");
    }
    parameters.emplace_back("timezone", "UTC");
    return parameters;
}

} // namespace

std::string site_of(std::string_view url) {
    return kit::site_of(url, api_paths);
}

std::string api_of(std::string_view site, Dialect dialect) {
    std::string address(site);
    switch (dialect) {
    case Dialect::v21:
        return address + "/api/explore/v2.1/";
    case Dialect::v20:
        return address + "/api/v2/";
    case Dialect::v1:
        return address + "/api/datasets/1.0/";
    }
    return address;
}

Explore::Explore(const Source& source, const kit::Services& services)
    : http_(services.http), cpu_(services.cpu), source_(source), site_(site_of(source.url)) {
    MOISSON_ASSERT(http_ != nullptr);
}

asio::awaitable<Result<Answer>> Explore::list(Ask ask) {
    std::string url = kit::address_of(api_of(site_, ask.dialect) + ask.path, ask.parameters);
    net::Request request = kit::request_to(source_, std::move(url));
    request.retries_max = std::min(request.retries_max, ask.retries_max);
    request.body_bytes_max = ask.body_bytes_max;
    request.headers.emplace_back("Accept", "application/json");
    Result<net::Response> sent = co_await http_->send(std::move(request));
    if (sent.has_error())
        co_return sent.error();
    Answer answer;
    answer.wire_bytes = sent->wire_bytes;
    answer.requests = sent->requests;
    answer.retries = sent->retries;
    answer.certificate_expires = sent->certificate_expires;
    auto job = [response = std::move(sent.value())]() mutable {
        return open_document(std::move(response));
    };
    std::optional<Result<std::shared_ptr<const Document>>> opened;
    if (cpu_)
        opened = co_await offload(cpu_, std::move(job));
    else
        opened = job();
    if (opened->has_error())
        co_return opened->error();
    answer.document = std::move(opened->value());
    co_return answer;
}

asio::awaitable<Result<Answer>> Explore::newest(Dialect dialect, std::string select) {
    Parameters one;
    one.emplace_back("select", std::move(select));
    one.emplace_back("order_by", "modified desc");
    one.emplace_back("limit", "1");
    one.emplace_back("timezone", "UTC");
    Ask ask(dialect, list_path(dialect), std::move(one));
    ask.retries_max = retries_few;
    Result<Answer> answer = co_await list(std::move(ask));
    co_return answer;
}

asio::awaitable<Result<Answer>> Explore::page(Dialect dialect, Selection selection, Window window) {
    Ask ask(
        dialect,
        list_path(dialect),
        page_parameters(dialect, selection, window.start, window.rows, window.order)
    );
    ask.retries_max = window.retries_max;
    Result<Answer> answer = co_await list(std::move(ask));
    co_return answer;
}

asio::awaitable<Result<Answer>> Explore::exported(
    Dialect dialect,
    Selection selection,
    std::string select,
    std::size_t body_bytes_max
) {
    Parameters parameters;
    if (!select.empty())
        parameters.emplace_back("select", std::move(select));
    if (std::string where = where_of(selection, dialect); !where.empty())
        parameters.emplace_back("where", std::move(where));
    parameters.emplace_back("limit", "-1");
    parameters.emplace_back("timezone", "UTC");
    Ask ask(dialect, "catalog/exports/json", std::move(parameters));
    ask.body_bytes_max = body_bytes_max;
    Result<Answer> answer = co_await list(std::move(ask));
    co_return answer;
}

asio::awaitable<Result<net::Response>> Explore::lookup(std::string dataset_id) {
    Parameters parameters;
    parameters.emplace_back("interopmetas", "true");
    parameters.emplace_back("extrametas", "true");
    std::string url = kit::address_of(
        api_of(site_, Dialect::v1) + kit::percent_encoded(dataset_id) + '/',
        parameters
    );
    net::Request request = kit::request_to(source_, std::move(url));
    request.retries_max = std::min(request.retries_max, retries_few);
    Result<net::Response> sent = co_await http_->send(std::move(request));
    co_return sent;
}

asio::awaitable<Result<Answer>> Explore::open() {
    std::optional<Error> first;
    for (const Dialect dialect : {Dialect::v21, Dialect::v20, Dialect::v1}) {
        if (dialect_ && *dialect_ != dialect)
            continue;
        // One dataset: some portals refuse a page of none.
        Parameters one;
        one.emplace_back(dialect == Dialect::v1 ? "rows" : "limit", "1");
        Ask ask(dialect, list_path(dialect), std::move(one));
        Result<Answer> answer = co_await list(std::move(ask));
        if (answer.has_value()) {
            dialect_ = dialect;
            co_return answer;
        }
        if (!first)
            first = answer.error();
        if (!is_elsewhere(answer.error()))
            co_return answer;
    }
    co_return *first;
}

} // namespace moisson::opendatasoft
