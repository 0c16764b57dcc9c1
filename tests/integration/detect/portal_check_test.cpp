// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The round of all portals: who is alive, moved, changed, ill or dead.
#include "site.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace moisson::testing {
namespace {

using detect::Health;
using detect::SourceCheck;

Portal portal(const std::string& key, const std::string& connector, const std::string& url) {
    Portal out;
    out.key = key;
    out.title = key;
    out.url = url;
    Source source;
    source.key = key;
    source.portal_key = key;
    source.connector = connector;
    source.url = url;
    source.rate = 0;
    source.request.first_byte = std::chrono::seconds(1);
    out.sources.push_back(std::move(source));
    return out;
}

TEST(Round, TellsEveryStateApart) {
    Sites sites;
    const std::string ckan = sites.add("ckan");
    const std::string udata = sites.add("udata");
    const std::string elsewhere = sites.add(std::make_unique<MovedTo>(ckan));
    std::vector<Portal> portals = {
        portal("vivant", "ckan", ckan),
        portal("deplace", "ckan", elsewhere),
        portal("change", "ckan", udata),
        portal("certificat", "ckan", sites.add("ckan", "tls-expire")),
        portal("refuse", "ckan", sites.add("ckan", "defi")),
        portal("muet", "ckan", sites.add("ckan", "silence")),
        portal("page", "ckan", sites.add("ckan", "html-200-tout")),
        portal("mort", "ckan", sites.add("ckan", "refus")),
    };
    // The home page of a portal may know where its catalogue went.
    Portal lost = portal("perdu", "ckan", sites.add("ckan", "404"));
    lost.url = sites.add("ckan", "", "/data");
    portals.push_back(lost);
    const std::map<std::string, Health> expected = {
        {"vivant", Health::alive},
        {"deplace", Health::moved},
        {"change", Health::changed},
        {"certificat", Health::certificate},
        {"refuse", Health::refused},
        {"muet", Health::silent},
        {"page", Health::broken},
        {"mort", Health::dead},
        {"perdu", Health::moved},
    };
    const std::vector<SourceCheck> checks = sites.check(portals);
    ASSERT_EQ(checks.size(), portals.size());
    std::map<std::string, SourceCheck> by_key;
    for (const SourceCheck& check : checks) {
        EXPECT_EQ(detect::to_string(check.health), detect::to_string(expected.at(check.source_key)))
            << check.source_key << " "
            << (check.error ? to_string(check.error->code) : std::string_view());
        by_key[check.source_key] = check;
    }
    EXPECT_EQ(by_key["vivant"].count, static_cast<std::int64_t>(site_records));
    EXPECT_EQ(by_key["vivant"].software, "CKAN");
    EXPECT_EQ(by_key["deplace"].new_url, ckan);
    EXPECT_EQ(by_key["change"].new_connector, "udata");
    EXPECT_EQ(by_key["change"].new_url, udata);
    EXPECT_EQ(by_key["certificat"].error->code, Code::tls_expired);
    EXPECT_EQ(by_key["mort"].error->code, Code::connect_refused);
    EXPECT_EQ(by_key["perdu"].new_url, lost.url + "/data");
}

TEST(Round, KeepsTheOrderAndCoversEverySource) {
    Sites sites;
    const std::string one = sites.add("ckan");
    const std::string two = sites.add("nada");
    Portal both = portal("deux", "ckan", one);
    Source second = both.sources.front();
    second.key = "deux-nada";
    second.connector = "nada";
    second.url = two;
    second.enabled = false;
    both.sources.push_back(second);
    const auto checks = sites.check({both, portal("un", "ckan", one)});
    ASSERT_EQ(checks.size(), 3U);
    EXPECT_EQ(checks[0].source_key, "deux");
    EXPECT_EQ(checks[1].source_key, "deux-nada");
    EXPECT_FALSE(checks[1].enabled);
    EXPECT_EQ(checks[2].source_key, "un");
    for (const SourceCheck& check : checks)
        EXPECT_EQ(check.health, Health::alive) << check.source_key;
}

TEST(Round, EndsInTimeAndSaysWhatItLeftOut) {
    Sites sites;
    std::vector<Portal> portals;
    for (int i = 0; i < 12; ++i) {
        portals.push_back(portal("s" + std::to_string(i), "ckan", sites.add("ckan", "silence")));
        portals.back().sources.front().request.first_byte = std::chrono::seconds(30);
    }
    detect::RoundOptions options;
    options.parallel = 2;
    options.time_max = std::chrono::seconds(2);
    const auto begun = SystemTimers().steady_now();
    const auto checks = sites.check(portals, options);
    EXPECT_LT(SystemTimers().steady_now() - begun, std::chrono::seconds(10));
    ASSERT_EQ(checks.size(), portals.size());
    EXPECT_GE(
        std::count_if(
            checks.begin(),
            checks.end(),
            [](const SourceCheck& check) { return check.health == Health::unchecked; }
        ),
        10
    );
}

TEST(Round, NeverAsksOneHostTwiceAtOnce) {
    Sites sites;
    const std::string site = sites.add("ckan");
    std::vector<Portal> portals;
    for (int i = 0; i < 6; ++i)
        portals.push_back(portal("p" + std::to_string(i), "ckan", site));
    for (const SourceCheck& check : sites.check(portals))
        EXPECT_EQ(check.health, Health::alive);
    EXPECT_EQ(sites.most_in_flight(), 1);
}

} // namespace
} // namespace moisson::testing
