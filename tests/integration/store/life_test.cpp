// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records that their source deletes, a crash while records disappear, slugs under contention.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/page_commit.hpp"
#include "store/raw_dictionaries.hpp"
#include "store/reconcile.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

namespace moisson::store::testing {
namespace {

using std::chrono::seconds;

TEST(Deletion, SaidByTheSourceArchivesAtOnceAndCountsAsVanished) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    PageCommit page = a_page(0, {}, true);
    for (std::size_t i = 0; i < 8; ++i)
        page.seen.push_back(all[i].id);
    page.deleted_at_source = {all[8].id};
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(world.harvests->commit_page(run.lease, page)));
    const Reconciliation counts = await(world.harvests->compare_seen(run.lease)).value();
    EXPECT_EQ(counts.active_before, 10);
    EXPECT_EQ(counts.seen, 8);
    EXPECT_EQ(counts.vanished, 2);
    EXPECT_EQ(counts.deleted, 1);
    ASSERT_TRUE(await(world.harvests->reconcile(run.lease, ArchivePolicy{})));
    const HarvestRun ended = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_EQ(ended.counts.missing, 2);
    EXPECT_EQ(ended.counts.archived, 1);
    EXPECT_EQ(await(world.catalog->dataset(all[8].id)).value().state, RecordState::archived);
    EXPECT_EQ(await(world.catalog->dataset(all[9].id)).value().state, RecordState::missing);
    // It comes back as any other.
    EXPECT_EQ(world.harvest("bf", all).counts.revived, 2);
}

TEST(Deletion, OfARecordThatWasMissingArchivesItNow) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 3);
    world.harvest("bf", all);
    world.harvest("bf", {all[0], all[1]});
    PageCommit page = a_page(0, {}, true);
    page.seen = {all[0].id, all[1].id};
    page.deleted_at_source = {all[2].id};
    const HarvestRun run = world.harvest("bf", std::vector<PageCommit>{page});
    EXPECT_EQ(run.counts.missing, 0);
    EXPECT_EQ(run.counts.archived, 1);
}

// Kills itself in the middle of reconciliation.
int reconcile_in_child(const std::string& conninfo, const Lease& lease) {
    const pid_t child = fork();
    if (child == 0) {
        setenv("MOISSON_FAILPOINT", "in_reconcile", 1);
        Connection connection(session(conninfo));
        static_cast<void>(reconcile(connection, lease, ArchivePolicy{}));
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(Crash, InReconciliationIsTakenUpAgainAndCountsOnce) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(await(
        world.harvests->commit_page(run.lease, a_page(0, {all.begin(), all.begin() + 8}, true))
    ));
    ASSERT_EQ(reconcile_in_child(world.conninfo, run.lease), SIGKILL);
    EXPECT_EQ(world.number("select count(*) from dataset where state <> 'active'"), 0);
    world.sql().script("update run set lease_until = clock_timestamp() - interval '1 second' "
                       "where state = 'running'");
    ASSERT_TRUE(await(world.harvests->plan_due_runs()));
    const auto next = await(world.harvests->claim_run({"w2", seconds(60)})).value();
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->checkpoint.pages_done);
    ASSERT_TRUE(await(world.harvests->reconcile(next->lease, ArchivePolicy{})));
    // And the acknowledgement may be lost: once more.
    ASSERT_TRUE(await(world.harvests->reconcile(next->lease, ArchivePolicy{})));
    const HarvestRun ended = await(world.harvests->finish_run(next->lease, RunEnd{})).value();
    EXPECT_EQ(ended.counts.missing, 2);
    EXPECT_EQ(world.number("select count(*) from absence where runs = 1"), 2);
    EXPECT_EQ(world.number("select count(*) from change where cause = 'missing'"), 2);
}

// Commits pages of records that all have one title.
void harvest_one_title(
    const std::string& conninfo,
    const std::string& portal,
    const std::string& source,
    const std::string& title,
    std::string& failure
) {
    try {
        Connection connection(session(conninfo));
        const Rows run = connection.exec(
            "update run set state = 'running', token = 1, lease = interval '10 minutes', "
            "started_at = now() where source = (select id from source where key = $1) returning id",
            Params(source)
        );
        Lease lease;
        lease.run = RunId(run.int64(0, 0));
        lease.token = 1;
        RawDictionaries dictionaries;
        for (int page = 0; page < 15; ++page) {
            std::vector<RecordChange> same;
            for (int i = 0; i < 10; ++i)
                same.push_back(a_record(portal, source + std::to_string(page * 10 + i), title));
            const auto outcome = commit_page(
                connection,
                dictionaries,
                lease,
                a_page(page, std::move(same), page == 14)
            );
            if (!outcome || outcome->created != 10 || outcome->refused != 0)
                failure = "page " + std::to_string(page) + " is not whole";
        }
    } catch (const std::exception& error) {
        failure = error.what();
    }
}

TEST(Slugs, OfSourcesThatRunTogetherAreNumberedWithoutARefusal) {
    World world;
    // "p" and "p-budget" make the same stem: "p-budget-commune".
    world.sync({a_portal("p", 3), a_portal("p-budget")});
    ASSERT_EQ(await(world.harvests->plan_due_runs()).value(), 4);
    struct Part {
        std::string portal;
        std::string source;
        std::string title;
        std::string failure;
    };
    std::vector<Part> parts = {
        {"p", "p", "Budget commune", ""},
        {"p", "p-1", "Budget commune", ""},
        {"p", "p-2", "Budget commune", ""},
        {"p-budget", "p-budget", "Commune", ""}};
    std::vector<std::thread> threads;
    for (Part& part : parts)
        threads.emplace_back([&world, &part] {
            harvest_one_title(world.conninfo, part.portal, part.source, part.title, part.failure);
        });
    for (std::thread& thread : threads)
        thread.join();
    for (const Part& part : parts)
        EXPECT_EQ(part.failure, "") << part.source;
    EXPECT_EQ(world.number("select count(distinct slug) from dataset"), 600);
    EXPECT_EQ(world.number("select count(*) from issue where code = 'STORE_REJECTED'"), 0);
    EXPECT_EQ(world.number("select max(n) from slug where stem = 'p-budget-commune'"), 600);
}

} // namespace
} // namespace moisson::store::testing
