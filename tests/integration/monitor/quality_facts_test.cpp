// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a score stands on besides the record is found in the tables and kept beside the score.
#include "integration/store/fixture.hpp"
#include "monitor/assessing.hpp"
#include "monitor/quality.hpp"
#include "store/health_store.hpp"
#include "store/quality_tally.hpp"
#include "store/verdict_history.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <fmt/format.h>

namespace moisson::store::testing {
namespace {

class QualityFactsTest : public ::testing::Test {
protected:
    QualityFactsTest() { world.sync({a_portal("bf")}); }

    // Two files and a publisher.
    void harvest_one() { world.harvest("bf", {record}); }
    // Another version: what was judged is judged again.
    void judge_again() {
        AssessmentRules rules = monitor::assessment_rules(normalise::vocabularies());
        rules.version += std::string(++times, '+');
        const auto store = make_assessment_store(world.database);
        ASSERT_TRUE(await(monitor::assess_waiting(*store, rules, 500)));
    }
    std::int64_t quality() { return world.number("select quality from dataset_signal"); }

    RecordChange record = a_record("bf", "a", "Budget des communes");
    World world;
    std::size_t times = 0;
};

TEST_F(QualityFactsTest, ALinkVerdictWithoutItsShareIsCountedFirst) {
    harvest_one();
    world.sql().script("update link set state = 'OK', standing = 'ok'; update link set state = "
                       "'BROKEN', standing = 'broken' where id = (select max(id::text)::uuid from "
                       "link); insert into dataset_signal (dataset, links) select id, 'partial' "
                       "from dataset on conflict (dataset) do update set links = 'partial'");
    judge_again();
    EXPECT_EQ(world.text("select links_ok || '/' || links_proved from dataset_signal"), "1/2");
    const std::int64_t half = quality();
    world.sql().script("update link set state = 'OK', standing = 'ok'; "
                       "update dataset_signal set links = 'ok', links_ok = null, links_proved = "
                       "null");
    judge_again();
    EXPECT_GT(quality(), half);
    // One change for whoever follows, though two steps wrote.
    EXPECT_EQ(
        world.number("select count(*) from (select from change where cause = 'signal' group by "
                     "dataset, at having count(*) > 1) twice"),
        0
    );
}

// S5.4: declared = found. Of a service, of documentation and of what nobody looked at: nothing.
TEST_F(QualityFactsTest, WhatTheFilesAreIsComparedWithWhatIsDeclared) {
    for (Distribution& one : record.dataset.distributions)
        one.format = {"CSV", "csv"};
    harvest_one();
    judge_again();
    const auto formats = [this] {
        return world.text("select formats_right || '/' || formats_seen from dataset_signal");
    };
    EXPECT_EQ(formats(), "0/0");
    world.sql().script(
        "insert into link_memory (link, memory, probes) select id, json_build_object("
        "'found_format', case when id = (select max(id::text)::uuid from link) then 'html' else "
        "'text' end), '[]'::json from link"
    );
    const std::int64_t before = quality();
    judge_again();
    EXPECT_EQ(formats(), "1/2");
    EXPECT_NE(quality(), before);
    const auto read = await(world.feed->chunk(DatasetId(), 10)).value();
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read.front().signal.formats_right, (CountedShare{1, 2}));
    world.sql().script("update distribution set format_family = 'S'");
    judge_again();
    EXPECT_EQ(formats(), "0/0");
}

// S5.4: present and not bouncing. By the view alone: who judges may read no address.
TEST_F(QualityFactsTest, AContactThatNothingReachesIsNone) {
    harvest_one();
    judge_again();
    const std::int64_t before = quality();
    world.sql().script(
        "insert into invitation (address, organization, portal, released_by, reason, released_at, "
        "bounced_at) select '\\x00', publisher, 'bf', 'x', 'x', moisson.now(), moisson.now() from "
        "dataset"
    );
    ASSERT_EQ(world.number("select count(*) from bouncing_contact"), 1);
    judge_again();
    EXPECT_EQ(world.number("select count(*) from dataset_signal where contact_bounces"), 1);
    EXPECT_LT(quality(), before);
    world.sql().script("update invitation set bounced_at = null");
    judge_again();
    EXPECT_EQ(quality(), before);
    EXPECT_EQ(world.number("select count(*) from dataset_signal where contact_bounces"), 0);
}

// One dead mailbox does not silence the others of the same organization.
TEST_F(QualityFactsTest, AnOrganizationIsUnreachedOnlyWhenNobodyOfItIsReached) {
    harvest_one();
    world.sql().script(
        "insert into subscriber (address, created_at, disabled) values ('parti@x.example', "
        "moisson.now(), 'bounce'), ('la@x.example', moisson.now(), ''); "
        "insert into subscription (subscriber, audience, scope, value, frequency, state, "
        "requested_at, granted_by) select s.id, 'producer', 'organization', d.publisher::text, "
        "'weekly', 'active', moisson.now(), 'x' from subscriber s cross join dataset d"
    );
    const auto unreached = [this] {
        judge_again();
        return world.number("select count(*) from dataset_signal where contact_bounces");
    };
    ASSERT_EQ(world.number("select count(*) from bouncing_contact"), 1);
    EXPECT_EQ(unreached(), 0);
    world.sql().script(
        "insert into bounce (subscriber, at, kind, status, detail) select id, moisson.now(), "
        "'soft', '4.2.2', 'full' from subscriber cross join generate_series(1, 3) where address = "
        "'la@x.example'"
    );
    EXPECT_EQ(unreached(), 1) << "three soft ones in two weeks";
    world.sql().script("update bounce set forgiven = true");
    EXPECT_EQ(unreached(), 0);
    world.sql().script("update subscription set granted_by = '' where subscriber = (select id from "
                       "subscriber where address = 'la@x.example')");
    EXPECT_EQ(unreached(), 1) << "who only said so is nobody's contact";
    world.sql().script(
        "insert into message (kind, dedup_key, message_id, recipient, subject, plain, html, "
        "created_at, state, not_before, sent_at) values ('invitation', '\\x01', 'm@x', 'y@x', "
        "'s', 'p', 'h', moisson.now(), 'sent', moisson.now(), moisson.now()); "
        "insert into invitation (address, organization, portal, released_by, reason, released_at, "
        "message) select '\\x01', d.publisher, 'bf', 'x', 'x', moisson.now(), m.id from dataset "
        "d cross join message m"
    );
    EXPECT_EQ(unreached(), 0) << "an invitation that arrived";
    world.sql().script("update invitation set bounced_at = moisson.now()");
    EXPECT_EQ(unreached(), 1);
}

// Stored, kept as an interval, and counted once a day beside ours.
TEST_F(QualityFactsTest, TheMqaScoreIsKeptWithTheVersionOfItsRules) {
    harvest_one();
    judge_again();
    const std::int64_t mqa = world.number("select mqa from dataset_signal");
    EXPECT_GT(mqa, 100);
    EXPECT_LE(mqa, 405);
    const auto version = [this](const char* table) {
        return world.number(fmt::format("select max(score_version) from {}", table).c_str());
    };
    EXPECT_EQ(version("dataset_signal"), monitor::score_version);
    EXPECT_EQ(version("verdict"), monitor::score_version);
    EXPECT_EQ(world.number("select mqa from verdict"), mqa);
    world.sql().script("update dataset_signal set score_version = 99");
    EXPECT_EQ(world.number("select count(*) from verdict"), 1) << "the same scores";
    travel(world, "1 day");
    world.sql().script("update dataset_signal set mqa = 12");
    const Uuid id = *uuid_from_string(world.text("select id::text from dataset"));
    const auto spans = await(read_verdicts(world.database, id)).value();
    ASSERT_EQ(spans.size(), 2U);
    EXPECT_EQ(spans[0].mqa, 12);
    EXPECT_EQ(spans[0].score_version, 99);
    EXPECT_EQ(spans[1].mqa, mqa);
    const auto health = make_health_store(world.database);
    ASSERT_TRUE(await(health->measure_day()));
    EXPECT_EQ(
        world.text("select mqa_sum || ' ' || mqa_scored from daily_measure where scope = 'portal'"),
        "12 1"
    );
}

// Points x datasets, over the steps of one walk, and from nothing for the next one.
TEST_F(QualityFactsTest, WhatCostsAPortalMostIsCountedWhileItIsJudged) {
    RecordChange bare = a_record("bf", "b", "Marchés du pays");
    bare.dataset.themes.clear();
    RecordChange other = a_record("bf", "c", "Écoles du pays");
    other.dataset.themes.clear();
    other.dataset.licence.reset();
    world.harvest("bf", {record, bare, other});
    const auto judge_by = [this](int step) {
        AssessmentRules rules = monitor::assessment_rules(normalise::vocabularies());
        rules.version += std::string(++times, '+');
        const auto store = make_assessment_store(world.database);
        ASSERT_TRUE(await(monitor::assess_waiting(*store, rules, step)));
    };
    judge_by(1);
    const QualityTally tally = await(read_quality_tally(world.database, "bf")).value();
    EXPECT_EQ(tally.scored(), 3);
    EXPECT_EQ(
        *tally.median(),
        world.number("select percentile_disc(0.5) within group (order by quality) from "
                     "dataset_signal")
    );
    const auto lever = [&tally](const std::string& code) {
        for (const QualityLever& one : tally.levers())
            if (one.criterion == code)
                return one;
        return QualityLever();
    };
    EXPECT_EQ(lever("theme"), (QualityLever{"theme", 8, 2}));
    EXPECT_EQ(lever("licence"), (QualityLever{"licence", 6, 1}));
    EXPECT_EQ(tally.levers().front().criterion, "freshness") << "thirty points";
    judge_by(500);
    EXPECT_EQ(await(read_quality_tally(world.database, "bf")).value(), tally);
    EXPECT_EQ(world.number("select count(*) from assessment where tally is not null"), 0);
    // A walk that was begun before anything was counted, by the same rules.
    world.sql().script("update assessment set after = (select min(id::text)::uuid from dataset), "
                       "tallied = null");
    AssessmentRules same = monitor::assessment_rules(normalise::vocabularies());
    same.version += std::string(times, '+');
    const auto store = make_assessment_store(world.database);
    ASSERT_TRUE(await(monitor::assess_waiting(*store, same, 500)));
    EXPECT_EQ(await(read_quality_tally(world.database, "bf")).value(), tally);
    EXPECT_EQ(await(read_quality_tally(world.database, "tg")).value().scored(), 0);
}

// However many verdicts there are since.
TEST_F(QualityFactsTest, TheDaysOfADatasetAreReadByTheirDates) {
    using std::chrono::sys_days;
    using std::chrono::year;
    harvest_one();
    judge_again();
    world.sql().script("insert into verdict (dataset, since, quality, links, basis) select id, "
                       "timestamptz '2020-01-01 00:00Z' + n * interval '12 hours', n % 100, 'ok', "
                       "'declared' from dataset cross join generate_series(0, 899) n");
    DatasetDaysQuery query;
    query.dataset = *uuid_from_string(world.text("select id::text from dataset"));
    query.from = sys_days(year(2020) / 1 / 10);
    query.to = sys_days(year(2020) / 1 / 12);
    const DatasetDays days = await(read_dataset_days(world.database, query)).value();
    ASSERT_EQ(days.verdicts.size(), 3U);
    EXPECT_EQ(to_iso8601(days.verdicts[0].since), "2020-01-12T12:00:00Z");
    EXPECT_EQ(days.verdicts[0].quality, 23);
    EXPECT_EQ(to_iso8601(days.verdicts[2].since), "2020-01-10T12:00:00Z");
    EXPECT_TRUE(days.readings.empty());
    query.from = sys_days(year(2021) / 6 / 1);
    query.to = query.from;
    const auto before = await(read_dataset_days(world.database, query)).value();
    ASSERT_EQ(before.verdicts.size(), 1U) << "what was thought when it began";
    EXPECT_EQ(before.verdicts[0].quality, 99);
    query.to = std::chrono::floor<std::chrono::days>(
        world.sql().exec("select moisson.now()").instant(0, 0) + std::chrono::hours(24)
    );
    const auto now = await(read_dataset_days(world.database, query)).value();
    ASSERT_EQ(now.readings.size(), 1U);
    EXPECT_LE(now.readings[0].started, now.readings[0].ended);
    travel(world, "400 days");
    EXPECT_TRUE(await(read_dataset_days(world.database, query)).value().readings.empty())
        << "others of that time are gone";
}

} // namespace
} // namespace moisson::store::testing
