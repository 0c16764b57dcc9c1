// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a run found when its ids were compared is what settles it: looked for once, and nothing of
// the session's temporary tables is met where nothing is gone.
#include "fixture.hpp"
#include "renamed.hpp"
#include "store/comparison.hpp"
#include "store/identity_clues.hpp"
#include "store/reconcile.hpp"
#include "store/rename.hpp"
#include "store/staging.hpp"

namespace moisson::store::testing {
namespace {

// A session whose temporary tables are gone: whoever meets one fails.
void take_staging_away(Connection& session) {
    prepare_identity(session);
    prepare_renames(session);
    prepare_staging(session);
    session.script("drop table stage_side, stage_clue, stage_rename, stage_verdict, stage_gone");
}

std::vector<RecordChange> first_of(const std::vector<RecordChange>& all, std::ptrdiff_t count) {
    return {all.begin(), all.begin() + count};
}

TEST(Settle, MeetsNoTemporaryTableWhereNothingIsGone) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 5);
    world.harvest("bf", all);
    // One that was archived long ago costs no row.
    world.harvest("bf", first_of(all, 4));
    travel(world, "60 days");
    ASSERT_EQ(world.harvest("bf", first_of(all, 4)).counts.archived, 1);
    const char* const version = "select xmin::text from absence";
    const std::string absent = world.text(version);
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, first_of(all, 4), true))).value();
    take_staging_away(world.sql());
    const Reconciliation counts = compare_seen(world.sql(), run.lease).value();
    EXPECT_EQ(counts.vanished, 0);
    EXPECT_EQ(counts.seen, 4);
    ASSERT_TRUE(reconcile(world.sql(), run.lease, ArchivePolicy{}, counts.renames));
    EXPECT_EQ(world.text(version), absent);
    EXPECT_EQ(
        world.number("select count(*) from run where state = 'running' and settled_at is not null"),
        1
    );
    const HarvestRun done = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_EQ(done.counts.missing + done.counts.archived + done.counts.renamed, 0);
}

TEST(Settle, LooksForNobodyWhereNothingCame) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> all = records("bf", 0, 5);
    world.harvest("bf", all);
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, first_of(all, 3), true))).value();
    take_staging_away(world.sql());
    const Reconciliation counts = compare_seen(world.sql(), run.lease).value();
    EXPECT_EQ(counts.vanished, 2);
    EXPECT_EQ(counts.renamed, 0);
}

TEST(Settle, TakesTheRenamesThatWereFoundAndAppliesThemOnce) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all = records("bf", 0, 10);
    world.harvest("bf", all);
    all[3] = under_new_id(all[3], "neuf3");
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, all, true))).value();
    const Reconciliation counts = await(world.harvests->compare_seen(run.lease)).value();
    ASSERT_EQ(counts.renames.size(), 1U);
    EXPECT_EQ(counts.renames.front().born, all[3].id);
    // Nobody looks a second time: the sides are not read again.
    prepare_identity(world.sql());
    world.sql().script("drop table stage_side");
    ASSERT_TRUE(reconcile(world.sql(), run.lease, ArchivePolicy{}, counts.renames));
    // The acknowledgement may be lost: once more.
    ASSERT_TRUE(reconcile(world.sql(), run.lease, ArchivePolicy{}, counts.renames));
    const HarvestRun done = await(world.harvests->finish_run(run.lease, RunEnd{})).value();
    EXPECT_EQ(done.counts.renamed, 1);
    EXPECT_EQ(done.counts.missing, 0);
    EXPECT_EQ(world.number("select count(*) from change where cause = 'renamed'"), 2);
    EXPECT_EQ(world.number("select count(*) from dataset"), 10);
}

} // namespace
} // namespace moisson::store::testing
