// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the client does of its own accord: redirects, refusals, retries, robots, spacing, proxies.
#include "client_fixture.hpp"
#include "tiny_server.hpp"

#include <atomic>

namespace moisson::testing {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

} // namespace

TEST_F(ClientTest, FollowsRedirectsButNotInside) {
    TinyServer server(respond_with([](const std::string& request) -> std::optional<std::string> {
        const std::string path = line_of(request).substr(4, line_of(request).find(" HTTP") - 4);
        const auto to = [](const std::string& where) {
            return http_answer("302 Found", "", {"Location: " + where});
        };
        if (path == "/a")
            return to("/b");
        if (path == "/b")
            return to("c?x=1");
        if (path == "/metadata")
            return to("/metadata2");
        if (path == "/metadata2")
            return to("http://169.254.169.254/latest/meta-data/");
        if (path == "/mapped")
            return to("http://[::ffff:127.0.0.1]/");
        if (path == "/loop")
            return to("/loop2");
        if (path == "/loop2")
            return to("/loop");
        if (path == "/file")
            return to("file:///etc/passwd");
        if (path.starts_with("/n"))
            return to(path + "n");
        return http_answer("200 OK", path);
    }));
    allow(server.port());
    const auto response = fetch(server.url("/a"));
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->body, "/c?x=1");
    EXPECT_EQ(response->url, server.url("/c?x=1"));
    EXPECT_EQ(response->redirects.size(), 2U);
    EXPECT_EQ(response->requests, 3);
    EXPECT_EQ(outcome(server.url("/metadata")), "SSRF_BLOCKED");
    EXPECT_EQ(outcome(server.url("/mapped")), "SSRF_BLOCKED");
    EXPECT_EQ(outcome(server.url("/file")), "SSRF_BLOCKED");
    EXPECT_EQ(outcome(server.url("/loop")), "REDIRECT_LOOP");
    EXPECT_EQ(outcome(server.url("/n")), "REDIRECT_TOO_MANY");
}

TEST_F(ClientTest, NeverDialsWhatIsNotPublic) {
    TinyServer server(respond_with([](const std::string&) { return http_answer("200 OK", ""); }));
    EXPECT_EQ(outcome(server.url()), "SSRF_BLOCKED");
    for (const char* url :
         {"http://localhost/",
          "http://[::1]/",
          "http://192.168.1.1/",
          "http://metadata.google.internal/",
          "http://intranet/",
          "http://93.184.216.34:22/"})
        EXPECT_EQ(outcome(std::string(url)), "SSRF_BLOCKED") << url;
    EXPECT_EQ(server.connections(), 0);
}

TEST_F(ClientTest, WaitsAsLongAsRetryAfterSays) {
    std::atomic<int> asked{0};
    TinyServer server(respond_with([&asked](const std::string&) {
        if (++asked == 1)
            return http_answer("429 Too Many Requests", "", {"Retry-After: 7"});
        return http_answer("200 OK", "");
    }));
    allow(server.port());
    net::Request wanted = request(server.url());
    wanted.retries_max = 4;
    const auto response = fetch(wanted);
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->retries, 1);
    ASSERT_FALSE(timers.slept.empty());
    EXPECT_GT(timers.slept[0], milliseconds(6'900));
    EXPECT_LE(timers.slept[0], seconds(7));
}

TEST_F(ClientTest, GivesUpAtOnceWhenRetryAfterIsTooFar) {
    std::atomic<int> asked{0};
    TinyServer server(respond_with([&asked](const std::string&) {
        ++asked;
        return http_answer("503 Busy", "", {"Retry-After: 7200"});
    }));
    allow(server.port());
    net::Request wanted = request(server.url());
    wanted.retries_max = 4;
    const auto response = fetch(wanted);
    ASSERT_FALSE(response.has_value());
    EXPECT_EQ(response.error(), Error(Code::rate_limited, "503 seconds=7200"));
    EXPECT_EQ(asked, 1);
    // The host stays paused for everybody.
    EXPECT_EQ(outcome(wanted), "RATE_LIMITED");
    EXPECT_EQ(asked, 1);
}

TEST_F(ClientTest, RetriesServerErrorsWithBackoff) {
    std::atomic<int> asked{0};
    TinyServer server(respond_with([&asked](const std::string&) {
        return ++asked <= 2 ? http_answer("502 Bad Gateway", "") : http_answer("200 OK", "");
    }));
    allow(server.port());
    net::Request wanted = request(server.url());
    wanted.retries_max = 4;
    EXPECT_EQ(fetch(wanted)->retries, 2);
    asked = -100;
    EXPECT_EQ(outcome(wanted), "HTTP_5XX");
    EXPECT_EQ(asked, -95);
    asked = -100;
    wanted.method = "POST";
    EXPECT_EQ(outcome(wanted), "HTTP_5XX");
    EXPECT_EQ(asked, -99);
}

TEST_F(ClientTest, ObeysRobotsWhenToldTo) {
    std::atomic<int> robots{0};
    TinyServer server(respond_with([&robots](const std::string& request) {
        if (line_of(request).find("/robots.txt") == std::string::npos)
            return http_answer("200 OK", "page");
        ++robots;
        return http_answer("200 OK", "User-agent: *\nDisallow: /private\n");
    }));
    allow(server.port());
    net::Request wanted = request(server.url("/private/x"));
    EXPECT_EQ(outcome(wanted), "OK 200");
    EXPECT_EQ(robots, 0);
    wanted.policy.respect_robots = true;
    EXPECT_EQ(outcome(wanted), "ROBOTS_DENIED");
    wanted.url = server.url("/public");
    EXPECT_EQ(outcome(wanted), "OK 200");
    EXPECT_EQ(robots, 1);
    timers.jump(std::chrono::hours(25));
    EXPECT_EQ(outcome(wanted), "OK 200");
    EXPECT_EQ(robots, 2);
}

TEST_F(ClientTest, TakesABrokenRobotsForANo) {
    TinyServer server(respond_with([](const std::string& request) {
        if (line_of(request).find("/robots.txt") != std::string::npos)
            return http_answer("500 Oops", "");
        return http_answer("200 OK", "page");
    }));
    allow(server.port());
    net::Request wanted = request(server.url("/x"));
    wanted.policy.respect_robots = true;
    EXPECT_EQ(outcome(wanted), "ROBOTS_DENIED");
}

TEST_F(ClientTest, SpacesRequestsOfOneHost) {
    TinyServer server(respond_with([](const std::string&) { return http_answer("200 OK", ""); }));
    allow(server.port());
    net::Request wanted = request(server.url());
    wanted.policy.rate = 0.5;
    EXPECT_EQ(outcome(wanted), "OK 200");
    EXPECT_EQ(outcome(wanted), "OK 200");
    ASSERT_EQ(timers.slept.size(), 1U);
    EXPECT_GT(timers.slept[0], milliseconds(1'500));
}

TEST_F(ClientTest, TunnelsThroughAProxy) {
    std::string seen;
    TinyServer proxy([&seen](Peer& peer) {
        while (const auto request = peer.read_request()) {
            seen = *request;
            if (line_of(seen).starts_with("CONNECT"))
                peer.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
                );
            else
                peer.send(http_answer("200 OK", "by proxy"));
        }
    });
    options.proxy_http = "http://u:p@127.0.0.1:" + std::to_string(proxy.port());
    options.proxy_https = options.proxy_http;
    const auto response = fetch("http://93.184.216.34/data?x=1");
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->body, "by proxy");
    EXPECT_EQ(line_of(seen), "GET http://93.184.216.34/data?x=1 HTTP/1.1");
    EXPECT_NE(seen.find("Proxy-Authorization: Basic dTpw\r\n"), std::string::npos);
    EXPECT_EQ(outcome("https://93.184.216.34/"), "PROXY_FAILED");
    EXPECT_EQ(line_of(seen), "CONNECT 93.184.216.34:443 HTTP/1.1");
    EXPECT_EQ(outcome("http://10.0.0.1/"), "SSRF_BLOCKED");
}

} // namespace moisson::testing
