// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// data.json and an API of a portal's own, harvested by the real engine: everything arrives, nothing
// changes by itself, what goes is missed and found again.
#include "portals/datajson.hpp"
#include "portals/generator.hpp"
#include "portals/json_api.hpp"
#include "stand.hpp"
#include "support/simulated_source.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

CataloguePtr document_catalogue(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.seed = 11;
    options.count = count;
    options.countries = {"TD"};
    return portals::generate(options);
}

std::unique_ptr<portals::Protocol> datajson(portals::CatalogueAt catalogue) {
    portals::DatajsonOptions options;
    options.title = "Portail d'essai";
    return portals::make_datajson(options, std::move(catalogue));
}

std::unique_ptr<portals::Protocol> json_api(portals::CatalogueAt catalogue) {
    return portals::make_json_api(portals::JsonApiOptions(), std::move(catalogue));
}

JsonDescription described(std::string list, JsonPaging paging) {
    JsonDescription words = simulated_api();
    words.list = {std::move(list)};
    words.paging = paging;
    words.next = "suivant";
    return words;
}

TEST(DatajsonHarvest, OfADocumentThatDoesNotChangeChangesNothing) {
    Stand stand(document_catalogue(1'230), datajson);
    const HarvestRun first = stand.harvest();
    ASSERT_EQ(first.state, RunState::complete) << first.reason;
    EXPECT_EQ(first.counts.created, 1'230);
    EXPECT_EQ(first.counts.received, 1'230);
    EXPECT_EQ(first.advertised_count, 1'230);
    EXPECT_GE(first.counts.pages, 3);
    EXPECT_EQ(stand.requests(), 1U);
    const std::string fingerprint = stand.fingerprint();
    const HarvestRun second = stand.harvest();
    ASSERT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_EQ(second.counts.unchanged, 1'230);
    EXPECT_EQ(second.counts.updated, 0);
    EXPECT_EQ(stand.fingerprint(), fingerprint);
    EXPECT_EQ(stand.requests(), 2U);
    EXPECT_EQ(stand.last_status(), 304);
}

TEST(DatajsonHarvest, MissesWhatLeavesTheDocumentAndHoldsWhenTooMuchGoes) {
    const CataloguePtr all = document_catalogue(120);
    Stand stand(all, datajson);
    ASSERT_EQ(stand.harvest().counts.created, 120);
    stand.serve(without(all, 6));
    const HarvestRun fewer = stand.harvest();
    EXPECT_EQ(fewer.state, RunState::complete) << fewer.reason;
    EXPECT_EQ(fewer.counts.missing, 6);
    stand.serve(without(all, 60));
    EXPECT_EQ(stand.harvest().state, RunState::held);
    stand.serve(all);
    EXPECT_EQ(stand.harvest().state, RunState::complete);
    EXPECT_EQ(stand.summary().active, 120);
}

TEST(JsonHarvest, OfEveryKindOfPagingBringsEveryRecordOnce) {
    for (const auto& [list, paging] : std::vector<std::pair<std::string, JsonPaging>>{
             {"/api/jeux?page={page}&taille={size}", JsonPaging::page},
             {"/api/jeux?debut={offset}&taille={size}", JsonPaging::offset},
             {"/api/jeux", JsonPaging::next},
             {"/api/tous", JsonPaging::none}}) {
        Stand stand(document_catalogue(130), json_api);
        stand.portal().sources.front().json = described(list, paging);
        const HarvestRun first = stand.harvest();
        ASSERT_EQ(first.state, RunState::complete) << list << " " << first.reason;
        EXPECT_EQ(first.counts.created, 130) << list;
        EXPECT_EQ(first.counts.received, first.advertised_count) << list;
        const HarvestRun second = stand.harvest();
        EXPECT_EQ(second.counts.unchanged, 130) << list;
        EXPECT_EQ(second.counts.updated, 0) << list;
    }
}

TEST(JsonHarvest, WithADetailOfEachRecordGivesItsFiles) {
    portals::JsonApiOptions options;
    options.whole_list = false;
    Stand stand(document_catalogue(30), [&](portals::CatalogueAt catalogue) {
        return portals::make_json_api(options, std::move(catalogue));
    });
    JsonDescription words = described("/api/tous", JsonPaging::none);
    words.detail = "/api/jeux/{reference}";
    words.detail_item = "jeu";
    stand.portal().sources.front().json = words;
    const HarvestRun run = stand.harvest();
    ASSERT_EQ(run.state, RunState::complete) << run.reason;
    EXPECT_EQ(run.counts.created, 30);
    EXPECT_EQ(stand.value("select count(distinct dataset) from distribution"), "30");
    EXPECT_EQ(stand.requests(), 31U);
}

} // namespace
} // namespace moisson::testing
