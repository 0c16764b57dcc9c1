// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "harvest/id_set.hpp"
#include "harvest/progress.hpp"
#include "harvest/rules.hpp"

#include <gtest/gtest.h>

namespace moisson::harvest {
namespace {

store::Reconciliation counts(std::int64_t active, std::int64_t seen, std::int64_t vanished) {
    store::Reconciliation result;
    result.active_before = active;
    result.seen = seen;
    result.vanished = vanished;
    return result;
}

TEST(AtBest, LetsEachNewcomerBeOneThatVanished) {
    store::Reconciliation counts;
    counts.active_before = 100;
    counts.vanished = 100;
    EXPECT_EQ(breaker(at_best(counts), BreakerPolicy{}), BreakerReason::no_result);
    counts.newcomers = 60;
    EXPECT_EQ(at_best(counts).vanished, 40);
    EXPECT_EQ(breaker(at_best(counts), BreakerPolicy{}), BreakerReason::ratio);
    counts.newcomers = 100;
    EXPECT_EQ(breaker(at_best(counts), BreakerPolicy{}), BreakerReason::none);
    counts.newcomers = 500;
    EXPECT_EQ(at_best(counts).vanished, 0);
}

TEST(Arrivals, AreBelievedUpToThousandsAndTenTimesWhatIsKnown) {
    BreakerPolicy policy;
    store::Arrivals found;
    found.arrived = 900'000;
    EXPECT_FALSE(arrivals_left(found, policy)) << "a first harvest";
    found.believed = false;
    EXPECT_FALSE(arrivals_left(found, policy)) << "nothing was known";
    found.known = 12;
    found.arrived = 5'000;
    EXPECT_EQ(arrivals_left(found, policy), 0);
    found.arrived = 5'001;
    EXPECT_EQ(arrivals_left(found, policy), -1);
    EXPECT_EQ(too_much_arrived(found).code, Code::mass_arrival_held);
    EXPECT_EQ(too_much_arrived(found).detail, "5001 new beside 12 known");
    found.known = 1'000;
    EXPECT_EQ(arrivals_left(found, policy), 4'999);
    EXPECT_EQ(arrivals_without_look(policy), 500);
}

TEST(Breaker, FollowsTheTableOfDecisionThree) {
    struct Row {
        std::int64_t active, seen, vanished;
        BreakerReason expected;
    };
    const std::vector<Row> table = {
        {0, 0, 0, BreakerReason::none},
        {0, 5, 0, BreakerReason::none},
        {100, 0, 100, BreakerReason::no_result},
        {1, 0, 1, BreakerReason::no_result},
        {100, 80, 20, BreakerReason::none},
        {100, 79, 21, BreakerReason::ratio},
        {15, 12, 3, BreakerReason::none},
        {14, 11, 3, BreakerReason::ratio},
        {10, 8, 2, BreakerReason::none},
        {4, 2, 2, BreakerReason::half},
        {2, 1, 1, BreakerReason::half},
        {3, 2, 1, BreakerReason::none},
        {1, 1, 1, BreakerReason::none},
        {22, 22, 0, BreakerReason::none},
        {1000, 1200, 201, BreakerReason::ratio},
    };
    for (const Row& row : table)
        EXPECT_EQ(
            breaker(counts(row.active, row.seen, row.vanished), BreakerPolicy()),
            row.expected
        ) << row.active
          << " " << row.seen << " " << row.vanished;
}

TEST(Breaker, AddsUpALossInSmallSteps) {
    // 18 in a hundred at a time, of a thousand.
    store::Reconciliation found = counts(1000, 820, 180);
    EXPECT_EQ(breaker(found, BreakerPolicy()), BreakerReason::none);
    found = counts(820, 673, 147);
    found.missing = 180;
    EXPECT_EQ(breaker(found, BreakerPolicy()), BreakerReason::ratio);
    EXPECT_EQ(too_much_vanished(found, BreakerReason::ratio).detail, "ratio: 327 of 1000 vanished");
    // One at a time, of four.
    found = counts(3, 2, 1);
    found.missing = 1;
    EXPECT_EQ(breaker(found, BreakerPolicy()), BreakerReason::half);
    // Nothing more went, and nobody is asked again.
    found = counts(500, 500, 0);
    found.missing = 500;
    EXPECT_EQ(breaker(found, BreakerPolicy()), BreakerReason::none);
}

TEST(Completeness, CountsItemsReceivedAgainstTheAdvertised) {
    const auto verdict =
        [](std::optional<std::int64_t> advertised, std::int64_t received, std::int64_t skipped) {
            CrawlFacts facts;
            facts.advertised = advertised;
            facts.received = received;
            facts.skipped = skipped;
            return completeness(facts);
        };
    EXPECT_EQ(verdict(100, 100, 0), Completeness::complete);
    EXPECT_EQ(verdict(100, 98, 0), Completeness::complete);
    EXPECT_EQ(verdict(100, 97, 0), Completeness::needs_second_pass);
    EXPECT_EQ(verdict(100, 99, 1), Completeness::needs_second_pass);
    EXPECT_EQ(verdict(std::nullopt, 5, 0), Completeness::complete);
    EXPECT_EQ(verdict(0, 0, 0), Completeness::complete);
    EXPECT_EQ(verdict(100, 130, 0), Completeness::complete);
}

TEST(SecondPass, WantsTheSameSetOfIds) {
    const auto same = [](std::int64_t listed, std::int64_t accounted, std::int64_t seen) {
        SecondPassFacts facts;
        facts.listed = listed;
        facts.accounted = accounted;
        facts.seen = seen;
        return same_ids(facts);
    };
    EXPECT_TRUE(same(90, 90, 90));
    EXPECT_FALSE(same(90, 89, 90));
    EXPECT_FALSE(same(0, 0, 0));
    EXPECT_FALSE(same(50, 50, 90));
    EXPECT_TRUE(same(99, 99, 100));
}

TEST(Lease, IsNotUsedInItsLastFifteenSeconds) {
    const Steady renewed{std::chrono::seconds(1000)};
    EXPECT_TRUE(may_send(renewed, renewed + std::chrono::seconds(104), std::chrono::seconds(120)));
    EXPECT_FALSE(may_send(renewed, renewed + std::chrono::seconds(105), std::chrono::seconds(120)));
    EXPECT_EQ(heartbeat_interval(std::chrono::seconds(120)), std::chrono::seconds(15));
}

TEST(Lease, IsNotUsedInTheLastQuarterOfAShortOne) {
    const Steady renewed{std::chrono::seconds(1000)};
    const Steady last = renewed + std::chrono::milliseconds(1'499);
    const Steady after = renewed + std::chrono::milliseconds(1'500);
    EXPECT_TRUE(may_send(renewed, last, std::chrono::seconds(2)));
    EXPECT_FALSE(may_send(renewed, after, std::chrono::seconds(2)));
    EXPECT_EQ(heartbeat_interval(std::chrono::seconds(2)), std::chrono::milliseconds(250));
}

TEST(RunState, FailsOnlyWhenNothingWasHad) {
    EXPECT_EQ(state_after_error(Error(Code::dns_nxdomain), 0), RunState::failed);
    EXPECT_EQ(state_after_error(Error(Code::dns_nxdomain), 3), RunState::incomplete);
    EXPECT_EQ(state_after_error(Error(Code::limit_reached), 0), RunState::incomplete);
    EXPECT_EQ(state_after_error(Error(Code::spool_failed), 0), RunState::incomplete)
        << "our disk is no fault of the portal";
    EXPECT_EQ(state_after_error(Error(Code::local_resources), 0), RunState::incomplete);
}

TEST(MappingVersion, ChangesWithEachOfItsParts) {
    const Digest digest = sha256("a");
    const Digest version = mapping_version("ckan", 1, digest);
    EXPECT_EQ(version, mapping_version("ckan", 1, digest));
    EXPECT_NE(version, mapping_version("ckan", 2, digest));
    EXPECT_NE(version, mapping_version("udata", 1, digest));
    EXPECT_NE(version, mapping_version("ckan", 1, sha256("b")));
}

TEST(IdSet, RemembersAHundredThousandIds) {
    IdSet ids;
    for (int i = 0; i < 100'000; ++i)
        EXPECT_TRUE(ids.insert("id-" + std::to_string(i)));
    EXPECT_FALSE(ids.insert("id-5"));
    EXPECT_TRUE(ids.contains("id-99999"));
    EXPECT_FALSE(ids.contains("id-100000"));
    EXPECT_EQ(ids.size(), 100'000U);
}

TEST(Progress, SpeaksFrench) {
    PageDone event;
    event.source_key = "togo";
    event.page = 2;
    event.received = 300;
    event.advertised_count = 512;
    event.records_per_second = 84;
    event.issues[Code::bad_date] = 7;
    EXPECT_EQ(
        progress_line(event),
        "togo · page 3 · 300 sur 512 jeux de données · 84/s · 7 problèmes (BAD_DATE 7)"
    );
}

TEST(Progress, SaysThatUnchangedRecordsAreNotAmongTheIssues) {
    HarvestRun run;
    run.source_key = "togo";
    run.state = RunState::complete;
    run.counts.received = 300;
    run.counts.unchanged = 300;
    EXPECT_EQ(
        progress_line(run),
        "togo · complet · 300 reçus, 300 inchangés · aucun problème hors fiches inchangées"
    );
}

TEST(Stretched, IsWhatTookLongerThanOneListLasts) {
    using std::chrono::hours;
    EXPECT_FALSE(is_stretched(limits::walk_age_max - std::chrono::seconds(1), hours(12)));
    EXPECT_TRUE(is_stretched(limits::walk_age_max, hours(12)));
    EXPECT_FALSE(is_stretched(limits::walk_age_max, hours(24 * 7)));
    EXPECT_TRUE(is_stretched(hours(24 * 7), hours(24 * 7)));
}

TEST(AutoApproval, NeedsThePolicyAndTwoIdenticalRunsBefore) {
    store::Reconciliation counts;
    for (std::int64_t holds = 0; holds < 4; ++holds) {
        counts.identical_holds = holds;
        EXPECT_FALSE(approves_itself(counts, AutoApprove::never));
        EXPECT_EQ(approves_itself(counts, AutoApprove::same_ids), holds >= 2) << holds;
    }
}

} // namespace
} // namespace moisson::harvest
