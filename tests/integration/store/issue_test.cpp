// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Issues of records stay with the records: a portal's page says what is wrong now, not what the
// last run happened to look at.
#include "fixture.hpp"

namespace moisson::store::testing {
namespace {

using Issues = std::map<std::string, std::int64_t>;

Issue an_issue(Code code, const std::string& remote_id, const std::string& detail) {
    Issue issue(code, Stage::normalise, detail);
    issue.remote_id = remote_id;
    issue.remote_url = "https://bf.example/dataset/" + remote_id;
    return issue;
}

RecordChange
faulty(const std::string& remote_id, std::vector<Code> codes, const std::string& portal = "bf") {
    RecordChange record = a_record(portal, remote_id, "Titre " + remote_id);
    for (const Code code : codes)
        record.issues.push_back(an_issue(code, remote_id, "champ"));
    return record;
}

// A page that names the records and changes none.
PageCommit unchanged(const std::vector<RecordChange>& records) {
    PageCommit page = a_page(0, {}, true);
    for (const RecordChange& record : records)
        page.seen.push_back(record.id);
    page.received = page.unchanged = static_cast<std::int64_t>(records.size());
    return page;
}

TEST(Issues, OfRecordsAreStillThereAfterARunThatChangesNothing) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> records = {
        faulty("a", {Code::bad_date, Code::bad_date, Code::bad_url}),
        faulty("b", {Code::bad_date}),
        faulty("c", {})};
    const HarvestRun first = world.harvest("bf", records);
    EXPECT_EQ(first.issues, (Issues{{"BAD_DATE", 3}, {"BAD_URL", 1}}));
    const HarvestRun second = world.harvest("bf", std::vector<PageCommit>{unchanged(records)});
    EXPECT_TRUE(second.issues.empty());
    const PortalSummary portal = await(world.catalog->portal("bf")).value();
    EXPECT_EQ(portal.issues, first.issues);
    ASSERT_EQ(portal.issue_samples.at("BAD_DATE").size(), 3U);
    EXPECT_EQ(portal.issue_samples.at("BAD_URL").front(), an_issue(Code::bad_url, "a", "champ"));
    EXPECT_EQ(await(world.catalog->portals()).value().front().issues, first.issues);
    EXPECT_EQ(await(world.catalog->dataset(records[0].id)).value().issues, records[0].issues);
    EXPECT_EQ(await(world.catalog->dataset_by_name("nom-b")).value().issues, records[1].issues);
    EXPECT_TRUE(await(world.catalog->dataset(records[2].id)).value().issues.empty());
}

// The run tells that its settings are new; the portal has no trouble for that.
TEST(Issues, OfChangedSettingsStayWithTheRun) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, {faulty("a", {})}, true))).value();
    RunEnd end;
    end.issues.emplace_back(
        Code::settings_changed,
        Stage::reconcile,
        "the settings of the source changed"
    );
    const HarvestRun ended = await(world.harvests->finish_run(run.lease, end)).value();
    EXPECT_EQ(ended.issues, (Issues{{"SETTINGS_CHANGED", 1}}));
    EXPECT_TRUE(await(world.catalog->portal("bf")).value().issues.empty());
    EXPECT_TRUE(await(world.catalog->source_reports("bf")).value().front().backlog.empty());
    for (std::optional<BacklogPlace> place = BacklogPlace(); place;) {
        const BacklogPage page = await(world.catalog->backlog("bf", *place)).value();
        EXPECT_TRUE(page.issues.empty());
        place = page.next;
    }
}

TEST(Issues, OfARecordAreThoseOfItsLastMapping) {
    World world;
    world.sync({a_portal("bf")});
    const RecordChange before = faulty("a", {Code::bad_date, Code::bad_url});
    const RecordChange other = faulty("b", {Code::bad_date});
    world.harvest("bf", {before, other});
    RecordChange mended = changed(before, "Autre titre");
    mended.issues = {an_issue(Code::bad_url, "a", "autre")};
    const HarvestRun second = world.harvest("bf", {mended, other});
    EXPECT_EQ(second.counts.updated, 1);
    EXPECT_EQ(
        await(world.catalog->portal("bf")).value().issues,
        (Issues{{"BAD_DATE", 1}, {"BAD_URL", 1}})
    );
    EXPECT_EQ(await(world.catalog->dataset(before.id)).value().issues, mended.issues);
    RecordChange clean = changed(before, "Encore un titre");
    clean.issues.clear();
    world.harvest("bf", {clean, other});
    EXPECT_EQ(await(world.catalog->portal("bf")).value().issues, (Issues{{"BAD_DATE", 1}}));
    EXPECT_EQ(world.number("select count(*) from dataset_issue"), 1);
}

TEST(Issues, OfRecordsThatWentAreNotCountedUntilTheyComeBack) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> records = {
        faulty("a", {Code::bad_date}),
        faulty("b", {Code::bad_url})};
    world.harvest("bf", records);
    world.harvest("bf", std::vector<PageCommit>{unchanged({records[0]})});
    EXPECT_EQ(await(world.catalog->portal("bf")).value().issues, (Issues{{"BAD_DATE", 1}}));
    world.harvest("bf", std::vector<PageCommit>{unchanged(records)});
    EXPECT_EQ(
        await(world.catalog->portal("bf")).value().issues,
        (Issues{{"BAD_DATE", 1}, {"BAD_URL", 1}})
    );
}

TEST(Issues, BeyondTheRecordsAreThoseOfTheLastRun) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> records = {faulty("a", {Code::bad_date})};
    PageCommit page = a_page(0, records, true);
    page.issues = {an_issue(Code::not_published, "x", "private=true")};
    world.harvest("bf", std::vector<PageCommit>{page});
    EXPECT_EQ(
        await(world.catalog->portal("bf")).value().issues,
        (Issues{{"BAD_DATE", 1}, {"NOT_PUBLISHED", 1}})
    );
    world.harvest("bf", std::vector<PageCommit>{unchanged(records)});
    EXPECT_EQ(await(world.catalog->portal("bf")).value().issues, (Issues{{"BAD_DATE", 1}}));
}

TEST(Issues, OfTheFirstRunAreShownWhileItGoesOn) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    ASSERT_TRUE(
        await(world.harvests->commit_page(run.lease, a_page(0, {faulty("a", {Code::bad_date})})))
    );
    EXPECT_EQ(await(world.catalog->portal("bf")).value().issues, (Issues{{"BAD_DATE", 1}}));
}

TEST(Issues, OfARemapReplaceThoseOfTheHarvest) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> records = {faulty("a", {Code::bad_date}), faulty("b", {})};
    world.harvest("bf", records);
    const SourceId source(world.number("select id from source"));
    records[0].issues.clear();
    records[1].issues = {an_issue(Code::bad_url, "b", "champ")};
    for (RecordChange& record : records)
        record.mapping_version = sha256("mapping 2");
    ASSERT_TRUE(await(world.harvests->commit_remap(source, records, {}, 0)));
    ASSERT_TRUE(await(world.harvests->finish_remap(source)));
    EXPECT_EQ(await(world.catalog->portal("bf")).value().issues, (Issues{{"BAD_URL", 1}}));
    // The report of the run goes on saying what the run found.
    EXPECT_EQ(
        world.text("select string_agg(code || ' ' || total, ', ' order by code) from issue_count"),
        "BAD_DATE 1"
    );
}

TEST(Issues, WithHostileTextsAreStoredAndComeBack) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange record = faulty("a", {Code::bad_date});
    record.issues[0].detail = std::string("nul\0 et \xff \"guillemets\" \\u0000", 30);
    record.issues[0].excerpt = std::string(100'000, 'x');
    EXPECT_EQ(world.harvest("bf", {record}).counts.refused, 0);
    const auto stored = await(world.catalog->dataset(record.id)).value().issues;
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_NE(stored[0].detail.find("\"guillemets\""), std::string::npos);
    EXPECT_LT(stored[0].excerpt.size(), 10'000U);
}

TEST(Issues, OfOneRunAreNotThoseOfTheRunBefore) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> records = {faulty("a", {})};
    for (int run = 0; run < 2; ++run) {
        PageCommit page = run == 0 ? a_page(0, records, true) : unchanged(records);
        page.issues = {an_issue(Code::not_published, "x", "private=true")};
        world.harvest("bf", std::vector<PageCommit>{page});
    }
    const PortalSummary portal = await(world.catalog->portal("bf")).value();
    IssueQuery query;
    query.portal_key = "bf";
    EXPECT_EQ(await(world.catalog->issues(query)).value().issues.size(), 2U);
    ASSERT_TRUE(portal.sources.front().told_run);
    EXPECT_EQ(*portal.sources.front().told_run, portal.last_run->id);
    query.runs = {*portal.sources.front().told_run};
    const IssuePage told = await(world.catalog->issues(query)).value();
    ASSERT_EQ(told.issues.size(), 1U);
    EXPECT_EQ(told.issues.front().run, portal.last_run->id);
}

TEST(Issues, NameTheRecordsThatAreInTheCatalogue) {
    World world;
    world.sync({a_portal("bf"), a_portal("ml")});
    world.harvest("bf", {faulty("a", {}), faulty("b", {})});
    const auto names = await(world.catalog->record_names("bf", {"a", "unknown"})).value();
    ASSERT_EQ(names.size(), 1U);
    EXPECT_EQ(names.at("a").title, "Titre a");
    EXPECT_EQ(names.at("a").slug, "bf-titre-a");
    EXPECT_TRUE(await(world.catalog->record_names("ml", {"a"})).value().empty());
}

} // namespace
} // namespace moisson::store::testing
