// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A real server on a free loopback port with two io threads, and a blocking client that can be as
// rude as a test needs.
#pragma once

#include "net/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace moisson::net::testing {

struct Answer {
    int status = 0;                             // 0: the server closed without an answer
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
    bool whole = false; // the last chunk came
};

// By the newest stream of any server.
extern std::atomic<int> parts_made;
// Of the body of /huge.
inline constexpr std::size_t huge_bytes = std::size_t{32} * 1024 * 1024;
// Requests for /slow that are being answered or were, of all servers.
extern std::atomic<int> slow_begun;

class Client {
public:
    // From another address of the loopback network, as another client.
    explicit Client(std::uint16_t port, const char* from = "127.0.0.1");
    void send(std::string_view bytes);
    // Reads one answer; `head` = it has no body whatever its length says.
    Answer read(bool head = false);
    Answer ask(std::string_view bytes, bool head = false) {
        send(bytes);
        return read(head);
    }
    // Takes up to 64 kB of what has come, for the next read().
    bool take_some() { return fill(); }
    // True when the server closes within ten seconds without sending more.
    bool is_closed();
    // All that comes until the server closes.
    std::string read_to_end();

private:
    asio::io_context io_;
    asio::ip::tcp::socket socket_;
    std::string buffer_;
    bool fill();
    void read_chunks(Answer& answer);
};

class Loopback {
public:
    // The routes of the handler: see loopback.cpp.
    explicit Loopback(ServerOptions options = {}, int io_threads = 2);
    ~Loopback();
    Loopback(const Loopback&) = delete;
    Loopback& operator=(const Loopback&) = delete;

    std::uint16_t port() const { return server_->port(); }
    HttpServer& server() { return *server_; }
    // Runs drain to its end; returns the milliseconds it took.
    long drain(std::chrono::milliseconds limit);
    std::vector<AccessRecord> accesses();
    std::vector<std::string> errors();

private:
    asio::io_context io_;
    std::mutex mutex_;
    std::vector<AccessRecord> accesses_;
    std::vector<std::string> errors_;
    std::unique_ptr<HttpServer> server_;
    std::vector<std::thread> threads_;
};

std::string get(std::string_view path, std::string_view headers = "");

} // namespace moisson::net::testing
