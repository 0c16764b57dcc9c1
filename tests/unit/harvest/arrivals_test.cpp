// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records that nothing was known of: how many are believed, and what a rehearsal takes for them.
#include "harvest/rehearsal_store.hpp"
#include "support/run_coro.hpp"
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::testing {
namespace {

// One page of new ids after another, as long as somebody asks.
std::vector<std::vector<std::string>> invented(int pages) {
    std::vector<std::vector<std::string>> out;
    for (int page = 0; page < pages; ++page)
        out.push_back({"x" + std::to_string(page) + "=1", "y" + std::to_string(page) + "=1"});
    return out;
}

DatasetId id_of_record(std::string_view remote_id) {
    return DatasetId(uuid5(Uuid{}, remote_id));
}

// What is known of a source, in the order of its ids.
store::SourceRecords records_of(std::initializer_list<std::string_view> remote_ids) {
    store::SourceRecords out;
    out.source = SourceId(1);
    for (const std::string_view remote_id : remote_ids) {
        store::SourceRecord& record = out.records.emplace_back();
        record.id = id_of_record(remote_id);
        record.remote_id = remote_id;
    }
    std::sort(
        out.records.begin(),
        out.records.end(),
        [](const store::SourceRecord& a, const store::SourceRecord& b) { return a.id < b.id; }
    );
    return out;
}

store::SourceRecord& named_record(store::SourceRecords& all, std::string_view remote_id) {
    return *std::find_if(all.records.begin(), all.records.end(), [&](const auto& record) {
        return record.remote_id == remote_id;
    });
}

TEST(Arrivals, HoldsARunThatMeetsFarMoreNewRecordsThanItKnew) {
    Bench bench;
    bench.options.breaker.arrivals_min = 5;
    bench.options.breaker.arrivals_ratio = 2;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1"}, {"e=1", "f=1", "g=1", "h=1"}};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete) << "a first harvest is believed";
    bench.script->pages = invented(30);
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::held);
    EXPECT_EQ(bench.end().reason, "MASS_ARRIVAL_HELD");
    EXPECT_EQ(bench.store.issues(Code::mass_arrival_held), 1);
    EXPECT_EQ(bench.store.rows.size(), 8U + 18U) << "the bound is 16, and a page has two";
    EXPECT_EQ(bench.store.reconciled, 1);
    // A few more at a time are no way past it.
    bench.script->pages = {{"a=1"}, {"new1=1"}, {"new2=1"}, {"new3=1"}};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::held);
    EXPECT_EQ(bench.store.rows.size(), 8U + 18U + 1U);
    // Mended, it has lost nothing that was its own.
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1"}, {"e=1", "f=1", "g=1", "h=1"}};
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete) << bench.end().reason;
    EXPECT_FALSE(bench.store.rows["x0"].active);
}

TEST(Arrivals, BelievesGrowthThatIsNotBeyondTheBound) {
    Bench bench;
    bench.options.breaker.arrivals_min = 5;
    bench.options.breaker.arrivals_ratio = 2;
    bench.script->pages = {{"a=1", "b=1", "c=1", "d=1"}, {"e=1", "f=1", "g=1", "h=1"}};
    bench.harvest();
    std::vector<std::vector<std::string>> pages = bench.script->pages;
    for (std::vector<std::string>& page : invented(8))
        pages.push_back(std::move(page));
    bench.script->pages = std::move(pages);
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete) << bench.end().reason;
    EXPECT_EQ(bench.store.rows.size(), 24U);
}

TEST(Arrivals, AreBelievedAfterOtherSettings) {
    Bench bench;
    bench.options.breaker.arrivals_min = 5;
    bench.options.breaker.arrivals_ratio = 2;
    bench.script->pages = {{"a=1", "b=1"}};
    bench.harvest();
    bench.script->pages = invented(30);
    store::ClaimedRun run;
    run.past.last_complete = bench.clock.now();
    run.past.config_hash = "narrow";
    run.config_hash = "wide";
    bench.harvest(run);
    EXPECT_EQ(bench.end().state, RunState::complete) << bench.end().reason;
    EXPECT_EQ(bench.store.rows.size(), 62U);
}

TEST(Arrivals, OfAFileThatAnOperatorGaveAreBelieved) {
    Bench bench;
    bench.options.breaker.arrivals_min = 5;
    bench.options.breaker.arrivals_ratio = 2;
    bench.script->pages = {{"a=1", "b=1"}};
    bench.harvest();
    bench.script->pages = invented(30);
    bench.script->pages.push_back({"a=1", "b=1"});
    store::ClaimedRun run;
    run.reason = std::string(store::imported_from) + "catalogue.json";
    bench.harvest(run);
    EXPECT_EQ(bench.end().state, RunState::complete) << bench.end().reason;
    EXPECT_EQ(bench.store.reconciled, 2);
    EXPECT_EQ(bench.store.rows.size(), 62U);
}

TEST(Rehearsal, CountsWhatCameSinceTheLastSettledRunAsNewcomers) {
    store::SourceRecords before = records_of({"old", "known", "born"});
    named_record(before, "born").is_new = true;
    FakeHarvestStore real;
    harvest::RehearsalStore rehearsal(real, before, Instant());
    store::PageCommit page;
    page.seen = {id_of_record("known")};
    page.wanted = {{"born", "1"}, {"never seen", "1"}};
    run_coro(rehearsal.commit_page(store::Lease(), page)).value();
    const store::Reconciliation counts = run_coro(rehearsal.compare_listed(store::Lease())).value();
    EXPECT_EQ(counts.vanished, 1);
    EXPECT_EQ(counts.newcomers, 2) << "each may be the one that is not listed";
}

TEST(Rehearsal, DoesNotMissForTheBreakerWhatIsInDoubt) {
    store::SourceRecords before = records_of({"a", "b", "invented"});
    named_record(before, "invented").is_in_doubt = true;
    FakeHarvestStore real;
    harvest::RehearsalStore rehearsal(real, before, Instant());
    store::PageCommit page;
    page.seen = {id_of_record("a")};
    run_coro(rehearsal.commit_page(store::Lease(), page)).value();
    const store::Reconciliation counts = run_coro(rehearsal.compare_seen(store::Lease())).value();
    EXPECT_EQ(counts.active_before, 2);
    EXPECT_EQ(counts.vanished, 1);
    EXPECT_EQ(rehearsal.take_plan().vanished, 2) << "both would be missing";
}

// What is stored of a source, and which renames its runs speak against.
class FakeDatasets final : public store::SourceDatasets {
public:
    std::vector<store::DatasetRecord> stored;
    bool were_side_by_side = false;
    std::size_t read_records = 0;

    asio::awaitable<Result<std::vector<store::DatasetRecord>>> read(std::vector<DatasetId> ids
    ) override {
        std::vector<store::DatasetRecord> out;
        for (const store::DatasetRecord& record : stored)
            if (std::find(ids.begin(), ids.end(), record.id) != ids.end())
                out.push_back(record);
        read_records += out.size();
        co_return out;
    }
    asio::awaitable<Result<std::vector<Rename>>>
    believable(SourceId, std::vector<Rename> renames) override {
        if (were_side_by_side)
            renames.clear();
        co_return renames;
    }
};

Dataset described(std::string_view remote_id, std::string_view what) {
    Dataset dataset;
    dataset.remote_id = remote_id;
    dataset.title = {{"fr", std::string(what), false}};
    dataset.description = {{"fr", "Tout sur " + std::string(what), false}};
    return dataset;
}

// A source of "old", "gone" and "kept" whose first record comes under the id "new".
struct Renaming {
    Renaming() {
        for (const auto& [id, what] :
             {std::pair{"old", "le budget"},
              std::pair{"gone", "les lits"},
              std::pair{"kept", "les routes"}}) {
            store::DatasetRecord& record = datasets.stored.emplace_back();
            record.id = id_of_record(id);
            record.dataset = described(id, what);
        }
        page.seen = {id_of_record("kept"), id_of_record("new")};
        store::RecordChange& change = page.changes.emplace_back();
        change.id = id_of_record("new");
        change.dataset = described("new", "le budget");
    }

    harvest::Plan rehearsed() {
        harvest::RehearsalStore rehearsal(real, before, Instant(), &datasets);
        run_coro(rehearsal.commit_page(store::Lease(), page)).value();
        counts = run_coro(rehearsal.compare_seen(store::Lease())).value();
        run_coro(rehearsal.reconcile(store::Lease(), store::ArchivePolicy(), std::nullopt)).value();
        return rehearsal.take_plan();
    }

    FakeHarvestStore real;
    FakeDatasets datasets;
    store::SourceRecords before = records_of({"old", "gone", "kept"});
    store::PageCommit page;
    store::Reconciliation counts;
};

TEST(Rehearsal, TakesANewIdForTheRecordThatItWas) {
    Renaming renaming;
    const harvest::Plan plan = renaming.rehearsed();
    EXPECT_EQ(renaming.counts.renamed, 1);
    EXPECT_EQ(renaming.counts.vanished, 1);
    EXPECT_EQ(plan.renames, 1);
    ASSERT_EQ(plan.renamed.size(), 1U);
    EXPECT_EQ(plan.renamed.front().was, "old");
    EXPECT_EQ(plan.renamed.front().remote_id, "new");
    EXPECT_EQ(plan.renamed.front().title, "le budget");
    EXPECT_EQ(plan.run.counts.renamed, 1);
    EXPECT_EQ(plan.run.counts.created, 0);
    EXPECT_TRUE(plan.created.empty());
    EXPECT_EQ(plan.run.counts.missing, 1);
    EXPECT_EQ(plan.vanished, 1);
    EXPECT_EQ(renaming.datasets.read_records, 3U);
}

TEST(Rehearsal, DoesNotTakeItForARecordWhoseTwinStays) {
    Renaming renaming;
    renaming.datasets.stored.back().dataset = described("kept", "le budget");
    const harvest::Plan plan = renaming.rehearsed();
    EXPECT_EQ(plan.renames, 0);
    EXPECT_EQ(plan.run.counts.created, 1);
    EXPECT_EQ(plan.run.counts.missing, 2);
}

TEST(Rehearsal, DoesNotTakeItForARecordThatARunSawBesideIt) {
    Renaming renaming;
    renaming.datasets.were_side_by_side = true;
    EXPECT_EQ(renaming.rehearsed().renames, 0);
}

TEST(Rehearsal, ReadsNothingThatStaysWhereNothingIsInCommon) {
    Renaming renaming;
    renaming.page.changes.front().dataset = described("new", "les écoles");
    EXPECT_EQ(renaming.rehearsed().renames, 0);
    EXPECT_EQ(renaming.datasets.read_records, 2U);
}

TEST(Rehearsal, BelievesAnIdThatCameBack) {
    Renaming renaming;
    renaming.page.changes.front().dataset = described("new", "autre chose");
    FakeHarvestStore::Row row;
    row.id = id_of_record("old");
    row.is_former = true;
    renaming.real.rows.insert_or_assign("new", row);
    harvest::RehearsalStore
        rehearsal(renaming.real, renaming.before, Instant(), &renaming.datasets);
    run_coro(rehearsal.known_records(SourceId(1), {"new"})).value();
    run_coro(rehearsal.commit_page(store::Lease(), renaming.page)).value();
    EXPECT_EQ(run_coro(rehearsal.compare_seen(store::Lease())).value().renamed, 1);
}

} // namespace
} // namespace moisson::testing
