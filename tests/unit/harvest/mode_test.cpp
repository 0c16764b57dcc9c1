// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The choice of a mode as a table, and the small rules around it.
#include "harvest/list_work.hpp"
#include "harvest/mode.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace moisson::harvest {
namespace {

// A source that can do everything, harvested before, and changed since.
ModeFacts usual() {
    ModeFacts facts;
    facts.abilities.inventory = true;
    facts.abilities.delta = true;
    return facts;
}

struct Case {
    const char* what;
    std::function<void(ModeFacts&)> change;
    RunMode mode;
    std::string_view reason;
};

TEST(Mode, IsChosenByTheFirstRuleThatApplies) {
    const std::vector<Case> cases = {
        {"all", [](ModeFacts&) {}, RunMode::inventory, "the catalogue changed"},
        {"no inventory",
         [](ModeFacts& f) { f.abilities.inventory = false; },
         RunMode::delta,
         "the catalogue changed"},
        {"neither",
         [](ModeFacts& f) { f.abilities = kit::Abilities(); },
         RunMode::full,
         "nothing cheaper"},
        {"same mark", [](ModeFacts& f) { f.same_mark = true; }, RunMode::probe, "unchanged"},
        {"same mark of a source that can do nothing else",
         [](ModeFacts& f) {
             f.same_mark = true;
             f.abilities = kit::Abilities();
         },
         RunMode::probe,
         "unchanged"},
        {"held before",
         [](ModeFacts& f) { f.held = f.same_mark = true; },
         RunMode::full,
         "the run before was held"},
        {"mapping",
         [](ModeFacts& f) { f.mapping_changed = f.held = f.same_mark = true; },
         RunMode::full,
         "the mapping changed"},
        {"settings",
         [](ModeFacts& f) { f.settings_changed = f.mapping_changed = f.same_mark = true; },
         RunMode::full,
         "the settings of the source changed"},
        {"full due",
         [](ModeFacts& f) { f.full_due = f.settings_changed = f.same_mark = true; },
         RunMode::full,
         "full run due"},
        {"first",
         [](ModeFacts& f) { f.first = f.full_due = f.same_mark = true; },
         RunMode::full,
         "never read whole"}};
    for (const Case& one : cases) {
        ModeFacts facts = usual();
        one.change(facts);
        const ModeChoice choice = choose_mode(facts);
        EXPECT_EQ(choice.mode, one.mode) << one.what;
        EXPECT_EQ(choice.reason, one.reason) << one.what;
    }
}

TEST(Mode, IsTheOneThatWasAskedForWhereTheSourceCan) {
    for (const RunMode mode : {RunMode::probe, RunMode::inventory, RunMode::delta, RunMode::full}) {
        ModeFacts facts = usual();
        facts.forced = mode;
        facts.same_mark = facts.full_due = facts.mapping_changed = true;
        EXPECT_EQ(choose_mode(facts), (ModeChoice{mode, store::asked_for}));
    }
    ModeFacts facts;
    facts.forced = RunMode::inventory;
    EXPECT_EQ(choose_mode(facts), (ModeChoice{RunMode::full, "this source has no inventory"}));
    facts.forced = RunMode::delta;
    EXPECT_EQ(choose_mode(facts).mode, RunMode::full);
    facts = usual();
    facts.forced = RunMode::delta;
    facts.first = true;
    EXPECT_EQ(choose_mode(facts), (ModeChoice{RunMode::full, "never read whole"}));
    facts.first = false;
    facts.settings_changed = true;
    EXPECT_EQ(
        choose_mode(facts),
        (ModeChoice{RunMode::full, "the settings of the source changed"})
    );
}

TEST(Mode, OfALightProbeIsAHarvestOnlyWhenThePortalTellsOfAChange) {
    store::ClaimedRun run;
    run.mode = RunMode::probe;
    const Digest mapping = sha256("m");
    const auto choice = [&](std::string_view mark) {
        return choose_mode(mode_facts(run, usual().abilities, mapping, mark));
    };
    const ModeChoice planned = {RunMode::probe, "planned probe"};
    EXPECT_EQ(choice("7"), planned) << "never harvested: its turn comes";
    run.past.last_complete = Instant();
    run.past.full_is_recent = true;
    run.past.mapping_version = mapping;
    EXPECT_EQ(choice("7"), planned) << "nothing to compare with";
    run.past.mark = "7";
    EXPECT_EQ(choice(""), planned);
    EXPECT_EQ(choice("7"), (ModeChoice{RunMode::probe, "unchanged"}));
    EXPECT_EQ(choice("8"), (ModeChoice{RunMode::inventory, "the catalogue changed"}));
    run.past.full_is_recent = false;
    EXPECT_EQ(choice("7"), (ModeChoice{RunMode::probe, "unchanged"}));
    EXPECT_EQ(choice("8"), (ModeChoice{RunMode::full, "full run due"}));
}

TEST(Mode, ComparesWithTheLastCompleteRun) {
    store::ClaimedRun run;
    run.mode = RunMode::automatic;
    run.config_hash = "c";
    const Digest mapping = sha256("m");
    EXPECT_TRUE(mode_facts(run, {}, mapping, "7").first);
    EXPECT_FALSE(would_believe_mark(run, mapping));
    run.past.last_complete = Instant();
    run.past.full_is_recent = true;
    run.past.mapping_version = mapping;
    run.past.config_hash = "c";
    run.past.mark = "7";
    EXPECT_TRUE(would_believe_mark(run, mapping));
    const ModeFacts same = mode_facts(run, {}, mapping, "7");
    EXPECT_TRUE(same.same_mark);
    EXPECT_FALSE(same.first || same.full_due || same.held);
    EXPECT_FALSE(same.mapping_changed || same.settings_changed || same.forced);
    EXPECT_FALSE(mode_facts(run, {}, mapping, "8").same_mark);
    EXPECT_TRUE(mode_facts(run, {}, sha256("n"), "7").mapping_changed);
    run.config_hash = "d";
    EXPECT_TRUE(mode_facts(run, {}, mapping, "7").settings_changed);
    EXPECT_FALSE(would_believe_mark(run, mapping));
    run.past.mark.clear();
    EXPECT_FALSE(mode_facts(run, {}, mapping, "").same_mark) << "silence proves nothing";
    run.mode = RunMode::delta;
    EXPECT_FALSE(mode_facts(run, {}, mapping, "").forced) << "planned by an older version";
    run.mode_reason = store::asked_for;
    EXPECT_EQ(mode_facts(run, {}, mapping, "").forced, RunMode::delta);
}

TEST(Mode, CountsTheRequestsOfBothWays) {
    kit::Abilities abilities;
    abilities.bodies_per_request = 50;
    abilities.records_per_request = 100;
    EXPECT_FALSE(full_is_cheaper(0, 0, abilities));
    EXPECT_FALSE(full_is_cheaper(500, 1'000, abilities));
    EXPECT_TRUE(full_is_cheaper(501, 1'000, abilities));
    abilities.bodies_per_request = 1;
    EXPECT_FALSE(full_is_cheaper(10, 1'000, abilities));
    EXPECT_TRUE(full_is_cheaper(11, 1'000, abilities));
}

TEST(Mode, OfAFailedInventoryIsFullUnlessWeOurselvesEndedIt) {
    for (const Code code : {Code::http_4xx, Code::http_5xx, Code::page_loop, Code::bad_shape})
        EXPECT_TRUE(may_fall_back(code)) << to_string(code);
    for (const Code code :
         {Code::limit_reached,
          Code::run_duration_reached,
          Code::mass_arrival_held,
          Code::run_cancelled,
          Code::store_unavailable})
        EXPECT_FALSE(may_fall_back(code)) << to_string(code);
}

TEST(InventoryCursors, SayWhetherTheListOrTheBodiesGoOn) {
    const InventoryPlace start = inventory_place("").value();
    EXPECT_TRUE(start.list.empty());
    EXPECT_FALSE(start.bodies);
    EXPECT_EQ(inventory_place(list_cursor("bodies:3")).value().list, "bodies:3");
    EXPECT_EQ(inventory_place(bodies_cursor(12)).value().bodies, 12U);
    for (const char* text : {"start=0", "bodies:", "bodies:x", "bodies:1x"})
        EXPECT_TRUE(inventory_place(text).has_error()) << text;
}

kit::WireRecord record(std::string id, std::string alias = {}) {
    kit::WireRecord made;
    made.remote_id = std::move(id);
    made.alias = std::move(alias);
    made.stamp = "of the body";
    return made;
}

TEST(Bodies, GetTheStampsOfTheListAndTellWhatDidNotCome) {
    const std::vector<store::StampedId> asked = {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}};
    kit::Page page;
    page.records = {record("a"), record("new-b", "b"), record("other")};
    Issue gone(Code::not_found, Stage::fetch, "404");
    gone.remote_id = "c";
    page.issues.push_back(gone);
    page.received = 3;
    page.skipped = 1;
    settle_bodies(asked, page);
    EXPECT_EQ(page.records[0].stamp, "1");
    EXPECT_EQ(page.records[1].stamp, "2");
    EXPECT_EQ(page.records[2].stamp, "of the body");
    ASSERT_EQ(page.issues.size(), 2U);
    EXPECT_EQ(page.issues[1].code, Code::count_mismatch);
    EXPECT_EQ(page.issues[1].remote_id, "d");
    EXPECT_EQ(page.received, 0) << "counted with the list";
    EXPECT_EQ(page.skipped, 0);
    // What came and is not there was filtered out.
    kit::Page filtered;
    filtered.received = 4;
    settle_bodies(asked, filtered);
    EXPECT_TRUE(filtered.issues.empty());
}

} // namespace
} // namespace moisson::harvest
