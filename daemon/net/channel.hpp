// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Channel: one connection to one origin, plain or TLS, with the buffer it reads into.
#pragma once

#include "core/limits.hpp"
#include "core/time.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <memory>
#include <optional>
#include <string>

namespace moisson::net {

using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

struct Channel {
    explicit Channel(const boost::asio::any_io_executor& executor)
        : tcp(std::make_unique<boost::beast::tcp_stream>(executor)) {
        buffer.reserve(buffer_bytes);
    }

    // The socket below everything, for limits and for peeking.
    boost::beast::tcp_stream& lowest() { return tls ? boost::beast::get_lowest_layer(*tls) : *tcp; }

    static constexpr std::size_t buffer_bytes = 68 * 1024;
    // A header, or the trailer of a chunked body, waits here until it is whole: without a bound an
    // endless trailer would fill the memory.
    static constexpr std::size_t buffer_bytes_max = 2 * limits::response_header_bytes;

    // Keeps the context of `tls` alive.
    std::shared_ptr<boost::asio::ssl::context> tls_context;
    // Null once the stream has been wrapped.
    std::unique_ptr<boost::beast::tcp_stream> tcp;
    std::unique_ptr<TlsStream> tls;
    boost::beast::flat_buffer buffer{buffer_bytes_max};
    std::optional<Instant> certificate_expires;
    // Who may use it again: origin, verification, authorities.
    std::string pool_key;
    // Where a name led; of an address that was asked for as such, and behind a proxy, none.
    std::optional<boost::asio::ip::address> crowd_address;
    Steady idle_since{};
    // True when it has already carried an exchange.
    bool reused = false;
    // True when requests go to a proxy in absolute form.
    bool absolute_form = false;
    std::string proxy_authorization;
};

} // namespace moisson::net
