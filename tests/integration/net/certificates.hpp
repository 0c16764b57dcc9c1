// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Certificates made on the spot: authorities, intermediates, servers, good and bad ones.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace moisson::testing {

struct Identity {
    std::shared_ptr<X509> certificate;
    std::shared_ptr<EVP_PKEY> key;
};

struct Wanted {
    std::string name = "Server";
    // Subject alternative names: "DNS:a.example.test,IP:127.0.0.1".
    std::string names;
    bool authority = false;
    std::chrono::seconds from{-3'600};
    std::chrono::seconds until{86'400};
};

// Signed by `issuer`, by itself when null.
Identity issue(const Wanted& wanted, const Identity* issuer = nullptr);

std::string to_pem(const Identity& identity);

// A server context that sends `identity` and `chain`.
std::shared_ptr<boost::asio::ssl::context>
server_context(const Identity& identity, const std::vector<Identity>& chain = {});

} // namespace moisson::testing
