// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Server: the TCP front. One loopback port per portal, blocking sockets with one thread per
// connection: simple, and every fault of Delivery is done with plain system calls.
#pragma once

#include "portals/portal.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace moisson::portals {

struct ServerOptions {
    std::string address = "127.0.0.1";
    // The portals' clock.
    std::function<Instant()> now;
    // Latencies and pauses of the scripts are divided by this (acceptance does not wait 60 s).
    double time_scale = 1.0;
    int connections_max = 512;
};

class Server {
public:
    explicit Server(ServerOptions options);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    // Stops.
    ~Server();

    // Binds now; port 0 = any. Returns the port. A refused portal gets a port that is then closed.
    // Throws std::system_error.
    std::uint16_t add(std::shared_ptr<Portal> portal, std::uint16_t port = 0);
    // A second listener on the same portal is an admin path: GET /journal (access logs as JSON),
    // GET /fautes, GET /portails, POST /arreter.
    std::uint16_t add_admin(std::uint16_t port = 0);

    void start();
    // Closes everything at once and joins; safe to call twice.
    void stop();
    // True after POST /arreter.
    bool stop_asked() const;

    // Bytes of bodies sent by all portals.
    std::uint64_t body_bytes() const;
    // PEM of the root that signs the portals with TLS.
    std::string root_pem() const;
    // [{key,title,url,country,connector,port,address,fault,expected_code,count,base_path,tls}]
    std::string describe() const;

    class State;

private:
    std::unique_ptr<State> state_;
};

} // namespace moisson::portals
