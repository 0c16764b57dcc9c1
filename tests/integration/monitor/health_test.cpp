// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Probes become states, intervals and measures of the day; a catalogue that nobody touches is
// frozen.
#include "integration/store/fixture.hpp"
#include "monitor/assessing.hpp"
#include "monitor/portal_health.hpp"
#include "unit/monitor/builders.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

namespace moisson::store::testing {
namespace {

using monitor::Answer;

class Health : public ::testing::Test {
protected:
    Health() : health(make_health_store(world.database)) { world.sync({a_portal("bf")}); }

    // Claims the portal, which must be due, and records what was found.
    PortalMemory probe(Answer answer) {
        const auto due = await(health->claim(times)).value();
        if (!due)
            throw std::runtime_error("no portal is due");
        monitor::PortalProbe found;
        found.at = due->now;
        found.home = found.api = answer;
        found.maintenance = due->maintenance;
        found.certificate_expires = monitor::at("2030-01-01T00:00:00Z");
        ProbeOutcome outcome;
        outcome.something_wrong = answer == Answer::bad;
        outcome.proved = answer != Answer::neutral || due->maintenance;
        outcome.certificate_expires = found.certificate_expires;
        outcome.answered_after = answered_after;
        const auto next = [found](PortalMemory memory) {
            return monitor::observe(std::move(memory), found);
        };
        return await(health->record(due->id, outcome, times, next)).value();
    }
    void later(const char* interval) { travel(world, interval); }
    PortalSummary portal() { return await(world.catalog->portal("bf")).value(); }

    World world;
    std::unique_ptr<HealthStore> health;
    WatchTimes times;
    std::optional<std::chrono::milliseconds> answered_after;
};

TEST_F(Health, TheTimeOfAnswersIsToldOfTheLastDay) {
    const auto look = [&](int number, std::int64_t ms) {
        later((std::to_string(12 * (number + 1)) + " minutes").c_str());
        answered_after = std::chrono::milliseconds(ms);
        probe(Answer::good);
    };
    ASSERT_FALSE(await(health->claim(times)).value()) << "a new portal has time";
    for (int i = 0; i < 19; ++i)
        look(i, 100 + i);
    EXPECT_FALSE(portal().standing.answer_p95) << "too few";
    look(19, 9'000);
    EXPECT_EQ(portal().standing.answer_p95, std::chrono::milliseconds(118));
    answered_after.reset();
    later("300 minutes");
    probe(Answer::bad);
    EXPECT_EQ(world.number("select cardinality(answer_ms) from portal_watch"), 20);
    world.sql().script("update portal_watch set answer_ms = array_fill(5::bigint, array[144])");
    later("320 minutes");
    answered_after = std::chrono::milliseconds(7);
    probe(Answer::good);
    EXPECT_EQ(world.number("select cardinality(answer_ms) from portal_watch"), 144);
    EXPECT_EQ(world.number("select answer_ms[144] from portal_watch"), 7);
}

TEST_F(Health, ProbesBecomeStatesAndIntervals) {
    EXPECT_FALSE(await(health->claim(times)).value()) << "a new portal has time to be harvested";
    later("12 minutes");
    EXPECT_EQ(probe(Answer::good).state, PortalHealth::up);
    EXPECT_FALSE(await(health->claim(times)).value());
    later("24 minutes");
    for (const char* when : {"26 minutes", "28 minutes", "30 minutes"}) {
        probe(Answer::bad);
        later(when);
    }
    const PortalSummary down = portal();
    EXPECT_EQ(down.health, "DOWN");
    ASSERT_EQ(down.standing.intervals.size(), 2U);
    EXPECT_EQ(down.standing.intervals[0].state, PortalHealth::up);
    EXPECT_EQ(down.standing.intervals[0].until, down.standing.intervals[1].since);
    EXPECT_EQ(down.standing.certificate_expires, monitor::at("2030-01-01T00:00:00Z"));
    EXPECT_LT(
        *down.standing.watched_until - *down.standing.probed_at - times.blind_after(),
        std::chrono::seconds(1)
    );
    // Nobody looks for two hours: neither up nor down.
    later("150 minutes");
    probe(Answer::good);
    later("165 minutes");
    EXPECT_EQ(probe(Answer::good).state, PortalHealth::up);
    const PortalSummary back = portal();
    ASSERT_EQ(back.standing.intervals.size(), 4U);
    EXPECT_LT(back.standing.intervals[1].until, back.standing.intervals[2].since);
    EXPECT_EQ(back.standing.intervals[3].state, PortalHealth::up);
    EXPECT_EQ(world.number("select count(*) from portal_health where until is null"), 1);
}

TEST_F(Health, AnAnswerThatProvesNothingEndsMaintenanceAndIsNotAskedForSooner) {
    await(health->claim(times)).value();
    later("12 minutes");
    probe(Answer::good);
    world.sql().script("update source set paused_until = moisson.now() + interval '20 minutes'");
    later("24 minutes");
    EXPECT_EQ(probe(Answer::good).state, PortalHealth::maintenance);
    world.sql().script("update source set paused_until = null");
    later("36 minutes");
    EXPECT_EQ(probe(Answer::neutral).state, PortalHealth::up);
    EXPECT_EQ(
        world.number("select count(*) from portal_watch where next_at > moisson.now() + "
                     "interval '8 minutes' and probed_at < moisson.now() - interval '8 minutes'"),
        1
    );
    // What was not seen is in no stretch.
    EXPECT_EQ(world.number("select count(*) from portal_health where until is null"), 0);
    later("48 minutes");
    EXPECT_EQ(probe(Answer::good).state, PortalHealth::up);
    EXPECT_EQ(
        world.number("select count(*) from portal_health where until is null and state = 'UP'"),
        1
    );
}

TEST_F(Health, TheDayIsMeasuredOnceAndAFrozenCatalogueIsSeen) {
    std::vector<RecordChange> records;
    for (int i = 0; i < 5; ++i) {
        RecordChange record = a_record("bf", "r" + std::to_string(i), "Jeu " + std::to_string(i));
        record.dataset.frequency.code = i == 0 ? "NEVER" : "ANNUAL";
        record.dataset.distributions.clear();
        record.dataset.modified = monitor::on("2020-02-0" + std::to_string(i + 1));
        records.push_back(std::move(record));
    }
    world.harvest("bf", records);
    const auto assessments = make_assessment_store(world.database);
    ASSERT_TRUE(await(monitor::assess_waiting(
        *assessments,
        monitor::assessment_rules(normalise::vocabularies()),
        500
    )));
    // All, the portal, the country, the publisher.
    EXPECT_EQ(await(health->measure_day()).value(), 4);
    EXPECT_EQ(await(health->measure_day()).value(), 0);
    EXPECT_EQ(
        world.text("select datasets || ' ' || sans_objet || ' ' || tres_en_retard "
                   "from daily_measure where scope = 'country' and subject = 'BF'"),
        "5 1 4"
    );
    const PortalSummary frozen = portal();
    EXPECT_EQ(frozen.standing.newest_change, monitor::at("2020-02-05T00:00:00Z"));
    EXPECT_TRUE(frozen_since(frozen.standing, monitor::at("2026-01-01T00:00:00Z")));
    EXPECT_EQ(frozen.standing.dataset_peak, 5);
    EXPECT_EQ(shrunk_by(frozen.standing, 2), 3);
    later("25 hours");
    EXPECT_EQ(await(health->measure_day()).value(), 4);
}

TEST_F(Health, ADateThatIsYetToComeIsNoChange) {
    RecordChange record = a_record("bf", "r", "Jeu");
    record.dataset.frequency.code = "ANNUAL";
    record.dataset.distributions.clear();
    const std::string year = world.text("select to_char(moisson.now() at time zone 'UTC', 'YYYY')");
    record.dataset.modified = monitor::on(year);
    world.harvest("bf", {record});
    const auto assessments = make_assessment_store(world.database);
    ASSERT_TRUE(await(monitor::assess_waiting(
        *assessments,
        monitor::assessment_rules(normalise::vocabularies()),
        500
    )));
    ASSERT_EQ(
        world.text("select to_char(counted_from at time zone 'UTC', 'MM-DD') from dataset_signal"),
        "12-31"
    );
    ASSERT_GT(await(health->measure_day()).value(), 0);
    EXPECT_EQ(
        world.number("select count(*) from portal_watch where newest_change = "
                     "date_trunc('day', moisson.now(), 'UTC')"),
        1
    );
}

// The database role of a separate `monitor` process is enough for all that it writes.
TEST_F(Health, TheMonitorsRoleMayDoAllThatItDoes) {
    RecordChange record = a_record("bf", "r", "Jeu");
    record.dataset.modified = monitor::on("2020-02-01");
    world.harvest("bf", {record});
    DatabaseOptions options = database_options(world.conninfo);
    options.role = "moisson_monitor";
    Database database(options);
    const auto assessments = make_assessment_store(database);
    const auto report = await(monitor::assess_waiting(
        *assessments,
        monitor::assessment_rules(normalise::vocabularies()),
        500
    ));
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->changed, 1);
    const auto own = make_health_store(database);
    EXPECT_GT(await(own->measure_day()).value(), 0);
    later("12 minutes");
    const auto due = await(own->claim(times));
    ASSERT_TRUE(due) << due.error().detail;
    ASSERT_TRUE(due->has_value());
    monitor::PortalProbe found;
    found.at = (*due)->now;
    found.home = found.api = Answer::good;
    const auto next = [found](PortalMemory memory) {
        return monitor::observe(std::move(memory), found);
    };
    const auto after = await(own->record((*due)->id, ProbeOutcome(), times, next));
    ASSERT_TRUE(after) << after.error().detail;
    EXPECT_EQ(after->state, PortalHealth::up);
}

} // namespace
} // namespace moisson::store::testing
