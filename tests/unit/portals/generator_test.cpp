// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Determinism, size and life of generated catalogues.
#include "portals/evolving.hpp"
#include "unit/portals/harness.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace moisson::portals {
namespace {

std::string whole(const Catalogue& catalogue) {
    return std::string(catalogue.range(0, catalogue.size()).bytes);
}

std::set<std::string> ids(const Catalogue& catalogue) {
    std::set<std::string> result;
    for (const Record& record : catalogue.records())
        result.insert(record.id);
    return result;
}

TEST(Generator, GivesTheSameBytesForTheSameSeed) {
    EXPECT_EQ(whole(*small_catalogue(150, 42)), whole(*small_catalogue(150, 42)));
    EXPECT_NE(whole(*small_catalogue(150, 42)), whole(*small_catalogue(150, 43)));
}

TEST(Generator, WritesRecordsOfTheSizeAskedWithThreeResources) {
    GeneratorOptions options;
    options.count = 300;
    options.resources = 3;
    options.record_bytes = 5'000;
    const auto catalogue = generate(options);
    for (const Record& record : catalogue->records()) {
        const auto json = nlohmann::json::parse(catalogue->text(record));
        EXPECT_EQ(json["resources"].size(), 3U);
        EXPECT_GE(record.bytes, 4'900U);
        EXPECT_LE(record.bytes, 5'600U);
    }
    EXPECT_EQ(ids(*catalogue).size(), 300U);
}

TEST(Generator, StaysInTheCountriesAsked) {
    GeneratorOptions options;
    options.count = 50;
    options.countries = {"TG"};
    const auto catalogue = generate(options);
    for (const Record& record : catalogue->records())
        EXPECT_NE(catalogue->text(record).find("\"value\":\"Togo\""), std::string_view::npos);
    EXPECT_GE(generator_countries().size(), 10U);
}

TEST(Generator, LetsTheCatalogueLive) {
    GeneratorOptions options;
    options.count = 400;
    options.births = 0.01;
    options.deaths = 0.01;
    options.renames = 0.01;
    options.changes = 0.05;
    const auto at = evolving(options);
    const auto first = at(Instant(options.epoch));
    const auto later = at(Instant(options.epoch + std::chrono::days(20)));
    EXPECT_EQ(first->size(), 400U);
    std::uint64_t gone = 0;
    std::uint64_t renamed = 0;
    std::uint64_t changed = 0;
    for (const Record& record : first->records()) {
        const Record* now = later->find(record.id);
        gone += now == nullptr ? 1 : 0;
        renamed += now != nullptr && now->name != record.name ? 1 : 0;
        changed += now != nullptr && now->modified != record.modified ? 1 : 0;
    }
    // 20 days at 1 % a day.
    EXPECT_GT(gone, 40U);
    EXPECT_LT(gone, 120U);
    EXPECT_GT(renamed, 30U);
    EXPECT_GT(changed, 200U);
    EXPECT_GT(later->size() + gone, 440U);
    EXPECT_EQ(whole(*later), whole(*at(Instant(options.epoch + std::chrono::days(20)))));
}

TEST(Generator, ShowsTheDefectsAsked) {
    GeneratorOptions options;
    options.count = 200;
    options.defects.missing_title = 1.0;
    options.defects.no_resource = 1.0;
    const auto json = nlohmann::json::parse(generate_record(options, 3));
    EXPECT_EQ(json["title"], "");
    EXPECT_TRUE(json["resources"].empty());
}

TEST(Generator, ServesTheSamePagesFromMappedFiles) {
    const auto directory = std::filesystem::path(::testing::TempDir()) /
                           ("moisson-portals-" + std::to_string(::getpid()));
    const auto catalogue = small_catalogue(90);
    write_mapped(*catalogue, directory.string());
    const auto mapped = open_mapped(directory.string());
    const auto direct = make_test_portal(catalogue);
    const auto served = make_test_portal(mapped);
    for (const char* page :
         {"rows=30&start=30&sort=id+asc", "rows=90", "rows=5&start=88&sort=id+asc"})
        EXPECT_EQ(
            ask(*direct, search_target(page)).body.text(),
            ask(*served, search_target(page)).body.text()
        );
    std::ofstream(directory / "records.json", std::ios::app) << "x";
    EXPECT_THROW(open_mapped(directory.string()), std::runtime_error);
    std::filesystem::remove_all(directory);
}

} // namespace
} // namespace moisson::portals
