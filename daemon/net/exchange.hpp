// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One request and its answer on an open channel.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "net/channel.hpp"
#include "net/network_error.hpp"
#include "net/wire.hpp"

namespace moisson::net {

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
