// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An answer from a plain stream, and the choice of the stream.
#include "net/message_read.hpp"

namespace moisson::net {

asio::awaitable<IoOutcome> read_header(Channel& channel, IncomingParser& parser) {
    if (channel.tls)
        return read_header_tls(channel, parser);
    return read_header_from(*channel.tcp, channel, parser);
}

asio::awaitable<IoOutcome> read_some(Channel& channel, IncomingParser& parser) {
    if (channel.tls)
        return read_some_tls(channel, parser);
    return read_some_from(*channel.tcp, channel, parser);
}

} // namespace moisson::net
