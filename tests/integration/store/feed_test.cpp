// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The follower of decision 1, and its negative control.
#include "fixture.hpp"
#include "store/merge_sql.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>
#include <unordered_set>

namespace moisson::store::testing {
namespace {

constexpr int writers = 8;
constexpr int changes_of_a_transaction = 25;
constexpr int changes_of_a_poll = 1'000'000;

int changes_wanted() {
    const char* text = std::getenv("MOISSON_FOLLOWER_CHANGES");
    return text == nullptr ? 100'000 : std::atoi(text);
}

enum class Lock { held, removed };

struct Writer {
    explicit Writer(const std::string& conninfo) : connection(session(conninfo)) {
        connection.script(
            "create temp table stage_verdict (dataset uuid, cause text) on commit delete rows"
        );
    }
    Connection connection;
};

// Each change is of a dataset of its own. In a transaction of who calls.
void write_some(Connection& connection, Lock lock) {
    connection.exec(
        "insert into stage_verdict select gen_random_uuid(), 'created' from generate_series(1, $1)",
        Params(changes_of_a_transaction)
    );
    if (lock == Lock::held)
        connection.exec(merge::change_lock);
    connection.exec(merge::changes, Params(random_uuid(), std::optional<std::int64_t>()));
}

void write_changes(const std::string& conninfo, int transactions, std::uint64_t seed) {
    Writer writer(conninfo);
    Rng random(seed);
    for (int i = 0; i < transactions; ++i) {
        Transaction transaction(writer.connection);
        write_some(writer.connection, Lock::held);
        std::this_thread::sleep_for(std::chrono::microseconds(random.below(1500)));
        transaction.commit();
    }
}

// Datasets that one follower met, polling as the index does while the writers work.
std::unordered_set<Uuid> follow(ChangeFeed& feed, const std::atomic<bool>& done) {
    std::unordered_set<Uuid> met;
    FeedPosition position;
    for (bool last = false;;) {
        const FeedBatch batch = await(feed.after(position, changes_of_a_poll)).value();
        for (const CatalogEntry& entry : batch.entries)
            met.insert(entry.id.uuid);
        position = batch.position;
        if (batch.entries.empty()) {
            if (last)
                return met;
            last = done;
        }
    }
}

TEST(Follower, MissesNoChangeOfEightWritersThatSleepBeforeTheirCommit) {
    World world;
    const int transactions = changes_wanted() / writers / changes_of_a_transaction;
    std::atomic<bool> done = false;
    std::unordered_set<Uuid> met;
    // Nobody else awaits meanwhile.
    std::thread follower([&] { met = follow(*world.feed, done); });
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i)
        threads.emplace_back([&world, transactions, i] {
            write_changes(world.conninfo, transactions, static_cast<std::uint64_t>(i) + 7);
        });
    for (std::thread& thread : threads)
        thread.join();
    done = true;
    follower.join();
    const std::int64_t written = world.number("select count(*) from change");
    EXPECT_EQ(written, std::int64_t{transactions} * changes_of_a_transaction * writers);
    EXPECT_EQ(static_cast<std::int64_t>(met.size()), written);
}

// Who took numbers first commits last, which is what the lock is against: the same poll passes them
// by, and they are gone for good.
TEST(Follower, MissesChangesWithoutTheLock) {
    World world;
    Writer first(world.conninfo);
    Writer second(world.conninfo);
    Transaction open(first.connection);
    write_some(first.connection, Lock::removed);
    Transaction quick(second.connection);
    write_some(second.connection, Lock::removed);
    quick.commit();
    const FeedBatch early = await(world.feed->after(FeedPosition(), changes_of_a_poll)).value();
    EXPECT_EQ(early.entries.size(), std::size_t{changes_of_a_transaction});
    open.commit();
    EXPECT_TRUE(await(world.feed->after(early.position, changes_of_a_poll)).value().entries.empty()
    );
    EXPECT_EQ(world.number("select count(*) from change"), 2 * changes_of_a_transaction);
}

TEST(Feed, ServesChunksAndThenWhatChangedAfterThem) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all;
    for (int i = 0; i < 7; ++i)
        all.push_back(a_record("bf", "id" + std::to_string(i), "Titre"));
    world.harvest("bf", all);
    const FeedPosition head = await(world.feed->head()).value();
    EXPECT_EQ(head.number.value, 7);
    std::size_t read = 0;
    DatasetId after;
    for (;;) {
        const auto chunk = await(world.feed->chunk(after, 3)).value();
        if (chunk.empty())
            break;
        read += chunk.size();
        after = chunk.back().id;
    }
    EXPECT_EQ(read, 7U);
    world.harvest("bf", {changed(all[0], "Neuf")});
    const FeedBatch batch = await(world.feed->after(head, 100)).value();
    ASSERT_EQ(batch.entries.size(), 7U);
    EXPECT_EQ(batch.entries[0].dataset.title.front().text, "Neuf");
    EXPECT_TRUE(batch.entries[0].dataset.publisher.email.empty());
    EXPECT_EQ(batch.entries[1].state, RecordState::missing);
}

// However many datasets are asked for at once, and one of them twice.
TEST(Feed, GivesFilesOnceAndInTheirOrder) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> all;
    std::map<DatasetId, std::vector<std::string>> files;
    for (int i = 0; i < 12; ++i) {
        RecordChange& record = all.emplace_back(a_record("bf", "id" + std::to_string(i), "Titre"));
        std::vector<Distribution>& distributions = record.dataset.distributions;
        if (i % 2 == 1)
            std::reverse(distributions.begin(), distributions.end());
        for (const Distribution& distribution : distributions)
            files[record.id].push_back(distribution.url);
    }
    world.harvest("bf", all);
    const auto expect_files = [&files](DatasetId id, const Dataset& dataset) {
        std::vector<std::string> urls;
        for (const Distribution& distribution : dataset.distributions)
            urls.push_back(distribution.url);
        EXPECT_EQ(urls, files.at(id));
    };
    const auto chunk = await(world.feed->chunk(DatasetId(), 100)).value();
    ASSERT_EQ(chunk.size(), all.size());
    for (const CatalogEntry& entry : chunk)
        expect_files(entry.id, entry.dataset);
    const DatasetId first = all[0].id;
    const DatasetId second = all[1].id;
    const auto twice = await(world.catalog->datasets({first, second, first})).value();
    ASSERT_EQ(twice.size(), 2U);
    for (const DatasetRecord& record : twice)
        expect_files(record.id, record.dataset);
}

TEST(Feed, SaysThatAPositionIsGone) {
    World world;
    world.sync({a_portal("bf")});
    world.harvest("bf", {a_record("bf", "a", "A"), a_record("bf", "b", "B")});
    FeedPosition position = await(world.feed->head()).value();
    position.batch = random_uuid();
    EXPECT_EQ(await(world.feed->after(position, 10)).error().code, Code::not_found);
    EXPECT_TRUE(await(world.feed->after(FeedPosition{}, 10)));
    world.sql().script("update change set at = at - interval '40 days'");
    EXPECT_EQ(await(prune(world.database, PrunePolicy{})).value().changes, 1);
    EXPECT_EQ(await(world.feed->after(FeedPosition{}, 10)).error().code, Code::not_found);
    EXPECT_EQ(await(world.catalog->changes(ChangeNumber(0), 10)).error().code, Code::not_found);
    EXPECT_TRUE(await(world.feed->after(await(world.feed->head()).value(), 10)));
}

asio::awaitable<bool> wait_once(ChangeFeed& feed) {
    co_await feed.wait(std::chrono::seconds(20));
    co_return true;
}

TEST(Feed, WakesAtANotification) {
    World world;
    std::thread announcer([&world] {
        Connection connection(session(world.conninfo));
        // Until somebody listens.
        for (int i = 0; i < 40; ++i) {
            connection.exec(merge::announce);
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    });
    const Steady begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(await(wait_once(*world.feed)));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
    announcer.join();
}

} // namespace
} // namespace moisson::store::testing
