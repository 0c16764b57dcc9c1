// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The three dates and the state they give: golden boundaries for every frequency of the table, and
// what a date leaves open.
#include "monitor/freshness.hpp"
#include "unit/monitor/builders.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace moisson::monitor {
namespace {

using normalise::FrequencyRow;
using normalise::vocabularies;

FreshnessDates judge(const Dataset& dataset, std::string_view code) {
    FreshnessContext context;
    context.now = at("2026-11-26T12:00:00Z");
    return freshness_of(dataset, vocabularies()->frequency_row(code), context);
}

FreshnessDates of(std::string_view code, std::string_view modified) {
    Dataset dataset;
    dataset.modified = on(modified);
    return judge(dataset, code);
}

// Read off the HDX table (S4.1) and the vocabulary's README by hand: period, then late, then very
// late, in days after the update.
struct Boundary {
    const char* code;
    int due;
    int late;
    int very_late;
};
constexpr std::array<Boundary, 33> boundaries = {{
    {"UPDATE_CONT", 1, 2, 3},
    {"1MIN", 1, 2, 3},
    {"5MIN", 1, 2, 3},
    {"10MIN", 1, 2, 3},
    {"15MIN", 1, 2, 3},
    {"30MIN", 1, 2, 3},
    {"HOURLY", 1, 2, 3},
    {"BIHOURLY", 1, 2, 3},
    {"TRIHOURLY", 1, 2, 3},
    {"12HRS", 1, 2, 3},
    {"CONT", 1, 2, 3},
    {"DAILY_3", 1, 2, 3},
    {"DAILY_2", 1, 2, 3},
    {"DAILY", 1, 2, 3},
    {"WEEKLY_5", 7, 10, 14},
    {"WEEKLY_3", 7, 10, 14},
    {"WEEKLY_2", 7, 10, 14},
    {"WEEKLY", 7, 14, 21},
    {"BIWEEKLY", 14, 21, 28},
    {"MONTHLY_3", 10, 15, 20},
    {"MONTHLY_2", 16, 23, 30},
    {"MONTHLY", 31, 45, 61},
    {"BIMONTHLY", 62, 83, 107},
    {"QUARTERLY", 92, 122, 152},
    {"ANNUAL_3", 122, 152, 182},
    {"ANNUAL_2", 183, 213, 243},
    {"ANNUAL", 365, 425, 455},
    {"BIENNIAL", 730, 820, 910},
    {"TRIENNIAL", 1095, 1185, 1275},
    {"QUADRENNIAL", 1460, 1580, 1700},
    {"QUINQUENNIAL", 1825, 1945, 2065},
    {"DECENNIAL", 3650, 3830, 4015},
    {"BIDECENNIAL", 7300, 7480, 7665},
}};

TEST(Freshness, ChangesOnTheDayThatTheTableSaysForEveryFrequency) {
    const Instant updated = at("2010-03-15T00:00:00Z");
    std::set<std::string, std::less<>> met;
    const auto check = [&](const Boundary& row) {
        met.insert(row.code);
        const FreshnessDates dates = of(row.code, "2010-03-15");
        ASSERT_EQ(dates.basis, FreshnessBasis::declared) << row.code;
        const auto state = [&](int day) {
            return freshness_at(dates, updated + std::chrono::days(day));
        };
        EXPECT_EQ(state(row.due - 1), Freshness::a_jour) << row.code;
        EXPECT_EQ(state(row.due), Freshness::attendue) << row.code;
        if (row.due + 1 < row.late)
            EXPECT_EQ(state(row.due + 1), Freshness::attendue) << row.code;
        EXPECT_EQ(state(row.late - 1), Freshness::attendue) << row.code;
        EXPECT_EQ(state(row.late), Freshness::en_retard) << row.code;
        if (row.late + 1 < row.very_late)
            EXPECT_EQ(state(row.late + 1), Freshness::en_retard) << row.code;
        EXPECT_EQ(state(row.very_late - 1), Freshness::en_retard) << row.code;
        EXPECT_EQ(state(row.very_late), Freshness::tres_en_retard) << row.code;
        EXPECT_EQ(state(row.very_late + 1), Freshness::tres_en_retard) << row.code;
    };
    for (const Boundary& row : boundaries)
        check(row);
    check({"TRIDECENNIAL", 10950, 11130, 11315});
    // No row of the table is left out.
    for (const FrequencyRow& row : vocabularies()->frequencies())
        EXPECT_EQ(met.contains(row.code), row.period_days.has_value()) << row.code;
}

TEST(Freshness, AFrequencyWithoutPeriodIsNeverLate) {
    for (const char* code : {"AS_NEEDED", "IRREG", "NEVER", "NOT_PLANNED", "OTHER"}) {
        const FreshnessDates dates = of(code, "1999-01-01");
        EXPECT_EQ(freshness_at(dates, at("2026-11-26T00:00:00Z")), Freshness::sans_objet) << code;
        EXPECT_EQ(freshness_at(dates, std::nullopt), Freshness::sans_objet) << code;
    }
    for (const char* code : {"UNKNOWN", "", "DAILI"})
        EXPECT_EQ(
            freshness_at(of(code, "1999-01-01"), at("2026-11-26T00:00:00Z")),
            Freshness::inconnue
        ) << code;
}

TEST(Freshness, WithoutADateOrACompleteRunNothingIsKnown) {
    EXPECT_EQ(
        freshness_at(judge(Dataset(), "DAILY"), at("2026-11-26T00:00:00Z")),
        Freshness::inconnue
    );
    EXPECT_EQ(freshness_at(of("DAILY", "2000-01-01"), std::nullopt), Freshness::inconnue);
}

TEST(Freshness, WhatADateLeavesOpenCountsForTheProducer) {
    EXPECT_EQ(of("ANNUAL", "2025").counted_from, at("2025-12-31T00:00:00Z"));
    EXPECT_EQ(of("MONTHLY", "2024-02").counted_from, at("2024-02-29T00:00:00Z"));
    EXPECT_EQ(of("DAILY", "2026-11-20").counted_from, at("2026-11-20T00:00:00Z"));
    EXPECT_EQ(of("DAILY", "2026-11-20T23:59:59Z"), of("DAILY", "2026-11-20"));
}

TEST(Freshness, ADateInTheFutureIsNoEvidence) {
    EXPECT_EQ(of("DAILY", "2026-11-27").counted_from, at("2026-11-27T00:00:00Z"));
    EXPECT_EQ(of("DAILY", "2026-11-28").evidence, UpdateEvidence::none);
    EXPECT_EQ(of("DAILY", "2099").basis, FreshnessBasis::none);
}

TEST(Freshness, TheNewestStrongDateCountsAndWeakOnesOnlyWithoutOne) {
    Dataset dataset;
    dataset.issued = on("2026-06-01");
    EXPECT_EQ(judge(dataset, "ANNUAL").evidence, UpdateEvidence::publication);
    dataset.modified = on("2025-03-01");
    EXPECT_EQ(judge(dataset, "ANNUAL").evidence, UpdateEvidence::dataset);
    EXPECT_EQ(judge(dataset, "ANNUAL").counted_from, at("2025-03-01T00:00:00Z"));
    dataset.distributions.resize(2);
    dataset.distributions[1].modified = on("2026-01-05");
    EXPECT_EQ(judge(dataset, "ANNUAL").evidence, UpdateEvidence::resource);
    EXPECT_EQ(judge(dataset, "ANNUAL").counted_from, at("2026-01-05T00:00:00Z"));
}

TEST(Freshness, AFileThatWasSeenToChangeIsAnUpdateWhateverTheDatesSay) {
    Dataset dataset;
    dataset.modified = on("2024-03-01");
    FreshnessContext context;
    context.now = at("2026-11-26T12:00:00Z");
    context.content = at("2026-10-05T14:30:00Z");
    const FrequencyRow* const yearly = vocabularies()->frequency_row("ANNUAL");
    const FreshnessDates dates = freshness_of(dataset, yearly, context);
    EXPECT_EQ(dates.evidence, UpdateEvidence::content);
    EXPECT_EQ(dates.counted_from, at("2026-10-05T00:00:00Z"));
    EXPECT_EQ(freshness_at(dates, context.now), Freshness::a_jour);
    dataset.modified = on("2026-11-01");
    EXPECT_EQ(freshness_of(dataset, yearly, context).evidence, UpdateEvidence::dataset);
    dataset.modified = on("2024-03-01");
    context.content = context.now + std::chrono::hours(1);
    EXPECT_EQ(freshness_of(dataset, yearly, context).evidence, UpdateEvidence::dataset);
}

TEST(Freshness, ADateSharedByTheWholePortalIsWeak) {
    Dataset dataset;
    dataset.modified = on("2026-11-20T08:30:00Z");
    const std::int64_t hour = std::chrono::floor<std::chrono::hours>(dataset.modified->instant)
                                  .time_since_epoch()
                                  .count();
    const std::array<std::int64_t, 2> touched = {hour - 5, hour};
    FreshnessContext context;
    context.now = at("2026-11-26T12:00:00Z");
    context.mass_touched = touched;
    const FrequencyRow* const yearly = vocabularies()->frequency_row("ANNUAL");
    FreshnessDates dates = freshness_of(dataset, yearly, context);
    EXPECT_EQ(dates.evidence, UpdateEvidence::mass_touched);
    EXPECT_EQ(freshness_at(dates, context.now), Freshness::a_jour);
    dataset.distributions.resize(1);
    dataset.distributions[0].modified = on("2024-11-20");
    dates = freshness_of(dataset, yearly, context);
    EXPECT_EQ(dates.evidence, UpdateEvidence::resource);
    EXPECT_EQ(freshness_at(dates, context.now), Freshness::tres_en_retard);
}

// A bulk edit writes over the date that was counted from: nobody is late for that.
TEST(Freshness, ABulkEditMovesNoDatasetBack) {
    Dataset dataset;
    dataset.modified = on("2026-11-20T08:30:00Z");
    dataset.distributions.resize(1);
    dataset.distributions[0].modified = on("2024-11-20");
    const std::array<std::int64_t, 1> touched = {
        std::chrono::floor<std::chrono::hours>(dataset.modified->instant)
            .time_since_epoch()
            .count()};
    FreshnessContext context;
    context.now = at("2026-11-26T12:00:00Z");
    context.mass_touched = touched;
    const FrequencyRow* const monthly = vocabularies()->frequency_row("MONTHLY");
    EXPECT_EQ(freshness_of(dataset, monthly, context).evidence, UpdateEvidence::resource);
    context.before.evidence = UpdateEvidence::dataset;
    context.before.counted_from = at("2026-11-02T00:00:00Z");
    const FreshnessDates dates = freshness_of(dataset, monthly, context);
    EXPECT_EQ(dates.evidence, UpdateEvidence::dataset);
    EXPECT_EQ(dates.counted_from, context.before.counted_from);
    EXPECT_EQ(freshness_at(dates, context.now), Freshness::a_jour);
    // The edit itself, from before it was seen to be one.
    context.before.counted_from = at("2026-11-20T00:00:00Z");
    EXPECT_EQ(freshness_of(dataset, monthly, context).evidence, UpdateEvidence::resource);
    // What is counted from the edit, for want of better, stays so.
    dataset.distributions.clear();
    context.before.counted_from = at("2026-11-02T00:00:00Z");
    EXPECT_EQ(freshness_of(dataset, monthly, context).evidence, UpdateEvidence::mass_touched);
    context.mass_touched = {};
    EXPECT_EQ(freshness_of(dataset, monthly, context).evidence, UpdateEvidence::dataset);
}

TEST(Freshness, FourObservedUpdatesAreAnEstimateThatAccusesNobody) {
    Dataset dataset;
    for (const char* day : {"2026-01-10", "2026-02-10", "2026-03-10", "2026-03-10T15:00:00Z"}) {
        dataset.distributions.emplace_back();
        dataset.distributions.back().modified = on(day);
    }
    EXPECT_EQ(judge(dataset, "IRREG").basis, FreshnessBasis::not_due);
    dataset.distributions.emplace_back();
    dataset.distributions.back().modified = on("2026-04-10");
    for (const char* code : {"", "UNKNOWN", "IRREG", "OTHER"}) {
        const FreshnessDates dates = judge(dataset, code);
        ASSERT_EQ(dates.basis, FreshnessBasis::estimated) << code;
        // Gaps of 31, 28 and 31 days.
        EXPECT_EQ(dates.expected_at, at("2026-05-11T00:00:00Z"));
        EXPECT_EQ(freshness_at(dates, at("2036-01-01T00:00:00Z")), Freshness::attendue);
    }
    EXPECT_EQ(judge(dataset, "NEVER").basis, FreshnessBasis::not_due);
    EXPECT_EQ(judge(dataset, "AS_NEEDED").basis, FreshnessBasis::not_due);
}

// Togo's portal (A9): 1,297 datasets without a rhythm, and 243 yearly ones whose last update is 425
// days ago or more. The first say nothing, whatever their dates; all of the others are late.
TEST(Freshness, TheDistributionOfTogoGivesTheExpectedBadges) {
    std::map<Freshness, int> badges;
    const Instant now = at("2026-11-26T00:00:00Z");
    for (int i = 0; i < 1'297; ++i) {
        Dataset dataset;
        dataset.modified = PartialDate{now - std::chrono::days(i), DatePrecision::day};
        ++badges[freshness_at(judge(dataset, "IRREG"), now)];
    }
    for (int i = 0; i < 243; ++i) {
        Dataset dataset;
        dataset.modified = PartialDate{now - std::chrono::days(425 + i), DatePrecision::day};
        ++badges[freshness_at(judge(dataset, "ANNUAL"), now)];
    }
    EXPECT_EQ(badges[Freshness::sans_objet], 1'297);
    EXPECT_EQ(badges[Freshness::en_retard] + badges[Freshness::tres_en_retard], 243);
    EXPECT_EQ(badges[Freshness::en_retard], 30) << "425 to 454 days";
}

// The borders of a yearly rhythm, one update two days apart from the next: 0, 2, ... 484 days ago.
TEST(Freshness, AYearlyRhythmIsLateFromFourHundredAndTwentyFiveDays) {
    std::map<Freshness, int> badges;
    const Instant now = at("2026-11-26T00:00:00Z");
    for (int i = 0; i < 243; ++i) {
        Dataset dataset;
        dataset.modified = PartialDate{now - std::chrono::days(2 * i), DatePrecision::day};
        ++badges[freshness_at(judge(dataset, "ANNUAL"), now)];
    }
    const std::map<Freshness, int> expected = {
        {Freshness::a_jour, 183},         // 0 to 364
        {Freshness::attendue, 30},        // 366 to 424
        {Freshness::en_retard, 15},       // 426 to 454
        {Freshness::tres_en_retard, 15}}; // 456 to 484
    EXPECT_EQ(badges, expected);
}

TEST(Freshness, NamesAreThoseOfTheApi) {
    for (const Freshness state : all_freshness)
        EXPECT_EQ(freshness_from_string(to_string(state)), state);
    EXPECT_EQ(to_string(Freshness::tres_en_retard), "tres_en_retard");
    EXPECT_FALSE(freshness_from_string("frais"));
}

} // namespace
} // namespace moisson::monitor
