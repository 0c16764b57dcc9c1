// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Takedowns: hidden wherever datasets are read, whatever is harvested, and back as it was.
#include "fixture.hpp"
#include "store/takedown.hpp"

namespace moisson::store::testing {
namespace {

TakedownRequest
takedown_request(const std::string& name, TakedownGround ground = TakedownGround::request) {
    TakedownRequest request;
    request.name = name;
    request.ground = ground;
    request.by = "awa";
    request.reason = "données personnelles";
    return request;
}

struct TakedownBench {
    TakedownBench() {
        world.sync({a_portal("bf"), a_portal("tg")});
        for (const char* const id : {"a", "b", "c"})
            all.push_back(a_record("bf", id, std::string("Titre ") + id));
        all[2].dataset.publisher = {"mairie", {{"fr", "Mairie", false}}, "mairie", "", ""};
        all[0].issues = {Issue(Code::bad_date, Stage::normalise, "issued: hier")};
        all[0].issues[0].remote_id = "a";
        world.harvest("bf", all);
        world.harvest("tg", {a_record("tg", "a", "Titre a")});
    }
    // What a follower learns after `from`: id -> "purged" or not.
    std::map<DatasetId, bool> followed(const FeedPosition& from) {
        std::map<DatasetId, bool> out;
        for (const CatalogEntry& entry : await(world.feed->after(from, 1000)).value().entries)
            out[entry.id] = entry.state == RecordState::purged;
        return out;
    }
    FeedPosition head() { return await(world.feed->head()).value(); }
    Result<TakedownRow> take(const TakedownRequest& request) {
        return await(take_down(world.database, request));
    }
    Result<TakedownRow> lift(const std::string& name) {
        return await(lift_takedown(world.database, takedown_request(name)));
    }
    DatasetRecord read(std::size_t i) { return await(world.catalog->dataset(all[i].id)).value(); }
    std::int64_t active() { return await(world.catalog->portal("bf")).value().active; }
    std::int64_t distributions() {
        return await(world.catalog->portal("bf")).value().distributions;
    }

    World world;
    std::vector<RecordChange> all;
};

TEST(Takedown, OfADatasetHidesItEverywhere) {
    TakedownBench bench;
    World& world = bench.world;
    const std::string before = world.fingerprint();
    const FeedPosition head = bench.head();
    const TakedownRow row = bench.take(takedown_request("nom-b", TakedownGround::law)).value();
    EXPECT_EQ(row.kind, TakedownKind::dataset);
    EXPECT_EQ(row.label, "bf-titre-b");
    EXPECT_EQ(row.datasets, 1);
    // By each of its names: who, and why, and nothing else.
    for (const std::string& name : {to_string(bench.all[1].id), std::string("bf-titre-b")}) {
        const DatasetRecord hidden = await(world.catalog->dataset_by_name(name)).value();
        ASSERT_TRUE(hidden.takedown.has_value());
        EXPECT_EQ(hidden.takedown->ground, TakedownGround::law);
        EXPECT_EQ(hidden.takedown->reason, "données personnelles");
        EXPECT_EQ(hidden.slug, "bf-titre-b");
        EXPECT_TRUE(hidden.dataset.title.empty());
        EXPECT_TRUE(hidden.dataset.distributions.empty());
        EXPECT_TRUE(hidden.issues.empty());
    }
    EXPECT_EQ(
        await(world.catalog->datasets({bench.all[0].id, bench.all[1].id})).value().size(),
        1U
    );
    EXPECT_EQ(bench.active(), 2);
    EXPECT_EQ(bench.distributions(), 4);
    const CatalogCounts counts = await(world.catalog->counts()).value();
    EXPECT_EQ(counts.active, 3) << "with the other portal's";
    EXPECT_EQ(counts.distributions, 6);
    EXPECT_EQ(await(world.catalog->raw_record(bench.all[1].id)).error().code, Code::not_found);
    EXPECT_TRUE(await(world.catalog->raw_record(bench.all[0].id)));
    EXPECT_TRUE(await(world.catalog->record_names("bf", {"b"})).value().empty());
    // Followers drop it, and a new one never meets it.
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{bench.all[1].id, true}}));
    for (const CatalogEntry& entry : await(world.feed->chunk(DatasetId(), 100)).value())
        EXPECT_EQ(entry.state == RecordState::purged, entry.id == bench.all[1].id);
    EXPECT_EQ(world.text("select cause from change order by number desc limit 1"), "taken_down");
    EXPECT_NE(world.fingerprint(), before);

    const FeedPosition middle = bench.head();
    const TakedownRow lifted = bench.lift("bf-titre-b").value();
    EXPECT_EQ(lifted.lifted_by, "awa");
    EXPECT_EQ(world.fingerprint(), before) << "back as it was";
    EXPECT_EQ(bench.followed(middle), (std::map<DatasetId, bool>{{bench.all[1].id, false}}));
    EXPECT_EQ(best_text(bench.read(1).dataset.title, "fr"), "Titre b");
    EXPECT_EQ(bench.active(), 3);
    EXPECT_EQ(
        await(list_takedowns(world.database, TakedownList::in_force, Remit())).value().size(),
        0U
    );
    ASSERT_EQ(await(list_takedowns(world.database, TakedownList::all, Remit())).value().size(), 1U);
    EXPECT_EQ(world.number("select count(*) from event where kind like 'takedown.%'"), 2);
}

TEST(Takedown, OfADatasetHidesItsLinesInReports) {
    TakedownBench bench;
    World& world = bench.world;
    RecordChange record = changed(bench.all[1], "Nouveau");
    record.issues = {Issue(Code::unmapped_theme, Stage::normalise, "Secret")};
    record.issues[0].remote_id = "b";
    Issue beyond(Code::not_published, Stage::map, "private=true");
    beyond.remote_id = "b";
    PageCommit page = a_page(0, {bench.all[0], record, bench.all[2]}, true);
    page.issues.push_back(beyond);
    const RunId run = world.harvest("bf", std::vector<PageCommit>{page}).id;
    const auto lines = [&world, run] {
        std::map<std::string, int> out;
        for (const ReportedIssue& line : await(world.catalog->run_issues(run, 0)).value())
            ++out["run " + line.row.issue.remote_id];
        for (std::optional<BacklogPlace> place = BacklogPlace(); place;) {
            const BacklogPage next = await(world.catalog->backlog("bf", *place)).value();
            for (const ReportedIssue& line : next.issues)
                ++out["now " + line.row.issue.remote_id];
            place = next.next;
        }
        return out;
    };
    const std::map<std::string, int> before = lines();
    EXPECT_EQ(before.at("run b"), 2);
    EXPECT_EQ(before.at("now b"), 2);
    EXPECT_EQ(before.at("now a"), 1);
    EXPECT_EQ(await(world.catalog->run_report(run)).value().unmapped.size(), 1U);

    ASSERT_TRUE(bench.take(takedown_request("bf-titre-b")));
    std::map<std::string, int> expected = before;
    expected.erase("run b");
    expected.erase("now b");
    EXPECT_EQ(lines(), expected);
    EXPECT_TRUE(await(world.catalog->run_report(run)).value().unmapped.empty());
    EXPECT_EQ(await(world.catalog->source_reports("bf")).value().front().unmapped_open, 0);
    ASSERT_TRUE(bench.lift("bf-titre-b"));
    EXPECT_EQ(lines(), before);
}

TEST(Takedown, SurvivesEveryHarvest) {
    TakedownBench bench;
    World& world = bench.world;
    ASSERT_TRUE(bench.take(takedown_request("bf-titre-b")));
    std::vector<RecordChange> others = {
        bench.all[0],
        changed(bench.all[1], "Nouveau"),
        bench.all[2]};
    FeedPosition head = bench.head();
    world.harvest("bf", others);
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{bench.all[1].id, true}}));
    EXPECT_TRUE(bench.read(1).takedown.has_value());
    // Missing, archived, revived.
    world.harvest("bf", {bench.all[0], bench.all[2]});
    travel(world, "8 days");
    world.harvest("bf", {bench.all[0], bench.all[2]});
    EXPECT_EQ(world.text("select state from dataset where remote_id = 'b'"), "archived");
    EXPECT_TRUE(bench.read(1).takedown.has_value());
    head = bench.head();
    world.harvest("bf", others);
    EXPECT_EQ(world.text("select state from dataset where remote_id = 'b'"), "active");
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{bench.all[1].id, true}}));
    ASSERT_TRUE(bench.lift("bf-titre-b"));
    EXPECT_EQ(best_text(bench.read(1).dataset.title, "fr"), "Nouveau");
}

TEST(Takedown, OfAnOrganizationHidesItsDatasetsOfTodayAndTomorrow) {
    TakedownBench bench;
    World& world = bench.world;
    const std::string before = world.fingerprint();
    FeedPosition head = bench.head();
    const TakedownRow row = bench.take(takedown_request("bf/ministere")).value();
    EXPECT_EQ(row.kind, TakedownKind::organization);
    EXPECT_EQ(row.datasets, 2);
    EXPECT_EQ(
        bench.followed(head),
        (std::map<DatasetId, bool>{{bench.all[0].id, true}, {bench.all[1].id, true}})
    );
    EXPECT_EQ(bench.active(), 1);
    EXPECT_EQ(bench.distributions(), 2);
    EXPECT_EQ(await(world.catalog->portal("tg")).value().active, 1);
    for (const PortalSummary& portal : await(world.catalog->portals()).value()) {
        EXPECT_EQ(portal.active, 1) << portal.key;
        EXPECT_EQ(portal.distributions, 2) << portal.key;
    }
    EXPECT_EQ(await(world.catalog->counts()).value().active, 2);
    EXPECT_EQ(await(world.catalog->raw_record(bench.all[0].id)).error().code, Code::not_found);
    EXPECT_FALSE(bench.read(2).takedown.has_value()) << "of another organization";
    EXPECT_FALSE(await(world.catalog->dataset_by_name("tg-titre-a")).value().takedown.has_value())
        << "of the same name in another portal";
    EXPECT_EQ(await(world.catalog->portal("bf")).value().issue_samples.size(), 0U);
    std::vector<RecordChange> more = bench.all;
    more.push_back(a_record("bf", "d", "Titre d"));
    head = bench.head();
    world.harvest("bf", more);
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{more[3].id, true}}));
    // One of them on its own as well: it stays hidden when the organization is back.
    ASSERT_TRUE(bench.take(takedown_request("bf-titre-a")));
    head = bench.head();
    const TakedownRow lifted = bench.lift("bf/ministere").value();
    EXPECT_EQ(lifted.datasets, 2);
    EXPECT_TRUE(bench.read(0).takedown.has_value());
    EXPECT_FALSE(bench.read(1).takedown.has_value());
    ASSERT_TRUE(bench.lift("bf-titre-a"));
    world.sql().script("delete from dataset where remote_id = 'd'");
    EXPECT_EQ(world.number("select count(*) from takedown"), 2);
    EXPECT_NE(world.fingerprint(), before) << "what was harvested meanwhile is there";
}

// By a correction, a word of the source, or the portal itself: nobody asked for them to be shown.
TEST(Takedown, OfAnOrganizationIsNotUndoneByAnotherName) {
    TakedownBench bench;
    World& world = bench.world;
    ASSERT_TRUE(bench.take(takedown_request("bf/ministere", TakedownGround::law)));
    const Agent usual = {"ville", {{"fr", "Ville", false}}, "ville", "", ""};
    RecordChange renamed = bench.all[0];
    renamed.dataset.publisher = usual;
    renamed.mapping_version = sha256("mapping 2");
    FeedPosition head = bench.head();
    const SourceId source(world.number("select id from source where key = 'bf'"));
    ASSERT_EQ(await(world.harvests->commit_remap(source, {renamed}, {}, 0)).value().remapped, 1);
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{renamed.id, true}}));
    ASSERT_TRUE(bench.read(0).takedown.has_value());
    EXPECT_EQ(bench.read(0).takedown->ground, TakedownGround::law);
    EXPECT_EQ(bench.read(0).takedown->reason, "données personnelles");
    // The portal gives it to nobody, and another one of the organization to the other one.
    RecordChange orphan = changed(renamed, "Titre a 2");
    orphan.dataset.publisher = {};
    RecordChange given = changed(bench.all[1], "Titre b 2");
    given.dataset.publisher = usual;
    world.harvest("bf", {orphan, given, bench.all[2]});
    EXPECT_TRUE(bench.read(0).takedown.has_value());
    EXPECT_TRUE(bench.read(1).takedown.has_value());
    EXPECT_FALSE(bench.read(2).takedown.has_value());
    EXPECT_EQ(world.number("select count(*) from takedown where organization is not null"), 2);
    EXPECT_EQ(bench.active(), 1);
    // One is shown again by itself, the other one with the organization.
    ASSERT_TRUE(bench.lift("bf-titre-b"));
    EXPECT_FALSE(bench.read(1).takedown.has_value());
    world.harvest("bf", {orphan, changed(given, "Titre b 3"), bench.all[2]});
    EXPECT_FALSE(bench.read(1).takedown.has_value());
    head = bench.head();
    EXPECT_EQ(bench.lift("bf/ministere").value().datasets, 1);
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{bench.all[0].id, false}}));
    EXPECT_EQ(world.number("select count(*) from takedown where lifted_at is null"), 0);
}

TEST(Takedown, OfAResourceHidesThatOneOnly) {
    TakedownBench bench;
    World& world = bench.world;
    const std::string before = world.fingerprint();
    const Distribution& second = bench.all[0].dataset.distributions[1];
    const FeedPosition head = bench.head();
    const TakedownRow row = bench.take(takedown_request("bf-titre-a#2")).value();
    EXPECT_EQ(row.kind, TakedownKind::distribution);
    EXPECT_EQ(row.subject, second.id.uuid);
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{bench.all[0].id, false}}));
    DatasetRecord shown = bench.read(0);
    EXPECT_FALSE(shown.takedown.has_value());
    ASSERT_EQ(shown.dataset.distributions.size(), 1U);
    ASSERT_EQ(shown.taken_down.size(), 1U);
    EXPECT_EQ(shown.taken_down[0].id, second.id);
    EXPECT_EQ(await(world.catalog->counts()).value().distributions, 7);
    EXPECT_FALSE(await(world.catalog->raw_record(bench.all[0].id))) << "it names the hidden one";
    EXPECT_EQ(world.text("select cause from change order by number desc limit 1"), "remapped");
    // The resources change places: it is the same one.
    RecordChange moved = changed(bench.all[0], "Titre a");
    moved.source_digest = sha256("moved");
    std::swap(moved.dataset.distributions[0], moved.dataset.distributions[1]);
    world.harvest("bf", {moved, bench.all[1], bench.all[2]});
    shown = bench.read(0);
    ASSERT_EQ(shown.dataset.distributions.size(), 1U);
    EXPECT_EQ(shown.dataset.distributions[0].id, bench.all[0].dataset.distributions[0].id);
    ASSERT_TRUE(bench.lift("bf-titre-a#" + to_string(second.id)));
    EXPECT_EQ(bench.read(0).dataset.distributions.size(), 2U);
    EXPECT_NE(before, world.fingerprint());
}

TEST(Takedown, IsRefusedForWhatIsNotThereAndLeavesWhatIsHiddenAlready) {
    TakedownBench bench;
    for (const char* const name :
         {"bf-rien", "bf/personne", "xx/ministere", "bf-titre-a#9", "bf-titre-a#x", "bf-rien#1"}) {
        const auto refused = bench.take(takedown_request(name));
        ASSERT_TRUE(refused.has_error()) << name;
        EXPECT_EQ(refused.error().code, Code::not_found) << name;
        EXPECT_EQ(bench.lift(name).error().code, Code::not_found) << name;
    }
    EXPECT_EQ(bench.lift("bf-titre-a").error().code, Code::not_found);
    const TakedownRow first = bench.take(takedown_request("bf-titre-a")).value();
    EXPECT_FALSE(first.unchanged);
    TakedownRequest other = takedown_request("nom-a", TakedownGround::law);
    other.by = "moussa";
    const TakedownRow again = bench.take(other).value();
    EXPECT_TRUE(again.unchanged);
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.author, "awa");
    EXPECT_EQ(again.takedown.ground, TakedownGround::request);
    EXPECT_EQ(bench.world.number("select count(*) from takedown"), 1);
    EXPECT_EQ(bench.world.number("select count(*) from event where kind like 'takedown.%'"), 1);
}

TEST(Takedown, IsLiftedOnceHoweverOftenAndByItsNumber) {
    TakedownBench bench;
    const TakedownRow first = bench.take(takedown_request("bf-titre-a")).value();
    EXPECT_FALSE(bench.lift("bf-titre-a").value().unchanged);
    const TakedownRow second = bench.take(takedown_request("bf-titre-a")).value();
    ASSERT_NE(second.id, first.id);
    TakedownRequest by_number;
    by_number.id = first.id;
    by_number.by = "moussa";
    by_number.reason = "x";
    const TakedownRow before = await(lift_takedown(bench.world.database, by_number)).value();
    EXPECT_TRUE(before.unchanged) << "and the one in force stays";
    EXPECT_EQ(before.lifted_by, "awa");
    EXPECT_EQ(bench.active(), 2);
    by_number.id = second.id;
    EXPECT_FALSE(await(lift_takedown(bench.world.database, by_number)).value().unchanged);
    EXPECT_EQ(bench.active(), 3);
    const TakedownRow last = bench.lift("bf-titre-a").value();
    EXPECT_TRUE(last.unchanged);
    EXPECT_EQ(last.id, second.id);
    EXPECT_EQ(last.lifted_by, "moussa");
    by_number.id = 999;
    EXPECT_EQ(await(lift_takedown(bench.world.database, by_number)).error().code, Code::not_found);
    EXPECT_EQ(bench.world.number("select count(*) from event where kind = 'takedown.lifted'"), 2);
}

TEST(Takedown, OutlivesAPurge) {
    TakedownBench bench;
    World& world = bench.world;
    ASSERT_TRUE(bench.take(takedown_request("bf-titre-b")));
    world.harvest("bf", {bench.all[0], bench.all[2]});
    travel(world, "8 days");
    world.harvest("bf", {bench.all[0], bench.all[2]});
    travel(world, "400 days");
    EXPECT_EQ(await(prune(world.database, PrunePolicy())).value().purged, 1);
    EXPECT_TRUE(await(world.catalog->dataset_by_name("bf-titre-b")).value().takedown.has_value());
    // It comes back: hidden.
    const FeedPosition head = bench.head();
    world.harvest("bf", bench.all);
    EXPECT_EQ(bench.followed(head), (std::map<DatasetId, bool>{{bench.all[1].id, true}}));
    ASSERT_TRUE(bench.lift("bf-titre-b"));
    EXPECT_FALSE(bench.read(1).takedown.has_value());
}

} // namespace
} // namespace moisson::store::testing
