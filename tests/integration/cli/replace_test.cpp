// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson portails remplacer, and renames in the decision over a held run.
#include "house.hpp"
#include "support/reidentified.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

std::string sources(const House& house, bool old_one, bool new_one) {
    const auto line = [&](const std::string& key, bool enabled) {
        return "      - {key: " + key + ", connector: ckan, rate: 0, url: '" + house.url() +
               "', enabled: " + (enabled ? "true" : "false") + "}\n";
    };
    return "  - key: essai\n    title: Essai\n    url: " + house.url() +
           "\n    countries: [BF]\n    sources:\n" + line("essai", old_one) +
           line("neuve", new_one);
}

bool says(const Outcome& outcome, const std::string& text) {
    return outcome.out.find(text) != std::string::npos;
}

TEST(Replace, ShowsThenJoinsTwoSources) {
    const auto all = generated(60);
    House house(all);
    house.write_portals(sources(house, true, true));
    house.harvest("essai");
    house.serve(with_new_ids(first_of(all, 50), 0, 50));
    house.harvest("neuve");
    const Outcome early = house.run({"portails", "remplacer", "essai", "neuve"});
    EXPECT_EQ(early.code, 0) << early.problems;
    EXPECT_TRUE(says(early, "essai serait remplacée par neuve")) << early.out;
    EXPECT_TRUE(says(early, "50\u00A0correspondances par page")) << early.out;
    EXPECT_TRUE(says(early, "la source « essai » est encore moissonnée")) << early.out;
    const Outcome refused = house.run({"portails", "remplacer", "essai", "neuve", "--appliquer"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.problems.find("encore moissonnée"), std::string::npos) << refused.problems;

    house.write_portals(sources(house, false, true));
    house.harvest("neuve");
    const Outcome shown = house.run({"portails", "remplacer", "essai", "neuve"});
    EXPECT_TRUE(says(shown, "Rien n'est écrit. Pour le faire : --appliquer")) << shown.out;
    EXPECT_TRUE(says(shown, "10\u00A0anciens jeux sans correspondance")) << shown.out;
    const Outcome done = house.run(
        {"portails", "remplacer", "essai", "neuve", "--appliquer", "--auteur", "awa", "--json"}
    );
    ASSERT_EQ(done.code, 0) << done.problems;
    EXPECT_EQ(done.json()["applied"], true);
    EXPECT_EQ(done.json()["pairs"].size(), 50U);
    EXPECT_EQ(done.json()["unmatched_old"], 10);
    EXPECT_EQ(done.json()["unmatched_new"], 0);
    house.harvest("neuve", "complet");
    const auto portal = house.run({"portails", "--json"}).json()[0];
    EXPECT_EQ(portal["active"], 50);
    EXPECT_EQ(portal["missing"], 10);
    EXPECT_EQ(house.run({"portails", "remplacer", "essai", "rien"}).code, 5);
    EXPECT_EQ(house.run({"portails", "remplacer", "essai"}).code, 2);
}

TEST(Replace, AnApprovalTellsWhatItRenamed) {
    const auto all = generated(60);
    House house(all);
    house.harvest();
    house.serve(with_new_ids(first_of(all, 20), 0, 5));
    house.harvest("essai", "complet");
    const auto held = house.run({"passages", "--json"}).json()[0];
    ASSERT_EQ(held["awaits_decision"], true);
    EXPECT_EQ(held["counts"]["created"], 5);
    const Outcome done = house.run(
        {"passages", "approuver", std::to_string(held["id"].get<int>()), "--motif", "refonte"}
    );
    EXPECT_TRUE(says(done, "40\u00A0jeux notés manquants, 0\u00A0archivé, 5\u00A0renommés"))
        << done.out << done.problems;
    EXPECT_EQ(house.run({"portails", "--json"}).json()[0]["active"], 20);
    const auto run = house.run({"passages", "--json"}).json()[0];
    EXPECT_EQ(run["counts"]["created"], 0);
    EXPECT_EQ(run["counts"]["renamed"], 5);
}

} // namespace
} // namespace moisson::testing
