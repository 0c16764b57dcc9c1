// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading an answer from a stream of any kind: private to the two files that instantiate it.
#pragma once

#include "net/message_io.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/read.hpp>

namespace moisson::net {

template <class Stream>
asio::awaitable<IoOutcome>
read_header_from(Stream& stream, Channel& channel, IncomingParser& parser) {
    const auto [error, bytes] = co_await boost::beast::http::async_read_header(
        stream,
        channel.buffer,
        parser,
        asio::as_tuple(asio::use_awaitable)
    );
    IoOutcome outcome;
    outcome.error = error;
    outcome.bytes = bytes;
    co_return outcome;
}

template <class Stream>
asio::awaitable<IoOutcome>
read_some_from(Stream& stream, Channel& channel, IncomingParser& parser) {
    const auto [error, bytes] = co_await boost::beast::http::async_read_some(
        stream,
        channel.buffer,
        parser,
        asio::as_tuple(asio::use_awaitable)
    );
    IoOutcome outcome;
    outcome.error = error;
    outcome.bytes = bytes;
    co_return outcome;
}

} // namespace moisson::net
