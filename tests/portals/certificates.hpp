// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Certificates made at start with OpenSSL: an authority of our own, an intermediate, and one
// certificate per kind of defect. Nothing is read from or written to a fixed place.
#pragma once

#include "portals/portal.hpp"

#include <openssl/types.h>

#include <chrono>
#include <memory>
#include <string>

namespace moisson::portals {

class CertificateAuthority {
public:
    // Dates of the certificates are around `now`.
    explicit CertificateAuthority(Instant now);
    CertificateAuthority(const CertificateAuthority&) = delete;
    CertificateAuthority& operator=(const CertificateAuthority&) = delete;
    ~CertificateAuthority();

    // PEM of the root a client must trust (net's ca_file).
    std::string root_pem() const;
    // PEM of the intermediate (the piece that the incomplete chain withholds).
    std::string intermediate_pem() const;
    // Server context that presents the certificate `kind` for this host name and for 127.0.0.1,
    // ::1 and localhost. The caller owns it (SSL_CTX_free). Throws std::runtime_error.
    SSL_CTX* server_context(Tls kind, const std::string& host) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace moisson::portals
