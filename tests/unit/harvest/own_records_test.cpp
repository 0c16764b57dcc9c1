// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A portal that harvests us gives our own catalogue back.
#include "harvest/own_records.hpp"
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace moisson::testing {
namespace {

const harvest::OwnSite ours("https://moisson.example/");
const std::string our_page = "https://moisson.example/jeux-de-donnees/bf-budget";

TEST(OwnRecords, AreKnownByAnyOfTheirNames) {
    using Change = std::function<void(Dataset&)>;
    const std::vector<Change> names = {
        [](Dataset& d) { d.uri = our_page; },
        [](Dataset& d) { d.origin_url = our_page; },
        [](Dataset& d) { d.origin_portal = "https://moisson.example"; },
        [](Dataset& d) { d.origin_id = our_page; },
        [](Dataset& d) { d.landing_page = our_page; },
        [](Dataset& d) { d.remote_url = our_page; },
        [](Dataset& d) { d.remote_id = our_page; },
        [](Dataset& d) {
            d.identifiers = {"autre", our_page};
        }};
    for (std::size_t i = 0; i < names.size(); ++i) {
        Dataset dataset;
        dataset.uri = "https://portail.example/jeu/1";
        dataset.remote_url = "https://portail.example/dataset/1";
        EXPECT_EQ(harvest::own_address_in(dataset, ours), "");
        names[i](dataset);
        EXPECT_NE(harvest::own_address_in(dataset, ours), "") << i;
    }
}

// Files that we merely list, and UUIDs, which another node gives as well, prove nothing.
TEST(OwnRecords, AreNotTheirFilesNorTheirUuids) {
    Dataset dataset;
    dataset.remote_id = to_string(dataset_id_at_first_sight("bf", "ckan", "budget"));
    Distribution file;
    file.url = "https://moisson.example/export.csv";
    dataset.distributions = {file};
    EXPECT_EQ(harvest::own_address_in(dataset, ours), "");
}

// "/ckan" of the same town is a portal, whatever stands above it.
TEST(OwnRecords, AreNotThoseOfAPortalBelowOurAddress) {
    const std::vector<std::string> addresses = {"http://ville.example/ckan/", "", "x"};
    const harvest::OwnSite town("https://ville.example", addresses);
    EXPECT_TRUE(town.covers("https://ville.example/jeux-de-donnees/budget"));
    EXPECT_FALSE(town.covers("https://ville.example/ckan/dataset/budget"));
    EXPECT_TRUE(town.covers("https://ville.example/ckanique"));
    // Neither a portal above our address nor this very site is below it.
    for (const char* const portal : {"https://ville.example/", "https://ville.example/moisson"}) {
        const std::vector<std::string> neighbours = {portal};
        const harvest::OwnSite below("https://ville.example/moisson/", neighbours);
        EXPECT_TRUE(below.covers("https://ville.example/moisson/jeux-de-donnees/budget")) << portal;
    }
    Bench bench;
    bench.options.own_url = "https://moisson.example/";
    bench.source.url = "https://moisson.example/ckan";
    bench.script->pages = {{"a=from https://moisson.example/ckan/dataset/a", "b=from " + our_page}};
    bench.harvest();
    EXPECT_TRUE(bench.store.rows.contains("a"));
    EXPECT_FALSE(bench.store.rows.contains("b"));
}

TEST(OwnRecords, AreLeftOutAndReported) {
    Bench bench;
    bench.options.own_url = "https://moisson.example/";
    bench.script->pages = {
        {"a=1", "b=from " + our_page, "c=from https://portail.example/dataset/c"}};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    EXPECT_EQ(bench.store.rows.size(), 2U);
    EXPECT_FALSE(bench.store.rows.contains("b"));
    EXPECT_EQ(bench.store.issues(Code::harvested_from_us), 1);
    ASSERT_EQ(bench.store.pages.front().left_out.size(), 1U);
    EXPECT_EQ(bench.store.pages.front().left_out.front().remote_id, "b");
    EXPECT_EQ(bench.store.pages.front().received, 3);
    const store::RecordChange& copy = bench.store.pages.front().changes.back();
    EXPECT_EQ(copy.dataset.remote_id, "c");
    ASSERT_EQ(copy.keys.size(), 1U) << "where it was taken from";
    EXPECT_EQ(copy.keys.front().kind, KeyKind::origin);
}

// What an operator writes is no mark of the source.
TEST(OwnRecords, AreNotMadeByACorrection) {
    Bench bench;
    bench.options.own_url = "https://moisson.example/";
    Correction correction;
    correction.field = "landing_page";
    correction.value = our_page;
    bench.store.overlay_set.of_source = {correction};
    bench.script->pages = {{"a=1"}};
    bench.harvest();
    ASSERT_EQ(bench.store.pages.front().changes.size(), 1U);
    EXPECT_EQ(bench.store.pages.front().changes.front().dataset.landing_page, our_page);
    EXPECT_EQ(bench.store.issues(Code::harvested_from_us), 0);
}

TEST(OwnRecords, ThatWereStoredBeforeStay) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=from " + our_page}};
    bench.harvest();
    ASSERT_TRUE(bench.store.rows.contains("b"));
    bench.options.own_url = "https://moisson.example/";
    bench.script->pages = {{"a=1", "b=2 from " + our_page}};
    bench.harvest();
    EXPECT_TRUE(bench.store.rows["b"].active);
    EXPECT_EQ(bench.store.issues(Code::harvested_from_us), 0);
}

} // namespace
} // namespace moisson::testing
