// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers on their way, in pieces: a reader that is slow and takes them is told from one that takes
// nothing.
#include "core/limits.hpp"
#include "net/server/connection.hpp"

#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace moisson::net {
namespace {

namespace http = boost::beast::http;

// A reader slower than this (2G) may lose a long answer.
constexpr std::size_t write_bytes_per_second_min = 8 * limits::kib;

} // namespace

// Without it the kernel takes megabytes at once, and says nothing until a third of them are gone.
void Connection::bound_unsent() {
    const int bytes = static_cast<int>(write_piece_bytes);
    // Where there is no such option, readers look slower than they are.
    static_cast<void>(
        ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, sizeof(bytes))
    );
}

std::chrono::milliseconds Connection::write_limit(std::size_t bytes) const {
    const auto seconds = static_cast<long>(bytes / write_bytes_per_second_min);
    return shared_->options.write_timeout + std::chrono::seconds(seconds);
}

void Connection::note_written(std::size_t bytes) {
    unnoted_ += bytes;
    if (unnoted_ < write_piece_bytes)
        return;
    unnoted_ = 0;
    phase_since_ = shared_->clock.steady_now().time_since_epoch().count();
}

asio::awaitable<bool> Connection::write(WireResponse& wire) {
    arm(Phase::writing, write_limit(wire.body().size()));
    written_ = 0;
    http::response_serializer<http::string_body> serializer(wire);
    serializer.limit(write_piece_bytes);
    while (!serializer.is_done()) {
        // The timer may have passed between two pieces, when there was nothing to cancel.
        if (timed_out_)
            co_return false;
        const auto [error, count] = co_await http::async_write_some(socket_, serializer, as_tuple);
        if (error)
            co_return false;
        written_ += count;
        note_written(count);
    }
    co_return true;
}

} // namespace moisson::net
