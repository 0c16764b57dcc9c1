// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// X.509 by hand: P-256 keys, a root, an intermediate, leaves good and bad.
#include "portals/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <stdexcept>

namespace moisson::portals {
namespace {

template <auto free_function>
struct Free {
    template <typename T>
    void operator()(T* pointer) const {
        free_function(pointer);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;

void require(bool ok, const char* what) {
    if (!ok)
        throw std::runtime_error(std::string("OpenSSL: ") + what);
}

Key make_key() {
    Key key(EVP_EC_gen("P-256"));
    require(key != nullptr, "key");
    return key;
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    require(extension != nullptr, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

struct Description {
    std::string name;
    std::string alternative_names; // empty = an authority
    std::time_t from = 0;
    std::time_t to = 0;
    long serial = 1;
};

// Signed by `issuer`, or by itself when there is none.
Certificate make_certificate(
    const Description& description,
    EVP_PKEY* key,
    X509* issuer,
    EVP_PKEY* issuer_key
) {
    Certificate certificate(X509_new());
    require(certificate != nullptr, "certificate");
    X509* raw = certificate.get();
    X509_set_version(raw, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(raw), description.serial);
    require(ASN1_TIME_set(X509_getm_notBefore(raw), description.from) != nullptr, "notBefore");
    require(ASN1_TIME_set(X509_getm_notAfter(raw), description.to) != nullptr, "notAfter");
    X509_set_pubkey(raw, key);
    X509_NAME* subject = X509_get_subject_name(raw);
    require(
        X509_NAME_add_entry_by_txt(
            subject,
            "CN",
            MBSTRING_UTF8,
            reinterpret_cast<const unsigned char*>(description.name.c_str()),
            -1,
            -1,
            0
        ) == 1,
        "subject"
    );
    X509_set_issuer_name(raw, issuer == nullptr ? subject : X509_get_subject_name(issuer));
    X509* signer = issuer == nullptr ? raw : issuer;
    const bool authority = description.alternative_names.empty();
    add_extension(raw, signer, NID_subject_key_identifier, "hash");
    add_extension(raw, signer, NID_authority_key_identifier, "keyid:always");
    add_extension(
        raw,
        signer,
        NID_basic_constraints,
        authority ? "critical,CA:TRUE" : "critical,CA:FALSE"
    );
    if (authority) {
        add_extension(raw, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
    } else {
        add_extension(raw, signer, NID_key_usage, "critical,digitalSignature");
        add_extension(raw, signer, NID_ext_key_usage, "serverAuth");
        add_extension(raw, signer, NID_subject_alt_name, description.alternative_names);
    }
    EVP_PKEY* signing_key = issuer_key == nullptr ? key : issuer_key;
    require(X509_sign(raw, signing_key, EVP_sha256()) > 0, "signature");
    return certificate;
}

std::string to_pem(X509* certificate) {
    BIO* memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, certificate);
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    std::string pem(data, static_cast<std::size_t>(size));
    BIO_free(memory);
    return pem;
}

constexpr std::time_t day = 86'400;

} // namespace

struct CertificateAuthority::State {
    std::time_t now = 0;
    Key root_key = make_key();
    Key intermediate_key = make_key();
    Key stranger_key = make_key();
    Key leaf_key = make_key();
    Certificate root;
    Certificate intermediate;
    Certificate stranger;
};

CertificateAuthority::CertificateAuthority(Instant now) : state_(std::make_unique<State>()) {
    State& s = *state_;
    s.now = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(now)
    );
    const auto authority = [&](const char* name, long serial) {
        Description description;
        description.name = name;
        description.from = s.now - 3'650 * day;
        description.to = s.now + 3'650 * day;
        description.serial = serial;
        return description;
    };
    s.root = make_certificate(
        authority("Racine d'essai du simulateur", 1),
        s.root_key.get(),
        nullptr,
        nullptr
    );
    s.intermediate = make_certificate(
        authority("Intermédiaire d'essai du simulateur", 2),
        s.intermediate_key.get(),
        s.root.get(),
        s.root_key.get()
    );
    s.stranger = make_certificate(
        authority("Racine inconnue d'essai", 3),
        s.stranger_key.get(),
        nullptr,
        nullptr
    );
}

CertificateAuthority::~CertificateAuthority() = default;

std::string CertificateAuthority::root_pem() const {
    return to_pem(state_->root.get());
}

std::string CertificateAuthority::intermediate_pem() const {
    return to_pem(state_->intermediate.get());
}

SSL_CTX* CertificateAuthority::server_context(Tls kind, const std::string& host) const {
    const State& s = *state_;
    Description leaf;
    leaf.name = host;
    leaf.alternative_names = "DNS:" + host + ",DNS:localhost,IP:127.0.0.1,IP:::1";
    leaf.from = s.now - 30 * day;
    leaf.to = s.now + 90 * day;
    leaf.serial = 100 + static_cast<long>(kind);
    if (kind == Tls::expired) {
        leaf.from = s.now - 400 * day;
        leaf.to = s.now - 12 * day;
    } else if (kind == Tls::not_yet_valid) {
        leaf.from = s.now + 20 * day;
    } else if (kind == Tls::wrong_name) {
        leaf.name = "autre-site.example";
        leaf.alternative_names = "DNS:autre-site.example";
    }
    X509* issuer = s.intermediate.get();
    EVP_PKEY* issuer_key = s.intermediate_key.get();
    X509* extra = s.intermediate.get();
    if (kind == Tls::self_signed) {
        issuer = nullptr;
        issuer_key = nullptr;
        extra = nullptr;
    } else if (kind == Tls::unknown_ca) {
        issuer = s.stranger.get();
        issuer_key = s.stranger_key.get();
        extra = s.stranger.get();
    } else if (kind == Tls::incomplete_chain) {
        extra = nullptr;
    }
    const Certificate certificate = make_certificate(leaf, s.leaf_key.get(), issuer, issuer_key);

    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    require(context != nullptr, "context");
    require(SSL_CTX_use_certificate(context, certificate.get()) == 1, "use certificate");
    require(SSL_CTX_use_PrivateKey(context, s.leaf_key.get()) == 1, "use key");
    if (extra != nullptr)
        require(SSL_CTX_add1_chain_cert(context, extra) == 1, "chain");
    SSL_CTX_set_mode(context, SSL_MODE_AUTO_RETRY);
    if (kind == Tls::old_protocol) {
        SSL_CTX_set_security_level(context, 0);
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, TLS1_VERSION);
    }
    return context;
}

} // namespace moisson::portals
