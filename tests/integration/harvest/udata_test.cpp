// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A udata portal over HTTP and the real engine: visibility, what leaves the portal, quiet repeats,
// mapping again without the network.
#include "portals/generator.hpp"
#include "portals/udata.hpp"
#include "stand.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

CataloguePtr udata_catalogue(std::uint64_t count, double hidden = 0) {
    portals::GeneratorOptions options;
    options.seed = 11;
    options.count = count;
    options.countries = {"TG"};
    options.defects.is_private = hidden;
    return portals::generate(options);
}

Stand::Software udata(std::uint64_t page_size_max) {
    return [page_size_max](portals::CatalogueAt catalogue) {
        portals::UdataOptions options;
        options.title = "Togo, essai";
        options.page_size_max = page_size_max;
        return portals::make_udata(options, portals::as_udata(std::move(catalogue)));
    };
}

TEST(UdataHarvest, OfAPortalThatDoesNotChangeChangesNothing) {
    Stand stand(udata_catalogue(230, 0.2), udata(50));
    const HarvestRun first = stand.harvest();
    ASSERT_EQ(first.state, RunState::complete) << first.reason;
    // Private data sets are in no list: neither announced nor received.
    EXPECT_LT(first.counts.created, 230);
    EXPECT_GT(first.counts.created, 150);
    EXPECT_EQ(first.counts.received, first.counts.created);
    EXPECT_EQ(first.advertised_count, first.counts.created);
    EXPECT_GE(first.counts.pages, 4);
    const std::string fingerprint = stand.fingerprint();
    const std::int64_t changes = stand.changes();

    const HarvestRun second = stand.harvest();
    ASSERT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_EQ(second.counts.unchanged, first.counts.created);
    EXPECT_EQ(second.counts.updated, 0);
    EXPECT_EQ(stand.fingerprint(), fingerprint);
    EXPECT_EQ(stand.changes(), changes);
}

TEST(UdataHarvest, TheSizeOfPagesChangesNothing) {
    Stand stand(udata_catalogue(120), udata(1'000));
    stand.portal().sources.front().page_size = 7;
    const HarvestRun small = stand.harvest();
    ASSERT_EQ(small.counts.created, 120);
    EXPECT_GE(small.counts.pages, 17);
    const std::string fingerprint = stand.fingerprint();
    stand.portal().sources.front().page_size = 1'000;
    const HarvestRun large = stand.harvest();
    EXPECT_LE(large.counts.pages, 2);
    EXPECT_EQ(large.counts.unchanged, 120);
    EXPECT_EQ(stand.fingerprint(), fingerprint);
}

TEST(UdataHarvest, MissesAndFindsAgainWhatLeavesThePortal) {
    const CataloguePtr all = udata_catalogue(120);
    Stand stand(all, udata(50));
    ASSERT_EQ(stand.harvest().counts.created, 120);
    stand.serve(without(all, 6));
    const HarvestRun second = stand.harvest();
    EXPECT_EQ(second.state, RunState::complete);
    EXPECT_EQ(second.counts.missing, 6);
    EXPECT_EQ(second.counts.updated, 0);
    stand.serve(all);
    EXPECT_EQ(stand.harvest().counts.revived, 6);
    EXPECT_EQ(stand.summary().active, 120);
}

TEST(UdataHarvest, IsHeldWhenAQuarterOfThePortalIsGone) {
    const CataloguePtr all = udata_catalogue(120);
    Stand stand(all, udata(50));
    ASSERT_EQ(stand.harvest().counts.created, 120);
    stand.serve(without(all, 30));
    EXPECT_EQ(stand.harvest().state, RunState::held);
    EXPECT_EQ(stand.summary().active, 120);
}

TEST(UdataHarvest, StoredRecordsAreMappedAgainWithoutThePortal) {
    Stand stand(udata_catalogue(60), udata(50));
    ASSERT_EQ(stand.harvest().counts.created, 60);
    const std::size_t asked = stand.requests();
    stand.portal().countries = {"BJ"};
    stand.remap();
    EXPECT_EQ(stand.requests(), asked);
    EXPECT_EQ(stand.summary().active, 60);
}

} // namespace
} // namespace moisson::testing
