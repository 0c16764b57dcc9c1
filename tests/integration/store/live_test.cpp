// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Walks over the live datasets: each once, in every order, by the indexes made for them.
#include "core/limits.hpp"
#include "fixture.hpp"
#include "store/live_datasets.hpp"
#include "store/takedown.hpp"

#include <algorithm>
#include <set>

namespace moisson::store::testing {
namespace {

struct Live {
    Live() {
        world.sync({a_portal("bf", 2), a_portal("tg")});
        std::vector<RecordChange> first;
        std::vector<RecordChange> second;
        for (int i = 0; i < 40; ++i)
            first.push_back(a_record("bf", "a" + std::to_string(i), "Titre a"));
        for (int i = 0; i < 30; ++i)
            second.push_back(a_record("bf", "b" + std::to_string(i), "Titre b"));
        world.harvest("bf", first);
        world.harvest("bf-1", second);
        world.harvest("tg", {a_record("tg", "c", "Titre c")});
    }
    // Remote ids of a whole walk, in its order.
    std::vector<std::string> walk(LiveQuery query, int limit) {
        std::vector<std::string> out;
        query.limit = limit;
        for (int pages = 0; pages < 1'000; ++pages) {
            const LivePage page = await(store->page(query)).value();
            for (const LiveDataset& one : page.datasets)
                out.push_back(one.record.dataset.remote_id);
            if (!page.more)
                break;
            query.after = page.last;
            query.skip = 0;
        }
        return out;
    }
    static LiveQuery of(const std::string& portal, std::optional<Instant> since = {}) {
        LiveQuery query;
        query.portal_key = portal;
        query.changed_since = since;
        return query;
    }

    World world;
    std::unique_ptr<LiveStore> store = make_live_store(world.database);
};

std::set<std::string> as_set(const std::vector<std::string>& list) {
    EXPECT_EQ(std::set<std::string>(list.begin(), list.end()).size(), list.size());
    return {list.begin(), list.end()};
}

TEST(LiveDatasets, AreWalkedEachOnce) {
    Live live;
    const std::set<std::string> all = as_set(live.walk(Live::of(""), 25));
    EXPECT_EQ(all.size(), 71U);
    EXPECT_EQ(as_set(live.walk(Live::of(""), 7)), all);
    const Instant long_ago{};
    EXPECT_EQ(as_set(live.walk(Live::of("", long_ago), 9)), all);
    for (const std::optional<Instant>& since :
         {std::optional<Instant>(), std::optional(long_ago)}) {
        EXPECT_EQ(live.walk(Live::of("bf", since), 8).size(), 70U);
        EXPECT_EQ(live.walk(Live::of("tg", since), 8), std::vector<std::string>{"c"});
        EXPECT_TRUE(live.walk(Live::of("rien", since), 8).empty());
    }
    const LivePage page = await(live.store->page(Live::of("bf"))).value();
    EXPECT_EQ(page.datasets.size(), 25U);
    EXPECT_EQ(page.datasets.front().record.dataset.distributions.size(), 2U);
}

TEST(LiveDatasets, MayBePassedOver) {
    Live live;
    for (const std::string portal : {"", "bf"}) {
        const std::vector<std::string> all = live.walk(Live::of(portal), 25);
        LiveQuery query = Live::of(portal);
        query.skip = 33;
        const std::vector<std::string> rest = live.walk(query, 10);
        EXPECT_EQ(rest, std::vector<std::string>(all.begin() + 33, all.end()));
        query.skip = 1'000;
        const LivePage beyond = await(live.store->page(query)).value();
        EXPECT_FALSE(beyond.last);
        EXPECT_FALSE(beyond.more);
    }
}

TEST(LiveDatasets, WhatChangedSinceComesInTheOrderOfChange) {
    Live live;
    travel(live.world, "10 minutes");
    const Instant since = live.world.sql().exec("select moisson.now()").instant(0, 0);
    live.world.harvest(
        "tg",
        {changed(a_record("tg", "c", "Titre c"), "Nouveau"), a_record("tg", "d", "Titre d")}
    );
    EXPECT_EQ(as_set(live.walk(Live::of("", since), 1)), (std::set<std::string>{"c", "d"}));
    EXPECT_TRUE(live.walk(Live::of("bf", since), 25).empty());
    EXPECT_EQ(live.walk(Live::of("bf", since - std::chrono::minutes(6)), 25).size(), 70U);
}

// The same walk without the records, in steps of any size.
TEST(LiveDatasets, ChangesAreWalkedWithoutWhatChanged) {
    Live live;
    for (const std::string portal : {"", "bf", "rien"}) {
        LiveQuery query = Live::of(portal, Instant{});
        query.limit = limits::live_changes_step;
        const LiveChanges all = await(live.store->changes(query)).value();
        EXPECT_FALSE(all.more);
        EXPECT_EQ(all.places.size(), live.walk(Live::of(portal, Instant{}), 25).size()) << portal;
        std::vector<LivePlace> again;
        query.limit = 30;
        for (bool more = true; more;) {
            const LiveChanges some = await(live.store->changes(query)).value();
            EXPECT_LE(some.places.size(), 30U);
            again.insert(again.end(), some.places.begin(), some.places.end());
            more = some.more;
            if (more)
                query.after = some.places.back();
        }
        EXPECT_TRUE(again == all.places) << portal;
    }
}

// The page of a harvest takes its time from its beginning and is seen at its end: a reader that has
// passed that moment meanwhile finds it when it comes back.
TEST(LiveDatasets, WhatWasWrittenWhileAWalkPassedIsFoundByTheNext) {
    Live live;
    travel(live.world, "10 minutes");
    Connection slow(session(live.world.conninfo));
    {
        Transaction transaction(slow);
        slow.exec("update dataset set changed_at = moisson.now() where remote_id = 'a7'");
        travel(live.world, "13 minutes");
        const Instant began = live.world.sql().exec("select moisson.now()").instant(0, 0);
        EXPECT_TRUE(live.walk(Live::of("", began), 25).empty()) << "nobody sees it yet";
        transaction.commit();
        EXPECT_EQ(live.walk(Live::of("", began), 25), std::vector<std::string>{"a7"});
        EXPECT_EQ(live.walk(Live::of("bf", began), 25), std::vector<std::string>{"a7"});
    }
    EXPECT_EQ(live.walk(Live::of("", Instant{}), 25).size(), 71U);
}

TEST(LiveDatasets, LeaveOutWhatIsGoneOrHidden) {
    Live live;
    live.world.sql().script("update dataset set state = 'archived' where remote_id = 'a0';"
                            "update dataset set state = 'missing' where remote_id = 'a1'");
    TakedownRequest request;
    request.name = "nom-a2";
    request.by = "awa";
    request.reason = "demande";
    ASSERT_TRUE(await(take_down(live.world.database, request)));
    const std::set<std::string> left = as_set(live.walk(Live::of(""), 5));
    EXPECT_EQ(left.size(), 69U);
    EXPECT_FALSE(left.contains("a0"));
    EXPECT_TRUE(left.contains("a1"));
    EXPECT_FALSE(left.contains("a2"));
    Uuid last;
    last.bytes.fill(0xFF);
    const auto entries = await(live.store->sitemap(Uuid(), last)).value();
    EXPECT_EQ(entries.size(), 69U);
    EXPECT_TRUE(std::is_sorted(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return a.id < b.id;
    }));
    // From one to another, as parts are.
    const auto middle = await(live.store->sitemap(entries[9].id, entries[19].id)).value();
    ASSERT_EQ(middle.size(), 10U);
    EXPECT_EQ(middle.back().slug, entries[19].slug);
    const auto id_of = [&](const std::string& remote) {
        return live.world.sql()
            .exec("select id from dataset where remote_id = $1", store::Params(remote))
            .uuid(0, 0);
    };
    const std::vector<Uuid> ids{id_of("c"), id_of("a0"), id_of("a2"), id_of("a1")};
    const auto these = await(live.store->these(ids)).value();
    ASSERT_EQ(these.size(), 2U) << "in the order that was asked, without the gone and the hidden";
    EXPECT_EQ(these[0].record.dataset.remote_id, "c");
    EXPECT_EQ(these[1].record.dataset.remote_id, "a1");
}

TEST(LiveDatasets, WhatIsShownAgainHasChanged) {
    Live live;
    TakedownRequest request;
    request.name = "nom-a2";
    request.by = "awa";
    request.reason = "demande";
    ASSERT_TRUE(await(take_down(live.world.database, request)));
    travel(live.world, "10 minutes");
    const Instant since = live.world.sql().exec("select moisson.now()").instant(0, 0);
    EXPECT_TRUE(live.walk(Live::of("", since), 25).empty());
    ASSERT_TRUE(await(lift_takedown(live.world.database, request)));
    EXPECT_EQ(live.walk(Live::of("", since), 25), std::vector<std::string>{"a2"});
}

// Copies of one URI: the one closest to the producer keeps it.
TEST(LiveDatasets, OneOfManyCopiesKeepsTheUri) {
    Live live;
    RecordChange one = a_record("bf", "a0", "Titre a");
    RecordChange two = a_record("tg", "c", "Titre c");
    one.dataset.uri = two.dataset.uri = "https://bf.example/id/1";
    live.world.harvest("bf", {changed(one, "Nouveau titre")});
    live.world.harvest("tg", {changed(two, "Nouveau titre")});
    EXPECT_FALSE(await(live.store->uri_is_of_another(one.id)).value()) << "not grouped yet";
    const std::string first = to_string(one.id);
    const std::string second = to_string(two.id);
    live.world.sql().script(
        "insert into cluster (id, canonical, reason) values ('" + first + "', '" + second +
        "', 'named_origin');"
        "insert into cluster_member (dataset, cluster, evidence) values ('" +
        first + "', '" + first + "', '{}'), ('" + second + "', '" + first + "', '{}')"
    );
    EXPECT_TRUE(await(live.store->uri_is_of_another(one.id)).value());
    EXPECT_FALSE(await(live.store->uri_is_of_another(two.id)).value());
    const LivePage page = await(live.store->page(Live::of("tg"))).value();
    ASSERT_EQ(page.datasets.size(), 1U);
    EXPECT_FALSE(page.datasets.front().uri_is_of_another);
    live.world.sql().script("update dataset set state = 'archived' where id = '" + second + "'");
    EXPECT_FALSE(await(live.store->uri_is_of_another(one.id)).value()) << "the other is gone";
}

TEST(LiveDatasets, AWalkReadsNoMoreThanItGives) {
    Live live;
    live.world.sql().script("analyze dataset; set enable_seqscan = off; set enable_sort = off; "
                            "set enable_bitmapscan = off");
    const auto plan = [&live](const std::string& sql) {
        std::string out;
        const std::string explain = "explain " + sql;
        const Rows rows = live.world.sql().exec(explain.c_str());
        for (int i = 0; i < rows.size(); ++i)
            out += rows.str(i, 0) + "\n";
        return out;
    };
    EXPECT_NE(
        plan("select id, changed_at from dataset where state in ('active', 'missing') "
             "and (changed_at, id) > (now(), '00000000-0000-0000-0000-000000000000') "
             "order by changed_at, id limit 10")
            .find("dataset_live_changed"),
        std::string::npos
    );
    EXPECT_NE(
        plan("select id from dataset where source = 1 and state in ('active', 'missing') "
             "and id > '00000000-0000-0000-0000-000000000000' order by id limit 10")
            .find("Index Only Scan using dataset_of_source"),
        std::string::npos
    );
    EXPECT_NE(
        plan("select id from dataset where state in ('active', 'missing') "
             "and id > '00000000-0000-0000-0000-000000000000' order by id limit 10")
            .find("Index Only Scan using dataset_pkey"),
        std::string::npos
    );
}

} // namespace
} // namespace moisson::store::testing
