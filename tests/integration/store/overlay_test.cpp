// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Corrections by operators: written, ended, expired, and what they do to pages made without them.
#include "core/clock.hpp"
#include "fixture.hpp"
#include "store/overlay.hpp"
#include "store/overlay_reader.hpp"

#include <fmt/format.h>

namespace moisson::store::testing {
namespace {

OverlayRequest
overlay_request(const std::string& dataset, const std::string& value = "etalab-2.0") {
    OverlayRequest request;
    request.dataset = dataset;
    request.correction.field = "licence";
    request.correction.value = value;
    request.correction.author = "awa";
    request.correction.reason = "confirmé";
    return request;
}

struct OverlayBench {
    OverlayBench() {
        world.sync({a_portal("bf")});
        all = {a_record("bf", "a", "Un"), a_record("bf", "b", "Deux")};
        source = world.harvest("bf", all).source;
    }
    SourceOverlays overlays() { return await(world.harvests->overlays(source)).value(); }

    World world;
    std::vector<RecordChange> all;
    SourceId source;
};

TEST(Overlay, IsKeptEndedAndNeverDeleted) {
    OverlayBench bench;
    World& world = bench.world;
    const Overlay made = await(add_overlay(world.database, overlay_request("bf-un"))).value();
    EXPECT_EQ(made.source_key, "bf");
    EXPECT_EQ(made.dataset, bench.all[0].id);
    EXPECT_EQ(made.slug, "bf-un");
    EXPECT_TRUE(made.correction.made_at.has_value());
    // By any of its names; the same is not said twice.
    OverlayRequest other = overlay_request("nom-a");
    EXPECT_EQ(
        await(add_overlay(world.database, other)).error().detail,
        fmt::format("correction {} says this already", made.id)
    );
    EXPECT_EQ(await(find_overlay(world.database, other)).value().value().id, made.id);
    other.correction.value += " (bis)";
    EXPECT_FALSE(await(find_overlay(world.database, other)).value().has_value());
    EXPECT_EQ(await(add_overlay(world.database, other)).value().dataset, bench.all[0].id);
    OverlayRequest whole = overlay_request("");
    whole.source_key = "bf";
    whole.correction.when = {"publisher", "Ministère"};
    ASSERT_TRUE(await(add_overlay(world.database, whole)));
    EXPECT_EQ(
        world.text("select (detail ->> 'action') || ' ' || (detail -> 'when' ->> 'value') || ' ' "
                   "|| (detail ? 'expires_at')::text from audit order by id desc limit 1"),
        "replace Ministère false"
    );
    const SourceOverlays now = bench.overlays();
    EXPECT_EQ(now.revision, 3);
    ASSERT_EQ(now.of_source.size(), 1U);
    EXPECT_EQ(now.of_source[0].when, whole.correction.when);
    ASSERT_EQ(now.of_dataset.at(bench.all[0].id).size(), 2U);
    const Overlay ended = await(end_overlay(world.database, {made.id, "issa", "erreur"})).value();
    EXPECT_TRUE(ended.ended_at.has_value());
    EXPECT_EQ(ended.ended_by, "issa");
    EXPECT_EQ(bench.overlays().of_dataset.at(bench.all[0].id).size(), 1U);
    EXPECT_EQ(bench.overlays().revision, 4);
    const auto again = await(end_overlay(world.database, {made.id, "issa", "erreur"}));
    ASSERT_TRUE(again.has_error());
    EXPECT_EQ(again.error().code, Code::invalid_argument);
    EXPECT_EQ(await(list_overlays(world.database, {})).value().size(), 2U);
    EXPECT_EQ(await(list_overlays(world.database, {"bf", "", true})).value().size(), 3U);
    EXPECT_EQ(await(list_overlays(world.database, {"", "bf-deux", true})).value().size(), 0U);
    EXPECT_EQ(world.number("select count(*) from overlay"), 3);
    EXPECT_EQ(world.number("select count(*) from event where kind = 'overlay.made'"), 3);
    EXPECT_EQ(
        world.text("select payload ->> 'by' from event where kind = 'overlay.ended'"),
        "issa"
    );
}

TEST(Overlay, OfNothingIsRefused) {
    OverlayBench bench;
    OverlayRequest source = overlay_request("");
    source.source_key = "tg";
    for (const OverlayRequest& request : {overlay_request("bf-trois"), source}) {
        const auto refused = await(add_overlay(bench.world.database, request));
        ASSERT_TRUE(refused.has_error());
        EXPECT_EQ(refused.error().code, Code::not_found);
    }
    EXPECT_EQ(bench.overlays().revision, 0);
}

TEST(Overlay, ExpiresByItself) {
    OverlayBench bench;
    OverlayRequest request = overlay_request("bf-un");
    request.correction.expires_at = SystemClock().now() + std::chrono::hours(24);
    ASSERT_TRUE(await(add_overlay(bench.world.database, request)));
    EXPECT_EQ(bench.overlays().of_dataset.size(), 1U);
    ASSERT_TRUE(await(bench.world.harvests->overlays_applied(bench.source, 1)));
    EXPECT_TRUE(await(expire_overlays(bench.world.database)).value().empty());
    travel(bench.world, "2 days");
    EXPECT_TRUE(bench.overlays().of_dataset.empty()) << "even before anybody notes it";
    const auto sources = await(expire_overlays(bench.world.database)).value();
    ASSERT_EQ(sources.size(), 1U);
    EXPECT_EQ(sources[0].key, "bf");
    ASSERT_TRUE(await(bench.world.harvests->overlays_applied(bench.source, 2)));
    EXPECT_TRUE(await(expire_overlays(bench.world.database)).value().empty());
    EXPECT_EQ(bench.world.text("select ended_by from overlay"), "moissond");
}

TEST(Overlay, APageMadeBeforeItIsNotCommitted) {
    OverlayBench bench;
    World& world = bench.world;
    const std::string before = world.fingerprint();
    const ClaimedRun run = world.claim("bf");
    PageCommit page = a_page(0, {changed(bench.all[0], "Autre")}, true);
    page.overlay_revision = bench.overlays().revision;
    ASSERT_TRUE(await(add_overlay(world.database, overlay_request("bf-un"))));
    const PageOutcome outcome = await(world.harvests->commit_page(run.lease, page)).value();
    EXPECT_TRUE(outcome.outdated);
    EXPECT_EQ(outcome.updated, 0);
    EXPECT_EQ(
        world.number("select count(*) from run_page where run = (select max(id) from run)"),
        0
    );
    EXPECT_EQ(world.text("select title from dataset where remote_id = 'a'"), "Un");
    page.overlay_revision = bench.overlays().revision;
    EXPECT_EQ(await(world.harvests->commit_page(run.lease, page)).value().updated, 1);
    // A remap neither.
    RecordChange again = bench.all[1];
    again.mapping_version = sha256("mapping 2");
    const auto remapped = await(world.harvests->commit_remap(bench.source, {again}, {}, 0)).value();
    EXPECT_TRUE(remapped.outdated);
    EXPECT_NE(world.fingerprint(), before);
}

// Whoever made it may have died before its remap was done.
TEST(Overlay, ItsRemapIsOwedUntilItIsDone) {
    OverlayBench bench;
    World& world = bench.world;
    const auto owed = [&world] { return await(expire_overlays(world.database)).value().size(); };
    EXPECT_EQ(owed(), 0U);
    ASSERT_TRUE(await(add_overlay(world.database, overlay_request("bf-un"))));
    EXPECT_EQ(owed(), 1U);
    EXPECT_EQ(owed(), 1U) << "naming it does not map its records";
    ASSERT_TRUE(await(add_overlay(world.database, overlay_request("bf-deux"))));
    ASSERT_TRUE(await(world.harvests->overlays_applied(bench.source, 1)));
    EXPECT_EQ(owed(), 1U) << "the second one came after the first step of that remap";
    ASSERT_TRUE(await(world.harvests->overlays_applied(bench.source, 2)));
    ASSERT_TRUE(await(world.harvests->overlays_applied(bench.source, 1)));
    EXPECT_EQ(owed(), 0U) << "a slower remap takes nothing back";
}

// What the page writes is then there for the remap that follows the correction.
TEST(Overlay, WaitsForThePageThatWasMadeBeforeIt) {
    OverlayBench bench;
    World& world = bench.world;
    Connection page(session(world.conninfo));
    Transaction transaction(page);
    ASSERT_TRUE(are_overlays_current(page, bench.source.value, 0));
    world.sql().script("set lock_timeout = '50ms'");
    const auto raise = [&] {
        world.sql().exec(
            "update source set overlay_revision = overlay_revision + 1 where id = $1",
            Params(bench.source.value)
        );
    };
    EXPECT_THROW(raise(), SqlError);
    transaction.commit();
    EXPECT_NO_THROW(raise());
}

TEST(Overlay, DatasetsWithAVersionOfTheirOwnAreStaleByTheirs) {
    OverlayBench bench;
    MappingVersions today(sha256("mapping 1"));
    const auto stale = [&] {
        return await(bench.world.harvests->stale_raw_records(bench.source, today, DatasetId(), 10))
            .value();
    };
    EXPECT_TRUE(stale().empty());
    today.own[bench.all[1].id] = sha256("own");
    ASSERT_EQ(stale().size(), 1U);
    EXPECT_EQ(stale()[0].dataset, bench.all[1].id);
    today.own[bench.all[1].id] = sha256("mapping 1");
    today.usual = sha256("mapping 2");
    ASSERT_EQ(stale().size(), 1U);
    EXPECT_EQ(stale()[0].dataset, bench.all[0].id);
}

TEST(Overlay, WhatItChangedIsStoredWithTheDataset) {
    OverlayBench bench;
    RecordChange record = changed(bench.all[0], "Un");
    record.source_digest = sha256("other");
    record.dataset.corrections = {
        {"licence", "autre", "etalab-2.0", "confirmé \"ici\""},
        {"keyword", "budget", "finances", "collection", CorrectionAction::add}};
    bench.world.harvest("bf", {record, bench.all[1]});
    const DatasetRecord stored = await(bench.world.catalog->dataset(record.id)).value();
    EXPECT_EQ(stored.dataset.corrections, record.dataset.corrections);
}

} // namespace
} // namespace moisson::store::testing
