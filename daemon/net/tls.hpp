// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TLS: contexts by policy, the handshake, and the diagnosis of what is wrong with a certificate.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "net/channel.hpp"
#include "net/network_error.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace moisson::net {

// What the verification of a chain reported first.
struct ChainFault {
    // X509_V_ERR_*, 0 = none.
    int error = 0;
    // Position in the chain, 0 = the server's own certificate.
    int depth = 0;
    // Certificates the server sent.
    int sent = 0;
};

// TLS_EXPIRED, TLS_NOT_YET_VALID, TLS_NAME_MISMATCH, TLS_SELF_SIGNED, TLS_UNKNOWN_CA,
// TLS_INCOMPLETE_CHAIN or TLS_HANDSHAKE.
Code diagnose_chain(const ChainFault& fault);

// Contexts are kept: reading the system's authorities costs milliseconds.
class TlsContexts {
public:
    // `ca_file`: PEM file trusted beside the system's store, empty = none.
    explicit TlsContexts(std::string ca_file) : common_ca_file_(std::move(ca_file)) {}

    // Error: CONFIG_INVALID when a file of authorities cannot be read.
    Result<std::shared_ptr<boost::asio::ssl::context>>
    find(bool verify, const std::string& ca_file);

private:
    std::string common_ca_file_;
    std::map<std::pair<bool, std::string>, std::shared_ptr<boost::asio::ssl::context>> contexts_;
};

// Wraps the channel's TCP stream and shakes hands as a client of `host`, until `deadline`. On
// success the channel speaks TLS and knows when the certificate expires. With `verify` off the
// certificate is accepted unseen. `literal`: the host is an IP address (no SNI).
asio::awaitable<std::optional<Error>> start_tls(
    Channel& channel,
    std::shared_ptr<boost::asio::ssl::context> context,
    std::string host,
    bool literal,
    bool verify,
    Steady deadline
);

} // namespace moisson::net
