// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/probe_evidence.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"
#include "core/utf8.hpp"
#include "monitor/link_format.hpp"
#include "monitor/link_judge.hpp"
#include "net/redirect.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::monitor {
namespace {

constexpr std::size_t value_bytes = 200;
constexpr std::size_t url_bytes = 2'000;
constexpr std::array<std::string_view, 12> kept{
    "content-type",
    "content-length",
    "content-range",
    "last-modified",
    "etag",
    "server",
    "retry-after",
    "content-encoding",
    "date",
    "location",
    "www-authenticate",
    "accept-ranges"};

std::string bounded(std::string_view text, std::size_t bytes) {
    const std::string clean = repair_utf8(text.substr(0, 2 * bytes)).text;
    return std::string(utf8_prefix(clean, bytes));
}

// Of an address that somebody else gave us: signatures and keys in it are theirs.
bool has_secret(std::string_view url) {
    std::size_t begin = url.find('?');
    while (begin != std::string_view::npos) {
        const std::string_view rest = url.substr(begin + 1);
        const std::string name = ascii_lowered(rest.substr(0, rest.find_first_of("=&;#")));
        if (net::is_credential(name) || name == "sig" || name.find("signature") != name.npos ||
            name.find("credential") != name.npos)
            return true;
        begin = url.find_first_of("&;", begin + 1);
    }
    return false;
}

std::string shown_url(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    const std::string_view authority =
        url.substr(host, std::min(url.find_first_of("/?#", host), url.size()) - host);
    const std::size_t at = scheme == std::string_view::npos ? authority.npos : authority.rfind('@');
    std::string out(url.substr(0, host));
    out += url.substr(at == authority.npos ? host : host + at + 1);
    if (has_secret(out))
        out.replace(out.find('?'), out.npos, "?…");
    return bounded(out, url_bytes);
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> whole_length(const net::Response& answer) {
    const std::string_view range = net::header(answer.headers, "content-range");
    const std::size_t slash = range.rfind('/');
    if (answer.status == 206 && slash != std::string_view::npos)
        return number(range.substr(slash + 1));
    if (answer.status == 200)
        return number(net::header(answer.headers, "content-length"));
    return std::nullopt;
}

// Between single quotes of a shell.
std::string shell_word(std::string_view text) {
    std::string out = "'";
    for (const char c : text)
        if (c == '\'')
            out += "'\\''";
        else if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    return out + "'";
}

} // namespace

Exchange describe_exchange(const net::Request& sent, const Result<net::Response>& outcome) {
    Exchange out;
    out.method = sent.method;
    // The catalogue's own address, public as it is; addresses with credentials are never sent.
    out.url = bounded(sent.url, url_bytes);
    out.unverified = !sent.policy.verify_tls;
    out.ranged = !net::header(sent.headers, "range").empty();
    out.whole = sent.digest_bytes_max > 0;
    if (!outcome) {
        out.error = std::string(to_string(outcome.error().code));
        return out;
    }
    const net::Response& answer = *outcome;
    out.status = answer.status;
    for (const auto& [name, value] : answer.headers) {
        const std::string lower = ascii_lowered(name);
        if (std::find(kept.begin(), kept.end(), lower) != kept.end() &&
            out.headers.size() < kept.size())
            out.headers.emplace_back(
                lower,
                bounded(lower == "location" ? shown_url(value) : value, value_bytes)
            );
    }
    out.redirect_statuses = answer.redirect_statuses;
    for (const std::string& url : answer.redirects)
        out.redirects.push_back(shown_url(url));
    out.first_byte_after =
        std::chrono::duration_cast<std::chrono::milliseconds>(answer.first_byte_after);
    out.body_bytes = answer.body.size();
    if (answer.digest) {
        out.sha256 = to_hex(answer.digest->sum);
        out.body_bytes = answer.digest->bytes;
    }
    return out;
}

void note_answer(const LinkTarget& target, const net::Response& answer, ProbeResult& result) {
    if (answer.status >= 400)
        return;
    if (!answer.redirects.empty())
        result.final_url = bounded(answer.url, url_bytes);
    // A signed address is no address to publish.
    const std::string moved = permanent_target(target, answer);
    if (!has_secret(moved))
        result.permanent_target = shown_url(moved);
    if (answer.not_modified()) {
        result.etag = target.etag;
        result.last_modified = target.last_modified;
        return;
    }
    result.etag = bounded(net::header(answer.headers, "etag"), value_bytes);
    result.last_modified = bounded(net::header(answer.headers, "last-modified"), value_bytes);
    result.length = whole_length(answer);
    result.found_format = std::string(sniff(answer.body));
}

std::string curl_line(const Exchange& exchange, const std::string& user_agent) {
    std::string out = exchange.whole ? "curl -sS -L --max-redirs 5 --max-time 60"
                                     : "curl -sS -o /dev/null -D - -L --max-redirs 5 --max-time 45";
    if (exchange.method == "HEAD")
        out += " --head";
    if (exchange.ranged)
        out += " -r 0-65535";
    if (exchange.unverified)
        out += " --insecure";
    if (!user_agent.empty())
        out += " -A " + shell_word(user_agent);
    out += " " + shell_word(exchange.url);
    return exchange.whole ? out + " | sha256sum" : out;
}

nlohmann::json to_json(const Exchange& exchange, const std::string& user_agent) {
    nlohmann::json out;
    out["method"] = exchange.method;
    out["url"] = exchange.url;
    if (exchange.status != 0)
        out["status"] = exchange.status;
    if (!exchange.error.empty())
        out["error"] = exchange.error;
    if (exchange.unverified)
        out["certificate_verified"] = false;
    if (exchange.whole)
        out["whole"] = true;
    if (!exchange.sha256.empty())
        out["sha256"] = exchange.sha256;
    nlohmann::json headers = nlohmann::json::object();
    for (const auto& [name, value] : exchange.headers)
        headers[name] = value;
    out["headers"] = std::move(headers);
    nlohmann::json redirects = nlohmann::json::array();
    for (std::size_t i = 0; i < exchange.redirects.size(); ++i) {
        nlohmann::json redirect;
        redirect["url"] = exchange.redirects[i];
        if (i < exchange.redirect_statuses.size())
            redirect["status"] = exchange.redirect_statuses[i];
        redirects.push_back(std::move(redirect));
    }
    out["redirects"] = std::move(redirects);
    out["first_byte_ms"] = exchange.first_byte_after.count();
    out["body_bytes"] = exchange.body_bytes;
    out["curl"] = curl_line(exchange, user_agent);
    return out;
}

} // namespace moisson::monitor
