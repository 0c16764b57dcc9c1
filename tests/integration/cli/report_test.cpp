// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson rapport, after real harvests of a simulated portal.
#include "house.hpp"
#include "portals/generator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// 60 records, then 57 of them.
class Harvested {
public:
    Harvested() : house(generated(60)) {
        house.harvest();
        house.serve(first_of(generated(60), 57));
        house.harvest();
        const nlohmann::json runs = house.run({"passages", "--json"}).json();
        last = std::to_string(runs[0]["id"].get<int>());
        first = std::to_string(runs[1]["id"].get<int>());
    }

    House house;
    std::string last;
    std::string first;
};

TEST(Rapport, OfARunComparesItWithTheOneBefore) {
    const Harvested world;
    const nlohmann::json report = world.house.run({"rapport", world.last, "--json"}).json();
    EXPECT_EQ(report["completeness"]["verdict"], "whole");
    EXPECT_EQ(std::to_string(report["compared_with"].get<int>()), world.first);
    EXPECT_EQ(report["counts"]["received"]["value"], 57);
    EXPECT_EQ(report["counts"]["received"]["difference"], -3);
    EXPECT_EQ(report["counts"]["created"]["difference"], -60);
    EXPECT_EQ(report["counts"]["missing"]["value"], 3);
    ASSERT_GE(report["checks"].size(), 10U);
    for (const nlohmann::json& check : report["checks"])
        EXPECT_EQ(check["agrees"], true) << check;
    const Outcome text = world.house.run({"rapport", world.last});
    EXPECT_EQ(text.code, 0) << text.problems;
    EXPECT_THAT(text.out, HasSubstr("Catalogue lu en entier."));
    EXPECT_THAT(text.out, HasSubstr("Compteurs (écart avec le passage " + world.first + ")"));
    EXPECT_THAT(text.out, HasSubstr("Fiches reçues (-3)"));
    EXPECT_THAT(text.out, HasSubstr("tout concorde"));
}

TEST(Rapport, OfASourceShowsItsTrend) {
    const Harvested world;
    const nlohmann::json report = world.house.run({"rapport", "essai", "--json"}).json();
    ASSERT_EQ(report["sources"].size(), 1U);
    const nlohmann::json& source = report["sources"][0];
    EXPECT_EQ(source["key"], "essai");
    EXPECT_EQ(source["trend"].size(), 2U);
    EXPECT_EQ(source["trend"][0]["received"], 57);
    EXPECT_EQ(source["last_success"]["id"], source["last_run"]["id"]);
    EXPECT_NE(source["next"]["sentence"], nullptr);
    const Outcome text = world.house.run({"rapport", "essai"});
    EXPECT_EQ(text.code, 0) << text.problems;
    EXPECT_THAT(text.out, HasSubstr("Dernier succès : "));
    EXPECT_THAT(text.out, HasSubstr("Tendance (2"));
}

std::shared_ptr<const portals::Catalogue> untitled(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.count = count;
    options.countries = {"BF"};
    options.defects.missing_title = 1.0;
    return portals::generate(options);
}

std::ptrdiff_t rows_of(const std::string& table) {
    return std::count(table.begin(), table.end(), '\r');
}

TEST(Rapport, OfARunNamesWhatItChanged) {
    const Harvested world;
    const Outcome table = world.house.run({"rapport", world.last, "--changements"});
    EXPECT_EQ(table.code, 0) << table.problems;
    EXPECT_THAT(table.out, StartsWith("\xEF\xBB\xBFnumber;at;cause;"));
    EXPECT_EQ(rows_of(table.out), 4) << "three are missing";
    EXPECT_THAT(table.out, HasSubstr(";missing;Absent du portail;"));
    EXPECT_EQ(rows_of(world.house.run({"rapport", world.first, "--changements"}).out), 61);
    EXPECT_EQ(world.house.run({"rapport", "999", "--changements"}).code, 5);
    EXPECT_EQ(world.house.run({"rapport", "essai", "--changements"}).code, 2);
    EXPECT_EQ(world.house.run({"rapport", world.last, "--changements", "--json"}).code, 2);
}

TEST(Rapport, AsATableHasALinePerIssue) {
    House house(untitled(12));
    house.harvest();
    const std::string run =
        std::to_string(house.run({"passages", "--json"}).json()[0]["id"].get<int>());
    const nlohmann::json report = house.run({"rapport", run, "--json"}).json();
    EXPECT_GE(report["issue_rows"].get<int>(), 12);
    const Outcome table = house.run({"rapport", run, "--csv"});
    EXPECT_EQ(table.code, 0) << table.problems;
    EXPECT_THAT(table.out, StartsWith("\xEF\xBB\xBFsource;code;severity;"));
    EXPECT_THAT(table.out, HasSubstr("\r\nessai;MISSING_TITLE;"));
    EXPECT_EQ(rows_of(table.out), report["issue_rows"].get<std::ptrdiff_t>() + 1);
    const Outcome now = house.run({"rapport", "essai", "--csv"});
    EXPECT_EQ(now.code, 0) << now.problems;
    EXPECT_EQ(rows_of(now.out), rows_of(table.out)) << "all of them are still wrong";
    const Outcome text = house.run({"rapport", run});
    EXPECT_THAT(text.out, HasSubstr("MISSING_TITLE (avertissement)"));
    EXPECT_THAT(text.out, HasSubstr("/jeux-de-donnees/")) << "a sample's page on our site";
}

TEST(Rapport, RefusesWhatDoesNotExist) {
    const House house(generated(1));
    EXPECT_EQ(house.run({"rapport", "999"}).code, 5);
    EXPECT_EQ(house.run({"rapport", "999", "--csv"}).code, 5);
    const Outcome unknown = house.run({"rapport", "esai"});
    EXPECT_EQ(unknown.code, 5);
    EXPECT_EQ(house.run({"rapport", "1", "--csv", "--json"}).code, 2);
}

} // namespace
} // namespace moisson::testing
