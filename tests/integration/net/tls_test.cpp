// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The seven TLS diagnoses, each against a server that deserves it.
#include "certificates.hpp"
#include "client_fixture.hpp"
#include "tiny_server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace moisson::testing {

namespace {

Wanted authority(std::string name) {
    Wanted wanted;
    wanted.name = std::move(name);
    wanted.authority = true;
    return wanted;
}

Wanted server_named(std::string names) {
    Wanted wanted;
    wanted.names = std::move(names);
    return wanted;
}

} // namespace

class TlsTest : public ClientTest {
protected:
    TlsTest() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "moisson-ca-XXXXXX").string();
        const int file = ::mkstemp(pattern.data());
        EXPECT_GE(file, 0);
        ::close(file);
        ca_file = pattern;
        std::ofstream(ca_file) << to_pem(root);
    }
    ~TlsTest() override { std::filesystem::remove(ca_file); }

    // The outcome of a request to a server with that identity.
    std::string against(const Identity& identity, const std::vector<Identity>& chain = {}) {
        return against(server_context(identity, chain));
    }
    std::string against(std::shared_ptr<boost::asio::ssl::context> tls, bool verify = true) {
        TinyServer server(
            respond_with([](const std::string&) { return http_answer("200 OK", "secret"); }),
            std::move(tls)
        );
        client.reset();
        allow(server.port());
        net::Request wanted = request(server.url());
        wanted.policy.ca_file = ca_file;
        wanted.policy.verify_tls = verify;
        const auto response = fetch(wanted);
        client.reset();
        if (!response)
            return std::string(to_string(response.error().code));
        expires = response->certificate_expires;
        return "OK " + response->body;
    }

    Identity root = issue(authority("Root"));
    Identity middle = issue(authority("Middle"), &root);
    std::string ca_file;
    std::optional<Instant> expires;
};

TEST_F(TlsTest, AcceptsAGoodChainAndReportsItsExpiry) {
    const Identity server = issue(server_named("IP:127.0.0.1"), &middle);
    EXPECT_EQ(against(server, {middle}), "OK secret");
    ASSERT_TRUE(expires.has_value());
    const auto left = *expires - SystemClock().now();
    EXPECT_GT(left, std::chrono::hours(23));
    EXPECT_LE(left, std::chrono::hours(24));
}

TEST_F(TlsTest, DiagnosesExpired) {
    Wanted wanted = server_named("IP:127.0.0.1");
    wanted.until = std::chrono::seconds(-60);
    EXPECT_EQ(against(issue(wanted, &middle), {middle}), "TLS_EXPIRED");
}

TEST_F(TlsTest, DiagnosesNotYetValid) {
    Wanted wanted = server_named("IP:127.0.0.1");
    wanted.from = std::chrono::seconds(3'600);
    EXPECT_EQ(against(issue(wanted, &middle), {middle}), "TLS_NOT_YET_VALID");
}

TEST_F(TlsTest, DiagnosesAnotherName) {
    EXPECT_EQ(
        against(issue(server_named("DNS:other.example.test"), &middle), {middle}),
        "TLS_NAME_MISMATCH"
    );
}

TEST_F(TlsTest, DiagnosesSelfSigned) {
    EXPECT_EQ(against(issue(server_named("IP:127.0.0.1"))), "TLS_SELF_SIGNED");
}

TEST_F(TlsTest, DiagnosesAnUnknownAuthority) {
    const Identity stranger = issue(authority("Stranger"));
    const Identity below = issue(authority("Below"), &stranger);
    const Identity server = issue(server_named("IP:127.0.0.1"), &below);
    EXPECT_EQ(against(server, {below}), "TLS_UNKNOWN_CA");
    EXPECT_EQ(against(server, {below, stranger}), "TLS_UNKNOWN_CA");
}

TEST_F(TlsTest, DiagnosesAMissingIntermediateAndTheExtraFileRepairsIt) {
    const Identity server = issue(server_named("IP:127.0.0.1"), &middle);
    EXPECT_EQ(against(server), "TLS_INCOMPLETE_CHAIN");
    std::ofstream(ca_file, std::ios::app) << to_pem(middle);
    EXPECT_EQ(against(server), "OK secret");
}

TEST_F(TlsTest, DiagnosesAnOldProtocol) {
    auto tls = server_context(issue(server_named("IP:127.0.0.1"), &middle), {middle});
    SSL_CTX_set_security_level(tls->native_handle(), 0);
    SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(tls->native_handle(), TLS1_1_VERSION);
    EXPECT_EQ(against(std::move(tls)), "TLS_OLD_PROTOCOL");
}

TEST_F(TlsTest, TellsAPlainServerFromABadCertificate) {
    TinyServer plain(respond_with([](const std::string&) { return http_answer("200 OK", ""); }));
    TinyServer chatty([](Peer& peer) { peer.send("SSH-2.0-OpenSSH_9.2\r\n"); });
    allow(chatty.port());
    EXPECT_EQ(outcome("https" + chatty.url().substr(4)), "TLS_HANDSHAKE");
}

TEST_F(TlsTest, LooksAwayOnlyWhenTold) {
    const Identity alone = issue(server_named("DNS:other.example.test"));
    EXPECT_EQ(against(server_context(alone), false), "OK secret");
    EXPECT_EQ(against(server_context(alone), true), "TLS_SELF_SIGNED");
}

TEST_F(TlsTest, SaysThatItsAuthoritiesCannotBeRead) {
    net::Request wanted = request("https://127.0.0.1:1024/");
    TinyServer server(respond_with([](const std::string&) { return http_answer("200 OK", ""); }));
    allow(server.port());
    wanted.url = "https" + server.url().substr(4);
    wanted.policy.ca_file = ca_file + ".missing";
    EXPECT_EQ(outcome(wanted), "CONFIG_INVALID");
}

TEST_F(TlsTest, SpeaksTlsThroughAProxysTunnel) {
    // The proxy: reads CONNECT, then becomes the TLS server itself.
    const auto tls = server_context(issue(server_named("IP:93.184.216.34"), &middle), {middle});
    std::string connect;
    TinyServer proxy([&](Peer& peer) {
        connect = peer.read_request().value_or("");
        peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
        Peer inner(peer.socket(), *tls);
        if (inner.handshake() && inner.read_request())
            inner.send(http_answer("200 OK", "through"));
    });
    options.proxy_https = "http://127.0.0.1:" + std::to_string(proxy.port());
    net::Request wanted = request("https://93.184.216.34/");
    wanted.policy.ca_file = ca_file;
    const auto response = fetch(wanted);
    ASSERT_TRUE(response.has_value())
        << to_string(response.error().code) << response.error().detail;
    EXPECT_EQ(response->body, "through");
    EXPECT_TRUE(connect.starts_with("CONNECT 93.184.216.34:443 HTTP/1.1\r\n"));
}

} // namespace moisson::testing
