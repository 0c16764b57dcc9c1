// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Listeners, one accepting thread, one thread per connection, and a stop that waits for none.
#include "portals/server.hpp"

#include "portals/admin.hpp"
#include "portals/certificates.hpp"
#include "portals/connection.hpp"
#include "portals/listener.hpp"

#include <nlohmann/json.hpp>
#include <openssl/ssl.h>
#include <poll.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <list>
#include <map>
#include <mutex>
#include <thread>

namespace moisson::portals {

class Server::State {
public:
    explicit State(ServerOptions options)
        : options_(std::move(options)), authority_(options_.now()) {
        // A client that leaves during SSL_write must not end the simulator.
        std::signal(SIGPIPE, SIG_IGN);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { stop(); }

    std::uint16_t add(std::shared_ptr<Portal> portal, std::uint16_t port, bool admin) {
        auto place = std::make_unique<Place>();
        const Reach reach = portal ? portal->options().reach : Reach::open;
        place->listener = std::make_unique<Listener>(options_.address, port, reach);
        place->admin = admin;
        const std::uint16_t bound = place->listener->port();
        if (portal) {
            const PortalOptions& options = portal->options();
            if (options.tls != Tls::none)
                place->tls.reset(authority_.server_context(options.tls, "localhost"));
            const std::string host =
                reach == Reach::dead_name ? options.key + ".invalid" : options_.address;
            portal->set_url(
                std::string(options.tls == Tls::none ? "http://" : "https://") + host + ":" +
                std::to_string(bound)
            );
            portals_.push_back(portal);
        }
        place->portal = std::move(portal);
        places_.push_back(std::move(place));
        return bound;
    }

    void start() {
        accepter_ = std::thread([this] { accept_loop(); });
    }

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_)
                return;
            stopping_ = true;
            for (const auto& session : sessions_)
                if (session->connection)
                    session->connection->shut();
        }
        wake_.notify_all();
        if (accepter_.joinable())
            accepter_.join();
        // No session is added once the accepter has ended.
        for (const auto& session : sessions_)
            session->thread.join();
        sessions_.clear();
        places_.clear();
    }

    bool stop_asked() const { return stop_asked_; }
    std::uint64_t body_bytes() const { return body_bytes_; }
    std::string root_pem() const { return authority_.root_pem(); }
    std::string describe() const { return describe_portals(portals_).dump(2); }

private:
    struct FreeContext {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    struct Place {
        std::unique_ptr<Listener> listener;
        std::shared_ptr<Portal> portal;
        std::unique_ptr<SSL_CTX, FreeContext> tls;
        bool admin = false;
    };
    struct Session {
        std::thread thread;
        std::unique_ptr<Connection> connection; // guarded by mutex_ for creation and destruction
        std::atomic<bool> done{false};
    };

    bool stopping() const { return stopping_; }

    bool sleep(std::chrono::milliseconds pause) {
        const auto scaled = std::chrono::duration<double, std::milli>(
            static_cast<double>(pause.count()) / options_.time_scale
        );
        std::unique_lock lock(mutex_);
        return !wake_.wait_for(lock, scaled, [this] { return stopping_.load(); });
    }

    void accept_loop() {
        std::vector<pollfd> watched;
        for (const auto& place : places_)
            watched.push_back(pollfd{place->listener->accepting_socket(), POLLIN, 0});
        while (!stopping()) {
            // The time limit only bounds how long a stop takes.
            if (::poll(watched.data(), watched.size(), 50) <= 0)
                continue;
            for (std::size_t i = 0; i < watched.size(); ++i)
                if ((watched[i].revents & POLLIN) != 0)
                    open_session(*places_[i]);
        }
    }

    void open_session(Place& place) {
        const int socket = place.listener->accept();
        if (socket < 0)
            return;
        auto connection = std::make_unique<Connection>(socket);
        const std::lock_guard lock(mutex_);
        std::erase_if(sessions_, [](const auto& session) {
            if (!session->done)
                return false;
            session->thread.join();
            return true;
        });
        if (stopping_ || sessions_.size() >= static_cast<std::size_t>(options_.connections_max))
            return;
        auto session = std::make_unique<Session>();
        session->connection = std::move(connection);
        Session& reference = *session;
        sessions_.push_back(std::move(session));
        reference.thread = std::thread([this, &reference, &place] {
            serve(*reference.connection, place);
            {
                const std::lock_guard closing(mutex_);
                reference.connection.reset();
            }
            reference.done = true;
        });
    }

    void serve(Connection& connection, Place& place) {
        if (place.portal && place.portal->options().reach == Reach::silent) {
            connection.wait_for_leave([this] { return stopping(); });
            return;
        }
        if (place.tls && !connection.greet(place.tls.get()))
            return;
        DeliveryContext context;
        context.sleep = [this](std::chrono::milliseconds pause) { return sleep(pause); };
        context.stopped = [this] { return stopping(); };
        context.count_bytes = [this](std::uint64_t bytes) { body_bytes_ += bytes; };
        while (!stopping()) {
            const std::optional<PortalRequest> request = connection.read_request();
            if (!request)
                return;
            if (place.admin) {
                if (!deliver(connection, *request, answer_admin(*request), context))
                    return;
                continue;
            }
            const Portal::Visit visit(*place.portal);
            const ScriptedResponse response = place.portal->handle(*request, options_.now());
            const bool alive = deliver(connection, *request, response, context);
            if (!alive || header(request->headers, "connection") == "close")
                return;
        }
    }

    ScriptedResponse answer_admin(const PortalRequest& request) {
        if (request.method == "POST" && request.path() == "/arreter")
            stop_asked_ = true;
        return admin_answer(request, portals_);
    }

    ServerOptions options_;
    CertificateAuthority authority_;
    std::vector<std::unique_ptr<Place>> places_;
    std::vector<std::shared_ptr<Portal>> portals_;
    std::thread accepter_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::list<std::unique_ptr<Session>> sessions_;
    std::atomic<bool> stopping_{false};
    std::atomic<bool> stop_asked_{false};
    std::atomic<std::uint64_t> body_bytes_{0};
};

Server::Server(ServerOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Server::~Server() = default;

std::uint16_t Server::add(std::shared_ptr<Portal> portal, std::uint16_t port) {
    return state_->add(std::move(portal), port, false);
}

std::uint16_t Server::add_admin(std::uint16_t port) {
    return state_->add(nullptr, port, true);
}

void Server::start() {
    state_->start();
}

void Server::stop() {
    state_->stop();
}

bool Server::stop_asked() const {
    return state_->stop_asked();
}

std::uint64_t Server::body_bytes() const {
    return state_->body_bytes();
}

std::string Server::root_pem() const {
    return state_->root_pem();
}

std::string Server::describe() const {
    return state_->describe();
}

} // namespace moisson::portals
