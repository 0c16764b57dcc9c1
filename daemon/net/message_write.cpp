// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A request onto the wire.
#include "net/message_io.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace moisson::net {
namespace {

template <class Stream>
asio::awaitable<IoOutcome> write_to(Stream& stream, std::string_view bytes) {
    const asio::const_buffer buffer(bytes.data(), bytes.size());
    const auto [error, count] =
        co_await asio::async_write(stream, buffer, asio::as_tuple(asio::use_awaitable));
    IoOutcome outcome;
    outcome.error = error;
    outcome.bytes = count;
    co_return outcome;
}

} // namespace

asio::awaitable<IoOutcome> write_bytes(Channel& channel, std::string_view bytes) {
    if (channel.tls)
        return write_to(*channel.tls, bytes);
    return write_to(*channel.tcp, bytes);
}

} // namespace moisson::net
