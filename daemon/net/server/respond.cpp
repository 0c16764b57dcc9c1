// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Headers of every answer, ETag and 304, HEAD.
#include "net/server/respond.hpp"

#include "core/digest.hpp"
#include "net/server/compression.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace moisson::net {
namespace {

namespace http = boost::beast::http;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> common_headers = {{
    {"Access-Control-Allow-Origin", "*"},
    {"Access-Control-Expose-Headers",
     "Accept-Ranges, Content-Disposition, Content-Range, "
     "ETag, Link, Location, Retry-After, Deprecation, Sunset, Server-Timing, X-Request-Id, "
     "Moisson-Stale-Since, RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, "
     "X-RateLimit-Reset"},
    // No script runs at all (research A3): pages work without any.
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
     "base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "strict-origin-when-cross-origin"},
    {"Cross-Origin-Resource-Policy", "cross-origin"},
}};

bool has_header(const Headers& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [name](const auto& entry) {
        return boost::beast::iequals(entry.first, name);
    });
}

std::string_view etag_of(const Headers& headers) {
    for (const auto& [name, value] : headers)
        if (boost::beast::iequals(name, "ETag"))
            return value;
    return {};
}

// A handler cannot split the answer with a line break in a value.
std::string safe_value(std::string_view value) {
    std::string out(value);
    std::replace_if(
        out.begin(),
        out.end(),
        [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20 && c != '\t') || byte == 0x7f;
        },
        ' '
    );
    return out;
}

bool may_vary(const ServerResponse& response) {
    return is_compressible(response.content_type) &&
           !has_header(response.headers, "Content-Encoding");
}

void add_vary(WireResponse& wire) {
    const auto existing = wire[http::field::vary];
    if (existing.empty())
        wire.set(http::field::vary, "Accept-Encoding");
    else
        wire.set(http::field::vary, std::string(existing) + ", Accept-Encoding");
}

bool is_bodyless(int status) {
    return status == 204 || status == 304 || status < 200;
}

std::string marked_etag(std::string_view etag, std::string_view mark) {
    if (etag.size() < 2 || etag.back() != '"')
        return std::string(etag);
    return fmt::format("{}-{}\"", etag.substr(0, etag.size() - 1), mark);
}

} // namespace

std::string gzip_etag(std::string_view etag) {
    return marked_etag(etag, "gz");
}

std::string brotli_etag(std::string_view etag) {
    return marked_etag(etag, "br");
}

std::string strong_etag(std::string_view body) {
    const Digest digest = sha256(body);
    return fmt::format("\"{}\"", to_hex(std::span(digest).first(16)));
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    const auto opaque = [](std::string_view tag) {
        return tag.starts_with("W/") ? tag.substr(2) : tag;
    };
    if (etag.empty())
        return false;
    std::size_t at = 0;
    while (at < if_none_match.size()) {
        if (if_none_match[at] == ' ' || if_none_match[at] == ',' || if_none_match[at] == '\t') {
            ++at;
            continue;
        }
        if (if_none_match[at] == '*')
            return true;
        // An opaque tag may hold commas: read to its closing quote.
        const std::size_t open = if_none_match.find('"', at);
        if (open == if_none_match.npos)
            return false;
        const std::size_t close = if_none_match.find('"', open + 1);
        if (close == if_none_match.npos)
            return false;
        if (opaque(if_none_match.substr(at, close + 1 - at)) == opaque(etag))
            return true;
        at = close + 1;
    }
    return false;
}

bool matches_form(std::string_view if_none_match, std::string_view etag) {
    return matches_etag(if_none_match, etag) || matches_etag(if_none_match, gzip_etag(etag)) ||
           matches_etag(if_none_match, brotli_etag(etag));
}

bool sends_brotli(const ServerResponse& response, const RequestTraits& traits) {
    return response.brotli && traits.brotli && !response.stream && may_vary(response) &&
           !is_bodyless(response.status);
}

bool should_compress(
    const ServerResponse& response,
    const RequestTraits& traits,
    std::size_t min_bytes
) {
    return !response.stream && traits.gzip && !sends_brotli(response, traits) &&
           may_vary(response) && response.body.size() >= min_bytes &&
           response.body.size() <= UINT32_MAX / 2 && !is_bodyless(response.status);
}

bool packs_stream(const ServerResponse& response, const RequestTraits& traits) {
    return response.stream && traits.gzip && traits.version >= 11 && response.status == 200 &&
           !response.stream_bytes && may_vary(response) && etag_of(response.headers).empty();
}

WireResponse
finish_response(ServerResponse response, const RequestTraits& traits, std::string compressed) {
    const bool streamed = static_cast<bool>(response.stream);
    const bool validated = traits.get && response.status == 200 && !streamed;
    // How the body is packed; empty when it is not.
    std::string_view coding;
    std::string etag(etag_of(response.headers));
    if (validated && response.etag && etag.empty())
        etag = strong_etag(response.body);
    const bool unchanged = validated && matches_form(traits.if_none_match, etag);
    if (sends_brotli(response, traits)) {
        etag = brotli_etag(etag);
        response.body = *response.brotli;
        coding = "br";
    } else if (!compressed.empty()) {
        etag = gzip_etag(etag);
        response.body = std::move(compressed);
        coding = "gzip";
    } else if (packs_stream(response, traits)) {
        coding = "gzip";
    }
    WireResponse wire;
    wire.result(static_cast<unsigned>(unchanged ? 304 : response.status));
    wire.version(traits.version);
    wire.set(http::field::content_type, safe_value(response.content_type));
    for (const auto& [name, value] : common_headers)
        if (!has_header(response.headers, name))
            wire.set(
                boost::beast::string_view(name.data(), name.size()),
                boost::beast::string_view(value.data(), value.size())
            );
    for (const auto& [name, value] : response.headers)
        wire.insert(name, safe_value(value));
    wire.set("X-Request-Id", traits.request_id);
    if (!etag.empty() && validated)
        wire.set(http::field::etag, etag);
    if (may_vary(response))
        add_vary(wire);
    wire.keep_alive(traits.keep_alive);
    if (unchanged || is_bodyless(response.status)) {
        wire.erase(http::field::content_type);
        return wire;
    }
    if (!coding.empty())
        wire.set(
            http::field::content_encoding,
            boost::beast::string_view(coding.data(), coding.size())
        );
    if (streamed) {
        if (response.stream_bytes)
            wire.content_length(*response.stream_bytes);
        else
            wire.chunked(traits.version >= 11);
        return wire;
    }
    wire.content_length(response.body.size());
    if (!traits.head)
        wire.body() = std::move(response.body);
    return wire;
}

ServerResponse options_response() {
    ServerResponse response;
    response.status = 204;
    response.etag = false;
    response.route = "OPTIONS";
    response.headers.emplace_back("Allow", "GET, HEAD, POST, OPTIONS");
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS");
    response.headers.emplace_back(
        "Access-Control-Allow-Headers",
        "Accept, Accept-Language, Authorization, Content-Type, If-Modified-Since, If-None-Match, "
        "If-Range, Range, X-Requested-With"
    );
    response.headers.emplace_back("Access-Control-Max-Age", "86400");
    return response;
}

} // namespace moisson::net
