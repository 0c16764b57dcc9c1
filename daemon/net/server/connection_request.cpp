// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The first half of a connection's life: reading a request within its limits.
#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "core/uuid.hpp"
#include "net/server/compression.hpp"
#include "net/server/connection.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace moisson::net {
namespace {

namespace http = boost::beast::http;

// Several fields of one name are one list (RFC 9110, 5.3).
std::string joined_header(const Headers& headers, std::string_view name) {
    std::string out;
    for (const auto& [key, value] : headers) {
        if (key != name)
            continue;
        if (!out.empty())
            out += ", ";
        out += value;
    }
    return out;
}

bool is_supported(http::verb method) {
    switch (method) {
    case http::verb::get:
    case http::verb::head:
    case http::verb::options:
    case http::verb::post:
    case http::verb::put:
    case http::verb::patch:
    case http::verb::delete_:
        return true;
    default:
        return false;
    }
}

bool is_request_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
    });
}

// Finds a header that goes on in the next line (RFC 9112, 5.2): a proxy before us may see two.
class FoldWatch {
public:
    void see(std::string_view bytes) {
        for (const char c : bytes) {
            if (line_end_ == 2 && (c == ' ' || c == '\t'))
                found_ = true;
            if (c == '\r')
                line_end_ = 1;
            else
                line_end_ = c == '\n' && line_end_ == 1 ? 2 : 0;
        }
    }
    bool found() const { return found_; }

private:
    // How much of "\r\n" came last.
    int line_end_ = 0;
    bool found_ = false;
};

// Beast lets every byte but CR into a quoted value of a chunk extension; to a proxy before us a
// bare LF may be the end of the line.
void judge_chunk_header(
    std::uint64_t /*bytes*/,
    boost::beast::string_view extensions,
    boost::system::error_code& wrong
) {
    const bool is_clean = std::all_of(extensions.begin(), extensions.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
    if (!is_clean)
        wrong = http::error::bad_chunk_extension;
}

} // namespace

asio::awaitable<int> Connection::read_request() {
    parser_.emplace();
    parser_->header_limit(limits::request_header_bytes);
    parser_->body_limit(limits::request_body_bytes);
    written_ = 0;
    if (buffer_.size() == 0) {
        if (shared_->draining)
            co_return -1;
        arm(Phase::idle, shared_->options.idle_timeout);
        // The time may have passed between two reads, when there was nothing to cancel.
        if (timed_out_)
            co_return 408;
        const auto space = buffer_.prepare(read_chunk_bytes);
        const auto [error, count] = co_await socket_.async_read_some(space, as_tuple);
        if (error)
            co_return -1;
        buffer_.commit(count);
    }
    started_ = shared_->clock.steady_now();
    arm(Phase::reading_head, shared_->header_time());
    const int unread = co_await read_head();
    if (unread != 0)
        co_return unread;
    const int refused = check_request();
    if (refused != 0 || parser_->is_done())
        co_return refused;
    co_return co_await read_body();
}

// As http::async_read_header does, which does not show what it unfolds.
asio::awaitable<int> Connection::read_head() {
    FoldWatch folds;
    for (;;) {
        boost::system::error_code wrong;
        const asio::const_buffer data = buffer_.data();
        const std::size_t used = parser_->put(data, wrong);
        folds.see(std::string_view(static_cast<const char*>(data.data()), used));
        buffer_.consume(used);
        if (wrong && wrong != http::error::need_more)
            co_return status_of(wrong);
        if (folds.found())
            co_return 400;
        if (parser_->is_header_done())
            co_return 0;
        const auto space = buffer_.prepare(read_chunk_bytes);
        const auto [error, count] = co_await socket_.async_read_some(space, as_tuple);
        if (error)
            co_return status_of(error);
        buffer_.commit(count);
    }
}

asio::awaitable<int> Connection::read_body() {
    arm(Phase::reading_body, shared_->options.body_timeout);
    if (boost::beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto interim = asio::buffer(go_on);
        const auto [error, count] = co_await asio::async_write(socket_, interim, as_tuple);
        if (error)
            co_return -1;
    }
    parser_->on_chunk_header(judge_chunk_header);
    const auto [error, count] = co_await http::async_read(socket_, buffer_, *parser_, as_tuple);
    co_return error ? status_of(error) : 0;
}

int Connection::status_of(const boost::system::error_code& error) const {
    if (timed_out_)
        return 408;
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
        // The request line is read as a whole: without a target yet, it is the line that is long.
        return parser_->get().target().empty() ? 414 : 431;
    if (error == http::error::body_limit)
        return 413;
    if (error == http::error::bad_version)
        return 505;
    if (error == http::error::end_of_stream || error == http::error::partial_message)
        return -1;
    return error.category() == http::make_error_code(http::error::bad_target).category() ? 400 : -1;
}

int Connection::check_request() const {
    const auto& message = parser_->get();
    if (!is_supported(message.method()))
        return 501;
    if (message.target().size() > limits::url_bytes)
        return 414;
    const auto hosts = message.count(http::field::host);
    if (hosts > 1 || (message.version() >= 11 && hosts == 0))
        return 400;
    // Even twice the same is one too many (RFC 9112, 6.3).
    const auto lengths = message.count(http::field::content_length);
    if (lengths > 1 || message[http::field::content_length].find(',') != std::string_view::npos)
        return 400;
    const auto coding = message[http::field::transfer_encoding];
    // Anything but plain chunked has a length that two servers may read differently (smuggling).
    if (!coding.empty() && !boost::beast::iequals(coding, "chunked"))
        return 501;
    // HTTP/1.0 knows no chunks: a proxy may see another end of this request (RFC 9112, 6.1).
    if (!coding.empty() && message.version() < 11)
        return 400;
    return 0;
}

bool Connection::peer_is_trusted() const {
    return shared_->proxies.trusts(peer_);
}

std::string Connection::request_id() const {
    if (parser_ && peer_is_trusted()) {
        const auto given = parser_->get()["X-Request-Id"];
        if (is_request_id(std::string_view(given.data(), given.size())))
            return std::string(given);
    }
    return to_string(random_uuid());
}

ServerRequest Connection::take_request(std::string path, std::string query) {
    const bool trusted = peer_is_trusted();
    auto& message = parser_->get();
    ServerRequest request;
    request.request_id = request_id();
    request.method = std::string(message.method_string());
    if (message.method() == http::verb::head)
        request.method = "GET";
    request.path = std::move(path);
    request.query = std::move(query);
    for (const auto& field : message) {
        std::string name = ascii_lowered(std::string_view(field.name_string()));
        if (!trusted && (name.starts_with("x-forwarded-") || name == "forwarded"))
            continue;
        request.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    request.client_address =
        shared_->proxies.client_of(peer_, joined_header(request.headers, "x-forwarded-for"));
    if (header(request.headers, "x-forwarded-proto") == "https")
        request.scheme = "https";
    request.body = std::move(message.body());
    return request;
}

RequestTraits Connection::traits_of(const ServerRequest& request) const {
    RequestTraits traits;
    const auto& message = parser_->get();
    traits.head = message.method() == http::verb::head;
    traits.get = traits.head || message.method() == http::verb::get;
    const std::string codings = joined_header(request.headers, "accept-encoding");
    traits.gzip = wants_gzip(codings);
    traits.brotli = wants_brotli(codings);
    traits.keep_alive = message.keep_alive() && !shared_->draining;
    traits.version = message.version();
    traits.if_none_match = joined_header(request.headers, "if-none-match");
    traits.request_id = request.request_id;
    return traits;
}

} // namespace moisson::net
