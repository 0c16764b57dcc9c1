// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of network errors.
#include "net/network_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>

namespace moisson::net {

namespace {

using boost::system::errc::make_error_code;
namespace errc = boost::system::errc;
namespace http = boost::beast::http;

Code closed_early(Phase phase) {
    return phase == Phase::body ? Code::truncated : Code::connect_reset;
}

Code code_of(const boost::system::error_code& error, Phase phase) {
    if (error == boost::beast::error::timeout)
        return timeout_code(phase);
    if (error == boost::asio::error::operation_aborted)
        return Code::cancelled;
    if (is_local_lack(error))
        return Code::local_resources;
    if (error == errc::connection_refused)
        return Code::connect_refused;
    if (error == errc::connection_reset || error == errc::broken_pipe ||
        error == errc::connection_aborted || error == errc::not_connected)
        return Code::connect_reset;
    if (error == errc::host_unreachable || error == errc::network_unreachable ||
        error == errc::network_down || error == errc::address_family_not_supported ||
        error == errc::permission_denied)
        return Code::host_unreachable;
    if (error == errc::timed_out)
        return timeout_code(phase);
    if (error == boost::asio::error::eof || error == http::error::end_of_stream ||
        error == boost::asio::ssl::error::stream_truncated)
        return closed_early(phase);
    if (error == http::error::partial_message)
        return closed_early(phase);
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        return Code::too_large;
    return phase == Phase::tls ? Code::tls_handshake : Code::protocol_error;
}

} // namespace

bool is_local_lack(const boost::system::error_code& error) {
    return error == errc::too_many_files_open || error == errc::too_many_files_open_in_system ||
           error == errc::no_buffer_space || error == errc::not_enough_memory ||
           error == errc::address_not_available;
}

Code timeout_code(Phase phase) {
    switch (phase) {
    case Phase::connect:
        return Code::timeout_connect;
    case Phase::tls:
        return Code::timeout_tls;
    case Phase::first_byte:
        return Code::timeout_first_byte;
    case Phase::body:
        break;
    }
    return Code::timeout_idle;
}

Error network_error(const boost::system::error_code& error, Phase phase) {
    return Error(code_of(error, phase), error.message());
}

} // namespace moisson::net
