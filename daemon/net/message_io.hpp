// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The steps of an exchange on either stream of a channel. Each is compiled once in a file of its
// own: Beast's operations on a TLS stream are the most expensive templates of the tree.
#pragma once

#include "async/asio.hpp"
#include "net/channel.hpp"
#include "net/decoded_body.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <string_view>

namespace moisson::net {

using IncomingParser = boost::beast::http::response_parser<DecodedBody>;

struct IoOutcome {
    boost::system::error_code error;
    // Moved by this step, also when it failed.
    std::size_t bytes = 0;
};

// Every reference is to an object of the awaiting coroutine. Time limits are those of the channel's
// lowest layer.
asio::awaitable<IoOutcome> write_bytes(Channel& channel, std::string_view bytes);
asio::awaitable<IoOutcome> read_header(Channel& channel, IncomingParser& parser);
asio::awaitable<IoOutcome> read_some(Channel& channel, IncomingParser& parser);

// The TLS halves of the last two.
asio::awaitable<IoOutcome> read_header_tls(Channel& channel, IncomingParser& parser);
asio::awaitable<IoOutcome> read_some_tls(Channel& channel, IncomingParser& parser);

} // namespace moisson::net
