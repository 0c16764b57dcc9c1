// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What goes into and comes out of a simulated portal, in plain standard types: the request, the
// scripted response and how it is delivered. Nothing here knows sockets, CKAN or the product.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::portals {

// UTC, microseconds; the caller's clock, real or virtual.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Headers = std::vector<std::pair<std::string, std::string>>;

// Value of the first header of that name (case-insensitive), empty when absent.
std::string_view header(const Headers& headers, std::string_view name);

struct PortalRequest {
    std::string method = "GET";
    // Host header without the port.
    std::string host;
    // Path and query as sent, e.g. "/api/3/action/package_search?rows=10".
    std::string target = "/";
    Headers headers;
    std::string body;

    std::string_view path() const;
    std::string_view query() const;
};

// Part of a body. `owner` keeps the memory that `bytes` points into (null = static storage).
struct Slice {
    std::string_view bytes;
    std::shared_ptr<const void> owner;
};

// Produces a body piece by piece: the next piece, valid until the next call; empty = end.
using Stream = std::function<std::string_view()>;

// A list of slices, then optionally a lazy stream (bodies of gigabytes are never in memory).
class Body {
public:
    Body() = default;
    explicit Body(std::string text) { add(std::move(text)); }

    void add(std::string text);
    void add(Slice slice);
    // Only one stream; `bytes` is what it will produce in all.
    void set_stream(std::function<Stream()> factory, std::uint64_t bytes);

    const std::vector<Slice>& slices() const { return slices_; }
    bool has_stream() const { return static_cast<bool>(factory_); }
    Stream open_stream() const { return factory_(); }
    // Total bytes, stream included.
    std::uint64_t size() const;
    // The slices joined (the stream is left out).
    std::string text() const;

private:
    std::vector<Slice> slices_;
    std::function<Stream()> factory_;
    std::uint64_t stream_bytes_ = 0;
};

// How the connection ends.
enum class Ending {
    normal, // everything is sent, keep-alive goes on
    reset,  // TCP RST after `cut_at` bytes of body
    close,  // orderly FIN after `cut_at` bytes: a truncation when a length was declared
    hang,   // nothing more is sent after `cut_at` bytes, the connection stays open
};

// How the bytes travel. A front that has no sockets gives the same meaning to the same fields.
struct Delivery {
    // Before the first byte of the response.
    std::chrono::milliseconds latency{0};
    Ending ending = Ending::normal;
    // Bytes of body sent before `ending`; with reset and 0, not even the status line is sent.
    std::uint64_t cut_at = 0;
    // Content-Length that is announced instead of the true size.
    std::optional<std::uint64_t> declared_length;
    // Slow drip: pieces of this many bytes (0 = off) separated by `drip_pause`.
    std::size_t drip_bytes = 0;
    std::chrono::milliseconds drip_pause{0};
    // Transfer-Encoding: chunked with chunks of this many bytes (0 = Content-Length is used).
    std::size_t chunk_bytes = 0;
};

struct ScriptedResponse {
    int status = 200;
    Headers headers;
    Body body;
    Delivery delivery;
};

// Decoded `a=b&c=d` (percent and plus), in order, names may repeat.
using Parameters = std::vector<std::pair<std::string, std::string>>;
Parameters parse_query(std::string_view query);
std::optional<std::string> parameter(const Parameters& parameters, std::string_view name);
// The number that the parameter begins with; fallback when there is none.
std::uint64_t
natural_parameter(const Parameters& parameters, std::string_view name, std::uint64_t fallback);
std::string percent_decode(std::string_view text, bool plus_is_space);

std::string_view reason_phrase(int status);
// RFC 9110 date: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(Instant instant);
// "2026-01-31T12:00:00.123456": naive UTC as CKAN writes it.
std::string ckan_date(Instant instant);

} // namespace moisson::portals
