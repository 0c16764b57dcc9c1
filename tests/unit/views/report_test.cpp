// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a report concludes, by tables.
#include "i18n/labels.hpp"
#include "views/report.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace moisson::views {
namespace {

store::RunReport report_of(RunState state, RunMode mode = RunMode::full) {
    store::RunReport report;
    report.detail.run.state = state;
    report.detail.run.mode = mode;
    report.detail.run.advertised_count = 100;
    report.detail.run.counts.received = 100;
    return report;
}

void expect_words(std::string_view verdict, std::string_view reason) {
    EXPECT_NE(i18n::completeness_label(verdict), verdict);
    EXPECT_NE(i18n::completeness_sentence(reason), reason);
}

TEST(Completeness, FollowsFromHowTheRunEnded) {
    const std::vector<std::tuple<RunState, std::string_view, std::string_view>> cases = {
        {RunState::complete, "whole", "count_reached"},
        {RunState::incomplete, "partial", "cut"},
        {RunState::failed, "unread", "failed"},
        {RunState::held, "undecided", "held"},
        {RunState::cancelled, "partial", "cancelled"},
        {RunState::pending, "open", "running"},
        {RunState::running, "open", "running"},
        {RunState::interrupted, "open", "running"}};
    for (const auto& [state, verdict, reason] : cases) {
        EXPECT_EQ(completeness(report_of(state)), (Completeness{verdict, reason}))
            << to_string(state);
        expect_words(verdict, reason);
    }
}

TEST(Completeness, OfAFailedRunSaysHowFarItCame) {
    store::RunReport report = report_of(RunState::failed);
    report.detail.run.reason = "CONFIG_INVALID";
    EXPECT_EQ(completeness(report), (Completeness{"unread", "not_asked"}));
    expect_words("unread", "not_asked");
    report.detail.run.reason = "DNS_NXDOMAIN";
    EXPECT_EQ(completeness(report), (Completeness{"unread", "failed"}));
    report.detail.run.counts.pages = 2;
    EXPECT_EQ(completeness(report), (Completeness{"partial", "cut"}));
}

TEST(Completeness, OfACompleteRunSaysHowItIsKnown) {
    store::RunReport report = report_of(RunState::complete);
    report.detail.run.advertised_count.reset();
    EXPECT_EQ(completeness(report).reason, "last_page");
    report = report_of(RunState::complete);
    report.detail.run.issues = {{"COUNT_MISMATCH", 1}};
    EXPECT_EQ(completeness(report).reason, "pages_read") << "its row is gone";
    report.mismatch = Severity::info;
    EXPECT_EQ(completeness(report).reason, "count_near");
    report.mismatch = Severity::warning;
    EXPECT_EQ(completeness(report).reason, "same_ids");
    for (const char* name : {"SETTINGS_CHANGED", "INCOMPLETE_CRAWL"}) {
        report.detail.run.issues = {{name, 1}};
        EXPECT_EQ(completeness(report).reason, "settings_changed") << name;
    }
    report.detail.run.decision.emplace();
    EXPECT_EQ(completeness(report), (Completeness{"whole", "approved"}));
    for (const char* reason :
         {"last_page", "pages_read", "count_near", "same_ids", "settings_changed", "approved"})
        expect_words("whole", reason);
}

TEST(Advice, AsksForNoDecisionThatWasTaken) {
    HarvestRun run;
    for (const Code code : {Code::mass_deletion_held, Code::mass_arrival_held}) {
        run.decision.reset();
        EXPECT_FALSE(advice_of(code, &run).empty());
        EXPECT_FALSE(advice_of(code, nullptr).empty());
        run.decision.emplace().verdict = HeldVerdict::refused;
        EXPECT_TRUE(advice_of(code, &run).empty());
    }
    EXPECT_FALSE(advice_of(Code::count_mismatch, &run).empty());
}

TEST(Completeness, OfCheapModesIsNotThatOfTheCatalogue) {
    EXPECT_EQ(
        completeness(report_of(RunState::complete, RunMode::probe)),
        (Completeness{"unread", "unchanged"})
    );
    EXPECT_EQ(
        completeness(report_of(RunState::complete, RunMode::delta)),
        (Completeness{"partial", "delta"})
    );
    store::RunReport settled = report_of(RunState::held);
    settled.detail.run.decision.emplace().verdict = HeldVerdict::refused;
    EXPECT_EQ(completeness(settled).reason, "settled");
    store::RunReport grown = report_of(RunState::held);
    grown.detail.run.reason = "MASS_ARRIVAL_HELD";
    EXPECT_EQ(completeness(grown), (Completeness{"partial", "arrivals"}));
    grown.detail.run.decision.emplace().verdict = HeldVerdict::refused;
    EXPECT_EQ(completeness(grown), (Completeness{"partial", "arrivals_settled"}));
    for (const char* reason : {"unchanged", "delta", "settled", "arrivals", "arrivals_settled"})
        expect_words("partial", reason);
}

TEST(CountLines, TellTheDifferenceToTheRunBefore) {
    HarvestRun run;
    run.ended_at = Instant();
    run.counts.received = 10;
    run.counts.created = 4;
    run.counts.unchanged = 5;
    run.issues = {{"BAD_DATE", 3}, {"TLS_EXPIRED", 1}, {"DUP_RESOURCE", 2}, {"NEW_CODE", 9}};
    HarvestRun before;
    before.counts.received = 12;
    before.counts.created = 4;
    before.issues = {{"BAD_DATE", 5}};
    std::map<std::string_view, CountLine> lines;
    for (const CountLine& line : count_lines(run, before)) {
        lines[line.name] = line;
        EXPECT_NE(i18n::run_count_label(line.name), line.name);
    }
    EXPECT_EQ(lines["received"].difference, -2);
    EXPECT_EQ(lines["created"].difference, 0);
    EXPECT_EQ(lines["left_out"].value, 1);
    EXPECT_EQ(lines["errors"].value, 1);
    EXPECT_EQ(lines["warnings"].value, 3);
    EXPECT_EQ(lines["warnings"].difference, -2);
    EXPECT_EQ(lines["infos"].value, 2);
    EXPECT_FALSE(count_lines(run, std::nullopt).front().difference);
    run.ended_at.reset();
    EXPECT_FALSE(count_lines(run, before).front().difference) << "it goes on";
}

TEST(NextRun, HasAReason) {
    const Instant now = Instant(std::chrono::hours(1'000'000));
    store::SourceSummary source;
    store::SourceReport report;
    EXPECT_EQ(why_next(source, report, now), "first");
    source.last_run.emplace();
    EXPECT_EQ(why_next(source, report, now), "unplanned");
    source.next_due = now;
    EXPECT_EQ(why_next(source, report, now), "planned");
    report.next_mode = RunMode::probe;
    EXPECT_EQ(why_next(source, report, now), "probe");
    source.failures = 3;
    EXPECT_EQ(why_next(source, report, now), "backed_off");
    EXPECT_EQ(next_at(source), now);
    source.last_run->resumes_at = now + std::chrono::hours(2);
    source.last_run->resume_reason = "RUN_PAUSED";
    EXPECT_EQ(why_next(source, report, now), "paused");
    EXPECT_EQ(next_at(source), now + std::chrono::hours(2)) << "whatever the calendar says";
    source.last_run->resume_reason = "RUN_RESTED";
    EXPECT_EQ(why_next(source, report, now), "rested");
    source.paused_until = now + std::chrono::hours(1);
    EXPECT_EQ(why_next(source, report, now), "maintenance");
    source.suspended_at = now;
    EXPECT_EQ(why_next(source, report, now), "suspended");
    source.enabled = false;
    EXPECT_EQ(why_next(source, report, now), "disabled");
    for (const char* reason :
         {"first",
          "unplanned",
          "planned",
          "probe",
          "backed_off",
          "paused",
          "rested",
          "maintenance",
          "suspended",
          "disabled"})
        EXPECT_NE(i18n::next_run_sentence(reason), reason);
}

} // namespace
} // namespace moisson::views
