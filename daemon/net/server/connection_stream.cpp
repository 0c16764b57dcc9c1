// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies that are made while they are sent: one part in memory, each with the time limits of a
// handler and of a write. An answer that ends early has no last chunk, so that the client knows.
#include "net/server/connection.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <utility>

namespace moisson::net {

namespace http = boost::beast::http;

asio::awaitable<bool> Connection::write_stream(
    WireResponse& wire,
    BodyStream stream,
    bool head,
    const std::string& request_id
) {
    const bool chunked = wire.chunked();
    http::response_serializer<http::string_body> serializer(wire);
    arm(Phase::writing, shared_->options.write_timeout);
    const auto [error, count] = co_await http::async_write_header(socket_, serializer, as_tuple);
    written_ = count;
    if (error)
        co_return false;
    while (!head) {
        const Part part = co_await next_part(stream, request_id);
        if (!part.failure.empty())
            co_return false;
        const bool last = part.bytes.empty();
        bool sent = true;
        if (!last || chunked)
            sent = co_await write_part(part.bytes, chunked);
        if (!sent || last)
            co_return sent;
    }
    co_return true;
}

asio::awaitable<Connection::Part>
Connection::next_part(const BodyStream& stream, const std::string& request_id) {
    arm(Phase::handling, shared_->options.handler_timeout);
    Part part;
    try {
        asio::awaitable<Part> step = run_stream(stream);
        auto token = asio::bind_cancellation_slot(handler_cancel_.slot(), asio::use_awaitable);
        part = co_await asio::co_spawn(socket_.get_executor(), std::move(step), std::move(token));
    } catch (const std::exception& error) {
        part.failure = timed_out_ ? "time limit of the handler passed" : error.what();
        if (part.failure.empty())
            part.failure = "exception without a message";
    }
    handler_runs_ = false;
    if (!part.failure.empty() && shared_->options.on_error)
        shared_->options.on_error(request_id, "body ended early: " + part.failure);
    co_return part;
}

asio::awaitable<Connection::Part> Connection::run_stream(const BodyStream& stream) {
    handler_runs_ = true;
    asio::awaitable<Result<std::string>> next = stream();
    Result<std::string> bytes = co_await std::move(next);
    Part part;
    if (bytes.has_value())
        part.bytes = std::move(*bytes);
    else
        part.failure = to_string(bytes.error().code);
    co_return part;
}

// An empty part is the end.
asio::awaitable<bool> Connection::write_part(const std::string& bytes, bool chunked) {
    arm(Phase::writing, write_limit(bytes.size()));
    std::string head;
    std::string_view tail;
    if (chunked) {
        head = bytes.empty() ? "0\r\n" : fmt::format("{:x}\r\n", bytes.size());
        tail = "\r\n";
    }
    const std::array<asio::const_buffer, 3> buffers = {
        asio::buffer(head),
        asio::buffer(bytes),
        asio::buffer(tail)};
    const auto piece = [this, noted = std::size_t{0}](
                           const boost::system::error_code& failed,
                           std::size_t total
                       ) mutable {
        note_written(total - std::exchange(noted, total));
        return failed ? std::size_t{0} : write_piece_bytes;
    };
    const auto [error, count] = co_await asio::async_write(socket_, buffers, piece, as_tuple);
    written_ += count;
    co_return !error;
}

} // namespace moisson::net
