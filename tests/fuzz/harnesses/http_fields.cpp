// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Pieces of HTTP messages: first line a name, second a value, the rest a body or a target.
// Promises: waits are not negative, redirects stay on the web and end, request text holds one
// header a line and no more, targets are clean paths below the root, and a proxy's chain names one
// client.
#include "core/limits.hpp"
#include "fuzz/records.hpp"
#include "net/challenge.hpp"
#include "net/redirect.hpp"
#include "net/request_text.hpp"
#include "net/retry.hpp"
#include "net/robots.hpp"
#include "net/server/forwarded.hpp"
#include "net/server/target.hpp"

#include <algorithm>

namespace moisson::fuzz {
namespace {

void check_redirects(std::string_view location) {
    net::WebAddress at = net::parse_web_address("https://portail.exemple/api/a?b=c").value();
    net::RedirectTrail trail(at);
    net::Answer answer;
    answer.status = 302;
    answer.headers = {{"Location", std::string(location)}};
    if (!net::is_redirect(answer))
        return;
    int hops = 0;
    for (; hops <= limits::redirects + 1; ++hops) {
        const Result<net::WebAddress> to = trail.next(at, answer);
        if (to.has_error())
            break;
        net::Request request("https://portail.exemple/");
        request.method = "POST";
        request.headers = {{"Authorization", "secret"}, {"X-Api-Key", "secret"}};
        net::adapt_to_redirect(request, 302, at, *to);
        if (to->origin() != at.origin())
            for (const auto& [name, value] : request.headers)
                require(value != "secret", "credentials stay at their origin");
        at = *to;
    }
    require(hops <= limits::redirects, "redirects end");
}

void check_request(std::string_view name, std::string_view value, std::string_view body) {
    net::Message message;
    message.method = "GET";
    message.address = net::parse_web_address("https://portail.exemple/api").value();
    message.body = std::string(body);
    const auto is_clean = [](std::string_view text) {
        return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
    };
    // Names of headers are tokens: the settings refuse others.
    if (name.find_first_not_of("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos ||
        !is_clean(value) || name.empty())
        return;
    message.headers = {{std::string(name), std::string(value)}};
    const std::string text = net::request_text(message, false, "");
    const std::size_t end = text.find("\r\n\r\n");
    require(end != std::string::npos, "a request has an end of its headers");
    require(text.substr(end + 4) == message.body, "the body follows as it is");
    std::size_t hosts = 0;
    std::size_t at = 0;
    while ((at = text.find("\r\nHost:", at)) != std::string::npos && at < end) {
        ++hosts;
        ++at;
    }
    require(hosts == 1, "a request names one host");
}

void check_target(std::string_view raw) {
    const auto target = net::parse_request_target(raw);
    if (!target)
        return;
    require_clean(target->path, "a path");
    require(target->path == "*" || target->path.starts_with('/'), "a path begins at the root");
    require(target->path.find("//") == std::string::npos, "slashes are single");
    const std::string path = target->path + "/";
    require(path.find("/../") == std::string::npos, "nothing leads above the root");
    require(path.find("/./") == std::string::npos, "no step stays where it is");
}

} // namespace

void http_fields(std::string_view input) {
    const Steered name = steered(input);
    const Steered value = steered(name.rest);
    if (const auto wait = net::parse_retry_after(value.first, now))
        require(wait->count() >= 0, "a wait is not negative");
    check_redirects(value.first);
    check_request(name.first, value.first, value.rest);
    check_target(name.first);
    check_target(value.rest);
    static_cast<void>(net::is_credential(name.first));
    const net::Headers headers = {{std::string(name.first), std::string(value.first)}};
    for (const int status : {200, 403, 429, 503})
        require(
            !net::is_challenge(status, headers, value.rest) || status != 200,
            "a good answer is no challenge"
        );
    static const net::TrustedProxies proxies({"10.0.0.0/8", "fd00::/8"});
    const auto peer = boost::asio::ip::make_address("10.1.2.3");
    boost::system::error_code error;
    boost::asio::ip::make_address(proxies.client_of(peer, value.first), error);
    require(!error, "a client is an address");
}

} // namespace moisson::fuzz
