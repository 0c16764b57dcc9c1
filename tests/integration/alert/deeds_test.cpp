// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What people do to alerts, and storms; one open episode per fingerprint, whoever writes.
#include "alert/datasets.hpp"
#include "settled_portal.hpp"
#include "store/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <thread>

namespace moisson::store::testing {
namespace {

class Deeds : public SettledPortal {};

TEST_F(Deeds, AStormIsHeldToldOnceAndLetGo) {
    be_late(120);
    live(hours(2));
    EXPECT_EQ(
        with.told(),
        std::vector<std::string>{"fired storm coordinator urn:moisson:portal:bf"}
    );
    EXPECT_EQ(count("held and state = 'firing' and muted = 'held'"), 120);
    EXPECT_EQ(await(with.alerts->approve("ml", "awa")).error().code, Code::not_found);
    EXPECT_EQ(await(with.alerts->approve("bf", "awa")).value(), 120);
    EXPECT_EQ(
        with.world.text("select action || ' ' || actor || ' ' || subject from audit "
                        "where action = 'alerts.approved'"),
        "alerts.approved awa portal:bf"
    );
    live(hours(1));
    EXPECT_EQ(with.told().size(), 120U);
    EXPECT_EQ(count("kind = 'storm' and state = 'resolved'"), 1);
    EXPECT_EQ(count("held"), 0);
    // Nothing is told twice, and what comes next is not held for it.
    with.sql("update dataset_signal set late_at = moisson.now() where late_at > moisson.now() and "
             "dataset = (select max(dataset::text)::uuid from dataset_signal); "
             "update run set started_at = moisson.now() + interval '1 second'");
    live(hours(1));
    EXPECT_EQ(with.told().size(), 1U);
}

TEST_F(Deeds, WhatAStormHeldAndNobodyWasToldIsInNoFeed) {
    be_late(120);
    live(hours(2));
    with.sql("update dataset_signal set late_at = late_at + interval '300 days', "
             "very_late_at = very_late_at + interval '300 days'");
    live(hours(2));
    ASSERT_EQ(count("kind = 'dataset_overdue' and state = 'resolved' and muted = ''"), 120);
    AlertFilter filter;
    filter.states = {"firing", "resolving", "resolved"};
    filter.kind = "dataset_overdue";
    EXPECT_FALSE(await(with.alerts->list(filter)).value().empty());
    filter.told_only = true;
    EXPECT_TRUE(await(with.alerts->list(filter)).value().empty());
    filter.kind = "storm";
    EXPECT_EQ(await(with.alerts->list(filter)).value().size(), 1U);
}

TEST_F(Deeds, AnAlertIsAcknowledgedSnoozedAndCoveredByASilence) {
    be_late(1);
    live(hours(1));
    ASSERT_EQ(with.told().size(), 1U);
    const AlertRow row = await(with.alerts->list(AlertFilter{})).value().at(0);
    EXPECT_EQ(row.dataset_title.rfind("Jeu ", 0), 0U);
    EXPECT_EQ(row.portal_title, "Portail bf");
    EXPECT_EQ(row.organization_title, "Ministère");
    const std::int64_t id = row.episode.id;
    EXPECT_EQ(await(with.alerts->acknowledge(id, "awa", false)).value().episode.acked_by, "awa");
    live(hours(24 * 9), hours(24));
    EXPECT_TRUE(with.told().empty()) << "no repeat";
    await(with.alerts->acknowledge(id, "awa", true)).value();
    await(with.alerts->snooze(id, "awa", hours(48))).value();
    live(hours(24), hours(24));
    EXPECT_TRUE(with.told().empty());
    live(hours(48), hours(24));
    EXPECT_EQ(with.told().size(), 1U) << "the snooze is over";
    const auto silence = await(
        with.silences
            ->create({{"portal", "bf"}, {"kind", "dataset_overdue"}}, hours(24), "awa", "travaux")
    );
    ASSERT_TRUE(silence);
    be_late(2);
    live(hours(2));
    EXPECT_TRUE(with.told().empty());
    EXPECT_EQ(count("silenced_by is not null"), 2);
    await(with.silences->end(silence->id, "awa")).value();
    live(hours(1));
    EXPECT_EQ(with.told().size(), 1U);
    const AlertSilence over = await(with.silences->find(silence->id)).value();
    EXPECT_EQ(await(with.silences->end(silence->id, "moussa")).value().ended_at, over.ended_at);
    EXPECT_EQ(with.world.number("select count(*) from audit where action = 'silence.ended'"), 1);
    // Refusals.
    EXPECT_EQ(await(with.silences->end(999, "awa")).error().code, Code::not_found);
    EXPECT_EQ(await(with.silences->find(999)).error().code, Code::not_found);
    const auto refused = [&](std::vector<AlertMatcher> matchers, hours time, std::string why) {
        return await(with.silences->create(std::move(matchers), time, "awa", std::move(why)))
                   .error()
                   .code == Code::invalid_argument;
    };
    EXPECT_TRUE(refused({}, hours(1), "x"));
    EXPECT_TRUE(refused({{"colour", "red"}}, hours(1), "x"));
    EXPECT_TRUE(refused({{"kind", "nimporte"}}, hours(1), "x")) << "it would silence nothing";
    EXPECT_TRUE(refused({{"portal", "bf"}, {"severity", "grave"}}, hours(1), "x"));
    EXPECT_TRUE(refused({{"portal", "nulle-part"}}, hours(1), "x"));
    EXPECT_TRUE(refused({{"portal", "bf"}}, hours(91 * 24), "x"));
    EXPECT_TRUE(refused({{"portal", "bf"}}, hours(1), ""));
    EXPECT_EQ(await(with.alerts->snooze(id, "awa", hours(0))).error().code, Code::invalid_argument);
    EXPECT_EQ(await(with.alerts->acknowledge(999, "awa", false)).error().code, Code::not_found);
    const auto events = await(with.alerts->events(id)).value();
    EXPECT_EQ(events.front().event, "fired");
    EXPECT_EQ(
        with.world.number("select count(*) from (select fingerprint from alert where closed_at is "
                          "null group by fingerprint having count(*) > 1) x"),
        0
    );
}

TEST_F(Deeds, ASilenceAskedForTwiceIsOne) {
    const std::vector<AlertMatcher> both{{"portal", "bf"}, {"kind", "dataset_overdue"}};
    const std::vector<AlertMatcher> turned{{"kind", "dataset_overdue"}, {"portal", "bf"}};
    const auto create = [&](std::vector<AlertMatcher> matchers, hours time, std::string author) {
        return await(with.silences->create(
                         std::move(matchers),
                         time,
                         std::move(author),
                         std::string("travaux")
                     ))
            .value();
    };
    const AlertSilence first = create(both, hours(24), "awa");
    with.wait(std::chrono::minutes(5));
    const AlertSilence again = create(turned, hours(24), "awa");
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.ends_at, first.ends_at);
    EXPECT_EQ(with.world.number("select count(*) from audit where action = 'silence.created'"), 1);
    EXPECT_EQ(
        with.world.text(
            "select (detail ->> 'reason') || ' ' || (detail -> 'matchers' ->> 'portal') "
            "|| ' ' || (detail ? 'ends_at')::text from audit where action = "
            "'silence.created'"
        ),
        "travaux bf true"
    );
    // Others are silences of their own.
    EXPECT_NE(create(both, hours(24), "bintou").id, first.id);
    EXPECT_NE(create(both, hours(25), "awa").id, first.id);
    EXPECT_NE(create({{"portal", "bf"}}, hours(24), "awa").id, first.id);
    EXPECT_EQ(await(with.silences->list(true, Remit())).value().size(), 4U);
    await(with.silences->end(first.id, "awa")).value();
    EXPECT_NE(create(both, hours(24), "awa").id, first.id) << "it was ended";
}

// Both look for the other before either is written: somebody holds the table until both wait.
TEST_F(Deeds, ASilenceAskedForTwiceAtOnceIsOne) {
    Connection holder(session(with.world.conninfo));
    std::optional<Transaction> held;
    held.emplace(holder);
    holder.script("lock table silence in share mode");
    asio::io_context context(1);
    const auto guard = asio::make_work_guard(context);
    std::vector<std::int64_t> ids;
    const auto ended = [&ids](const std::exception_ptr&, const Result<AlertSilence>& silence) {
        ids.push_back(silence.has_value() ? silence->id : 0);
    };
    for (int i = 0; i < 2; ++i) {
        std::vector<AlertMatcher> matchers{{"portal", "bf"}};
        asio::co_spawn(
            context,
            with.silences->create(std::move(matchers), hours(24), "awa", "travaux"),
            ended
        );
    }
    context.poll();
    const auto waiting = [this] {
        return with.world.number("select count(*) from pg_locks where not granted and database = "
                                 "(select oid from pg_database where datname = current_database())"
        );
    };
    for (int i = 0; i < 800 && waiting() < 2; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(waiting(), 2);
    held.reset();
    while (ids.size() < 2 && context.run_one_for(std::chrono::seconds(20)) > 0) {
    }
    ASSERT_EQ(ids.size(), 2U);
    EXPECT_NE(ids[0], 0);
    EXPECT_EQ(ids[0], ids[1]);
    EXPECT_EQ(with.world.number("select count(*) from silence"), 1);
}

TEST_F(Deeds, ADatasetThatLostItsFilesIsToldAndOneThatNeverHadAnyIsNot) {
    with.sql("insert into dataset_empty (dataset, since) "
             "(select dataset, moisson.now() from dataset_signal order by dataset limit 1) union "
             "all (select dataset, null from dataset_signal order by dataset desc limit 5)");
    live(hours(2));
    const auto told = with.told();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].rfind("fired no_resources producer urn:uuid:", 0), 0U);
    live(hours(24));
    with.sql("delete from dataset_empty");
    live(hours(1));
    const auto back = with.told();
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].rfind("resolved no_resources", 0), 0U);
}

TEST_F(Deeds, AContactWhoseMailComesBackIsToldWithoutItsAddress) {
    with.sql("insert into subscriber (address, created_at) values ('awa@exemple.bf', "
             "moisson.now()); insert into subscription (subscriber, audience, scope, value, "
             "frequency, state, requested_at, granted_by) select id, 'producer', 'portal', 'bf', "
             "'weekly', 'active', moisson.now(), 'test' from subscriber; insert into bounce "
             "(subscriber, at, kind, "
             "status, detail) select id, moisson.now(), 'soft', '4.2.2', '' from subscriber, "
             "generate_series(1, 2)");
    live(hours(1));
    EXPECT_TRUE(with.told().empty()) << "two soft ones are none";
    with.sql("insert into bounce (subscriber, at, kind, status, detail) select id, moisson.now(), "
             "'soft', '4.2.2', '' from subscriber");
    live(hours(1));
    const std::vector<std::string> fired{
        "fired contact_bouncing coordinator urn:moisson:contact:portal:bf"};
    EXPECT_EQ(with.told(), fired);
    EXPECT_EQ(count("evidence::text like '%exemple%' or subject like '%exemple%'"), 0);
    EXPECT_EQ(count("kind = 'contact_bouncing' and portal = 'bf' and countries = '{BF}'"), 1);
    with.sql("update bounce set forgiven = true; insert into message (subscriber, kind, dedup_key, "
             "message_id, recipient, subject, plain, html, created_at, state, not_before, sent_at) "
             "select id, 'digest', sha256('x'), 'x', address, '', '', '', moisson.now(), 'sent', "
             "moisson.now(), moisson.now() + interval '1 second' from subscriber");
    live(hours(1));
    const std::vector<std::string> resolved{
        "resolved contact_bouncing coordinator urn:moisson:contact:portal:bf"};
    EXPECT_EQ(with.told(), resolved);
}

TEST_F(Deeds, AContactIsReachedAgainOnlyByWhatArrives) {
    with.sql("insert into subscriber (address, created_at, disabled) values ('awa@exemple.bf', "
             "moisson.now(), 'bounce'); insert into subscription (subscriber, audience, scope, "
             "value, frequency, state, requested_at) select id, 'producer', 'portal', 'bf', "
             "'weekly', 'active', moisson.now() from subscriber; insert into bounce (subscriber, "
             "at, kind, status, detail) select id, moisson.now(), 'hard', '5.1.1', '' from "
             "subscriber");
    live(hours(1));
    EXPECT_TRUE(with.told().empty()) << "who said so themselves is no contact";
    with.sql("update subscription set granted_by = 'test'");
    live(hours(1));
    EXPECT_EQ(with.told().size(), 1U);
    with.sql("delete from bounce");
    live(hours(1));
    EXPECT_EQ(count("kind = 'contact_bouncing' and state = 'firing'"), 1) << "purged, not mended";
    with.sql("update subscription set state = 'left'");
    live(hours(1));
    EXPECT_EQ(count("kind = 'contact_bouncing' and state = 'resolved'"), 1);
    EXPECT_TRUE(with.told().empty()) << "nothing was delivered";
}

// Nothing holds the lock between what a scan reads and what it writes.
TEST_F(Deeds, TwoWorkersThatSeeTheSameOpenOneEpisode) {
    be_late(3);
    with.probe("bf", monitor::Answer::good);
    with.probe("ml", monitor::Answer::good);
    const auto facts = await(with.alerts->look(AlertTimes{}, [](const AlertOverview&) {
        return AlertOverviewOutcome{};
    }));
    ASSERT_TRUE(facts);
    const auto& portal = facts->portals.at(0);
    auto request = alert::scan_of(portal, *facts, true);
    ASSERT_TRUE(request);
    alert::DatasetJudge first(portal, *facts, true);
    const auto other = make_alert_store(with.world.database);
    // The second worker opens them between the look and the writing of the first.
    const auto scanned = await(with.alerts->scan(
        *request,
        [&](std::vector<AlertDatasetSight> sights) {
            std::vector<AlertWrite> writes = first.open(sights);
            World& world = with.world;
            for (const AlertWrite& one : writes) {
                const Digest mark =
                    alert_fingerprint(one.episode.condition.kind, one.episode.condition.subject);
                world.sql().exec(
                    "insert into alert (fingerprint, kind, severity, audience, subject, state, "
                    "reason, pending_since) values (decode($1, 'hex'), 'dataset_overdue', 'info', "
                    "'producer', 'x', 'pending', 'x', moisson.now())",
                    Params(to_hex(mark))
                );
            }
            return writes;
        },
        [&](std::vector<AlertDatasetSight> sights) { return first.go_on(sights); }
    ));
    ASSERT_TRUE(scanned) << scanned.error().detail;
    EXPECT_EQ(count("kind = 'dataset_overdue'"), 3);
    EXPECT_EQ(with.told().size(), 0U);
}

TEST_F(Deeds, FiltersAndPages) {
    be_late(7);
    live(hours(1));
    AlertFilter filter;
    filter.kind = "dataset_overdue";
    filter.portal = "bf";
    filter.country = "BF";
    filter.severity = "info";
    filter.states = {"firing"};
    filter.limit = 5;
    const auto first = await(with.alerts->list(filter)).value();
    ASSERT_EQ(first.size(), 5U);
    filter.before = first.back().episode.id;
    EXPECT_EQ(await(with.alerts->list(filter)).value().size(), 2U);
    filter.before.reset();
    filter.country = "ML";
    EXPECT_TRUE(await(with.alerts->list(filter)).value().empty());
    std::int64_t total = 0;
    for (const AlertCount& one : await(with.alerts->counts()).value())
        total += one.kind == "dataset_overdue" ? one.count : 0;
    EXPECT_EQ(total, 7);
}

// Anybody may ask, with filters that nothing passes.
TEST_F(Deeds, ListsAreReadWithinThePublicLimit) {
    be_late(1);
    live(hours(1));
    with.sql("alter table alert enable row level security; create policy hurried on alert "
             "using (current_setting('statement_timeout') = '5s')");
    DatabaseOptions options = database_options(with.world.conninfo);
    options.role = "moisson_api";
    Database reads(options);
    const auto alerts = make_alert_store(reads);
    EXPECT_FALSE(await(alerts->list(AlertFilter{})).value().empty());
    EXPECT_FALSE(await(alerts->counts()).value().empty());
    EXPECT_FALSE(await(alerts->portal_counts()).value().empty());
}

} // namespace
} // namespace moisson::store::testing
