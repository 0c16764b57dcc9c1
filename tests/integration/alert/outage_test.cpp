// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Two days without a portal of 5,000 datasets, with harvests, probes, link checks and grace dates
// going on: its coordinator is told twice, no producer is told anything (decision 25). And a new
// portal, a dead name, a site that moved.
#include "world.hpp"

#include <fmt/format.h>

namespace moisson::store::testing {
namespace {

using monitor::Answer;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using Told = std::vector<std::string>;

const std::string portal_fired = "fired portal_down coordinator urn:moisson:portal:bf";
const std::string portal_back = "resolved portal_down coordinator urn:moisson:portal:bf";

class Outage : public ::testing::TestWithParam<const char*> {
protected:
    // A portal whose baseline is long past.
    void settle(int datasets) {
        with.harvest("bf", datasets, GetParam());
        with.harvest("ml", 20, "ml.example");
        with.round();
        with.wait(days(20));
        with.sql("update run set started_at = moisson.now(), ended_at = moisson.now()");
        probe_both(Answer::good);
        probe_both(Answer::good);
        with.round();
        with.wait(minutes(20));
        probe_both(Answer::good);
        with.round();
        EXPECT_EQ(with.told(), Told{}) << "a portal where all is well has no summary";
        await(with.health->measure_day()).value();
    }
    void probe_both(Answer bf) {
        with.probe("bf", bf);
        with.probe("ml", Answer::good);
    }
    // Ten minutes at a time.
    void live(hours time, Answer bf) {
        for (minutes done{0}; done < time; done += minutes(10)) {
            with.wait(minutes(10));
            probe_both(bf);
            with.round();
        }
    }

    AlertWorld with;
};

TEST_P(Outage, OfTwoDaysIsToldTwiceToTheCoordinatorAndToNobodyElse) {
    const std::string host = GetParam();
    settle(5'000);
    // Grace dates end all along; some datasets were late and some links broken before.
    with.sql(
        "update dataset_signal g set late_at = moisson.now() + (row.n % 60) * interval '1 hour', "
        "very_late_at = moisson.now() + (row.n % 60 + 10) * interval '1 hour' "
        "from (select id, row_number() over (order by id) as n from dataset where source = "
        "(select id from source where key = 'bf')) row where g.dataset = row.id "
        "and row.n <= 600"
    );
    live(hours(1), Answer::bad);
    EXPECT_EQ(with.told(), Told{portal_fired});
    // Its files are seen to be away, harvests fail, a certificate is about to end.
    with.sql(
        "insert into link_host (host, state, since, due_at) values ('" + host +
        "', 'HOST_DOWN', moisson.now(), moisson.now()) on conflict (host) do update set "
        "state = excluded.state, since = excluded.since; "
        "update source set failures = 3, failing_since = moisson.now() where key = 'bf'; "
        "update portal_watch set certificate_expires = moisson.now() + interval '5 days' "
        "where portal = (select id from portal where key = 'bf')"
    );
    live(hours(30), Answer::bad);
    // Some links are broken by now, host guard or not.
    with.sql("update link set state = 'BROKEN', standing = 'broken', since = moisson.now(), "
             "code = 'timeout_connect' where id in (select link from distribution t join dataset d "
             "on d.id = t.dataset join source s on s.id = d.source where s.key = 'bf' "
             "order by t.dataset limit 3000); "
             "update dataset_signal s set links = 'broken' from distribution t join link l on "
             "l.id = t.link where t.dataset = s.dataset and l.standing = 'broken'");
    live(hours(17), Answer::bad);
    EXPECT_EQ(with.told(), Told{});
    // It is back; files and harvests follow within hours.
    with.sql("update portal_watch set certificate_expires = moisson.now() + interval '90 days'; "
             "update source set failures = 0, failing_since = null");
    live(hours(1), Answer::good);
    EXPECT_EQ(with.told(), Told{portal_back});
    with.sql("update link_host set state = '', since = null");
    live(hours(5), Answer::good);
    with.sql("update link set state = 'OK', standing = 'ok', since = moisson.now() "
             "where standing = 'broken'; update dataset_signal set links = 'ok'; "
             "update run set started_at = moisson.now(), ended_at = moisson.now()");
    // All but three were published meanwhile.
    with.sql("update dataset_signal set late_at = moisson.now() + interval '400 days', "
             "very_late_at = moisson.now() + interval '460 days' where late_at < moisson.now() and "
             "dataset not in (select dataset from dataset_signal where late_at < moisson.now() "
             "order by dataset limit 3)");
    live(hours(17), Answer::good);
    EXPECT_EQ(with.told(), Told{}) << "a day of grace";
    EXPECT_EQ(with.world.number("select count(*) from alert where audience = 'producer'"), 0);
    live(hours(3), Answer::good);
    EXPECT_EQ(with.told().size(), 3U) << "what is true after a day is told";
}

INSTANTIATE_TEST_SUITE_P(
    PortalAndFiles,
    Outage,
    ::testing::Values("bf.example", "fichiers.example"),
    [](const auto& info) { return info.index == 0 ? "OnOneHost" : "OnTwoHosts"; }
);

class Alerts : public ::testing::Test {
protected:
    void live(hours time) {
        for (hours done{0}; done < time; done += hours(1)) {
            with.wait(hours(1));
            with.probe("bf", Answer::good);
            with.probe("ml", Answer::good);
            with.round();
        }
    }
    void harvest_again() {
        with.sql("update run set started_at = moisson.now(), ended_at = moisson.now()");
    }
    void spoil(const char* share, const std::string& what) {
        with.sql(fmt::format(
            "update dataset_signal g set {} from (select id, row_number() over (order by id) as n "
            "from dataset) row where g.dataset = row.id and row.n % 10 < {}",
            what,
            share
        ));
    }

    AlertWorld with;
};

TEST_F(Alerts, ANewPortalWithHalfOfItInDisorderIsToldOnce) {
    with.harvest("bf", 500, "bf.example");
    spoil(
        "6",
        "late_at = moisson.now() - interval '100 days', very_late_at = moisson.now() - interval "
        "'50 days'"
    );
    with.sql(
        "update link set state = 'BROKEN', standing = 'broken', since = moisson.now() where id "
        "in (select t.link from distribution t order by t.dataset limit 150)"
    );
    with.sql(
        "update dataset_signal s set links = 'broken' from distribution t join link l on l.id = "
        "t.link where t.dataset = s.dataset and l.standing = 'broken'"
    );
    live(hours(13 * 24));
    EXPECT_EQ(with.told(), Told{});
    harvest_again();
    live(hours(3 * 24));
    EXPECT_EQ(with.told(), Told{"fired onboarding coordinator urn:moisson:portal:bf"});
    EXPECT_EQ(
        with.world.text("select evidence ->> 'late' || ' ' || (evidence ->> 'broken') from alert "
                        "where kind = 'onboarding'"),
        "300 150"
    );
    // One of them was good once and is late again.
    with.sql(
        "update dataset_signal set late_at = moisson.now() - interval '1 hour', very_late_at = "
        "moisson.now() + interval '9 days' where dataset = (select dataset from dataset_signal "
        "where very_late_at < moisson.now() order by dataset limit 1)"
    );
    harvest_again();
    live(hours(2));
    const Told told = with.told();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].find("fired dataset_overdue producer urn:uuid:"), 0U);
}

TEST_F(Alerts, FiveHundredAddressesOfADeadNameOrAMovedSiteAreOneAlert) {
    with.harvest("bf", 500, "fichiers.example");
    with.round();
    live(hours(15 * 24));
    for (const char* state : {"HOST_DOWN", "HOST_MOVED"}) {
        const std::string kind = state == std::string("HOST_DOWN") ? "host_down" : "host_moved";
        with.sql(fmt::format(
            "insert into link_host (host, state, since, due_at) values ('fichiers.example', '{}', "
            "moisson.now(), moisson.now()) on conflict (host) do update set state = "
            "excluded.state, "
            "since = excluded.since",
            state
        ));
        live(hours(30));
        // A week later all of them are told broken, for the sake of the host.
        with.sql("update link set state = 'BROKEN', standing = 'broken', since = moisson.now(); "
                 "update dataset_signal set links = 'broken'");
        live(hours(48));
        EXPECT_EQ(
            with.told(),
            Told{"fired " + kind + " coordinator urn:moisson:host:fichiers.example"}
        );
        with.sql("update link_host set state = '', since = null; update link set state = 'OK', "
                 "standing = 'ok'; update dataset_signal set links = 'ok'");
        live(hours(4));
        EXPECT_EQ(
            with.told(),
            Told{"resolved " + kind + " coordinator urn:moisson:host:fichiers.example"}
        );
    }
}

} // namespace
} // namespace moisson::store::testing
