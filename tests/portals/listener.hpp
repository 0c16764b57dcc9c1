// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Listener: a loopback port that accepts, refuses or lets callers wait for ever.
#pragma once

#include "portals/portal.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace moisson::portals {

class Listener {
public:
    // Throws std::system_error when the port cannot be had.
    Listener(const std::string& address, std::uint16_t port, Reach reach);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    std::uint16_t port() const { return port_; }
    // For poll(); -1 when nothing is to be accepted.
    int accepting_socket() const;
    // A connected socket, or -1.
    int accept() const;

private:
    int socket_ = -1;
    std::uint16_t port_ = 0;
    Reach reach_;
    // Connections of our own that keep the queue of a black hole full.
    std::vector<int> fillers_;
};

} // namespace moisson::portals
