// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Listening, the register of connections, and the graceful end.
#include "net/http_server.hpp"

#include "net/network_error.hpp"
#include "net/server/connection.hpp"
#include "net/server/place.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <unordered_map>

namespace moisson::net {
namespace {

using asio::ip::tcp;

// Connections beyond the cap that still get a polite 503.
constexpr std::size_t refused_at_once_max = 64;
// Of those, by one client that has all the connections it may have.
constexpr std::size_t refused_per_client_max = 8;
constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::chrono::milliseconds abort_time{1'000};
// Places taken back between two attempts when there is no descriptor for a newcomer.
constexpr int freed_at_once_max = 8;
constexpr std::chrono::minutes starved_told_every{1};

enum class Admission { serve, refuse };

asio::awaitable<void> run_connection(std::shared_ptr<Connection> connection, Admission admission) {
    if (admission == Admission::serve)
        co_await connection->serve();
    else
        co_await connection->refuse();
}

// Shared with the ends of its connections, which may come after the server object is gone.
// Everything but the count is touched on the strand only.
class Core : public std::enable_shared_from_this<Core> {
public:
    Core(asio::any_io_executor executor, ServerOptions options, Handler handler)
        : executor_(std::move(executor)), strand_(asio::make_strand(executor_)),
          shared_(std::make_shared<ServerShared>(std::move(options), std::move(handler))),
          acceptor_(strand_), accept_timer_(strand_), ended_(strand_) {}

    void listen() {
        boost::system::error_code error;
        const asio::ip::address address = asio::ip::make_address(shared_->options.address, error);
        if (error)
            throw std::system_error(error, "listen address " + shared_->options.address);
        const tcp::endpoint endpoint(address, shared_->options.port);
        try {
            acceptor_.open(endpoint.protocol());
            acceptor_.set_option(tcp::acceptor::reuse_address(true));
            acceptor_.bind(endpoint);
            acceptor_.listen();
        } catch (const boost::system::system_error& failed) {
            throw std::system_error(failed.code(), "listen address " + shared_->options.address);
        }
        port_ = acceptor_.local_endpoint().port();
    }

    std::uint16_t port() const { return port_; }
    std::size_t open() const { return shared_->open; }
    const asio::strand<asio::any_io_executor>& strand() const { return strand_; }

    asio::awaitable<void> accept_loop();
    asio::awaitable<void> drain(std::chrono::milliseconds limit);

private:
    struct Guest {
        std::shared_ptr<Connection> connection;
        // Empty for a trusted proxy.
        std::string client;
        // Refused, or told to go: it takes no place any more.
        bool is_leaving = false;
    };

    // The key of who is counted; empty for a trusted proxy, and for who has left already.
    std::string client_of(const tcp::socket& socket) const;
    std::size_t connections_of(const std::string& client) const;
    bool make_room(std::size_t of_newcomer);
    void admit(tcp::socket socket);
    void note_starved(const boost::system::error_code& error);
    void forget(std::uint64_t id);
    asio::awaitable<void> wait_empty(std::chrono::milliseconds limit);

    asio::any_io_executor executor_;
    asio::strand<asio::any_io_executor> strand_;
    std::shared_ptr<ServerShared> shared_;
    tcp::acceptor acceptor_;
    asio::steady_timer accept_timer_;
    // Cancelled whenever a connection ends: what drain waits on.
    asio::steady_timer ended_;
    std::map<std::uint64_t, Guest> connections_;
    std::unordered_map<std::string, std::size_t> per_client_;
    std::size_t leaving_ = 0;
    std::optional<Steady> starved_told_;
    std::uint64_t last_id_ = 0;
    std::uint16_t port_ = 0;
};

asio::awaitable<void> Core::accept_loop() {
    while (acceptor_.is_open()) {
        const asio::any_io_executor home = asio::make_strand(executor_);
        auto [error, socket] = co_await acceptor_.async_accept(home, as_tuple);
        if (!error) {
            admit(std::move(socket));
            continue;
        }
        if (error == asio::error::operation_aborted)
            break;
        if (is_local_lack(error))
            note_starved(error);
        // Out of descriptors, or a client that left at once: wait a little instead of spinning.
        accept_timer_.expires_after(accept_pause);
        const auto [stopped] = co_await accept_timer_.async_wait(as_tuple);
        if (stopped)
            break;
    }
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

std::string Core::client_of(const tcp::socket& socket) const {
    boost::system::error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error || shared_->proxies.trusts(peer.address()))
        return {};
    return client_key(shared_->proxies.client_of(peer.address(), {}));
}

std::size_t Core::connections_of(const std::string& client) const {
    const auto counted = per_client_.find(client);
    return counted == per_client_.end() ? 0 : counted->second;
}

// Neither a few clients that hold every place keep others out, nor many that hold one each and say
// little (place.hpp).
bool Core::make_room(std::size_t of_newcomer) {
    const Steady now = shared_->clock.steady_now();
    Guest* chosen = nullptr;
    PlaceRank least;
    for (auto& [id, guest] : connections_) {
        if (guest.is_leaving)
            continue;
        const Standing standing = guest.connection->standing();
        const std::optional<PlaceRank> rank =
            place_rank(standing, connections_of(guest.client), of_newcomer, now);
        if (!rank || (chosen != nullptr && *rank >= least))
            continue;
        chosen = &guest;
        least = *rank;
    }
    if (chosen == nullptr)
        return false;
    chosen->is_leaving = true;
    ++leaving_;
    chosen->connection->give_way();
    return true;
}

// The system gave out before connections_max did: who sits idle goes, as when all places are taken.
void Core::note_starved(const boost::system::error_code& error) {
    for (int freed = 0; freed < freed_at_once_max && make_room(0); ++freed)
        continue;
    const Steady now = shared_->clock.steady_now();
    if (starved_told_ && now - *starved_told_ < starved_told_every)
        return;
    starved_told_ = now;
    if (shared_->options.on_starved)
        shared_->options.on_starved(error.message());
}

void Core::admit(tcp::socket socket) {
    const std::size_t cap = shared_->options.connections_max;
    const std::size_t client_cap = shared_->options.connections_per_client;
    std::string client = client_of(socket);
    const std::size_t of_client = connections_of(client);
    if (connections_.size() >= cap + refused_at_once_max ||
        of_client >= client_cap + refused_per_client_max)
        return;
    bool full = of_client >= client_cap;
    if (!full && connections_.size() - leaving_ >= cap)
        full = !make_room(of_client);
    const Admission admission = full ? Admission::refuse : Admission::serve;
    const asio::any_io_executor home = socket.get_executor();
    auto connection = std::make_shared<Connection>(std::move(socket), shared_);
    const std::uint64_t id = ++last_id_;
    if (!client.empty())
        ++per_client_[client];
    if (full)
        ++leaving_;
    connections_.emplace(id, Guest{connection, std::move(client), full});
    shared_->open = connections_.size();
    asio::co_spawn(
        home,
        run_connection(connection, admission),
        [core = shared_from_this(), id](const std::exception_ptr& failure) {
            // Only a bug or no memory gets here: the connection closes with its object.
            if (failure && core->shared_->options.on_error)
                core->shared_->options.on_error("", "a connection ended by an exception");
            asio::post(core->strand_, [core, id] { core->forget(id); });
        }
    );
}

void Core::forget(std::uint64_t id) {
    const auto guest = connections_.find(id);
    const auto counted = per_client_.find(guest->second.client);
    if (counted != per_client_.end() && --counted->second == 0)
        per_client_.erase(counted);
    if (guest->second.is_leaving)
        --leaving_;
    connections_.erase(guest);
    shared_->open = connections_.size();
    ended_.cancel();
}

asio::awaitable<void> Core::wait_empty(std::chrono::milliseconds limit) {
    ended_.expires_after(limit);
    while (!connections_.empty()) {
        const auto [cancelled] = co_await ended_.async_wait(as_tuple);
        if (!cancelled)
            break;
    }
}

asio::awaitable<void> Core::drain(std::chrono::milliseconds limit) {
    shared_->draining = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    accept_timer_.cancel();
    for (const auto& [id, guest] : connections_)
        guest.connection->begin_drain();
    co_await wait_empty(limit);
    for (const auto& [id, guest] : connections_)
        guest.connection->abort();
    co_await wait_empty(abort_time);
}

asio::awaitable<void> accept_task(std::shared_ptr<Core> core) {
    co_await core->accept_loop();
}

asio::awaitable<void> drain_task(std::shared_ptr<Core> core, std::chrono::milliseconds limit) {
    co_await core->drain(limit);
}

class Server final : public HttpServer {
public:
    explicit Server(std::shared_ptr<Core> core) : core_(std::move(core)) {}

    std::uint16_t port() const override { return core_->port(); }
    std::size_t connections() const override { return core_->open(); }

    asio::awaitable<void> run() override {
        const std::shared_ptr<Core> core = core_;
        co_await asio::co_spawn(core->strand(), accept_task(core), asio::use_awaitable);
    }

    asio::awaitable<void> drain(std::chrono::milliseconds limit) override {
        const std::shared_ptr<Core> core = core_;
        co_await asio::co_spawn(core->strand(), drain_task(core, limit), asio::use_awaitable);
    }

private:
    std::shared_ptr<Core> core_;
};

} // namespace

std::unique_ptr<HttpServer>
make_http_server(asio::any_io_executor executor, ServerOptions options, Handler handler) {
    auto core = std::make_shared<Core>(std::move(executor), std::move(options), std::move(handler));
    core->listen();
    return std::make_unique<Server>(std::move(core));
}

} // namespace moisson::net
