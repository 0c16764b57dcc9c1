// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A probe of several requests comes to a conclusion about a host that lets us wait.
#include "async/host_budget.hpp"
#include "core/rng.hpp"
#include "monitor/probe_ladder.hpp"
#include "net/make_http_client.hpp"
#include "net/wire.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::monitor {
namespace {

using std::chrono::seconds;

// When each request for the file was sent, and what the server says each time.
struct Seen {
    std::vector<Steady> asked;
    net::Headers headers;
};

// HEAD is not known there, GET is.
class NoHeadWire final : public net::Wire {
public:
    NoHeadWire(Seen& seen, const Clock& clock) : seen_(seen), clock_(clock) {}

    std::optional<Error> judge(const net::WebAddress&) const override { return std::nullopt; }
    std::string budget_key(const net::WebAddress& address) const override { return address.host; }
    asio::awaitable<Result<net::Answer>>
    carry(net::Journey& journey, const net::Message& message) override {
        ++journey.requests;
        net::Answer out;
        out.status = message.method == "GET" ? 200 : 404;
        if (message.address.path == "/robots.txt")
            out.status = 404;
        else
            seen_.asked.push_back(clock_.steady_now());
        out.headers = seen_.headers;
        out.body = "a;b\n1;2\n";
        Result<net::Answer> given = std::move(out);
        co_return given;
    }

private:
    Seen& seen_;
    const Clock& clock_;
};

class PatientProbe : public ::testing::Test {
protected:
    PatientProbe()
        : budget_(make_local_host_budget(clock_)), client_(net::make_http_client(
                                                       std::make_unique<NoHeadWire>(seen_, clock_),
                                                       net::ClientOptions(),
                                                       net::ClientDeps(clock_, *budget_, rng_)
                                                   )) {}

    LinkCode probe(double rate) {
        ProbeOptions options;
        options.rate = rate;
        LinkProber prober(*client_, clock_, rng_, options);
        LinkTarget target;
        target.url = "https://lent.example/a.csv";
        target.format = "CSV";
        target.family = 'T';
        std::optional<LinkCode> code;
        asio::co_spawn(
            context_,
            prober.probe(target, HostMemory()),
            [&code](const std::exception_ptr&, const ProbeResult& result) { code = result.code; }
        );
        for (int i = 0; i < 1'000 && !code; ++i)
            clock_.advance_to_next(context_);
        return code.value_or(LinkCode::internal_error);
    }
    Steady::duration gap() const { return seen_.asked.at(1) - seen_.asked.at(0); }

    moisson::testing::ManualClock clock_;
    asio::io_context context_{1};
    Rng rng_{1};
    Seen seen_;
    std::unique_ptr<HostBudget> budget_;
    std::unique_ptr<net::HttpClient> client_;
};

TEST_F(PatientProbe, WaitsForTheTurnOfASlowHost) {
    EXPECT_EQ(probe(0.01), LinkCode::ok);
    EXPECT_GE(gap(), seconds(100));
}

TEST_F(PatientProbe, WaitsForWhatLittleQuotaLetsUsWait) {
    seen_.headers = {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "3600"}};
    EXPECT_EQ(probe(1), LinkCode::ok);
    EXPECT_GE(gap(), seconds(60));
}

} // namespace
} // namespace moisson::monitor
