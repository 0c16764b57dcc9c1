// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/service.hpp"

#include "async/offload.hpp"
#include "core/assert.hpp"
#include "kit/xml_body.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace moisson::csw {
namespace {

// What may be at another of the candidates.
bool is_elsewhere(const Error& error) {
    if (error.code == Code::parse_xml || error.code == Code::bad_shape)
        return true;
    return error.code == Code::http_4xx &&
           (error.detail.starts_with("404") || error.detail.starts_with("405") ||
            error.detail.starts_with("410") || error.detail.starts_with("400"));
}

// GET before POST: only requests without a body are tried again when they fail in passing.
std::vector<Way> ways_to_ask(bool iso, bool told) {
    std::vector<Way> ways;
    for (const bool with_iso : {true, false}) {
        if (with_iso != iso && (with_iso || told))
            continue;
        for (const bool post : {false, true})
            for (const bool sorted : {true, false})
                ways.push_back(Way{with_iso, post, sorted});
    }
    return ways;
}

bool lists(const std::vector<std::string>& schemas, std::string_view schema) {
    return std::find(schemas.begin(), schemas.end(), schema) != schemas.end();
}

// Large bodies in old encodings take long: on the cpu pool.
Result<Answer> prepared(Answer answer) {
    const Result<void> ready = kit::prepare_xml_body(answer.body, answer.url, answer.issues);
    if (ready.has_error())
        return ready.error();
    return answer;
}

} // namespace

bool is_refusal(const Error& error) {
    switch (error.code) {
    case Code::api_error:
    case Code::bad_shape:
    case Code::parse_xml:
    case Code::http_4xx:
        return true;
    case Code::http_5xx:
        // Servers that do not know a parameter are known to break on it.
        return error.detail.starts_with("500") || error.detail.starts_with("501");
    default:
        return false;
    }
}

Service::Service(const Source& source, const kit::Services& services)
    : http_(services.http), source_(source), cpu_(services.cpu),
      candidates_(endpoint_candidates(source.url)) {
    MOISSON_ASSERT(http_ != nullptr);
    MOISSON_ASSERT(!candidates_.empty());
    auto options = std::make_shared<ReadOptions>();
    options->source_key = source.key;
    options->filters = source.filters;
    options_ = std::move(options);
}

void Service::assume_endpoint(std::size_t number) {
    if (!capabilities_ && number < candidates_.size())
        at_ = number;
}

asio::awaitable<Result<Answer>> Service::send(std::string url, std::string body, int retries_max) {
    net::Request request = kit::request_to(source_, std::move(url));
    request.retries_max = std::min(request.retries_max, retries_max);
    request.headers.emplace_back("Accept", "application/xml, text/xml;q=0.9");
    if (!body.empty()) {
        request.method = "POST";
        request.headers.emplace_back("Content-Type", "application/xml; charset=utf-8");
        request.body = std::move(body);
    }
    Result<net::Response> sent = co_await http_->send(std::move(request));
    if (sent.has_error()) {
        ++cost_.requests;
        co_return sent.error();
    }
    net::Response& response = sent.value();
    cost_.requests += std::max(response.requests, 1);
    cost_.retries += response.retries;
    cost_.wire_bytes += response.wire_bytes;
    Answer answer;
    answer.url = response.url;
    answer.wire_bytes = response.wire_bytes;
    answer.requests = response.requests;
    answer.retries = response.retries;
    answer.certificate_expires = response.certificate_expires;
    answer.body = std::move(response.body);
    auto job = [answer = std::move(answer)]() mutable { return prepared(std::move(answer)); };
    std::optional<Result<Answer>> ready;
    if (cpu_)
        ready = co_await offload(cpu_, std::move(job));
    else
        ready = job();
    if (ready->has_value())
        certificate_expires_ = ready->value().certificate_expires;
    co_return std::move(*ready);
}

asio::awaitable<Result<AnsweredPage>> Service::read(Result<Answer> answer) {
    if (answer.has_error())
        co_return answer.error();
    AnsweredPage page;
    page.issues = std::move(answer->issues);
    page.wire_bytes = answer->wire_bytes;
    page.body_bytes = answer->body.size();
    page.requests = std::max(answer->requests, 1);
    page.retries = answer->retries;
    auto job = [body = std::move(answer->body), options = options_] {
        return read_records(body, *options);
    };
    std::optional<Result<WirePage>> wire;
    if (cpu_)
        wire = co_await offload(cpu_, std::move(job));
    else
        wire = job();
    if (wire->has_error())
        co_return wire->error();
    page.wire = std::move(wire->value());
    co_return std::move(page);
}

asio::awaitable<Result<Capabilities>> Service::read_offer(Result<Answer> answer) {
    if (answer.has_error())
        co_return answer.error();
    auto job = [body = std::move(answer->body)] { return read_capabilities(body); };
    if (!cpu_)
        co_return job();
    Result<Capabilities> read = co_await offload(cpu_, std::move(job));
    co_return read;
}

asio::awaitable<Result<Capabilities>> Service::capabilities() {
    if (capabilities_)
        co_return *capabilities_;
    std::optional<Error> first;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        Result<Answer> answer =
            co_await send(capabilities_url(candidates_[i]), std::string(), retries_usual);
        Result<Capabilities> read = co_await read_offer(std::move(answer));
        if (read.has_value()) {
            at_ = i;
            capabilities_ = read.value();
            co_return read;
        }
        if (!first)
            first = read.error();
        if (!is_elsewhere(read.error()))
            co_return read;
    }
    co_return *first;
}

asio::awaitable<Result<Way>> Service::find_way(RecordsQuery query) {
    Way best;
    Result<Capabilities> known = co_await capabilities();
    // Hardened servers hide their capabilities and answer requests.
    if (known.has_error() && !is_refusal(known.error()))
        co_return known.error();
    const bool told = known.has_value() && !known->output_schemas.empty();
    best.iso = !told || lists(known->output_schemas, iso_schema);
    std::optional<Error> first;
    for (const Way& way : ways_to_ask(best.iso, told)) {
        // Dublin Core only when the server refuses every way to ask for ISO.
        if (best.iso && !way.iso && first->code != Code::api_error)
            break;
        query.way = way;
        query.rows = 1;
        query.element_set = "brief";
        Result<AnsweredPage> page = co_await records(query, retries_few);
        if (page.has_value())
            co_return way;
        if (!first)
            first = page.error();
        if (!is_refusal(page.error()))
            co_return page.error();
    }
    co_return *first;
}

asio::awaitable<Result<AnsweredPage>> Service::records(RecordsQuery query, int retries_max) {
    std::string url = records_url(endpoint(), query);
    std::string body = query.way.post ? records_body(query) : std::string();
    Result<Answer> answer = co_await send(std::move(url), std::move(body), retries_max);
    Result<AnsweredPage> page = co_await read(std::move(answer));
    co_return page;
}

asio::awaitable<Result<AnsweredPage>>
Service::by_id(Way way, std::vector<std::string> ids, int retries_max) {
    std::string url = by_id_url(endpoint(), way, "full", ids);
    Result<Answer> answer = co_await send(std::move(url), std::string(), retries_max);
    Result<AnsweredPage> page = co_await read(std::move(answer));
    co_return page;
}

} // namespace moisson::csw
