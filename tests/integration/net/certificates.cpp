// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// OpenSSL's X.509 builder, tamed.
#include "certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace moisson::testing {

namespace {

void check(bool ok, const char* what) {
    if (!ok)
        throw std::runtime_error(std::string("certificate: ") + what);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    check(extension != nullptr, "extension");
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

Identity issue(const Wanted& wanted, const Identity* issuer) {
    static long serial = 1'000;
    Identity made;
    made.key.reset(EVP_EC_gen("P-256"), EVP_PKEY_free);
    made.certificate.reset(X509_new(), X509_free);
    X509* certificate = made.certificate.get();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), wanted.from.count());
    X509_gmtime_adj(X509_getm_notAfter(certificate), wanted.until.count());
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(certificate),
        "CN",
        MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>(wanted.name.c_str()),
        -1,
        -1,
        0
    );
    X509* parent = issuer != nullptr ? issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(parent));
    add_extension(
        certificate,
        parent,
        NID_basic_constraints,
        wanted.authority ? "critical,CA:TRUE" : "CA:FALSE"
    );
    add_extension(certificate, parent, NID_subject_key_identifier, "hash");
    if (!wanted.names.empty())
        add_extension(certificate, parent, NID_subject_alt_name, wanted.names);
    EVP_PKEY* signer = issuer != nullptr ? issuer->key.get() : made.key.get();
    check(X509_sign(certificate, signer, EVP_sha256()) != 0, "signature");
    return made;
}

std::string to_pem(const Identity& identity) {
    const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(memory.get(), identity.certificate.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

std::shared_ptr<boost::asio::ssl::context>
server_context(const Identity& identity, const std::vector<Identity>& chain) {
    auto context =
        std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
    SSL_CTX* native = context->native_handle();
    check(SSL_CTX_use_certificate(native, identity.certificate.get()) == 1, "use");
    check(SSL_CTX_use_PrivateKey(native, identity.key.get()) == 1, "key");
    for (const Identity& link : chain) {
        X509_up_ref(link.certificate.get());
        check(SSL_CTX_add0_chain_cert(native, link.certificate.get()) == 1, "chain");
    }
    return context;
}

} // namespace moisson::testing
