// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogues of statistics offices (NADA) and of maps (CSW) over HTTP, harvested by the real
// engine: nothing changes by itself, what goes is missed, what is broken costs itself only.
#include "portals/csw.hpp"
#include "portals/generator.hpp"
#include "portals/nada.hpp"
#include "stand.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

CataloguePtr services_catalogue(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.seed = 17;
    options.count = count;
    options.countries = {"BF"};
    return portals::generate(options);
}

std::unique_ptr<portals::Protocol> nada(portals::CatalogueAt catalogue) {
    return portals::make_nada(portals::NadaOptions(), std::move(catalogue));
}

std::unique_ptr<portals::Protocol> old_nada(portals::CatalogueAt catalogue) {
    portals::NadaOptions options;
    options.old = true;
    return portals::make_nada(options, std::move(catalogue));
}

std::unique_ptr<portals::Protocol> csw(portals::CatalogueAt catalogue) {
    portals::CswOptions options;
    options.rows_max = 50;
    return portals::make_csw(options, std::move(catalogue));
}

std::unique_ptr<portals::Protocol> plain_csw(portals::CatalogueAt catalogue) {
    portals::CswOptions options;
    options.knows_iso = false;
    options.allows_get = false;
    options.next_record = portals::NextRecord::always_zero;
    return portals::make_csw(options, std::move(catalogue));
}

class Services : public ::testing::TestWithParam<Stand::Software> {};

TEST_P(Services, ThatDoNotChangeChangeNothing) {
    Stand stand(services_catalogue(60), GetParam());
    const HarvestRun first = stand.harvest();
    ASSERT_EQ(first.state, RunState::complete) << first.reason;
    EXPECT_EQ(first.counts.created, 60);
    EXPECT_EQ(first.counts.received, first.advertised_count);
    EXPECT_FALSE(first.issues.contains("MISSING_TITLE"));
    const std::string fingerprint = stand.fingerprint();
    const std::int64_t changes = stand.changes();
    const HarvestRun second = stand.harvest();
    ASSERT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_EQ(second.counts.unchanged, 60);
    EXPECT_EQ(second.counts.updated, 0);
    EXPECT_EQ(stand.fingerprint(), fingerprint);
    EXPECT_EQ(stand.changes(), changes);
}

TEST_P(Services, MissWhatLeavesAndFindItAgain) {
    const CataloguePtr all = services_catalogue(40);
    Stand stand(all, GetParam());
    ASSERT_EQ(stand.harvest().counts.created, 40);
    stand.serve(without(all, 4));
    EXPECT_EQ(stand.harvest().counts.missing, 4);
    stand.serve(all);
    const HarvestRun third = stand.harvest();
    EXPECT_EQ(third.state, RunState::complete) << third.reason;
    EXPECT_EQ(third.counts.created, 0);
    EXPECT_EQ(stand.summary().active, 40);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    Services,
    ::testing::Values(
        Stand::Software(nada),
        Stand::Software(old_nada),
        Stand::Software(csw),
        Stand::Software(plain_csw)
    )
);

// The smallest catalogues are normal: two studies, and one of them goes.
TEST(Harvest, OfTwoStudiesIsHeldWhenBothAreGone) {
    const CataloguePtr all = services_catalogue(2);
    Stand stand(all, nada);
    ASSERT_EQ(stand.harvest().counts.created, 2);
    stand.serve(without(all, 2));
    EXPECT_EQ(stand.harvest().state, RunState::held);
    EXPECT_EQ(stand.summary().active, 2);
}

} // namespace
} // namespace moisson::testing
