// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portals, runs and their reports.
#include "unit/pages/fake_values.hpp"
#include "unit/pages/fake_views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::test {
namespace {

HarvestRun run_of(std::int64_t id, RunState state, std::string portal, std::string reason = {}) {
    HarvestRun run;
    run.id = RunId(id);
    run.source_key = portal;
    run.portal_key = std::move(portal);
    run.state = state;
    run.reason = std::move(reason);
    run.started_at = fake_now() - std::chrono::hours(3);
    run.ended_at = fake_now() - std::chrono::hours(3) + std::chrono::seconds(250);
    run.advertised_count = 1550;
    run.counts.pages = 16;
    run.counts.received = state == RunState::failed ? 0 : 1550;
    run.counts.created = 12;
    run.counts.updated = 37;
    run.counts.unchanged = 1480;
    run.counts.refused = 2;
    run.issues = {{"BAD_DATE", 14}, {"UNMAPPED_LICENSE", 3}};
    return run;
}

std::vector<views::IssueCount> issues() {
    views::IssueCount dates;
    dates.code = Code::bad_date;
    dates.severity = Severity::warning;
    dates.count = 14;
    Issue one(Code::bad_date, Stage::normalise, "modified: 32/13/2024");
    one.remote_id = "prix-<b>marchés</b>";
    one.remote_url = "https://togo.example.org/dataset/prix";
    one.excerpt = R"({"modified": "32/13/2024", "x": "</pre><script>alert(1)</script>"})";
    dates.samples = {one};
    views::IssueCount licences;
    licences.code = Code::unmapped_licence;
    licences.severity = Severity::warning;
    licences.count = 3;
    return {dates, licences};
}

views::RecordNames names() {
    return {{"prix-<b>marchés</b>", {"Prix <b>des</b> marchés", "togo-prix-des-marches"}}};
}

store::SourceReport source_report(const views::PortalView& view) {
    store::SourceReport report;
    report.source_key = view.summary.portal.key;
    report.last_success = view.summary.portal.last_complete_run;
    report.next_mode = RunMode::probe;
    report.backlog = {{"BAD_DATE", 14}, {"UNMAPPED_LICENSE", 3}, {"TLS_EXPIRED", 1}};
    for (const HarvestRun& run : view.runs) {
        store::TrendPoint& point = report.trend.emplace_back();
        point.detail.run = run;
        point.detail.requests = 17;
        point.detail.certificate_expires = day(2027, 2, 1);
        if (run.state == RunState::complete)
            point.unmapped = 2;
    }
    store::UnmappedValue open;
    open.count = {Code::unmapped_licence, "licence <b>libre</b>", 3};
    open.since = day(2026, 10, 2);
    store::UnmappedValue gone;
    gone.count = {Code::unmapped_format, "fichier texte", 12};
    gone.since = day(2026, 9, 1);
    gone.until = day(2026, 11, 20);
    report.unmapped = {open, gone};
    report.unmapped_open = 1;
    return report;
}

void put_report(store::RunReport& report) {
    report.before = run_of(40, RunState::complete, report.detail.run.portal_key);
    report.before->counts.created = 9;
    report.before->counts.updated = 40;
    report.before->issues = {{"BAD_DATE", 10}};
    report.checks = {{"received", 0, 0, 0}, {"created", 12, 12, 12}, {"missing", 0, 0, 4}};
    report.unmapped = {
        {Code::unmapped_licence, "licence <b>libre</b>", 2},
        {Code::unmapped_theme, "الاقتصاد", 1}};
    report.issue_rows = 17;
    report.detail.not_modified = 4;
    report.detail.certificate_expires = day(2027, 2, 1);
}

// Number 2 is hostile to spreadsheets.
store::ReportedIssue reported(std::int64_t number) {
    store::ReportedIssue line;
    line.row.number = number;
    line.row.portal_key = line.row.source_key = "mali";
    line.row.issue = issues().front().samples.front();
    line.row.issue.remote_id = number == 2 ? "=cmd|' /C calc'!A0" : fmt::format("fiche {}", number);
    line.row.at = fake_now();
    if (number != 2)
        line.name = {"Prix; \"marchés\"", "mali-prix"};
    return line;
}

// Up for forty days but for six hours; nothing has changed since 2024.
void fill_standing(PortalStanding& standing) {
    const Instant now = fake_now();
    standing.state = PortalHealth::up;
    standing.since = now - std::chrono::hours(48);
    standing.probed_at = now - std::chrono::minutes(7);
    standing.certificate_expires = now + std::chrono::hours(24 * 12);
    standing.newest_change = now - std::chrono::days(500);
    standing.dataset_peak = 2000;
    const auto add = [&](PortalHealth state, Instant since, std::optional<Instant> until) {
        standing.intervals.push_back({state, {}, since, until});
    };
    add(PortalHealth::up, now - std::chrono::days(40), now - std::chrono::hours(54));
    add(PortalHealth::down, now - std::chrono::hours(54), now - std::chrono::hours(48));
    add(PortalHealth::up, now - std::chrono::hours(48), std::nullopt);
    standing.intervals[1].reasons = {"API HTTP_5XX"};
}

} // namespace

views::PortalSummary
portal_of(std::string key, std::string title, std::string country, RunState state) {
    views::PortalSummary summary;
    store::PortalSummary& portal = summary.portal;
    portal.key = key;
    portal.title = std::move(title);
    portal.url = "https://" + key + ".example.org/";
    portal.description = "Portail national des données ouvertes.";
    portal.countries = {std::move(country)};
    portal.languages = {"fr"};
    portal.owner = "Agence nationale du numérique";
    portal.health = "UP";
    fill_standing(portal.standing);
    portal.active = 1548;
    portal.missing = 2;
    portal.archived = 31;
    portal.distributions = 4210;
    const bool failed = state == RunState::failed;
    portal.last_run = run_of(failed ? 42 : 41, state, key, failed ? "TLS_EXPIRED" : "");
    portal.last_complete_run = run_of(40, RunState::complete, key);
    portal.last_complete_run->ended_at = fake_now() - std::chrono::hours(24 * 9);
    store::SourceSummary source;
    source.key = key;
    source.connector = "ckan";
    source.url = portal.url + "api/3";
    source.interval = std::chrono::hours(24);
    source.next_due = fake_now() + std::chrono::hours(21);
    source.last_run = portal.last_run;
    source.last_complete_run = portal.last_complete_run;
    portal.sources = {source};
    summary.in_difficulty = failed;
    summary.seen_until = std::chrono::floor<std::chrono::days>(*portal.last_complete_run->ended_at);
    return summary;
}

std::vector<std::string> FakeViews::portal_keys() const {
    return {"mali", "togo"};
}

asio::awaitable<Result<std::vector<views::PortalSummary>>> FakeViews::portals() {
    if (failure)
        co_return *failure;
    std::vector<views::PortalSummary> all = {
        portal_of("mali", "Données ouvertes du Mali", "ML", RunState::failed),
        portal_of("togo", "Données ouvertes du Togo", "TG", RunState::complete)};
    co_return all;
}

asio::awaitable<Result<views::PortalView>> FakeViews::portal(std::string key) {
    if (failure)
        co_return *failure;
    if (key != "togo" && key != "mali")
        co_return Error(Code::not_found);
    views::PortalView view;
    view.summary = key == "togo"
                       ? portal_of(key, "Données ouvertes du Togo", "TG", RunState::complete)
                       : portal_of(key, "Données ouvertes du Mali", "ML", RunState::failed);
    view.runs = {*view.summary.portal.last_run, *view.summary.portal.last_complete_run};
    view.issues = issues();
    view.names = names();
    view.reports = {source_report(view)};
    if (change_portal)
        change_portal(view);
    co_return view;
}

asio::awaitable<Result<store::RunPage>> FakeViews::runs(store::RunQuery query) {
    last_runs = query;
    if (failure)
        co_return *failure;
    store::RunPage page;
    page.runs = {
        run_of(42, RunState::failed, "mali", "TLS_EXPIRED"),
        run_of(41, RunState::complete, "togo")};
    page.more = true;
    co_return page;
}

asio::awaitable<Result<views::RunView>> FakeViews::run(RunId id, views::Recount recount) {
    last_recount = recount;
    if (failure)
        co_return *failure;
    if (id != RunId(41) && id != RunId(42))
        co_return Error(Code::not_found);
    views::RunView view;
    view.report.detail.run = id == RunId(41) ? run_of(41, RunState::complete, "togo")
                                             : run_of(42, RunState::failed, "mali", "TLS_EXPIRED");
    view.report.detail.requested_at = fake_now() - std::chrono::hours(4);
    view.report.detail.wire_bytes = 7'412'000;
    view.report.detail.requests = 17;
    view.report.detail.retries = 1;
    view.portal_title = id == RunId(41) ? "Données ouvertes du Togo" : "Données ouvertes du Mali";
    view.issues = issues();
    view.names = names();
    put_report(view.report);
    if (change_run)
        change_run(view);
    co_return view;
}

asio::awaitable<Result<std::vector<store::ReportedIssue>>>
FakeViews::run_issues(RunId id, std::int64_t after) {
    if (failure)
        co_return *failure;
    if (id != RunId(41) && id != RunId(42))
        co_return Error(Code::not_found);
    if (after >= rows_until_failure)
        co_return Error(Code::store_unavailable);
    std::vector<store::ReportedIssue> rows;
    for (std::int64_t number = after + 1; number <= std::min(after + 2, table_rows); ++number)
        rows.push_back(reported(number));
    for (store::ReportedIssue& row : rows)
        if (!table_excerpt.empty())
            row.row.issue.excerpt = table_excerpt;
    co_return rows;
}

asio::awaitable<Result<store::BacklogPage>>
FakeViews::backlog(std::string portal_key, store::BacklogPlace place) {
    if (failure)
        co_return *failure;
    if (portal_key != "mali")
        co_return Error(Code::not_found);
    store::BacklogPage page;
    // One page without lines, one with, one without.
    if (place.source < 3) {
        page.next = place;
        ++page.next->source;
    }
    if (place.source == 1)
        page.issues.push_back(reported(0));
    for (store::ReportedIssue& row : page.issues)
        if (!table_excerpt.empty())
            row.row.issue.excerpt = table_excerpt;
    co_return page;
}

} // namespace moisson::test
