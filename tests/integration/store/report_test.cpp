// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports over seeded rows: counters beside the rows they stand for, values that no vocabulary
// knows over time, tables walked by key.
#include "fixture.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace moisson::store::testing {
namespace {

RecordChange
with_theme(const std::string& id, const std::string& theme, const std::string& portal = "bf") {
    RecordChange record = a_record(portal, id, "Titre " + id);
    if (theme.empty())
        return record;
    Issue issue(Code::unmapped_theme, Stage::normalise, theme);
    issue.remote_id = id;
    issue.remote_url = record.dataset.remote_url;
    record.issues.push_back(issue);
    return record;
}

RunReport report_of(World& world, RunId id) {
    return await(world.catalog->run_report(id)).value();
}

// Names of the counters that their rows contradict.
std::set<std::string> contradicted(const RunReport& report) {
    std::set<std::string> out;
    for (const CountCheck& check : report.checks)
        if (!check.agrees())
            out.insert(check.name);
    return out;
}

SourceReport source_of(World& world, const std::string& key, const std::string& portal = "bf") {
    for (SourceReport& report : await(world.catalog->source_reports(portal)).value())
        if (report.source_key == key)
            return std::move(report);
    throw std::logic_error("no report of " + key);
}

TEST(Report, CountersAgreeWithTheirRows) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> records = {
        with_theme("a", "Divers"),
        with_theme("b", ""),
        with_theme("c", "")};
    world.harvest("bf", records);
    records[0] = changed(records[0], "Autre");
    PageCommit page = a_page(0, {records[0]}, true);
    page.received = 2;
    page.unchanged = 1;
    page.seen.push_back(records[1].id);
    page.issues.emplace_back(Code::not_published, Stage::map, "private=true");
    const HarvestRun run = world.harvest("bf", std::vector<PageCommit>{page});
    const RunReport report = report_of(world, run.id);
    EXPECT_EQ(contradicted(report), std::set<std::string>());
    std::map<std::string, std::int64_t> stored;
    for (const CountCheck& check : report.checks)
        stored[check.name] = check.stored;
    EXPECT_EQ(
        stored,
        (std::map<std::string, std::int64_t>{
            {"archived", 0},
            {"created", 0},
            {"issues", 2},
            {"missing", 1},
            {"pages", 1},
            {"received", 2},
            {"refused", 0},
            {"remapped", 0},
            {"revived", 0},
            {"unchanged", 1},
            {"updated", 1}})
    );
    ASSERT_TRUE(report.before);
    EXPECT_EQ(report.before->counts.created, 3);
    EXPECT_EQ(report.issue_rows, 2);
    EXPECT_EQ(report.unmapped, (std::vector<UnmappedCount>{{Code::unmapped_theme, "Divers", 1}}));
    EXPECT_EQ(await(world.catalog->run_report(RunId(999))).error().code, Code::not_found);
}

TEST(Report, ACounterThatItsRowsContradictIsTold) {
    World world;
    world.sync({a_portal("bf")});
    const RunId id = world.harvest("bf", {with_theme("a", "Divers"), with_theme("b", "")}).id;
    world.sql().script("update run set created = 3");
    EXPECT_EQ(contradicted(report_of(world, id)), std::set<std::string>{"created"});
    world.sql().script("update run set created = 2, missing = 1");
    EXPECT_EQ(contradicted(report_of(world, id)), std::set<std::string>{"missing"});
    world.sql().script("update run set missing = 0; update run_page set received = 5");
    EXPECT_EQ(contradicted(report_of(world, id)), std::set<std::string>{"received"});
    world.sql().script("update run_page set received = 2; delete from issue");
    EXPECT_EQ(contradicted(report_of(world, id)), std::set<std::string>{"issues"});
}

TEST(Report, WhatIsArchivedAtOnceAgreesToo) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> records = {with_theme("a", ""), with_theme("b", "")};
    world.harvest("bf", records);
    PageCommit page = a_page(0, {}, true);
    page.received = page.unchanged = 1;
    page.seen = {records[0].id};
    page.deleted_at_source = {records[1].id};
    const HarvestRun run = world.harvest("bf", std::vector<PageCommit>{page});
    EXPECT_EQ(run.counts.missing, 1);
    EXPECT_EQ(run.counts.archived, 1);
    EXPECT_EQ(contradicted(report_of(world, run.id)), std::set<std::string>());
}

TEST(Report, WhatRetentionTookIsNotAContradiction) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> records = {with_theme("a", "Divers"), with_theme("b", "")};
    const RunId first = world.harvest("bf", records).id;
    travel(world, "100 days");
    for (int i = 0; i < 3; ++i)
        world.harvest("bf", {changed(records[0], "Titre " + std::to_string(i)), records[1]});
    await(prune(world.database, PrunePolicy{})).value();
    ASSERT_EQ(
        world.number("select count(*) from run_page p join run r on r.id = p.run "
                     "where r.id = (select min(id) from run)"),
        0
    );
    const RunReport report = report_of(world, first);
    EXPECT_TRUE(report.checks.empty());
    EXPECT_EQ(report.detail.run.counts.created, 2);
}

TEST(Report, ACancelledRunWithoutItsPagesIsNotAContradiction) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, {with_theme("a", "Divers")}))).value();
    world.sql().script("update run set state = 'cancelled', ended_at = moisson.now(), "
                       "started_at = started_at - interval '2 days'");
    EXPECT_EQ(contradicted(report_of(world, run.lease.run)), std::set<std::string>());
    EXPECT_EQ(report_of(world, run.lease.run).checks.size(), 11U);
    world.sql().script("delete from run_page");
    EXPECT_EQ(contradicted(report_of(world, run.lease.run)), std::set<std::string>());
}

TEST(Report, ARunThatGoesOnIsNotCheckedYet) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, {with_theme("a", "Divers")}))).value();
    const RunReport report = report_of(world, run.lease.run);
    EXPECT_TRUE(report.checks.empty());
    EXPECT_EQ(report.detail.run.counts.created, 1);
    EXPECT_EQ(report.unmapped.size(), 1U);
}

TEST(Report, KeepsWhatTheNetworkSaid) {
    World world;
    world.sync({a_portal("bf")});
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, {with_theme("a", "")}, true))).value();
    RunEnd end;
    end.requests = 2;
    end.network.not_modified = 2;
    end.network.certificate_expires = Instant(std::chrono::seconds(1'900'000'000));
    Issue mismatch(Code::count_mismatch, Stage::reconcile, "1 of 2 received");
    end.issues.push_back(mismatch);
    await(world.harvests->finish_run(run.lease, end)).value();
    const RunReport report = report_of(world, run.lease.run);
    EXPECT_EQ(report.detail.requests, 3);
    EXPECT_EQ(report.detail.not_modified, 2);
    EXPECT_EQ(report.detail.certificate_expires, end.network.certificate_expires);
    EXPECT_EQ(report.mismatch, Severity::warning);
}

TEST(Report, AHarvestIsComparedWithAHarvest) {
    World world;
    world.sync({a_portal("bf")});
    const RunId first = world.harvest("bf", {with_theme("a", "")}).id;
    const RunId probe = world.harvest("bf", {with_theme("a", "")}).id;
    world.sql().script("update run set mode = 'probe' where id = " + std::to_string(probe.value));
    const RunId last = world.harvest("bf", {with_theme("a", "")}).id;
    EXPECT_EQ(report_of(world, last).before->id, first);
    EXPECT_FALSE(report_of(world, probe).before);
}

TEST(SourceReports, ShowUnmappedValuesOverTime) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {with_theme("a", "Divers"), with_theme("b", "Divers")});
    travel(world, "1 day");
    const RecordChange mended = changed(with_theme("b", "Autres"), "Corrigé");
    world.harvest("bf", {with_theme("a", "Divers"), mended});
    travel(world, "2 days");
    world.harvest("bf", {changed(with_theme("a", ""), "Corrigé"), mended});
    const SourceReport report = source_of(world, "bf");
    EXPECT_EQ(report.unmapped_open, 1);
    ASSERT_EQ(report.unmapped.size(), 2U);
    EXPECT_EQ(report.unmapped[0].count, (UnmappedCount{Code::unmapped_theme, "Autres", 1}));
    EXPECT_FALSE(report.unmapped[0].until);
    EXPECT_EQ(report.unmapped[1].count, (UnmappedCount{Code::unmapped_theme, "Divers", 1}))
        << "the last number of a value that went";
    EXPECT_TRUE(report.unmapped[1].until);
    ASSERT_EQ(report.trend.size(), 3U);
    EXPECT_EQ(report.trend[0].unmapped, 1);
    EXPECT_EQ(report.trend[1].unmapped, 2);
    EXPECT_EQ(report.trend[2].unmapped, 1);
    // It comes back: a row of its own, with its own beginning.
    travel(world, "3 days");
    world.harvest("bf", {changed(with_theme("a", "Divers"), "Encore"), mended});
    EXPECT_EQ(world.number("select count(*) from unmapped_value where value = 'Divers'"), 2);
    EXPECT_EQ(source_of(world, "bf").unmapped_open, 2);
    // And what went long ago is forgotten.
    travel(world, "500 days");
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().values, 1);
    EXPECT_EQ(source_of(world, "bf").unmapped_open, 2);
}

TEST(SourceReports, SayNothingOfUnknownValuesBeforeTheyWereNoted) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {with_theme("a", "Divers")});
    world.sql().script("update schema_version set applied_at = clock_timestamp() where version = 10"
    );
    world.harvest("bf", {with_theme("a", "Divers"), with_theme("b", "Divers")});
    const SourceReport report = source_of(world, "bf");
    ASSERT_EQ(report.trend.size(), 2U);
    EXPECT_EQ(report.trend[0].unmapped, 1);
    EXPECT_FALSE(report.trend[1].unmapped);
}

TEST(SourceReports, AValueThatIsEmptyStopsNoRunAndIsNotShown) {
    World world;
    world.sync({a_portal("bf")});
    RecordChange record = with_theme("a", "Divers");
    record.issues.emplace_back(Code::unmapped_format, Stage::normalise, "");
    const HarvestRun run = world.harvest("bf", std::vector<RecordChange>{record});
    EXPECT_EQ(run.state, RunState::complete);
    EXPECT_EQ(run.issues.at("UNMAPPED_FORMAT"), 1);
    EXPECT_EQ(source_of(world, "bf").unmapped_open, 1);
    const std::vector<UnmappedCount> values = report_of(world, run.id).unmapped;
    ASSERT_EQ(values.size(), 1U);
    EXPECT_EQ(values[0].value, "Divers");
}

TEST(SourceReports, ARunThatChangesNothingWritesNoValue) {
    World world;
    world.sync({a_portal("bf")});
    const std::vector<RecordChange> records = {with_theme("a", "Divers")};
    world.harvest("bf", records);
    const std::string before = world.text("select max(xmin::text) from unmapped_value");
    PageCommit page = a_page(0, {}, true);
    page.received = page.unchanged = 1;
    page.seen = {records[0].id};
    world.harvest("bf", std::vector<PageCommit>{page});
    EXPECT_EQ(world.text("select max(xmin::text) from unmapped_value"), before);
}

TEST(SourceReports, TellSourcesApart) {
    World world;
    world.sync({a_portal("bf", 2), a_portal("ml")});
    PageCommit page = a_page(0, {with_theme("a", "Divers"), with_theme("b", "Divers")}, true);
    page.issues.emplace_back(Code::not_published, Stage::map, "private=true");
    world.harvest("bf", std::vector<PageCommit>{page});
    world.harvest("bf-1", {with_theme("c", "Autres")});
    world.harvest("ml", {with_theme("d", "Divers", "ml")});
    for (int i = 0; i < 33; ++i)
        world.harvest("bf-1", {with_theme("c", "Autres")});
    using Backlog = std::map<std::string, std::int64_t>;
    const SourceReport first = source_of(world, "bf");
    EXPECT_EQ(first.backlog, (Backlog{{"NOT_PUBLISHED", 1}, {"UNMAPPED_THEME", 2}}));
    EXPECT_EQ(first.trend.size(), 1U);
    ASSERT_TRUE(first.last_success);
    EXPECT_EQ(first.last_success->source_key, "bf");
    const SourceReport second = source_of(world, "bf-1");
    EXPECT_EQ(second.backlog, (Backlog{{"UNMAPPED_THEME", 1}}));
    EXPECT_EQ(second.trend.size(), 30U);
    EXPECT_GT(second.trend[0].detail.run.id, second.trend[1].detail.run.id);
    EXPECT_EQ(await(world.catalog->source_reports("bf")).value().size(), 2U);
    EXPECT_TRUE(await(world.catalog->source_reports("nulle-part")).value().empty());
}

TEST(ReportTables, OfARunComeOnceEachInOrderWithTheirPages) {
    World world;
    world.sync({a_portal("bf")});
    const RunId id = world.harvest("bf", {with_theme("a", "Divers")}).id;
    world.sql().script(
        "insert into issue (run, code, stage, severity, remote_id, remote_url, detail, "
        "excerpt) select " +
        std::to_string(id.value) +
        ", 'BAD_DATE', 'normalise', 'warning', 'a', 'https://x.example', n::text, '' "
        "from generate_series(1, 1300) n"
    );
    std::vector<ReportedIssue> all;
    int pages = 0;
    for (std::int64_t after = 0;; ++pages) {
        const auto rows = await(world.catalog->run_issues(id, after)).value();
        EXPECT_LE(rows.size(), 500U);
        if (rows.empty())
            break;
        all.insert(all.end(), rows.begin(), rows.end());
        after = rows.back().row.number;
    }
    EXPECT_EQ(pages, 3);
    ASSERT_EQ(all.size(), 1301U);
    EXPECT_EQ(all[0].row.issue.code, Code::unmapped_theme);
    EXPECT_EQ(all[0].name.title, "Titre a");
    EXPECT_NE(all[0].name.slug, "");
    EXPECT_EQ(all[0].row.source_key, "bf");
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.row.number < b.row.number;
    }));
    EXPECT_EQ(await(world.catalog->run_issues(RunId(999), 0)).error().code, Code::not_found);
}

TEST(ReportTables, OfAPortalHoldWhatIsWrongNowOnceEach) {
    World world;
    world.sync({a_portal("bf", 2), a_portal("ml")});
    std::vector<RecordChange> records;
    for (int i = 0; i < 230; ++i)
        records.push_back(with_theme("r" + std::to_string(i), i % 3 == 0 ? "" : "Divers"));
    PageCommit page = a_page(0, records, true);
    Issue hidden(Code::not_published, Stage::map, "private=true");
    hidden.remote_id = "cachee";
    page.issues.push_back(hidden);
    world.harvest("bf", std::vector<PageCommit>{page});
    world.harvest("bf-1", {with_theme("c", "Autres")});
    world.harvest("ml", {with_theme("d", "Divers", "ml")});
    std::map<std::string, int> found;
    int pages = 0;
    for (std::optional<BacklogPlace> place = BacklogPlace(); place; ++pages) {
        const BacklogPage next = await(world.catalog->backlog("bf", *place)).value();
        EXPECT_NE(next.next, place) << "it goes on";
        for (const ReportedIssue& line : next.issues)
            ++found[line.row.source_key + " " + line.row.issue.remote_id];
        place = next.next;
        ASSERT_LT(pages, 20);
    }
    EXPECT_EQ(found.size(), 153U + 1 + 1);
    EXPECT_EQ(found["bf cachee"], 1);
    EXPECT_EQ(found["bf-1 c"], 1);
    for (const auto& [record, times] : found)
        EXPECT_EQ(times, 1) << record;
    EXPECT_EQ(
        await(world.catalog->backlog("nulle-part", BacklogPlace())).error().code,
        Code::not_found
    );
}

// What is archived keeps its issues: a page reads on until it has lines, within a bound.
TEST(ReportTables, OfAPortalWithManyArchivedRecordsTakeFewPages) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {with_theme("a", "Divers"), with_theme("b", "Divers")});
    world.sql().script(R"sql(
insert into dataset (id, source, state, first_seen, changed_at, source_digest, mapping_version,
    remote_id, slug, title, licence, access_right, frequency, themes, countries, languages, metadata)
select lpad(to_hex(n), 32, '0')::uuid, source, 'archived', first_seen, changed_at, source_digest,
    mapping_version, 'vieux' || n, 'vieux' || n, title, licence, access_right, frequency, themes,
    countries, languages, metadata
from dataset cross join generate_series(1, 5200) n where remote_id = 'a';
insert into dataset_issue (dataset, source, codes, issues)
select d.id, d.source, i.codes, i.issues from dataset d
join dataset a on a.remote_id = 'a' join dataset_issue i on i.dataset = a.id
where d.state = 'archived')sql");
    std::vector<std::string> found;
    int pages = 0;
    for (std::optional<BacklogPlace> place = BacklogPlace(); place; ++pages) {
        const BacklogPage next = await(world.catalog->backlog("bf", *place)).value();
        for (const ReportedIssue& line : next.issues)
            found.push_back(line.row.issue.remote_id);
        place = next.next;
        ASSERT_LT(pages, 6);
    }
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, (std::vector<std::string>{"a", "b"}));
}

} // namespace
} // namespace moisson::store::testing
