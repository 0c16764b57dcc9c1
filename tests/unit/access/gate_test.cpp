// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The gate: limits with their headers, tokens, and what passes without either.
#include "access/gate.hpp"
#include "net/server/respond.hpp"
#include "net/server/target.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>

namespace moisson::access {
namespace {

using namespace std::chrono_literals;

class MovableClock final : public Clock {
public:
    Instant now() const override { return {}; }
    Steady steady_now() const override { return steady; }
    Steady steady{1000h};
};

constexpr std::size_t mib = 1024 * 1024;

asio::awaitable<Result<std::string>> part_of(std::shared_ptr<int> parts) {
    std::string part;
    if (*parts > 0)
        part.assign(mib, 'x');
    --*parts;
    co_return part;
}

asio::awaitable<net::ServerResponse> page(net::ServerRequest request) {
    net::ServerResponse response;
    if (request.path.starts_with("/api/v1/datasets.")) {
        const auto parts = std::make_shared<int>(3);
        response.stream = [parts] { return part_of(parts); };
    }
    response.body = "page " + request.path;
    for (const auto& [name, value] : request.headers)
        if (name == "authorization")
            response.body += " " + value;
    co_return response;
}

asio::awaitable<net::ServerResponse> desk(net::ServerRequest, std::optional<Principal> who) {
    net::ServerResponse response;
    response.status = who ? 200 : 401;
    response.body = who ? who->name : "nobody";
    co_return response;
}

class Gates : public ::testing::Test {
protected:
    Gates() { options_.rate.anonymous = 3; }

    net::ServerResponse
    get(std::string path, std::string client = "192.0.2.1", net::Headers headers = {}) {
        if (!gate_) {
            Authenticate check = [this](std::string shown) {
                return authenticate(std::move(shown));
            };
            gate_ = make_gate(page, desk, std::move(check), clock_, options_);
        }
        net::ServerRequest request;
        request.method = "GET";
        request.path = std::move(path);
        request.client_address = std::move(client);
        request.headers = std::move(headers);
        request.request_id = "req-1";
        return testing::run_coro(gate_(std::move(request)));
    }
    // The MiB of an export; 0 when it is refused.
    std::size_t exported(std::string client, net::Headers headers = {}) {
        const auto response = get("/api/v1/datasets.ndjson", std::move(client), std::move(headers));
        std::size_t bytes = 0;
        while (response.stream) {
            const Result<std::string> part = testing::run_coro(response.stream());
            if (part.has_error() || part->empty())
                break;
            bytes += part->size();
        }
        return bytes / mib;
    }
    static net::Headers token(const std::string& value) {
        return {{"authorization", "Bearer " + value}};
    }
    static std::string header(const net::ServerResponse& response, std::string_view name) {
        for (const auto& [key, value] : response.headers)
            if (key == name)
                return value;
        return {};
    }
    asio::awaitable<Result<std::optional<Principal>>> authenticate(std::string shown) {
        ++asked_;
        if (away_)
            co_return Error(Code::store_unavailable);
        if (shown != "bon")
            co_return std::optional<Principal>();
        Principal who;
        who.name = "awa";
        who.token = 7;
        who.rate = class_;
        co_return std::optional<Principal>(who);
    }

    MovableClock clock_;
    GateOptions options_;
    net::Handler gate_;
    int asked_ = 0;
    bool away_ = false;
    RateClass class_ = RateClass::standard;
};

TEST_F(Gates, TellWhatIsLeftThenAnswer429) {
    const auto first = get("/api/v1/datasets");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(header(first, "RateLimit-Policy"), "\"default\";q=3;w=60");
    EXPECT_EQ(header(first, "RateLimit"), "\"default\";r=2;t=20");
    EXPECT_EQ(header(first, "X-RateLimit-Limit"), "3");
    EXPECT_EQ(header(first, "X-RateLimit-Remaining"), "2");
    EXPECT_EQ(header(first, "X-RateLimit-Reset"), "20");
    get("/api/3/action/package_search");
    get("/catalog.ttl");
    const auto refused = get("/api/v1/datasets");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.content_type, "application/problem+json");
    EXPECT_EQ(header(refused, "Retry-After"), "20");
    EXPECT_EQ(header(refused, "RateLimit"), "\"default\";r=0;t=60");
    const auto body = nlohmann::json::parse(refused.body);
    EXPECT_EQ(body["type"], "urn:moisson:problem:rate-limited");
    EXPECT_EQ(body["retry_after_s"], 20);
    EXPECT_EQ(body["request_id"], "req-1");
    clock_.steady += 20s;
    EXPECT_EQ(get("/api/v1/datasets").status, 200);
}

TEST_F(Gates, CountByRealClientAndByIpv6Network) {
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(get("/api/v1/datasets", "2001:db8::" + std::to_string(i + 1)).status, 200);
    EXPECT_EQ(get("/api/v1/datasets", "2001:db8::ffff:9").status, 429) << "the same /64";
    EXPECT_EQ(get("/api/v1/datasets", "2001:db8:0:1::1").status, 200) << "another one";
    EXPECT_EQ(get("/api/v1/datasets", "192.0.2.1").status, 200);
}

TEST_F(Gates, PagesHaveTheirOwnLimitAndMachinesHaveNone) {
    options_.rate.pages = 2;
    for (int i = 0; i < 10; ++i)
        for (const char* const path : {"/livez", "/readyz", "/metrics", "/assets/style.css"}) {
            const auto free = get(path);
            EXPECT_EQ(free.status, 200) << path;
            EXPECT_EQ(header(free, "RateLimit"), "") << path;
        }
    EXPECT_EQ(header(get("/jeux-de-donnees"), "RateLimit-Policy"), "\"pages\";q=2;w=60");
    get("/");
    EXPECT_EQ(get("/jeux-de-donnees").status, 429);
    EXPECT_EQ(get("/api/v1/datasets").status, 200);
    EXPECT_EQ(get("/organization/ins/catalog.ttl").status, 200) << "machines read feeds";
}

TEST_F(Gates, AnAnswerThatDidNotChangeCostsNothing) {
    const std::string tag = net::strong_etag("page /api/v1/datasets");
    for (const std::string& known : {tag, net::gzip_etag(tag), net::brotli_etag(tag), "W/" + tag})
        for (int i = 0; i < 10; ++i) {
            const auto same = get("/api/v1/datasets", "192.0.2.1", {{"if-none-match", known}});
            EXPECT_EQ(same.status, 200) << "the server makes the 304 of it";
            EXPECT_EQ(header(same, "ETag"), tag);
            EXPECT_EQ(header(same, "X-RateLimit-Remaining"), "3");
        }
    const auto other = get("/api/v1/datasets", "192.0.2.1", {{"if-none-match", "\"x\""}});
    EXPECT_EQ(header(other, "X-RateLimit-Remaining"), "2");
}

TEST_F(Gates, ATokenGivesTheRateOfItsClass) {
    options_.rate.standard = 50;
    for (int i = 0; i < 50; ++i) {
        const auto answer = get("/api/v1/datasets", "192.0.2.1", token("bon"));
        ASSERT_EQ(answer.status, 200);
        EXPECT_EQ(header(answer, "RateLimit-Policy"), "\"standard\";q=50;w=60");
        EXPECT_EQ(answer.body, "page /api/v1/datasets") << "nobody behind sees the token";
    }
    EXPECT_EQ(get("/api/v1/datasets", "198.51.100.9", token("bon")).status, 429) << "from anywhere";
    EXPECT_EQ(get("/api/v1/datasets").status, 200) << "the address owes nothing";
}

TEST_F(Gates, AWrongTokenIs401AndCounts) {
    const auto wrong = get("/api/v1/datasets", "192.0.2.1", token("faux"));
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.content_type, "application/problem+json");
    EXPECT_NE(header(wrong, "WWW-Authenticate").find("invalid_token"), std::string::npos);
    EXPECT_EQ(wrong.body.find("faux"), std::string::npos);
    EXPECT_EQ(header(wrong, "X-RateLimit-Remaining"), "2");
    // What is no Bearer is not ours: clients of CKAN send keys of their own.
    EXPECT_EQ(get("/api/v1/datasets", "192.0.2.1", {{"authorization", "faux"}}).status, 200);
    EXPECT_EQ(asked_, 1);
}

TEST_F(Gates, WhoGuessesTokensIsNotHeardForLong) {
    options_.rate.anonymous = 1'000;
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(get("/api/v1/datasets", "192.0.2.1", token("faux")).status, 401);
    const auto refused = get("/api/v1/datasets", "192.0.2.1", token("bon"));
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(header(refused, "Retry-After"), "3");
    EXPECT_EQ(asked_, 20) << "the database is not asked any more";
    EXPECT_EQ(get("/api/v1/datasets").status, 200) << "what needs no token goes on";
    EXPECT_EQ(get("/api/v1/datasets", "192.0.2.2", token("bon")).status, 200);
    clock_.steady += 4s;
    EXPECT_EQ(get("/api/v1/datasets", "192.0.2.1", token("bon")).status, 200);
    EXPECT_EQ(get("/api/v1/datasets", "192.0.2.1", token("bon")).status, 200)
        << "right ones are not counted";
}

TEST_F(Gates, WhoTookItsExportsOfTheHourBeginsNoOther) {
    options_.rate.exports_mib = 2;
    options_.rate.anonymous = 100;
    EXPECT_EQ(exported("192.0.2.1"), 3U) << "what has begun goes to its end";
    const auto refused = get("/api/v1/datasets.csv");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(header(refused, "Retry-After"), "3600") << "one was taken too much, one is needed";
    EXPECT_EQ(nlohmann::json::parse(refused.body)["policy"], "exports");
    EXPECT_EQ(exported("192.0.2.1"), 0U);
    EXPECT_EQ(get("/api/v1/datasets").status, 200) << "by pages it goes on";
    EXPECT_EQ(get("/api/v1/dumps/catalogue.csv.gz").status, 200) << "the night's files are free";
    EXPECT_EQ(exported("192.0.2.2"), 3U) << "another client";
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(exported("127.0.0.1"), 3U) << "exempt";
    clock_.steady += 1h + 1s;
    EXPECT_EQ(exported("192.0.2.1"), 3U);
}

TEST_F(Gates, AnExportIsOneHoweverItsAddressEnds) {
    options_.rate.exports_mib = 2;
    options_.rate.anonymous = 100;
    EXPECT_EQ(exported("192.0.2.1"), 3U);
    for (const char* const target :
         {"/api/v1/datasets.ndjson/",
          "/api/v1/datasets.csv/.",
          "/api/v1/datasets.csv/%2e",
          "/api/v1/datasets.csv//",
          "/api/./v1/x/../datasets.csv"}) {
        const auto parsed = net::parse_request_target(target);
        ASSERT_TRUE(parsed.has_value()) << target;
        EXPECT_EQ(get(parsed->path).status, 429) << target;
    }
}

TEST_F(Gates, ATokenHasExportsOfItsOwnAndOneOfTheHighClassAll) {
    options_.rate.exports_mib = 2;
    EXPECT_EQ(exported("192.0.2.1"), 3U);
    EXPECT_EQ(exported("192.0.2.1", token("bon")), 3U);
    EXPECT_EQ(exported("192.0.2.1", token("bon")), 0U);
    class_ = RateClass::high;
    EXPECT_EQ(exported("192.0.2.1", token("bon")), 3U);
    EXPECT_EQ(exported("192.0.2.1", token("bon")), 3U);
}

TEST_F(Gates, WithoutTheDatabaseReadsGoOn) {
    away_ = true;
    EXPECT_EQ(get("/api/v1/datasets", "192.0.2.1", token("bon")).status, 200);
    EXPECT_EQ(get("/api/v1/admin/me", "192.0.2.1", token("bon")).status, 503);
}

TEST_F(Gates, LeadToTheAdminApiWithWhoAsks) {
    EXPECT_EQ(get("/api/v1/admin/me").status, 401);
    EXPECT_EQ(get("/api/v1/admin/me", "192.0.2.1", token("bon")).body, "awa");
    EXPECT_EQ(get("/api/v1/administration").body, "page /api/v1/administration");
}

TEST_F(Gates, ExemptAddressesAreNotCounted) {
    options_.trusted_proxies = {"10.1.0.0/16"};
    for (int i = 0; i < 10; ++i)
        for (const char* const client : {"127.0.0.1", "::1"})
            EXPECT_EQ(get("/api/v1/datasets", client).status, 200) << client;
    EXPECT_EQ(get("/api/v1/datasets", "127.0.0.1", token("faux")).status, 401);
}

// Without a readable X-Forwarded-For the proxy itself is the client.
TEST_F(Gates, AProxyThatDoesNotSayForWhomItAsksIsCountedAsItself) {
    options_.trusted_proxies = {"10.1.0.0/16", "127.0.0.1"};
    for (const char* const proxy : {"10.1.2.3", "127.0.0.1"}) {
        for (int i = 0; i < 3; ++i)
            EXPECT_EQ(get("/api/v1/datasets", proxy).status, 200) << proxy;
        EXPECT_EQ(get("/api/v1/datasets", proxy).status, 429) << proxy;
    }
    EXPECT_EQ(get("/api/v1/datasets", "::1").status, 200) << "exempt, and no proxy";
}

TEST_F(Gates, LimitsCanBeSwitchedOff) {
    options_.rate.enabled = false;
    for (int i = 0; i < 10; ++i) {
        const auto answer = get("/api/v1/datasets");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(header(answer, "RateLimit"), "");
    }
}

} // namespace
} // namespace moisson::access
