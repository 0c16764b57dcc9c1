// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_judge.hpp"

#include "core/ascii.hpp"
#include "monitor/link_format.hpp"
#include "net/challenge.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace moisson::monitor {
namespace {

constexpr std::chrono::seconds slow_first_byte{10};
// Smaller is no file.
constexpr std::size_t body_bytes_min = 2;
// Of a body that came too slowly to be read: fewer prove nothing.
constexpr std::size_t cut_bytes_min = 64;

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool all_permanent(const net::Response& answer) {
    return !answer.redirect_statuses.empty() &&
           std::all_of(
               answer.redirect_statuses.begin(),
               answer.redirect_statuses.end(),
               [](int status) { return status == 301 || status == 308; }
           );
}

// Without what a redirect may tidy: scheme, www, final slash.
std::string_view bare(std::string_view url) {
    for (const std::string_view prefix : {"https://", "http://"})
        if (url.starts_with(prefix))
            url.remove_prefix(prefix.size());
    if (url.starts_with("www."))
        url.remove_prefix(4);
    if (url.ends_with('/'))
        url.remove_suffix(1);
    return url;
}

LinkCode code_of_good(const net::Response& answer) {
    if (answer.not_modified())
        return LinkCode::ok_304;
    if (all_permanent(answer))
        return LinkCode::ok_redirect_perm;
    if (!answer.redirect_statuses.empty())
        return LinkCode::ok_redirect_temp;
    return answer.status == 206 ? LinkCode::ok_partial : LinkCode::ok;
}

// A directory or page of the path that is where one signs in.
bool names_login(std::string_view url) {
    constexpr std::array<std::string_view, 14> pages{
        "login",
        "wp-login",
        "signin",
        "sign-in",
        "sign_in",
        "log-in",
        "connexion",
        "authentification",
        "cas",
        "sso",
        "saml",
        "saml2",
        "oauth",
        "oauth2"};
    const std::size_t scheme = url.find("://");
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::string path = ascii_lowered(url.substr(0, url.find_first_of("?#")));
    for (std::size_t slash = path.find('/', host); slash != std::string::npos;) {
        const std::size_t next = path.find('/', slash + 1);
        const std::string_view name = std::string_view(path).substr(slash + 1, next - slash - 1);
        const std::string_view page = name.substr(0, name.find_first_of(".;"));
        if (std::find(pages.begin(), pages.end(), page) != pages.end())
            return true;
        slash = next;
    }
    return false;
}

// A page that asks who we are, where something else was asked for.
bool leads_to_login(const LinkTarget& target, const net::Response& answer) {
    return !answer.redirect_statuses.empty() && is_html(answer.headers, answer.body) &&
           names_login(answer.url) && !names_login(target.url);
}

bool downgraded(const LinkTarget& target, const net::Response& answer) {
    return target.url.starts_with("https://") && answer.url.starts_with("http://");
}

} // namespace

LinkCode code_of(Code failure) {
    switch (failure) {
    case Code::dns_nxdomain:
    case Code::dns_no_address:
        return LinkCode::dns_nxdomain;
    case Code::dns_servfail:
    case Code::dns_timeout:
        return LinkCode::dns_servfail;
    case Code::connect_refused:
        return LinkCode::conn_refused;
    case Code::connect_reset:
        return LinkCode::conn_reset;
    case Code::host_unreachable:
        return LinkCode::host_unreachable;
    case Code::tls_handshake:
    case Code::timeout_tls:
        return LinkCode::tls_handshake;
    case Code::tls_expired:
        return LinkCode::tls_expired;
    case Code::tls_not_yet_valid:
        return LinkCode::tls_not_yet_valid;
    case Code::tls_name_mismatch:
        return LinkCode::tls_name_mismatch;
    case Code::tls_self_signed:
        return LinkCode::tls_self_signed;
    case Code::tls_unknown_ca:
        return LinkCode::tls_unknown_ca;
    case Code::tls_incomplete_chain:
        return LinkCode::tls_incomplete_chain;
    case Code::tls_old_protocol:
        return LinkCode::tls_old_protocol;
    case Code::timeout_connect:
        return LinkCode::timeout_connect;
    case Code::timeout_first_byte:
    case Code::timeout_idle:
    case Code::timeout_total:
        return LinkCode::timeout_ttfb;
    case Code::rate_limited:
        return LinkCode::host_backoff;
    case Code::blocked_waf:
        return LinkCode::blocked_challenge;
    case Code::robots_denied:
        return LinkCode::robots_denied;
    case Code::ssrf_blocked:
        return LinkCode::policy_denied;
    case Code::redirect_loop:
        return LinkCode::redirect_loop;
    case Code::redirect_too_many:
        return LinkCode::redirect_too_many;
    case Code::truncated:
        return LinkCode::truncated;
    case Code::too_large:
    case Code::compression_bomb:
        return LinkCode::too_large;
    // Of a redirect: our own address was looked at before anybody was asked.
    case Code::bad_request_url:
    case Code::protocol_error:
        return LinkCode::proto_error;
    case Code::local_resources:
        return LinkCode::checker_offline;
    default:
        return LinkCode::internal_error;
    }
}

bool is_certificate_fault(Code failure) {
    return failure >= Code::tls_expired && failure <= Code::tls_old_protocol;
}

LinkCode code_of_status(int status) {
    switch (status) {
    case 400:
        return LinkCode::http_400;
    case 401:
        return LinkCode::auth_401;
    case 403:
        return LinkCode::forbidden_403;
    case 404:
        return LinkCode::http_404;
    case 407:
        return LinkCode::auth_407;
    case 408:
        return LinkCode::http_408;
    case 410:
        return LinkCode::http_410;
    case 429:
        return LinkCode::rate_limited_429;
    case 451:
        return LinkCode::legal_451;
    default:
        return status >= 500 ? LinkCode::http_5xx : LinkCode::http_other_4xx;
    }
}

bool is_wall(const LinkTarget& target, const net::Response& answer) {
    if (net::is_challenge(answer.status, answer.headers, answer.body))
        return true;
    if (contains(answer.url, "/.within.website/"))
        return true;
    // Incapsula turns robots away with 404.
    if (answer.status == 404)
        return !net::header(answer.headers, "x-iinfo").empty() ||
               contains(answer.body, "Incapsula incident ID");
    // Some walls answer 200; only where no page was expected does their text prove one.
    return answer.status < 300 && expects_file(target) && is_html(answer.headers, answer.body) &&
           (net::is_challenge(403, answer.headers, answer.body) ||
            contains(answer.body, "anubis_challenge"));
}

LinkCode judge(const LinkTarget& target, const net::Response& answer, bool head) {
    if (is_wall(target, answer))
        return LinkCode::blocked_challenge;
    const bool soap = (answer.status == 405 || answer.status == 500) &&
                      (contains(answer.body, ":Envelope") || contains(answer.body, "<Envelope"));
    if (soap)
        return LinkCode::ok_service;
    if (answer.status >= 400)
        return code_of_status(answer.status);
    if (answer.status >= 300 && !answer.not_modified())
        return LinkCode::http_other_4xx; // a redirect to nowhere
    if (leads_to_login(target, answer))
        return LinkCode::auth_401;
    const bool too_little = answer.cut && answer.body.size() < cut_bytes_min;
    const bool has_body = !head && !answer.not_modified() && !too_little;
    if (has_body && (answer.body.size() < body_bytes_min || answer.status == 204))
        return LinkCode::empty_body;
    if (!ogc_service(target).empty() && has_body)
        return is_service_exception(answer.body) ? LinkCode::api_exception : LinkCode::ok_service;
    if (downgraded(target, answer))
        return LinkCode::https_downgrade;
    if (has_body && expects_file(target)) {
        if (is_html(answer.headers, answer.body))
            return LinkCode::landing_page;
        if (!may_be(target.format, sniff(answer.body)))
            return LinkCode::format_mismatch;
    }
    if (answer.first_byte_after > slow_first_byte)
        return LinkCode::slow_ttfb;
    return code_of_good(answer);
}

bool head_suffices(const LinkTarget& target, const net::Response& answer) {
    if (answer.status < 200 || answer.status >= 300)
        return false;
    const bool dated = !net::header(answer.headers, "content-length").empty() ||
                       !net::header(answer.headers, "last-modified").empty();
    const bool page = expects_file(target) && is_html(answer.headers, "");
    // Where a redirect leads is looked at.
    return dated && !page && answer.redirect_statuses.empty();
}

std::string permanent_target(const LinkTarget& target, const net::Response& answer) {
    if (!all_permanent(answer) || bare(target.url) == bare(answer.url))
        return {};
    return answer.url;
}

} // namespace moisson::monitor
