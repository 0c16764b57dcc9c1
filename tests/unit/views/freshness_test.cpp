// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is said of a verdict: no accusation without proof.
#include "views/freshness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moisson::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Instant due = *from_iso8601("2026-11-13T00:00:00Z");

FreshnessDates weekly() {
    FreshnessDates dates;
    dates.basis = FreshnessBasis::declared;
    dates.evidence = UpdateEvidence::dataset;
    dates.counted_from = due - std::chrono::days(7);
    dates.expected_at = due;
    dates.late_at = due + std::chrono::days(7);
    dates.very_late_at = due + std::chrono::days(14);
    return dates;
}

std::string say(const FreshnessDates& dates, std::optional<Instant> seen, Instant now) {
    views::FreshnessView verdict;
    verdict.seen_until = seen;
    verdict.state = freshness_at(dates, seen);
    return views::freshness_sentence(dates, verdict, now);
}

TEST(FreshnessSentence, SaysWhatIsExpectedAndUntilWhenItMayCome) {
    const auto day = [](int days) { return due + std::chrono::days(days); };
    EXPECT_THAT(say(weekly(), day(-1), day(-1)), HasSubstr("à partir du 13\u00a0novembre 2026"));
    EXPECT_THAT(say(weekly(), day(0), day(0)), HasSubstr("jusqu’au 19\u00a0novembre 2026"));
    EXPECT_THAT(say(weekly(), day(7), day(7)), HasSubstr("nous ne l’avons pas vue"));
    EXPECT_THAT(say(weekly(), day(7), day(7)), Not(HasSubstr("Non vérifié")));
}

TEST(FreshnessSentence, SaysSinceWhenNobodyHasLooked) {
    const std::string text = say(weekly(), due - std::chrono::days(1), due + std::chrono::days(30));
    EXPECT_THAT(text, HasSubstr("Non vérifié depuis le 12\u00a0novembre 2026"));
    EXPECT_THAT(text, Not(HasSubstr("nous ne l’avons pas vue")));
}

TEST(FreshnessSentence, NamesItsDoubts) {
    FreshnessDates dates = weekly();
    dates.evidence = UpdateEvidence::mass_touched;
    EXPECT_THAT(say(dates, due, due), HasSubstr("peu sûre"));
    dates.evidence = UpdateEvidence::content;
    EXPECT_THAT(say(dates, due, due), HasSubstr("nous l’avons constaté le"));
    dates = weekly();
    dates.basis = FreshnessBasis::estimated;
    dates.late_at.reset();
    dates.very_late_at.reset();
    EXPECT_THAT(say(dates, due, due), HasSubstr("si le rythme observé se maintient"));
    const Instant before = due - std::chrono::days(1);
    EXPECT_THAT(say(dates, before, before), HasSubstr("estimation"));
    EXPECT_THAT(say(weekly(), std::nullopt, due), HasSubstr("pas encore été lu en entier"));
    EXPECT_THAT(say(FreshnessDates(), due, due), HasSubstr("Aucune date"));
    dates = FreshnessDates();
    dates.evidence = UpdateEvidence::dataset;
    EXPECT_THAT(say(dates, due, due), HasSubstr("Aucune fréquence"));
    dates.basis = FreshnessBasis::not_due;
    EXPECT_THAT(say(dates, due, due), HasSubstr("pas de retard possible"));
}

} // namespace
} // namespace moisson::test
