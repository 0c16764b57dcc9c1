// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TinyServer: a blocking server of a few lines, on a free loopback port. It knows nothing of our
// own HTTP code, so that it can misbehave.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace moisson::testing {

// One accepted connection, plain or TLS.
class Peer {
public:
    using Socket = boost::asio::ip::tcp::socket;

    explicit Peer(Socket& socket) : socket_(socket) {}
    Peer(Socket& socket, boost::asio::ssl::context& context)
        : socket_(socket), tls_(std::in_place, socket_, context) {}

    // False when the handshake fails. Nothing to do without TLS.
    bool handshake();
    // The next request's header (and body, if announced); nothing at the end of the connection.
    std::optional<std::string> read_request();
    // False when the client has gone.
    bool send(std::string_view bytes);
    void reset();
    Socket& socket() { return socket_; }

private:
    std::size_t receive(char* data, std::size_t size);

    Socket& socket_;
    std::optional<boost::asio::ssl::stream<Socket&>> tls_;
    std::string pending_;
};

class TinyServer {
public:
    // Called on a thread of its own for each connection.
    using Serve = std::function<void(Peer&)>;

    explicit TinyServer(Serve serve, std::shared_ptr<boost::asio::ssl::context> tls = nullptr);
    ~TinyServer();
    TinyServer(const TinyServer&) = delete;
    TinyServer& operator=(const TinyServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::string url(std::string_view path = "/") const;
    int connections() const { return connections_; }

private:
    void accept_all();

    Serve serve_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_;
    std::atomic<int> connections_{0};
    std::mutex mutex_;
    std::list<boost::asio::ip::tcp::socket> sockets_;
    std::vector<std::thread> workers_;
    bool stopping_ = false;
    std::thread acceptor_thread_;
};

// Serves every request of a connection with `answer(request)`, until it returns nothing.
TinyServer::Serve respond_with(std::function<std::optional<std::string>(const std::string&)> answer
);

// The request line.
std::string line_of(const std::string& request);

// "HTTP/1.1 <status>", the given header lines, Content-Length, body.
std::string http_answer(
    std::string_view status,
    std::string_view body,
    const std::vector<std::string>& headers = {}
);

} // namespace moisson::testing
