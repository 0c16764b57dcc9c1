// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Links are followed no faster than their server is harvested.
#include "core/rng.hpp"
#include "monitor/probe_ladder.hpp"
#include "monitor/source_rates.hpp"
#include "support/fake_http_client.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace moisson::monitor {
namespace {

Source a_source(const std::string& url, double rate) {
    Source out;
    out.key = url;
    out.url = url;
    out.rate = rate;
    return out;
}

std::vector<Portal> portals() {
    Portal slow;
    slow.sources = {
        a_source("https://data.lent.org/api", 0.5),
        a_source("https://catalogue.lent.org/api", 0.2)};
    Portal usual;
    usual.sources = {a_source("https://usuel.org/api", Source().rate)};
    Portal free;
    free.sources = {a_source("http://127.0.0.1:8080/api", 0)};
    Portal off;
    off.sources = {a_source("https://ferme.org/api", 0.1)};
    off.sources[0].enabled = false;
    return {slow, usual, free, off};
}

TEST(SourceRates, TheSlowestSourceOfAServerHolds) {
    const SourceRates rates(portals());
    EXPECT_EQ(rates.slower_of(1, "https://fichiers.lent.org/a.csv"), 0.2);
    EXPECT_EQ(rates.slower_of(0.1, "https://data.lent.org/a.csv"), 0.1);
    EXPECT_EQ(rates.slower_of(5, "https://usuel.org/a.csv"), 5) << "nobody asked for that";
    EXPECT_EQ(rates.slower_of(5, "http://127.0.0.1:8080/a.csv"), 5);
    EXPECT_EQ(rates.slower_of(5, "https://ferme.org/a.csv"), 5);
    EXPECT_EQ(rates.slower_of(5, "https://ailleurs.org/a.csv"), 5);
    EXPECT_EQ(rates.slower_of(5, "pas une adresse"), 5);
    EXPECT_EQ(SourceRates().slower_of(5, "https://data.lent.org/a.csv"), 5);
}

TEST(SourceRates, AProbeGoesAtThatPace) {
    double asked = 0;
    moisson::testing::FakeHttpClient client([&](const net::Request& request) {
        asked = request.policy.rate;
        return Result<net::Response>(moisson::testing::ok(""));
    });
    moisson::testing::ManualClock clock;
    Rng rng(1);
    const SourceRates rates(portals());
    ProbeOptions options;
    options.slower_rate = [&rates](double rate, const std::string& url) {
        return rates.slower_of(rate, url);
    };
    LinkProber prober(client, clock, rng, options);
    asio::io_context context{1};
    std::optional<bool> answered;
    asio::co_spawn(
        context,
        prober.answers("https://data.lent.org/"),
        [&answered](const std::exception_ptr&, bool one) { answered = one; }
    );
    moisson::testing::ManualClock::drain(context);
    EXPECT_EQ(answered, true);
    EXPECT_EQ(asked, 0.2);
}

} // namespace
} // namespace moisson::monitor
