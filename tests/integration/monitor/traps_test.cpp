// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Research S9.1: what each trap must be taken for, and what it is taken for. The table is printed.
#include "integration/monitor/trap_stand.hpp"
#include "integration/net/certificates.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

namespace moisson::testing {
namespace {

using monitor::HostMemory;
using monitor::LinkCode;
using monitor::LinkTarget;
using monitor::ProbeResult;

TEST_F(TrapTest, StatusesAreTakenForWhatTheyMean) {
    expect("a file", target("/good.csv"), "ok");
    expect("a file, by HEAD", target("/good.csv", false), "ok");
    expect("HEAD 404, GET 200", target("/head404.csv", false), "ok");
    expect("HEAD 200, GET 404, first look", target("/head200.csv"), "http_404");
    probe_options.audit_one_in = 1;
    prober.reset();
    const ProbeResult audited =
        expect("HEAD 200, GET 404", target("/head200.csv", false), "http_404");
    ASSERT_EQ(audited.exchanges.size(), 2U);
    EXPECT_EQ(audited.exchanges.front().method, "HEAD");
    probe_options.audit_one_in = 0;
    prober.reset();
    expect("404", target("/absent.csv"), "http_404");
    expect("410", target("/gone.csv"), "http_410");
    expect("451", target("/legal.csv"), "legal_451");
    expect("401", target("/private.csv"), "auth_401");
    expect("403", target("/refused.csv"), "forbidden_403");
    expect("429", target("/busy.csv"), "rate_limited_429");
    expect("the same host, in the pause it asked for", target("/good.csv"), "host_backoff");
    timers.jump(std::chrono::hours(3));
    expect("500", target("/down.csv"), "http_5xx");
}

TEST_F(TrapTest, PagesInThePlaceOfAFileAndRedirectsAreKnown) {
    expect("firewall page, 200", target("/wall200.csv"), "blocked_challenge");
    expect("firewall page, 403", target("/wall403.csv"), "blocked_challenge");
    expect("Incapsula, 404", target("/incapsula.csv"), "blocked_challenge");
    expect("Anubis, 307", target("/anubis.csv"), "blocked_challenge");
    expect("redirect to the home page", target("/root/a.csv"), "soft404_root");
    expect("redirect to an error page", target("/lost.csv"), "soft404_path");
    expect("one page for all that is unknown", target("/soft/a.csv"), "soft404_canary");
    expect("landing page of an honest server", target("/honest/fiche.csv"), "landing_page");
    expect("301", target("/moved.csv"), "ok_redirect_perm");
    expect("302", target("/found.csv"), "ok_redirect_temp");
    expect("redirect loop", target("/loop.csv"), "redirect_loop");
    expect("too many redirects", target("/many/1"), "redirect_too_many");
    expect("redirect to a private address", target("/inside.csv"), "policy_denied");
    HostMemory seen;
    for (const char* other : {"/shared/b.csv", "/shared/c.csv"}) {
        monitor::HostSample sample;
        sample.at = timers.now();
        sample.code = LinkCode::ok_redirect_temp;
        sample.url = monitor::sample_id(server.url(other));
        sample.target = monitor::sample_id(server.url("/nouveau-site"));
        seen.samples.push_back(sample);
    }
    expect("three files, one page", target("/shared/a.csv"), "soft404_shared_target", seen);
}

TEST_F(TrapTest, BodiesAndConnectionsAreTakenForWhatTheyAre) {
    expect("empty body", target("/empty.csv"), "empty_body");
    expect("PDF declared CSV", target("/pdf.csv"), "format_mismatch");
    expect("416", target("/range.csv"), "ok");
    expect("slow first byte", target("/slow.csv"), "timeout_ttfb");
    expect("body slower than anybody waits", target("/drip.csv"), "ok");
    expect("endless body", target("/endless.csv"), "ok");
    expect("gzip bomb", target("/bomb.csv"), "ok");
    expect("body cut short", target("/cut.csv"), "truncated");
    expect("connection reset", target("/reset.csv"), "conn_reset");
    expect("not HTTP", target("/garbage.csv"), "proto_error");
    LinkTarget known = target("/same.csv", false);
    known.etag = "\"v1\"";
    expect("304", known, "ok_304");
    LinkTarget service = target("/ows");
    service.format = "WMS_SRVC";
    service.family = 'S';
    expect("OGC service", service, "ok_service");
    service.url = server.url("/bad-ows");
    expect("OGC exception, 200", service, "api_exception");
}

TEST_F(TrapTest, AddressesThatNobodyMayAskAreNotAsked) {
    expect("FTP", target("ftp://example.test/a.csv"), "scheme_off");
    expect("another scheme", target("gopher://example.test/1"), "scheme_unsupported");
    expect("no address", target("http://exa mple:port/"), "url_invalid");
    expect(
        "credentials in the address",
        target("http://user:pw@example.test/a.csv"),
        "policy_denied"
    );
    expect("scheme in capitals", target("Http" + server.url("/good.csv").substr(4)), "ok");
    expect("redirect to no address", target("/nowhere.csv"), "proto_error");
    expect("loopback that nobody allowed", target("http://127.0.0.1:1/a.csv"), "policy_denied");
    expect("metadata of a cloud", target("http://169.254.169.254/latest"), "policy_denied");
}

TEST_F(TrapTest, ContradictionsOfHeadAreTold) {
    EXPECT_TRUE(probe(target("/head404.csv", false)).head_contradicted);
    EXPECT_FALSE(probe(target("/good.csv", false)).head_contradicted);
    probe_options.audit_one_in = 1;
    prober.reset();
    const ProbeResult audited = probe(target("/head200.csv", false));
    EXPECT_EQ(audited.code, LinkCode::http_404);
    EXPECT_TRUE(audited.by_get);
    EXPECT_TRUE(audited.head_contradicted);
    // Where HEAD is known to mean nothing, it is not asked.
    HostMemory host;
    note_head_disagreement(host, timers.now());
    note_head_disagreement(host, timers.now());
    const ProbeResult direct = probe(target("/good.csv", false), host);
    ASSERT_EQ(direct.exchanges.size(), 1U);
    EXPECT_EQ(direct.exchanges.front().method, "GET");
}

TEST_F(TrapTest, EvidenceAndWishesAreKept) {
    const ProbeResult moved = probe(target("/moved.csv"));
    EXPECT_EQ(moved.permanent_target, server.url("/good.csv"));
    ASSERT_EQ(moved.exchanges.front().redirect_statuses, std::vector<int>{301});
    const ProbeResult busy = probe(target("/busy.csv"));
    EXPECT_EQ(busy.retry_after, std::chrono::seconds(7'200));
}

TEST_F(TrapTest, ARefusedConnectionIsTheHosts) {
    std::uint16_t port = 0;
    {
        const TinyServer closed(serve_traps);
        port = closed.port();
    }
    allow(port);
    const ProbeResult result = probe(target("http://127.0.0.1:" + std::to_string(port) + "/a.csv"));
    EXPECT_EQ(result.code, LinkCode::conn_refused);
    EXPECT_FALSE(result.answered);
}

TEST_F(TrapTest, AServerThatIsSlowToAnswerIsNoBetterThanOneThatIsNot) {
    using asio::ip::tcp;
    // A queue of connections that nobody accepts: further ones get no answer.
    asio::io_context other;
    tcp::acceptor full(other, tcp::v4());
    full.bind(tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    full.listen(0);
    const tcp::endpoint end = full.local_endpoint();
    std::vector<tcp::socket> fillers;
    for (int i = 0; i < 4; ++i) {
        tcp::socket& filler = fillers.emplace_back(other, tcp::v4());
        filler.non_blocking(true);
        ::connect(filler.native_handle(), end.data(), static_cast<socklen_t>(end.size()));
    }
    allow(end.port());
    expect(
        "nobody accepts",
        target("http://127.0.0.1:" + std::to_string(end.port()) + "/a.csv"),
        "timeout_connect"
    );
    // Real seconds: what is too slow is told by what the answer took.
    probe_options.get_first_byte = std::chrono::seconds(13);
    probe_options.total = std::chrono::seconds(20);
    forget();
    expect("first byte after eleven seconds", target("/sluggish.csv"), "slow_ttfb");
}

TEST_F(TrapTest, RobotsThatNameUsAreObeyedAndOthersOnlyOnDemand) {
    const auto with = [this](const std::string& robots) {
        TinyServer site(respond_with([robots](const std::string& request) {
            return http_answer(
                "200 OK",
                line_of(request).find("robots.txt") != std::string::npos ? robots : "a;b\n1;2\n",
                {"Content-Type: text/plain"}
            );
        }));
        allow(site.port());
        forget();
        return std::string(to_string(probe(target(site.url("/a.csv"))).code));
    };
    options.user_agent = "Moisson/0.1 (+https://example.org/robot)";
    EXPECT_EQ(with("User-agent: Moisson\nDisallow: /\n"), "robots_denied");
    EXPECT_EQ(with("User-agent: *\nDisallow: /\n"), "ok");
    probe_options.obey_robots = true;
    EXPECT_EQ(with("User-agent: *\nDisallow: /\n"), "robots_denied");
}

class TlsTrapTest : public TrapTest {
protected:
    TlsTrapTest() {
        const int file = ::mkstemp(ca.data());
        EXPECT_GE(file, 0);
        ::close(file);
        std::ofstream(ca) << to_pem(root);
        options.ca_file = ca;
    }
    ~TlsTrapTest() override {
        std::error_code ignored;
        std::filesystem::remove(ca, ignored);
    }

    static Identity authority(const char* name, const Identity* issuer = nullptr) {
        Wanted wanted;
        wanted.name = name;
        wanted.authority = true;
        return issue(wanted, issuer);
    }
    static Wanted named(const char* names) {
        Wanted wanted;
        wanted.names = names;
        return wanted;
    }
    void against(
        const char* trap,
        const char* code,
        const Identity& identity,
        const std::vector<Identity>& chain
    ) {
        TinyServer tls(serve_traps, server_context(identity, chain));
        allow(tls.port());
        forget();
        expect(trap, target(tls.url("/good.csv")), code);
    }

    const Identity root = authority("Root");
    const Identity middle = authority("Middle", &root);
    const Identity good = issue(named("IP:127.0.0.1"), &middle);
    std::string ca = (std::filesystem::temp_directory_path() / "moisson-traps-XXXXXX").string();
};

// One fault each; the file behind them answers.
TEST_F(TlsTrapTest, BadCertificatesDegrade) {
    const Identity stranger = authority("Stranger");
    const Identity below = authority("Below", &stranger);
    Wanted expired = named("IP:127.0.0.1");
    expired.until = std::chrono::seconds(-60);
    Wanted early = named("IP:127.0.0.1");
    early.from = std::chrono::seconds(3'600);
    const Identity other = issue(named("DNS:other.example.test"), &middle);
    against("a good certificate", "ok", good, {middle});
    against("certificate that has ended", "tls_expired", issue(expired, &middle), {middle});
    against("certificate of tomorrow", "tls_not_yet_valid", issue(early, &middle), {middle});
    against("certificate of another name", "tls_name_mismatch", other, {middle});
    against("self-signed", "tls_self_signed", issue(named("IP:127.0.0.1")), {});
    against(
        "authority that nobody knows",
        "tls_unknown_ca",
        issue(named("IP:127.0.0.1"), &below),
        {below}
    );
    against("intermediate certificate forgotten", "tls_incomplete_chain", good, {});
}

TEST_F(TlsTrapTest, OldTlsAndWhatLeavesItAreTold) {
    const auto tls_1_1 = server_context(good, {middle});
    SSL_CTX_set_security_level(tls_1_1->native_handle(), 0);
    SSL_CTX_set_min_proto_version(tls_1_1->native_handle(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(tls_1_1->native_handle(), TLS1_1_VERSION);
    TinyServer old(serve_traps, tls_1_1);
    allow(old.port());
    forget();
    expect("TLS 1.1", target(old.url("/good.csv")), "tls_old_protocol");
    TinyServer secure(
        respond_with([this](const std::string& request) {
            return line_of(request).find("/a.csv") == std::string::npos
                       ? http_answer("404 Not Found", "")
                       : http_answer("302 Found", "", {"Location: " + server.url("/good.csv")});
        }),
        server_context(good, {middle})
    );
    allow(secure.port());
    forget();
    expect("from https to http", target(secure.url("/a.csv")), "https_downgrade");
    TinyServer chatty([](Peer& peer) { peer.send("SSH-2.0-OpenSSH_9.2\r\n"); });
    allow(chatty.port());
    forget();
    expect("not TLS", target("https" + chatty.url("/a.csv").substr(4)), "tls_handshake");
}

} // namespace
} // namespace moisson::testing
