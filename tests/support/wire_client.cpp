// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "support/wire_client.hpp"

#include "net/challenge.hpp"
#include "net/decoder.hpp"
#include "net/retry.hpp"
#include "support/portal_client.hpp"

#include <algorithm>
#include <optional>

namespace moisson::testing {
namespace {

using portals::Ending;
using portals::Reach;
using portals::ScriptedResponse;
using portals::Tls;

std::optional<Error> on_the_way(const portals::PortalOptions& options) {
    switch (options.reach) {
    case Reach::refused:
        return Error(Code::connect_refused);
    case Reach::dead_name:
        return Error(Code::dns_nxdomain);
    case Reach::black_hole:
        return Error(Code::timeout_connect);
    case Reach::silent:
        return Error(options.tls == Tls::none ? Code::timeout_first_byte : Code::timeout_tls);
    case Reach::open:
        break;
    }
    switch (options.tls) {
    case Tls::expired:
        return Error(Code::tls_expired);
    case Tls::not_yet_valid:
        return Error(Code::tls_not_yet_valid);
    case Tls::wrong_name:
        return Error(Code::tls_name_mismatch);
    case Tls::self_signed:
        return Error(Code::tls_self_signed);
    case Tls::unknown_ca:
        return Error(Code::tls_unknown_ca);
    case Tls::incomplete_chain:
        return Error(Code::tls_incomplete_chain);
    case Tls::old_protocol:
        return Error(Code::tls_old_protocol);
    case Tls::none:
    case Tls::valid:
        break;
    }
    return std::nullopt;
}

std::optional<Error> on_the_wire(const portals::Delivery& delivery) {
    switch (delivery.ending) {
    case Ending::reset:
        return Error(Code::connect_reset);
    case Ending::close:
        return Error(Code::truncated);
    case Ending::hang:
        return Error(delivery.cut_at == 0 ? Code::timeout_first_byte : Code::timeout_idle);
    case Ending::normal:
        break;
    }
    if (delivery.drip_bytes > 0)
        return Error(Code::timeout_total);
    return std::nullopt;
}

Error redirected(const ScriptedResponse& given) {
    const std::string to(portals::header(given.headers, "location"));
    if (to.starts_with("http://169.254.") || to.starts_with("http://10."))
        return Error(Code::ssrf_blocked, to);
    if (to.starts_with("file:"))
        return Error(Code::ssrf_blocked, to);
    return Error(
        to.find("boucle") != std::string::npos ? Code::redirect_loop : Code::redirect_too_many,
        to
    );
}

Error refused(const ScriptedResponse& given) {
    const std::string status = std::to_string(given.status);
    if (net::is_challenge(given.status, given.headers, given.body.text()))
        return Error(Code::blocked_waf, status);
    if (given.status == 429)
        return Error(Code::rate_limited, status);
    return Error(given.status >= 500 ? Code::http_5xx : Code::http_4xx, status);
}

} // namespace

WireClient::WireClient(
    std::shared_ptr<const portals::Protocol> protocol,
    portals::PortalOptions options
)
    : portal_(std::move(options), std::move(protocol)) {
    portal_.set_url(std::string(portal_address));
}

Result<net::Response> WireClient::once(const net::Request& request) {
    if (!request.url.starts_with(portal_address))
        return Error(Code::dns_nxdomain, request.url);
    if (const auto error = on_the_way(portal_.options()))
        return *error;
    portals::PortalRequest asked;
    asked.method = request.method;
    asked.host = "portail.exemple";
    asked.target = request.url.substr(portal_address.size());
    asked.headers = request.headers;
    asked.headers.emplace_back("Host", asked.host);
    if (!request.etag.empty())
        asked.headers.emplace_back("If-None-Match", request.etag);
    if (!request.last_modified.empty())
        asked.headers.emplace_back("If-Modified-Since", request.last_modified);
    asked.body = request.body;
    const ScriptedResponse given = portal_.handle(asked, now_);
    if (const auto error = on_the_wire(given.delivery))
        return *error;
    if (given.status >= 400)
        return refused(given);
    if (given.status >= 300 && given.status != 304)
        return redirected(given);
    const std::size_t cap = std::min(request.body_bytes_max, body_bytes_max);
    if (given.body.size() > cap)
        return Error(Code::too_large, std::to_string(given.body.size()));
    net::BodyDecoder decoder(portals::header(given.headers, "content-encoding"), cap);
    if (const auto error = decoder.write(given.body.text()))
        return *error;
    if (const auto error = decoder.finish())
        return *error;
    net::Response response;
    response.status = given.status;
    response.headers = given.headers;
    response.wire_bytes = decoder.wire_bytes();
    response.body = decoder.take();
    response.url = request.url;
    return response;
}

asio::awaitable<Result<net::Response>> WireClient::send(net::Request request) {
    int retries = 0;
    while (true) {
        requests.push_back(request);
        Result<net::Response> answer = once(request);
        if (answer.has_value()) {
            answer->requests = 1 + retries;
            answer->retries = retries;
            statuses.push_back(answer->status);
            co_return answer;
        }
        const Error& error = answer.error();
        const bool again = net::is_retryable(error.code) || error.code == Code::rate_limited ||
                           error.code == Code::http_5xx;
        if (!again || retries >= request.retries_max)
            co_return answer;
        ++retries;
    }
}

} // namespace moisson::testing
