// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// An answer from a TLS stream.
#include "net/message_read.hpp"

namespace moisson::net {

asio::awaitable<IoOutcome> read_header_tls(Channel& channel, IncomingParser& parser) {
    return read_header_from(*channel.tls, channel, parser);
}

asio::awaitable<IoOutcome> read_some_tls(Channel& channel, IncomingParser& parser) {
    return read_some_from(*channel.tls, channel, parser);
}

} // namespace moisson::net
