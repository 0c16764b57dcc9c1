// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Connection: one accepted socket, plain or TLS, with blocking calls, and the HTTP/1.1 of the
// simulator on top of it: reading a request, delivering a scripted response.
#pragma once

#include "portals/http.hpp"

#include <openssl/types.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moisson::portals {

class Connection {
public:
    // Owns the socket.
    explicit Connection(int socket) : socket_(socket) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    // TLS greeting; false when the client refuses or leaves.
    bool greet(SSL_CTX* context);
    // Next request; absent at the end of the connection or on something that is not HTTP.
    std::optional<PortalRequest> read_request();
    bool write(std::string_view bytes);
    bool write(std::span<const Slice> slices);
    // Closes with RST instead of FIN.
    void reset();
    // Until the client leaves or `stopped` says so.
    void wait_for_leave(const std::function<bool()>& stopped);
    // Wakes blocked calls from another thread.
    void shut() const;

private:
    long read_some(char* data, std::size_t size);

    int socket_;
    SSL* tls_ = nullptr;
    std::string buffer_;
};

struct DeliveryContext {
    // Waits; false when the server stops.
    std::function<bool(std::chrono::milliseconds)> sleep;
    std::function<bool()> stopped;
    std::function<void(std::uint64_t)> count_bytes;
};

// False when the connection is over.
bool deliver(
    Connection& connection,
    const PortalRequest& request,
    const ScriptedResponse& response,
    const DeliveryContext& context
);

} // namespace moisson::portals
