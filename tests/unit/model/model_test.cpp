// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/dataset.hpp"
#include "model/date.hpp"
#include "model/harvest_run.hpp"
#include "model/ids.hpp"
#include "model/issue.hpp"
#include "model/record_state.hpp"
#include "model/text.hpp"

#include <gtest/gtest.h>

namespace moisson {
namespace {

TEST(DatasetIdAtFirstSight, DependsOnPortalSchemeAndRemoteId) {
    const DatasetId id = dataset_id_at_first_sight("togo", "ckan", "abc");
    EXPECT_EQ(id, dataset_id_at_first_sight("togo", "ckan", "abc"));
    EXPECT_NE(id, dataset_id_at_first_sight("togo", "csw", "abc"));
    EXPECT_NE(id, dataset_id_at_first_sight("benin", "ckan", "abc"));
    EXPECT_NE(dataset_id_at_first_sight("a", "b", "cd"), dataset_id_at_first_sight("a", "bc", "d"));
    EXPECT_EQ(id.uuid.bytes[6] >> 4, 5);
    // A stored fact: this value must never change.
    EXPECT_EQ(to_string(id), "8af6bde7-1e62-5232-b221-fb0fcc47f95c");
}

TEST(BestText, PrefersHumanTextOfTheLanguageThenMachine) {
    const LocalizedText texts = {
        {"fr", "machine", true},
        {"nl", "mens", false},
        {"fr", "humain", false},
        {"en", "human", false}};
    EXPECT_EQ(best_text(texts, "fr"), "humain");
    EXPECT_EQ(best_text(texts, "nl"), "mens");
    EXPECT_EQ(best_text(texts, "ar"), "humain"); // French, then English
    EXPECT_EQ(best_text({{"fr", "machine", true}, {"nl", "mens", false}}, "fr"), "machine");
    EXPECT_EQ(best_text({{"pt", "texto", false}}, "fr"), "texto");
    EXPECT_EQ(best_text({}, "fr"), "");
    EXPECT_EQ(best_text({{"fr", "", false}, {"en", "x", false}}, "fr"), "x");
}

TEST(PartialDates, PrintWithTheirPrecision) {
    PartialDate date;
    date.instant = *from_iso8601("2026-03-04T05:06:07Z");
    date.precision = DatePrecision::year;
    EXPECT_EQ(to_string(date), "2026");
    date.precision = DatePrecision::month;
    EXPECT_EQ(to_string(date), "2026-03");
    date.precision = DatePrecision::day;
    EXPECT_EQ(to_string(date), "2026-03-04");
    date.precision = DatePrecision::second;
    EXPECT_EQ(to_string(date), "2026-03-04T05:06:07Z");
    EXPECT_EQ(date_precision_from_string("month"), DatePrecision::month);
    EXPECT_FALSE(date_precision_from_string("week"));
}

TEST(Names, OfStatesRoundTrip) {
    for (const UrlState state :
         {UrlState::ok, UrlState::empty, UrlState::invalid, UrlState::private_network})
        EXPECT_EQ(url_state_from_string(to_string(state)), state);
    for (const CountrySource source :
         {CountrySource::none, CountrySource::spatial, CountrySource::hint, CountrySource::portal})
        EXPECT_EQ(country_source_from_string(to_string(source)), source);
    for (const RecordState state :
         {RecordState::active, RecordState::missing, RecordState::archived, RecordState::purged})
        EXPECT_EQ(record_state_from_string(to_string(state)), state);
    for (const RunState state :
         {RunState::pending,
          RunState::running,
          RunState::interrupted,
          RunState::complete,
          RunState::incomplete,
          RunState::failed,
          RunState::held,
          RunState::cancelled})
        EXPECT_EQ(run_state_from_string(to_string(state)), state);
    for (const Stage stage :
         {Stage::probe,
          Stage::fetch,
          Stage::parse,
          Stage::map,
          Stage::normalise,
          Stage::store,
          Stage::reconcile})
        EXPECT_EQ(stage_from_string(to_string(stage)), stage);
    EXPECT_FALSE(run_state_from_string("done"));
}

TEST(Issues, TakeTheUsualSeverityOfTheirCode) {
    EXPECT_EQ(Issue(Code::bad_date, Stage::normalise).severity, Severity::warning);
    EXPECT_EQ(Issue(Code::missing_id, Stage::map).severity, Severity::error);
}

} // namespace
} // namespace moisson
