// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The life of a connection. A timer on the same strand cancels what takes too long; the step that
// was cancelled then knows why and answers 408 or 503 where an answer still makes sense.
#include "net/server/connection.hpp"

#include "core/limits.hpp"
#include "core/uuid.hpp"
#include "net/server/compression.hpp"
#include "net/server/error_page.hpp"
#include "net/server/gzip_stream.hpp"
#include "net/server/target.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <cctype>

namespace moisson::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t buffer_bytes_max = 128 * limits::kib;
constexpr std::size_t linger_bytes_max = 256 * limits::kib;
constexpr std::chrono::milliseconds linger_time{2'000};
constexpr std::chrono::milliseconds handler_start_pause{10};

asio::awaitable<std::string> gzip_task(std::string body) {
    co_return gzip(body);
}

} // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::shared_ptr<const ServerShared> shared)
    : socket_(std::move(socket)), shared_(std::move(shared)), timer_(socket_.get_executor()),
      turn_(socket_.get_executor()), buffer_(buffer_bytes_max) {
    phase_since_ = shared_->clock.steady_now().time_since_epoch().count();
    boost::system::error_code error;
    const asio::ip::tcp::endpoint remote = socket_.remote_endpoint(error);
    // A client that left between accept and here: its first read will say so.
    if (!error)
        peer_ = remote.address();
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    bound_unsent();
}

void Connection::arm(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    phase_since_ = shared_->clock.steady_now().time_since_epoch().count();
    timed_out_ = false;
    unnoted_ = 0;
    const std::uint64_t generation = ++generation_;
    timer_.expires_after(limit);
    timer_.async_wait([self = weak_from_this(), generation](boost::system::error_code error) {
        if (error)
            return;
        if (const std::shared_ptr<Connection> connection = self.lock())
            connection->on_timer(generation);
    });
}

void Connection::on_timer(std::uint64_t generation) {
    if (generation != generation_)
        return;
    if (phase_ == Phase::handling && !handler_runs_) {
        arm(Phase::handling, handler_start_pause);
        return;
    }
    timed_out_ = true;
    if (phase_ == Phase::handling) {
        handler_cancel_.emit(asio::cancellation_type::terminal);
        return;
    }
    if (phase_ == Phase::waiting) {
        turn_.cancel();
        return;
    }
    boost::system::error_code error;
    socket_.cancel(error);
    if (error)
        close();
}

void Connection::close() {
    ++generation_;
    timer_.cancel();
    turn_.cancel();
    boost::system::error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, error);
    // Closing a socket that the client already closed is no event.
    socket_.close(error);
}

void Connection::begin_drain() {
    asio::dispatch(socket_.get_executor(), [self = shared_from_this()] {
        if (self->phase_ == Phase::idle)
            self->close();
    });
}

void Connection::abort() {
    asio::dispatch(socket_.get_executor(), [self = shared_from_this()] {
        if (self->phase_ == Phase::handling && self->handler_runs_)
            self->handler_cancel_.emit(asio::cancellation_type::terminal);
        self->close();
    });
}

void Connection::give_way() {
    asio::dispatch(socket_.get_executor(), [self = shared_from_this()] {
        // A request may have begun since it was chosen.
        if (self->worth() == Worth::working)
            self->gives_way_ = true;
        else
            self->close();
    });
}

Worth Connection::worth() const {
    switch (phase_.load()) {
    case Phase::idle:
        return Worth::idle;
    case Phase::waiting:
        return Worth::queued;
    case Phase::handling:
        return Worth::working;
    case Phase::writing: {
        // Each piece that is taken begins anew.
        const Steady since(Steady::duration(phase_since_.load()));
        const bool moves = shared_->clock.steady_now() - since < shared_->options.own_time;
        return moves ? Worth::working : Worth::slow;
    }
    case Phase::reading_head:
    case Phase::reading_body:
    case Phase::lingering:
        break;
    }
    return Worth::slow;
}

Steady::duration Connection::own_time() const {
    const Phase phase = phase_.load();
    if (phase == Phase::reading_head || phase == Phase::lingering)
        return shared_->options.header_own_time;
    return shared_->options.own_time;
}

Standing Connection::standing() const {
    Standing standing;
    standing.worth = worth();
    standing.since = Steady(Steady::duration(phase_since_.load()));
    if (standing.worth != Worth::queued)
        standing.spare_from = standing.since + own_time();
    return standing;
}

asio::awaitable<void> Connection::serve() {
    Next next = Next::keep;
    while (next == Next::keep && socket_.is_open()) {
        const int refused = co_await read_request();
        if (refused < 0)
            break;
        if (refused > 0) {
            co_await answer_error(refused);
            co_await linger();
            break;
        }
        next = co_await answer_request();
    }
    close();
}

asio::awaitable<void> Connection::refuse() {
    started_ = shared_->clock.steady_now();
    co_await answer_error(503);
    co_await linger();
    close();
}

asio::awaitable<Connection::Next> Connection::answer_request() {
    const auto raw = parser_->get().target();
    std::optional<RequestTarget> target =
        parse_request_target(std::string_view(raw.data(), raw.size()));
    const bool options = parser_->get().method() == http::verb::options;
    if (!target || (target->path == "*" && !options)) {
        co_await answer_error(400);
        co_await linger();
        co_return Next::close;
    }
    const std::string method(parser_->get().method_string());
    ServerRequest request = take_request(std::move(target->path), std::move(target->query));
    RequestTraits traits = traits_of(request);
    ServerResponse response;
    // Until the answer is ready; a client that reads slowly keeps nobody of its own waiting.
    std::optional<ClientTurns::Turn> turn;
    if (std::string client = counted_client(request); !client.empty())
        turn.emplace(shared_->turns, std::move(client), turn_notice());
    bool may_run = true;
    if (turn)
        may_run = co_await wait_for_turn(*turn);
    if (!may_run)
        response = error_response(
            503,
            error_form(request.path, header(request.headers, "accept")),
            request.request_id
        );
    else if (options)
        response = options_response();
    else
        response = co_await ask_handler(std::move(request));
    if (!socket_.is_open())
        co_return Next::close;
    const std::string route = response.route;
    const int status = response.status;
    const bool wanted = should_compress(response, traits, shared_->options.gzip_min_bytes);
    std::string packed = co_await compressed(response, wanted);
    BodyStream stream = response.stream;
    if (!traits.head && packs_stream(response, traits))
        stream = gzipped(std::move(stream));
    // A stream works for its client until its end.
    if (!stream)
        turn.reset();
    traits.keep_alive = traits.keep_alive && !shared_->draining && !gives_way_;
    // Without chunks the end of the body is that of the connection.
    if (stream && !response.stream_bytes && traits.version < 11)
        traits.keep_alive = false;
    WireResponse wire = finish_response(std::move(response), traits, std::move(packed));
    bool written = false;
    if (stream)
        written = co_await write_stream(wire, stream, traits.head, traits.request_id);
    else
        written = co_await write(wire);
    report(method, route, wire.result_int() == 304 ? 304 : status, traits.request_id);
    // It may have been told to go while the answer was on its way.
    const bool keeps = written && traits.keep_alive && !gives_way_;
    co_return keeps ? Next::keep : Next::close;
}

std::string Connection::counted_client(const ServerRequest& request) const {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(request.client_address, error);
    if (!error && shared_->proxies.trusts(address))
        return {};
    return client_key(request.client_address);
}

std::function<void()> Connection::turn_notice() {
    return [self = weak_from_this()] {
        const std::shared_ptr<Connection> connection = self.lock();
        if (!connection)
            return;
        asio::post(connection->socket_.get_executor(), [connection] {
            connection->turn_.cancel();
        });
    };
}

asio::awaitable<bool> Connection::wait_for_turn(const ClientTurns::Turn& turn) {
    if (turn.granted())
        co_return true;
    arm(Phase::waiting, shared_->options.handler_timeout);
    while (!turn.granted()) {
        if (timed_out_ || !socket_.is_open())
            co_return false;
        // The notice is posted to this strand: it cannot pass between the question above and this.
        turn_.expires_at(asio::steady_timer::time_point::max());
        const auto [ignored] = co_await turn_.async_wait(as_tuple);
        static_cast<void>(ignored);
    }
    co_return socket_.is_open();
}

asio::awaitable<ServerResponse> Connection::ask_handler(ServerRequest request) {
    const std::string id = request.request_id;
    const ErrorForm form = error_form(request.path, header(request.headers, "accept"));
    arm(Phase::handling, shared_->options.handler_timeout);
    ServerResponse response;
    std::string failure;
    try {
        asio::awaitable<ServerResponse> answer = run_handler(std::move(request));
        auto token = asio::bind_cancellation_slot(handler_cancel_.slot(), asio::use_awaitable);
        response =
            co_await asio::co_spawn(socket_.get_executor(), std::move(answer), std::move(token));
    } catch (const std::exception& error) {
        failure = error.what();
        if (failure.empty())
            failure = "exception without a message";
    }
    handler_runs_ = false;
    if (failure.empty())
        co_return response;
    if (timed_out_ && shared_->options.on_error)
        shared_->options.on_error(id, "time limit of the handler passed");
    else if (shared_->options.on_error)
        shared_->options.on_error(id, failure);
    co_return error_response(timed_out_ ? 503 : 500, form, id);
}

asio::awaitable<ServerResponse> Connection::run_handler(ServerRequest request) {
    handler_runs_ = true;
    asio::awaitable<ServerResponse> answer = shared_->handler(std::move(request));
    ServerResponse response = co_await std::move(answer);
    co_return response;
}

asio::awaitable<std::string> Connection::compressed(const ServerResponse& response, bool wanted) {
    if (!wanted)
        co_return std::string();
    const ServerOptions& options = shared_->options;
    if (!options.cpu || response.body.size() <= options.compress_inline_bytes_max)
        co_return gzip(response.body);
    std::string copy = response.body;
    asio::awaitable<std::string> task = gzip_task(std::move(copy));
    std::string packed = co_await asio::co_spawn(options.cpu, std::move(task), asio::use_awaitable);
    co_return packed;
}

asio::awaitable<void> Connection::answer_error(int status) {
    const std::string id = request_id();
    std::string path;
    std::string accept;
    RequestTraits traits;
    if (parser_) {
        path = std::string(parser_->get().target());
        accept = std::string(parser_->get()[http::field::accept]);
        traits.head = parser_->get().method() == http::verb::head;
    }
    traits.keep_alive = false;
    traits.request_id = id;
    WireResponse wire =
        finish_response(error_response(status, error_form(path, accept), id), traits, {});
    co_await write(wire);
    report("", "", status, id);
}

// Closing with unread input makes the kernel send a reset, which can destroy the answer on its way:
// say the end, then read what still comes, within bounds.
asio::awaitable<void> Connection::linger() {
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    arm(Phase::lingering, linger_time);
    std::size_t total = 0;
    while (total < linger_bytes_max && !timed_out_ && socket_.is_open()) {
        buffer_.clear();
        const auto space = buffer_.prepare(read_chunk_bytes);
        const auto [error, count] = co_await socket_.async_read_some(space, as_tuple);
        if (error)
            break;
        total += count;
    }
}

void Connection::report(
    std::string_view method,
    std::string_view route,
    int status,
    const std::string& id
) {
    if (!shared_->options.on_access)
        return;
    AccessRecord record;
    record.method = std::string(method);
    record.route = std::string(route);
    record.status = status;
    record.bytes = written_;
    record.took = std::chrono::duration_cast<std::chrono::microseconds>(
        shared_->clock.steady_now() - started_
    );
    record.request_id = id;
    shared_->options.on_access(record);
}

} // namespace moisson::net
