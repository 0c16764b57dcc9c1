// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "detect/visitor.hpp"

#include "core/limits.hpp"
#include "detect/address.hpp"
#include "net/web_address.hpp"

#include <algorithm>

namespace moisson::detect {
namespace {

constexpr std::size_t known_bytes_max = 128 * limits::mib;
constexpr std::size_t robots_bytes_max = limits::robots_bytes;
// After that many of one kind a host is left alone.
constexpr int refusals_max = 3;
constexpr int silences_max = 2;
constexpr std::chrono::seconds crawl_delay_max{5};

// Two requests that a server may answer otherwise are two requests.
std::string name_of(const net::Request& request) {
    std::string name = request.method + " " + request.url + "\n" + request.body;
    for (const auto& [header, value] : request.headers)
        if (header != "Accept")
            name += "\n" + header + ": " + value;
    return name;
}

std::string origin_of(std::string_view url) {
    const Result<net::WebAddress> address = net::parse_web_address(url);
    return address.has_error() ? std::string() : address->origin();
}

// Their wire form is the request's: the same wire bytes are not counted twice.
net::Response remembered(const net::Response& response) {
    net::Response copy = response;
    copy.requests = 0;
    copy.retries = 0;
    copy.wire_bytes = 0;
    return copy;
}

} // namespace

bool is_certificate_fault(Code code) {
    switch (code) {
    case Code::tls_expired:
    case Code::tls_not_yet_valid:
    case Code::tls_name_mismatch:
    case Code::tls_self_signed:
    case Code::tls_unknown_ca:
    case Code::tls_incomplete_chain:
        return true;
    default:
        return false;
    }
}

bool is_host_failure(Code code) {
    switch (code) {
    case Code::dns_nxdomain:
    case Code::dns_servfail:
    case Code::dns_no_address:
    case Code::dns_timeout:
    case Code::connect_refused:
    case Code::host_unreachable:
    case Code::timeout_connect:
    case Code::timeout_tls:
    case Code::tls_handshake:
    case Code::tls_old_protocol:
    case Code::ssrf_blocked:
    case Code::proxy_failed:
        return true;
    default:
        return is_certificate_fault(code);
    }
}

bool is_refusal(const Error& error) {
    if (error.code == Code::blocked_waf || error.code == Code::rate_limited)
        return true;
    return error.code == Code::http_4xx &&
           (error.detail.starts_with("401") || error.detail.starts_with("403") ||
            error.detail.starts_with("423"));
}

Visitor::Visitor(net::HttpClient& http, TimerSource& timers, VisitOptions options)
    : http_(http), timers_(timers), options_(std::move(options)),
      deadline_(timers.steady_now() + options_.time_max) {}

bool Visitor::exhausted() const {
    return requests_ >= options_.requests_max || timers_.steady_now() >= deadline_;
}

void Visitor::prepare(net::Request& request) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - timers_.steady_now());
    request.timeouts.connect = std::min(request.timeouts.connect, options_.connect);
    request.timeouts.tls = std::min(request.timeouts.tls, options_.connect);
    request.timeouts.first_byte = std::min(request.timeouts.first_byte, options_.first_byte);
    request.timeouts.total =
        std::max(std::chrono::milliseconds(1), std::min(request.timeouts.total, left));
    request.retries_max = 0;
    request.priority = HostPriority::probe;
    request.body_bytes_max = std::min(request.body_bytes_max, limits::page_body_bytes);
    if (options_.keep_policy)
        return;
    request.policy.rate = options_.rate;
    request.policy.verify_tls = verify_;
    const auto host = hosts_.find(origin_of(request.url));
    if (host == hosts_.end() || !host->second.robots.crawl_delay || options_.rate <= 0)
        return;
    const auto delay =
        std::min<std::chrono::milliseconds>(*host->second.robots.crawl_delay, crawl_delay_max);
    if (delay.count() > 0)
        request.policy.rate =
            std::min(request.policy.rate, 1000.0 / static_cast<double>(delay.count()));
}

void Visitor::judge(Host& host, const Error& error) {
    if (is_refusal(error)) {
        if (!refusal_)
            refusal_ = error;
        if (++host.refusals >= refusals_max || error.code == Code::rate_limited)
            host.failure = error;
    } else if (error.code == Code::timeout_first_byte || error.code == Code::timeout_idle || error.code == Code::timeout_total) {
        if (++host.silences >= silences_max)
            host.failure = error;
    } else if (is_host_failure(error.code)) {
        host.failure = error;
    }
}

void Visitor::note(const net::Request& request, const Result<net::Response>& answer) {
    Attempt attempt;
    attempt.url = request.url;
    if (answer.has_error()) {
        attempt.error = answer.error();
    } else {
        attempt.status = answer->status;
        if (answer->url != request.url)
            attempt.answered_by = answer->url;
        if (answer->certificate_expires)
            tls_.expires = answer->certificate_expires;
    }
    attempts_.push_back(std::move(attempt));
}

asio::awaitable<Result<net::Response>> Visitor::ask(net::Request request) {
    if (exhausted())
        co_return Error(Code::limit_reached, "the bounds of this visit are used up");
    ++requests_;
    prepare(request);
    net::Request again = request;
    Result<net::Response> answer = co_await http_.send(std::move(request));
    note(again, answer);
    if (answer.has_value() || !is_certificate_fault(answer.error().code) || options_.keep_policy ||
        !verify_)
        co_return answer;
    // The fault is told; what is behind it is looked at without trusting it.
    tls_.fault = answer.error().code;
    tls_.detail = answer.error().detail;
    verify_ = false;
    if (exhausted())
        co_return answer;
    ++requests_;
    prepare(again);
    const net::Request asked = again;
    answer = co_await http_.send(std::move(again));
    note(asked, answer);
    co_return answer;
}

asio::awaitable<Result<net::Response>> Visitor::send(net::Request request) {
    const std::string name = name_of(request);
    if (const auto known = known_.find(name); known != known_.end()) {
        if (known->second.has_error())
            co_return known->second.error();
        co_return remembered(known->second.value());
    }
    const std::string origin = origin_of(request.url);
    if (hosts_[origin].failure)
        co_return *hosts_[origin].failure;
    tls_.used = tls_.used || origin.starts_with("https:");
    Result<net::Response> answer = co_await ask(std::move(request));
    if (answer.has_error()) {
        judge(hosts_[origin], answer.error());
        if (answer.error().code != Code::limit_reached)
            known_.insert_or_assign(name, answer);
        co_return answer;
    }
    tls_.used = tls_.used || answer->url.starts_with("https:");
    if (!answer->spooled && known_bytes_ + answer->body.size() <= known_bytes_max) {
        known_bytes_ += answer->body.size();
        known_.insert_or_assign(name, answer);
    }
    co_return answer;
}

asio::awaitable<void> Visitor::read_robots(std::string origin, std::string site) {
    hosts_[origin].robots_read = true;
    net::Request request(site + "/robots.txt");
    request.body_bytes_max = robots_bytes_max;
    const Result<net::Response> answer = co_await send(std::move(request));
    if (answer.has_value())
        hosts_[origin].robots = net::parse_robots(answer->body, options_.robots_name);
}

bool Visitor::robots_allows(std::string_view url) const {
    const Result<net::WebAddress> address = net::parse_web_address(url);
    if (address.has_error())
        return true;
    const auto host = hosts_.find(address->origin());
    return host == hosts_.end() || host->second.robots.allows(address->path);
}

asio::awaitable<Result<net::Response>> Visitor::get_document(std::string url) {
    const Result<net::WebAddress> address = net::parse_web_address(url);
    if (address.has_value() && !hosts_[address->origin()].robots_read)
        co_await read_robots(address->origin(), site_of(*address));
    if (!robots_allows(url)) {
        Attempt attempt;
        attempt.url = url;
        attempt.error = Error(Code::robots_denied, "robots.txt");
        attempts_.push_back(std::move(attempt));
        co_return Error(Code::robots_denied, "robots.txt");
    }
    net::Request request(std::move(url));
    Result<net::Response> answer = co_await send(std::move(request));
    co_return answer;
}

asio::awaitable<Result<net::Response>> Visitor::get_api(std::string url) {
    net::Request request(std::move(url));
    Result<net::Response> answer = co_await send(std::move(request));
    co_return answer;
}

void Visitor::recognised(std::string_view url, std::string_view label) {
    const auto last =
        std::find_if(attempts_.rbegin(), attempts_.rend(), [url](const Attempt& attempt) {
            return attempt.url == url;
        });
    if (last != attempts_.rend())
        last->recognised = label;
}

} // namespace moisson::detect
