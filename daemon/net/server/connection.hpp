// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One client connection: reads requests, asks the handler, writes answers, one at a time and each
// step with its time limit. Lives on its own strand.
#pragma once

#include "core/clock.hpp"
#include "core/limits.hpp"
#include "net/http_server.hpp"
#include "net/server/client_turns.hpp"
#include "net/server/forwarded.hpp"
#include "net/server/place.hpp"
#include "net/server/respond.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace moisson::net {

inline constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
inline constexpr std::size_t read_chunk_bytes = 4 * limits::kib;
// A reader that takes so much of an answer moves.
inline constexpr std::size_t write_piece_bytes = 64 * limits::kib;

// What all connections of one server share; immutable but for the flag, the count and the turns.
struct ServerShared {
    ServerShared(ServerOptions server_options, Handler request_handler)
        : options(std::move(server_options)), handler(std::move(request_handler)),
          proxies(options.trusted_proxies), turns(options.requests_per_client) {}

    // Shorter when places run out: who drips headers holds one for as long as that.
    std::chrono::milliseconds header_time() const {
        const bool is_crowded = open * 4 > options.connections_max * 3;
        return is_crowded ? options.header_timeout / 4 : options.header_timeout;
    }

    ServerOptions options;
    Handler handler;
    TrustedProxies proxies;
    mutable ClientTurns turns;
    SystemClock clock;
    std::atomic<bool> draining{false};
    std::atomic<std::size_t> open{0};
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    // `socket` runs on the connection's own strand.
    Connection(asio::ip::tcp::socket socket, std::shared_ptr<const ServerShared> shared);

    // Until the client leaves, a limit is passed or the server drains. On the strand.
    asio::awaitable<void> serve();
    // One 503 and the end: the server is full. On the strand.
    asio::awaitable<void> refuse();
    // An idle connection closes now, a busy one after its answer. Any thread.
    void begin_drain();
    // Ends at once, whatever runs. Any thread.
    void abort();
    // Ends at once, or after its answer when its request is being worked on. Any thread.
    void give_way();

    // Of just now. Any thread.
    Standing standing() const;

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    enum class Phase { idle, reading_head, reading_body, waiting, handling, writing, lingering };
    enum class Next { keep, close };

    void arm(Phase phase, std::chrono::milliseconds limit);
    void on_timer(std::uint64_t generation);
    void close();
    Worth worth() const;
    // How long its place is its own in its phase, when the server is full.
    Steady::duration own_time() const;

    // 0: a request is in the parser; > 0: refuse it with this status; < 0: the client is gone.
    asio::awaitable<int> read_request();
    asio::awaitable<int> read_head();
    asio::awaitable<int> read_body();
    int status_of(const boost::system::error_code& error) const;
    int check_request() const;
    asio::awaitable<Next> answer_request();
    // Whose turn it needs; empty for a trusted proxy that does not say for whom it asks.
    std::string counted_client(const ServerRequest& request) const;
    std::function<void()> turn_notice();
    // False when it did not come within the handler's time limit, or the connection ended.
    asio::awaitable<bool> wait_for_turn(const ClientTurns::Turn& turn);
    asio::awaitable<ServerResponse> ask_handler(ServerRequest request);
    asio::awaitable<ServerResponse> run_handler(ServerRequest request);
    asio::awaitable<std::string> compressed(const ServerResponse& response, bool wanted);
    // connection_write.cpp
    void bound_unsent();
    std::chrono::milliseconds write_limit(std::size_t bytes) const;
    // More bytes of the answer left.
    void note_written(std::size_t bytes);
    asio::awaitable<bool> write(WireResponse& wire);
    // connection_stream.cpp
    struct Part {
        std::string bytes;
        // Why there is none; empty when all is well.
        std::string failure;
    };
    asio::awaitable<bool>
    write_stream(WireResponse& wire, BodyStream stream, bool head, const std::string& request_id);
    asio::awaitable<Part> next_part(const BodyStream& stream, const std::string& request_id);
    asio::awaitable<Part> run_stream(const BodyStream& stream);
    asio::awaitable<bool> write_part(const std::string& bytes, bool chunked);
    asio::awaitable<void> answer_error(int status);
    asio::awaitable<void> linger();

    ServerRequest take_request(std::string path, std::string query);
    RequestTraits traits_of(const ServerRequest& request) const;
    bool peer_is_trusted() const;
    std::string request_id() const;
    void report(std::string_view method, std::string_view route, int status, const std::string& id);

    asio::ip::tcp::socket socket_;
    asio::ip::address peer_;
    std::shared_ptr<const ServerShared> shared_;
    asio::steady_timer timer_;
    // Cancelled when the turn of a waiting request has come.
    asio::steady_timer turn_;
    asio::cancellation_signal handler_cancel_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    // Written on the strand; the server looks at both.
    std::atomic<Phase> phase_{Phase::idle};
    std::atomic<Steady::rep> phase_since_{0};
    // Bytes that were written since then; less than a piece.
    std::size_t unnoted_ = 0;
    std::uint64_t generation_ = 0;
    bool timed_out_ = false;
    // It keeps its place no longer than its answer takes.
    bool gives_way_ = false;
    // A coroutine that is cancelled before its first step ends the process (Boost 1.81).
    bool handler_runs_ = false;
    Steady started_;
    std::uint64_t written_ = 0;
};

} // namespace moisson::net
