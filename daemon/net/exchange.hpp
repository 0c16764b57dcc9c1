// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One request and its answer on an open channel.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "net/channel.hpp"
#include "net/http_client.hpp"
#include "net/network_error.hpp"
#include "net/web_address.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace moisson::net {

// What goes on the wire. Header names and values are clean (no CR, LF, NUL).
struct Message {
    Message() = default;

    std::string method;
    WebAddress address;
    Headers headers;
    std::string body;
    std::size_t body_bytes_max = limits::page_body_bytes;
    std::optional<SpoolOptions> spool;
    Timeouts timeouts;
};

struct Answer {
    int status = 0;
    std::string reason;
    Headers headers;
    std::string body;
    std::optional<Body> spooled;
    std::uint64_t wire_bytes = 0;
    std::chrono::microseconds first_byte_after{0};
    // The channel may carry another exchange.
    bool keep_alive = false;
};

// A failed exchange, and whether the server had begun to answer.
struct ExchangeFailure {
    Error error;
    bool answer_begun = false;
};

// Sends `message` and reads the whole answer, decoded. An answer of 400 and above is read up to
// limits::error_body_bytes and cut there, without error. Both references are to objects of the
// awaiting coroutine. On failure the channel is of no further use.
asio::awaitable<boost::system::result<Answer, ExchangeFailure>>
exchange(Channel& channel, const Message& message, Limits limits);

} // namespace moisson::net
