// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What OpenSSL's own verification says of each certificate the simulator makes.
#include "integration/portals/raw_client.hpp"
#include "integration/portals/running_portal.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <ctime>
#include <map>

namespace moisson::portals {
namespace {

struct Verdict {
    bool greeted = false;
    long verification = -1;
};

// Trusts the simulator's root, at the simulator's date.
Verdict greet(RunningPortal& running) {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    const std::string pem = running.server().root_pem();
    BIO* memory = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    X509* root = PEM_read_bio_X509(memory, nullptr, nullptr, nullptr);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root);
    X509_free(root);
    BIO_free(memory);
    SSL* tls = SSL_new(context);
    X509_VERIFY_PARAM* parameters = SSL_get0_param(tls);
    X509_VERIFY_PARAM_set_time(
        parameters,
        std::chrono::duration_cast<std::chrono::seconds>(RunningPortal::date().time_since_epoch())
            .count()
    );
    SSL_set1_host(tls, "localhost");

    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(running.port());
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(descriptor, reinterpret_cast<const sockaddr*>(&place), sizeof place), 0);
    SSL_set_fd(tls, descriptor);
    Verdict verdict;
    verdict.greeted = SSL_connect(tls) == 1;
    verdict.verification = SSL_get_verify_result(tls);
    SSL_free(tls);
    SSL_CTX_free(context);
    ::close(descriptor);
    ERR_clear_error();
    return verdict;
}

TEST(TlsFaults, AreWhatTheirNamesSay) {
    const std::map<std::string, long> expected = {
        {"tls-valide", X509_V_OK},
        {"tls-expire", X509_V_ERR_CERT_HAS_EXPIRED},
        {"tls-futur", X509_V_ERR_CERT_NOT_YET_VALID},
        {"tls-autre-nom", X509_V_ERR_HOSTNAME_MISMATCH},
        {"tls-auto-signe", X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
        {"tls-autorite-inconnue", X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN},
        {"tls-chaine", X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
    };
    for (const auto& [name, code] : expected) {
        RunningPortal running(name);
        const Verdict verdict = greet(running);
        EXPECT_TRUE(verdict.greeted) << name;
        EXPECT_EQ(verdict.verification, code)
            << name << ": " << X509_verify_cert_error_string(verdict.verification);
    }
}

TEST(TlsFaults, RefuseModernClientsWithAnOldProtocol) {
    RunningPortal running("tls-ancien");
    EXPECT_FALSE(greet(running).greeted);
}

} // namespace
} // namespace moisson::portals
