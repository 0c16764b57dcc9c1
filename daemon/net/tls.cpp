// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// OpenSSL behind Beast's stream.
#include "net/tls.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/verify_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

namespace moisson::net {

namespace ssl = boost::asio::ssl;

namespace {

std::optional<Instant> expiry_of(const X509* certificate) {
    std::tm parts{};
    if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1)
        return std::nullopt;
    return std::chrono::time_point_cast<Instant::duration>(
        std::chrono::system_clock::from_time_t(timegm(&parts))
    );
}

bool is_old_protocol(const boost::system::error_code& error) {
    if (error.category() != boost::asio::error::get_ssl_category())
        return false;
    switch (ERR_GET_REASON(static_cast<unsigned long>(error.value()))) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_SSL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_UNSAFE_LEGACY_RENEGOTIATION_DISABLED:
        return true;
    default:
        return false;
    }
}

void note_fault(ChainFault& fault, bool accepted, X509_STORE_CTX* store) {
    if (accepted || fault.error != 0)
        return;
    fault.error = X509_STORE_CTX_get_error(store);
    fault.depth = X509_STORE_CTX_get_error_depth(store);
    const STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(store);
    fault.sent = sent == nullptr ? 0 : sk_X509_num(sent);
}

std::optional<Error>
prepare(TlsStream& stream, const std::string& host, bool literal, bool verify) {
    SSL* handle = stream.native_handle();
    // SSL_set_tlsext_host_name without its old-style cast; OpenSSL copies the name.
    char* name = const_cast<char*>(host.c_str());
    if (!literal &&
        SSL_ctrl(handle, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name) != 1)
        return Error(Code::tls_handshake, "server name");
    constexpr std::array<unsigned char, 9> protocols{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_set_alpn_protos(handle, protocols.data(), protocols.size());
    if (!verify) {
        stream.set_verify_mode(ssl::verify_none);
        return std::nullopt;
    }
    stream.set_verify_mode(ssl::verify_peer);
    X509_VERIFY_PARAM* parameters = SSL_get0_param(handle);
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const int named = literal ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str())
                              : X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
    if (named != 1)
        return Error(Code::tls_handshake, "server name");
    return std::nullopt;
}

Error handshake_error(const boost::system::error_code& error, const ChainFault& fault) {
    if (fault.error != 0)
        return Error(diagnose_chain(fault), X509_verify_cert_error_string(fault.error));
    if (is_old_protocol(error))
        return Error(Code::tls_old_protocol, error.message());
    return network_error(error, Phase::tls);
}

} // namespace

Code diagnose_chain(const ChainFault& fault) {
    switch (fault.error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return Code::tls_expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return Code::tls_not_yet_valid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return Code::tls_name_mismatch;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return Code::tls_self_signed;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        return Code::tls_unknown_ca;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        // A server that sends its own certificate alone has forgotten the intermediate ones.
        return fault.depth == 0 && fault.sent <= 1 ? Code::tls_incomplete_chain
                                                   : Code::tls_unknown_ca;
    default:
        return Code::tls_handshake;
    }
}

Result<std::shared_ptr<ssl::context>> TlsContexts::find(bool verify, const std::string& ca_file) {
    auto& known = contexts_[std::pair(verify, ca_file)];
    if (known)
        return known;
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    if (verify) {
        boost::system::error_code error;
        context->set_default_verify_paths(error);
        for (const std::string& file : {common_ca_file_, ca_file}) {
            if (!error && !file.empty())
                context->load_verify_file(file, error);
            if (error)
                return Error(
                    Code::config_invalid,
                    "authorities of " + file + ": " + error.message()
                );
        }
    }
    known = context;
    return context;
}

asio::awaitable<std::optional<Error>> start_tls(
    Channel& channel,
    std::shared_ptr<ssl::context> context,
    std::string host,
    bool literal,
    bool verify,
    Steady deadline
) {
    channel.tls = std::make_unique<TlsStream>(std::move(*channel.tcp), *context);
    channel.tcp.reset();
    channel.tls_context = std::move(context);
    if (auto error = prepare(*channel.tls, host, literal, verify))
        co_return error;
    const auto fault = std::make_shared<ChainFault>();
    if (verify)
        channel.tls->set_verify_callback([fault](bool accepted, ssl::verify_context& chain) {
            note_fault(*fault, accepted, chain.native_handle());
            return accepted;
        });
    channel.lowest().expires_at(deadline);
    const auto [error] = co_await channel.tls->async_handshake(
        ssl::stream_base::client,
        asio::as_tuple(asio::use_awaitable)
    );
    if (error)
        co_return handshake_error(error, *fault);
    channel.certificate_expires =
        expiry_of(SSL_get0_peer_certificate(channel.tls->native_handle()));
    co_return std::nullopt;
}

} // namespace moisson::net
