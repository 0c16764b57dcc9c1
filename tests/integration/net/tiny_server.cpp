// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The tiny server.
#include "tiny_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <cstdlib>

namespace moisson::testing {

namespace asio = boost::asio;
using asio::ip::tcp;

bool Peer::handshake() {
    if (!tls_)
        return true;
    boost::system::error_code error;
    tls_->handshake(asio::ssl::stream_base::server, error);
    return !error;
}

std::size_t Peer::receive(char* data, std::size_t size) {
    boost::system::error_code error;
    const auto buffer = asio::buffer(data, size);
    return tls_ ? tls_->read_some(buffer, error) : socket_.read_some(buffer, error);
}

std::optional<std::string> Peer::read_request() {
    std::size_t end = std::string::npos;
    char chunk[4096];
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
        const std::size_t got = receive(chunk, sizeof(chunk));
        if (got == 0)
            return std::nullopt;
        pending_.append(chunk, got);
    }
    std::size_t total = end + 4;
    const std::size_t length = pending_.find("Content-Length: ");
    if (length != std::string::npos && length < end)
        total += static_cast<std::size_t>(std::atoi(pending_.c_str() + length + 16));
    while (pending_.size() < total) {
        const std::size_t got = receive(chunk, sizeof(chunk));
        if (got == 0)
            return std::nullopt;
        pending_.append(chunk, got);
    }
    std::string request = pending_.substr(0, total);
    pending_.erase(0, total);
    return request;
}

bool Peer::send(std::string_view bytes) {
    boost::system::error_code error;
    if (tls_)
        asio::write(*tls_, asio::buffer(bytes), error);
    else
        asio::write(socket_, asio::buffer(bytes), error);
    return !error;
}

void Peer::reset() {
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

TinyServer::TinyServer(Serve serve, std::shared_ptr<asio::ssl::context> tls)
    : serve_(std::move(serve)), tls_(std::move(tls)),
      acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()), acceptor_thread_([this] { accept_all(); }) {}

TinyServer::~TinyServer() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        for (tcp::socket& socket : sockets_)
            if (socket.is_open())
                ::shutdown(socket.native_handle(), SHUT_RDWR);
    }
    acceptor_thread_.join();
    for (std::thread& worker : workers_)
        worker.join();
}

void TinyServer::accept_all() {
    while (true) {
        boost::system::error_code error;
        tcp::socket socket(context_);
        acceptor_.accept(socket, error);
        const std::scoped_lock lock(mutex_);
        if (error || stopping_)
            return;
        ++connections_;
        tcp::socket& kept = sockets_.emplace_back(std::move(socket));
        workers_.emplace_back([this, &kept] {
            std::optional<Peer> peer;
            if (tls_)
                peer.emplace(kept, *tls_);
            else
                peer.emplace(kept);
            if (peer->handshake())
                serve_(*peer);
            const std::scoped_lock closing(mutex_);
            boost::system::error_code ignored;
            kept.shutdown(tcp::socket::shutdown_both, ignored);
            kept.close(ignored);
        });
    }
}

std::string TinyServer::url(std::string_view path) const {
    return std::string(tls_ ? "https" : "http") + "://127.0.0.1:" + std::to_string(port_) +
           std::string(path);
}

TinyServer::Serve respond_with(std::function<std::optional<std::string>(const std::string&)> answer
) {
    return [answer = std::move(answer)](Peer& peer) {
        while (const auto request = peer.read_request()) {
            const auto bytes = answer(*request);
            if (!bytes || !peer.send(*bytes))
                return;
        }
    };
}

std::string line_of(const std::string& request) {
    return request.substr(0, request.find("\r\n"));
}

std::string http_answer(
    std::string_view status,
    std::string_view body,
    const std::vector<std::string>& headers
) {
    std::string out = "HTTP/1.1 " + std::string(status) + "\r\n";
    for (const std::string& line : headers)
        out += line + "\r\n";
    out += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    return out + std::string(body);
}

} // namespace moisson::testing
