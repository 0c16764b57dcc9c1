// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections in the mapping version, in pages and in remaps, on a store in memory.
#include "harvest/overlay_work.hpp"
#include "support/run_coro.hpp"
#include "unit/harvest/scripted_portal.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

Correction a_title(std::string value) {
    Correction correction;
    correction.field = "title";
    correction.value = std::move(value);
    correction.reason = "r";
    correction.author = "a";
    return correction;
}

TEST(Overlays, AreInTheMappingVersionByWhatTheyPublish) {
    const Digest base = sha256("base");
    const std::vector<Correction> one = {a_title("Un")};
    EXPECT_EQ(harvest::with_corrections(base, {}), base);
    const Digest version = harvest::with_corrections(base, one);
    EXPECT_NE(version, base);
    const auto with = [&](auto change) {
        std::vector<Correction> other = one;
        change(other.front());
        return harvest::with_corrections(base, other);
    };
    EXPECT_NE(with([](Correction& c) { c.value = "Deux"; }), version);
    EXPECT_NE(with([](Correction& c) { c.field = "description"; }), version);
    EXPECT_NE(with([](Correction& c) { c.action = CorrectionAction::fill; }), version);
    EXPECT_NE(with([](Correction& c) { c.when = {"licence", "x"}; }), version);
    EXPECT_NE(with([](Correction& c) { c.reason = "autre"; }), version);
    // Neither is published.
    EXPECT_EQ(with([](Correction& c) { c.author = "b"; }), version);
    EXPECT_EQ(with([](Correction& c) { c.expires_at = Instant(); }), version);
    EXPECT_EQ(with([](Correction& c) { c.made_at = Instant(); }), version);
}

TEST(Overlays, OfBeforeTheirActionWasKeptAreMappedAgain) {
    const Digest base = sha256("base");
    const std::vector<Correction> all = {a_title("Un")};
    const Correction& one = all.front();
    const std::vector<std::string> fields = {
        to_hex(base),
        one.field,
        std::string(to_string(one.action)),
        one.value,
        one.when.field,
        one.when.value,
        one.reason};
    Sha256 before;
    for (const std::string& text : fields)
        before.update(std::to_string(text.size()) + ":" + text);
    EXPECT_NE(harvest::with_corrections(base, all), before.finish());
}

TEST(Overlays, OfOneDatasetMapThatOneAgain) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1"}};
    bench.harvest();
    const DatasetId b = bench.store.rows.at("b").id;
    bench.store.overlay_set.revision = 1;
    bench.store.overlay_set.of_dataset[b] = {a_title("Corrigé")};
    bench.harvest();
    ASSERT_EQ(bench.store.pages[0].changes.size(), 1U);
    EXPECT_EQ(bench.store.pages[0].changes[0].id, b);
    EXPECT_EQ(bench.store.pages[0].unchanged, 2);
    bench.harvest();
    EXPECT_TRUE(bench.store.pages[0].changes.empty()) << "it survives, and is no news";
    // Withdrawn: as it was.
    bench.store.overlay_set = {};
    bench.store.overlay_set.revision = 2;
    bench.harvest();
    ASSERT_EQ(bench.store.pages[0].changes.size(), 1U);
    EXPECT_EQ(bench.store.pages[0].changes[0].id, b);
}

TEST(Overlays, ThatChangeWhileAPageIsMadeHaveItMadeAgain) {
    Bench bench;
    bench.script->pages = {{"a=1"}, {"b=1"}, {"c=1"}};
    bench.script->on_fetch = [&](std::size_t page) {
        // Between its mapping and its commit, as far as page 0 is concerned.
        if (page == 1 && bench.store.overlay_set.revision == 0) {
            bench.store.overlay_set.revision = 1;
            bench.store.overlay_set.of_source = {a_title("Corrigé")};
        }
    };
    bench.harvest();
    EXPECT_EQ(bench.end().state, RunState::complete);
    ASSERT_EQ(bench.store.rows.size(), 3U);
    const Digest version = bench.store.rows.at("c").mapping;
    EXPECT_EQ(bench.store.rows.at("b").mapping, version);
    for (const store::PageCommit& page : bench.store.pages)
        for (const store::RecordChange& change : page.changes)
            EXPECT_EQ(page.overlay_revision == 1, change.mapping_version == version);
}

TEST(Overlays, ARemapChangesTheDatasetsThatTheyConcern) {
    Bench bench;
    bench.script->pages = {{"a=1", "b=1", "c=1"}};
    bench.harvest();
    bench.script->fetched.clear();
    const DatasetId c = bench.store.rows.at("c").id;
    bench.store.overlay_set.revision = 1;
    bench.store.overlay_set.of_dataset[c] = {a_title("Corrigé")};
    const auto engine = bench.make_engine();
    const auto first = run_coro(bench.context, engine->remap(SourceId(1), "source"));
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->remapped, 1);
    EXPECT_EQ(bench.store.applied, 1);
    const auto again = run_coro(bench.context, engine->remap(SourceId(1), "source"));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->looked_at, 0) << "its own version is the right one";
    // One that changes nothing is in all records as well.
    bench.store.overlay_set.revision = 2;
    ASSERT_TRUE(run_coro(bench.context, engine->remap(SourceId(1), "source")).has_value());
    EXPECT_EQ(bench.store.applied, 2);
    EXPECT_TRUE(bench.script->fetched.empty());
}

} // namespace
} // namespace moisson::testing
