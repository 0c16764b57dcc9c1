// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The engine plans by itself: slots, windows, a dead portal, and a held run that approves itself.
#include "portals/generator.hpp"
#include "stand.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

using namespace std::chrono_literals;

CataloguePtr planned_catalogue(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.count = count;
    return portals::generate(options);
}

TEST(Planner, HarvestsOnTheSlotsOfTheSource) {
    Stand stand(planned_catalogue(10));
    stand.options().plan_every = 100ms;
    stand.portal().sources.front().interval = 2s;
    stand.portal().sources.front().jitter = 0s;
    stand.work(7s);
    const std::int64_t runs = std::stoll(stand.value("select count(*) from run where planned"));
    EXPECT_GE(runs, 3);
    EXPECT_LE(runs, 4);
    EXPECT_EQ(
        stand.value("select count(*) from source where next_at > anchor and "
                    "mod(round(extract(epoch from next_at - anchor) * 1000), 2000) = 0"),
        "1"
    ) << "anchored, to the millisecond";
    EXPECT_EQ(
        stand.value("select string_agg(mode, ' ' order by id) from (select id, mode from run "
                    "order by id limit 2) r"),
        "full probe"
    );
}

TEST(Planner, FixesTheNextRunByACronExpressionAndItsZone) {
    Stand stand(planned_catalogue(10));
    stand.options().plan_every = 100ms;
    Source& source = stand.portal().sources.front();
    source.cron = "30 2 * * *";
    source.schedule_zone = "Africa/Lagos";
    source.jitter = 0s;
    stand.work(2s);
    EXPECT_EQ(
        stand.value("select to_char(next_at at time zone 'Africa/Lagos', 'HH24:MI:SS') from source"
        ),
        "02:30:00"
    );
    EXPECT_EQ(
        stand.value("select next_at > now() and next_at < now() + interval '25 hours' from source"),
        "t"
    );
    EXPECT_EQ(stand.value("select count(*) from run"), "1") << "the first one, at once";
}

TEST(Planner, LeavesAPortalInMaintenanceAlone) {
    Stand stand(planned_catalogue(10));
    stand.options().plan_every = 100ms;
    MaintenanceWindow always;
    always.cron = "* * * * *";
    always.duration = 1h;
    stand.portal().maintenance = {always};
    stand.work(2s);
    EXPECT_EQ(stand.requests(), 0U);
    EXPECT_TRUE(stand.summary().sources.front().paused_until);
    stand.portal().maintenance.clear();
    stand.work(3s);
    EXPECT_FALSE(stand.summary().sources.front().paused_until);
    EXPECT_EQ(stand.summary().active, 10);
}

TEST(Planner, PutsADeadSourceToSleepAndWakesIt) {
    Stand stand(planned_catalogue(10));
    stand.options().plan_every = 50ms;
    stand.options().schedule.dead_failures = 2;
    stand.options().schedule.dead_after = 0s;
    stand.options().schedule.dead_probe_every = 1s;
    Source& source = stand.portal().sources.front();
    source.interval = 1s;
    source.jitter = 0s;
    source.request.retries = 0;
    stand.break_portal(true);
    stand.work(5s);
    EXPECT_TRUE(stand.summary().sources.front().suspended_at);
    EXPECT_EQ(
        stand.value("select mode || ' ' || state from run order by id desc limit 1"),
        "probe failed"
    );
    // Well again, and nobody says so.
    stand.break_portal(false);
    stand.work(5s);
    EXPECT_FALSE(stand.summary().sources.front().suspended_at);
    EXPECT_EQ(stand.summary().active, 10);
}

TEST(Planner, LetsAHeldRunApproveItselfOnlyWhenTold) {
    for (const bool told : {false, true}) {
        const CataloguePtr all = planned_catalogue(40);
        Stand stand(all);
        if (told)
            stand.options().auto_approve = harvest::AutoApprove::same_ids;
        stand.harvest();
        stand.serve(without(all, 30));
        EXPECT_EQ(stand.harvest().state, RunState::held);
        EXPECT_EQ(stand.harvest().state, RunState::held);
        const HarvestRun third = stand.harvest();
        EXPECT_EQ(third.state, told ? RunState::complete : RunState::held);
        EXPECT_EQ(third.decision.has_value(), told);
        EXPECT_EQ(stand.summary().active, told ? 10 : 40);
        EXPECT_EQ(stand.harvest().state, told ? RunState::complete : RunState::held);
    }
}

} // namespace
} // namespace moisson::testing
