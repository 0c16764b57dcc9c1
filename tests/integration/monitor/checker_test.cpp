// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Verdicts reach datasets, a dead name is one event, our own outage concludes nothing.
#include "checker_stand.hpp"

#include <functional>

namespace moisson::monitor::testing {
namespace {

TEST_F(CheckerTest, VerdictsReachTheDatasetAndTheFeed) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    EXPECT_EQ(links_of_dataset(), "") << "nothing was looked at";
    settle();
    EXPECT_EQ(state_of(first), "OK");
    EXPECT_EQ(links_of_dataset(), "ok");
    EXPECT_EQ(world.number("select count(*) from change where cause = 'signal'"), 1);

    web.statuses[first] = 404;
    travel_to(hours(14));
    settle();
    EXPECT_EQ(state_of(first), "SUSPECT");
    EXPECT_EQ(links_of_dataset(), "ok") << "a doubt is no fault";
    EXPECT_EQ(world.number("select count(*) from change where cause = 'signal'"), 1);
    for (int later = 16; later < 38; later += 2) {
        travel_to(hours(later));
        settle();
        ASSERT_EQ(state_of(first), "SUSPECT") << later << " h";
    }
    travel_to(hours(44));
    settle();
    EXPECT_EQ(state_of(first), "BROKEN");
    EXPECT_EQ(links_of_dataset(), "partial");
    EXPECT_EQ(world.text("select links_ok || '/' || links_proved from dataset_signal"), "1/2");
    EXPECT_EQ(world.number("select count(*) from link_outage where ended is null"), 1);

    const auto report =
        await(world.catalog->links(DatasetId(store::testing::a_record("faso", "a", "A").id)));
    ASSERT_TRUE(report.has_value());
    ASSERT_EQ(report->size(), 2U);
    EXPECT_EQ(report->front().code, "http_404");
    EXPECT_NE(report->front().probes.find("curl -sS"), std::string::npos);

    web.statuses.clear();
    travel_to(hours(72));
    settle();
    EXPECT_EQ(state_of(first), "RECOVERING");
    EXPECT_EQ(links_of_dataset(), "ok");
    travel_to(hours(75));
    settle();
    EXPECT_EQ(state_of(first), "OK");
    EXPECT_EQ(world.number("select count(*) from link_outage where ended is null"), 0);
}

TEST_F(CheckerTest, FiveHundredUrlsOfADeadNameAreOneEvent) {
    store::RecordChange record = store::testing::a_record("faso", "a", "A");
    const Distribution model = record.dataset.distributions.front();
    record.dataset.distributions.clear();
    for (int i = 0; i < 500; ++i) {
        Distribution one = model;
        one.remote_id = "r" + std::to_string(i);
        one.id = DistributionId(uuid5(record.id.uuid, one.remote_id));
        one.url = "https://mort.example/f/" + std::to_string(i) + ".csv";
        one.raw_url = one.url;
        record.dataset.distributions.push_back(std::move(one));
    }
    // One host that lives: we are online.
    world.harvest("faso", {record, store::testing::a_record("faso", "b", "B")});
    options.control_urls = {"https://temoin.example/"};
    class HalfDead final : public net::HttpClient {
    public:
        asio::awaitable<Result<net::Response>> send(net::Request request) override {
            if (request.url.find("mort.example") != std::string::npos)
                co_return Error(Code::dns_nxdomain);
            Result<net::Response> out = alive.answer(request.url);
            co_return out;
        }
        ScriptedWeb alive;
    };
    HalfDead half;
    parts.http = &half;
    for (int hour = 0; hour < 8 * 24; hour += 6) {
        travel_to(hours(hour));
        settle();
        if (hour == 6 * 24)
            EXPECT_EQ(world.number("select count(*) from link where state = 'BROKEN'"), 0);
    }
    EXPECT_EQ(
        world.text("select string_agg(kind, ' ' order by at) from event "
                   "where subject = 'host:mort.example'"),
        "link.host_down link.host_condemned"
    );
    EXPECT_EQ(world.number("select count(*) from link where state = 'BROKEN'"), 500);
    EXPECT_EQ(world.number("select count(*) from link_outage where ended is null"), 500);
    EXPECT_EQ(world.text("select state from link_host where host = 'mort.example'"), "HOST_DOWN");
    EXPECT_LT(world.number("select count(*) from change where cause = 'signal'"), 6)
        << "one roll-up, not one for each file";
}

TEST_F(CheckerTest, OurOwnOutageConcludesNothing) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    settle();
    web.failure = Code::host_unreachable;
    for (int day = 1; day <= 5; ++day) {
        travel_to(hours(24 * day));
        settle();
    }
    EXPECT_EQ(world.number("select count(*) from link where state <> 'OK'"), 0);
    EXPECT_EQ(world.number("select count(*) from event where kind like 'link.%'"), 0);
    EXPECT_EQ(links_of_dataset(), "ok");
    EXPECT_GT(
        world.number("select count(*) from link_memory where probes::text like '%checker_offline%'"
        ),
        0
    );
    EXPECT_EQ(world.number("select count(*) from link where code <> 'ok'"), 0)
        << "what was concluded keeps its cause";
    EXPECT_EQ(
        world.number("select count(*) from link where checked_at > moisson.now() - interval '1 day'"
        ),
        0
    ) << "and its date";
}

// Once in doubt, the same question is asked until it is answered the same way.
TEST_F(CheckerTest, AHeadThatIsAlwaysFineMendsNothing) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    web.statuses[first] = 404;
    web.head_is_always_fine = true;
    settle();
    EXPECT_EQ(state_of(first), "SUSPECT");
    for (int later = 2; later <= 30; later += 2) {
        travel_to(hours(later));
        settle();
        ASSERT_NE(state_of(first), "OK") << later << " h";
    }
    EXPECT_EQ(state_of(first), "BROKEN");
    travel_to(hours(56));
    settle();
    EXPECT_EQ(state_of(first), "BROKEN");
}

// What waits behind a guard, and what the canaries are.
TEST_F(CheckerTest, CanariesAreWhatLastWorkedDueOrNot) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    settle();
    const std::string second =
        world.text(("select url from link where url <> '" + first + "'").c_str());
    world.sql().script(
        "update link set standing = 'broken', state = 'BROKEN' where url = '" + first +
        "'; update link set due_at = moisson.now() + interval '30 days' where url <> '" + first +
        "'; update link_host set state = 'HOST_DOWN', since = moisson.now(), due_at = moisson.now()"
    );
    web.asked.clear();
    round();
    ASSERT_FALSE(web.asked.empty());
    EXPECT_EQ(web.asked.front(), second);
    EXPECT_EQ(world.text("select state from link_host"), "");
}

// Only what was asked and failed is told broken of a site that moved.
TEST_F(CheckerTest, CondemningAMovedSiteSparesWhatWorks) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    settle();
    world.sql().script(
        "update link_host set state = 'HOST_MOVED', since = moisson.now() - interval '8 days', "
        "due_at = moisson.now(); update link set failed_at = moisson.now() - interval '1 day' "
        "where url = '" +
        first + "'"
    );
    store::ClaimOptions claim;
    claim.holder = "one";
    const auto mine = await(links->claim(claim)).value();
    ASSERT_EQ(mine.size(), 1U);
    store::HostVerdict verdict;
    verdict.host = mine.front().host;
    verdict.holder = "one";
    verdict.claim = mine.front().claim;
    verdict.state = "HOST_MOVED";
    verdict.since = mine.front().since;
    verdict.memory = "{}";
    verdict.condemn = "HOST_MOVED";
    ASSERT_TRUE(await(links->write(verdict, {})).value().written);
    EXPECT_EQ(state_of(first), "BROKEN");
    EXPECT_EQ(world.number("select count(*) from link where state = 'OK'"), 1);
    EXPECT_EQ(links_of_dataset(), "partial");
}

// A pause that a server asked for is not ended by a new link.
TEST_F(CheckerTest, ANewLinkDoesNotEndAPause) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    web.statuses[first] = 429;
    settle();
    const std::size_t before = web.asked.size();
    world.harvest("faso", {store::testing::a_record("faso", "b", "B")});
    await(links->discover()).value();
    EXPECT_EQ(round(), 0);
    EXPECT_EQ(web.asked.size(), before);
    EXPECT_GT(
        world.number("select extract(epoch from min(due_at) - moisson.now())::bigint from link_host"
        ),
        3'000
    );
    travel_to(hours(2));
    settle();
    EXPECT_EQ(world.number("select count(*) from link where due_at is null"), 0);
}

TEST_F(CheckerTest, AHostThatSays429TwiceInARowIsLeftAloneForADay) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    web.statuses[first] = 429;
    web.statuses["https://faso.example/dataset/a/1.csv"] = 429;
    settle();
    travel_to(hours(2));
    settle();
    EXPECT_GT(
        world.number("select extract(epoch from min(due_at) - moisson.now())::bigint from link_host"
        ),
        85'000
    );
    EXPECT_EQ(world.number("select count(*) from link where due_at is null"), 0);
}

// All of whose files redirect.
TEST_F(CheckerTest, AHostThatAnsweredNinetyTimesAndThenSays429IsAskedAgainInAnHour) {
    store::RecordChange record = store::testing::a_record("faso", "a", "A");
    const Distribution model = record.dataset.distributions.front();
    record.dataset.distributions.clear();
    for (int i = 0; i < 120; ++i) {
        Distribution one = model;
        one.remote_id = "r" + std::to_string(i);
        one.id = DistributionId(uuid5(record.id.uuid, one.remote_id));
        one.url = "https://faso.example/f/" + std::to_string(i) + ".csv";
        one.raw_url = one.url;
        record.dataset.distributions.push_back(std::move(one));
    }
    world.harvest("faso", {record});
    class Limiting final : public net::HttpClient {
    public:
        asio::awaitable<Result<net::Response>> send(net::Request request) override {
            Result<net::Response> out = alive.answer(request.url);
            if (good-- > 0) {
                out->redirects = {request.url + "?depot"};
                out->redirect_statuses = {302};
                out->url = out->redirects.front();
            } else {
                out->status = 429;
            }
            co_return out;
        }
        ScriptedWeb alive;
        int good = 0;
    };
    Limiting limiting;
    parts.http = &limiting;
    const auto pause = [&] {
        return world.number(
            "select extract(epoch from min(due_at) - moisson.now())::bigint from link_host"
        );
    };
    settle();
    limiting.good = 90;
    travel_to(hours(2));
    settle();
    ASSERT_LT(limiting.good, 0) << "it said 429 again";
    EXPECT_GT(pause(), 3'000);
    EXPECT_LT(pause(), 4'000);
    travel_to(hours(4));
    settle();
    EXPECT_GT(pause(), 80'000) << "nothing worked in between";
}

// A host that refuses one of its files is not one that refuses us.
TEST_F(CheckerTest, WhatAnsweredAndIsRefusedSinceWasProbablyWithdrawn) {
    world.harvest("faso", {store::testing::a_record("faso", "a", "A")});
    settle();
    web.statuses[first] = 403;
    const auto report = [&] {
        return await(world.catalog->links(DatasetId(store::testing::a_record("faso", "a", "A").id)))
            .value();
    };
    for (int day = 2; day <= 100; day += 7) {
        travel_to(hours(24 * day));
        settle();
        if (day == 2)
            EXPECT_FALSE(report()[0].withdrawn);
    }
    EXPECT_EQ(report()[0].state, "RESTRICTED");
    EXPECT_TRUE(report()[0].withdrawn);
    EXPECT_FALSE(report()[1].withdrawn);
    world.sql().script("update link set standing = 'unverifiable'");
    EXPECT_FALSE(report()[0].withdrawn) << "none of its files answers us";
}

TEST_F(CheckerTest, ABrokenFileIsOfferedWhereItStillAnswers) {
    world.sync({store::testing::a_portal("faso"), store::testing::a_portal("mali")});
    const store::RecordChange lost = store::testing::a_record("faso", "a", "A");
    const store::RecordChange kept = store::testing::a_record("mali", "b", "A");
    world.harvest("faso", {lost});
    world.harvest("mali", {kept});
    const std::string members = "('" + to_string(lost.id) + "', '" + to_string(uuid5({}, "c")) +
                                "', '{}'), ('" + to_string(kept.id) + "', '" +
                                to_string(uuid5({}, "c")) + "', '{}')";
    world.sql().script(
        "insert into cluster (id, canonical, reason) values ('" + to_string(uuid5({}, "c")) +
        "', '" + to_string(kept.id) +
        "', 'lowest_id');"
        "insert into cluster_member (dataset, cluster, evidence) values " +
        members
    );
    web.statuses[first] = 410;
    settle();
    travel_to(hours(30));
    settle();
    ASSERT_EQ(state_of(first), "BROKEN");
    const auto report = await(world.catalog->links(lost.id)).value();
    ASSERT_EQ(report.size(), 2U);
    EXPECT_EQ(report[0].copy_url, "https://mali.example/dataset/b/0.csv");
    EXPECT_EQ(
        report[0].copy_dataset_slug,
        world.text("select slug from dataset order by slug desc "
                   "limit 1")
    );
    EXPECT_EQ(report[1].copy_url, "") << "it answers itself";
    world.sql().script(
        "insert into takedown (kind, subject, scope, portal, label, ground, reason, author, at) "
        "select 'dataset', id, id, (select id from portal limit 1), 'x', 'law', 'x', 'x', now() "
        "from dataset where id = '" +
        to_string(kept.id) + "'"
    );
    EXPECT_EQ(await(world.catalog->links(lost.id)).value()[0].copy_url, "") << "taken down";
}

TEST_F(CheckerTest, AChangedDatasetIsRolledUpAgain) {
    store::RecordChange record = store::testing::a_record("faso", "a", "A");
    world.harvest("faso", {record});
    web.statuses[first] = 410;
    settle();
    travel_to(hours(30));
    settle();
    EXPECT_EQ(links_of_dataset(), "partial");
    store::RecordChange mended = store::testing::changed(record, "Sans le fichier perdu");
    mended.dataset.distributions.erase(mended.dataset.distributions.begin());
    world.harvest("faso", {mended});
    settle();
    EXPECT_EQ(links_of_dataset(), "ok");
}

} // namespace
} // namespace moisson::monitor::testing
