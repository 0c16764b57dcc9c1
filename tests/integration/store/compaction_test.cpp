// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dictionaries in the database: adopted once, used by what comes after, spread over what was there,
// whoever is killed on the way; and damage is told, never guessed away.
#include "fixture.hpp"
#include "store/compaction.hpp"

#include <boost/asio/thread_pool.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace moisson::store::testing {
namespace {

constexpr int enough = 2'100;

// Alike as records of one portal are; with a value of its own each.
std::string raw_record(int number) {
    const std::string id = to_string(uuid5(Uuid{}, std::to_string(number)));
    std::string raw = "{\"id\":\"" + id +
                      "\",\"license_id\":\"etalab-2.0\",\"organization\":{\"title\":"
                      "\"Ministère de l'économie, des finances et du plan\",\"state\":\"active\"},"
                      "\"maintainer\":null,\"maintainer_email\":null,\"resources\":[";
    for (int i = 0; i < 1 + number % 4; ++i)
        raw += "{\"id\":\"" + to_string(uuid5(Uuid{}, id + std::to_string(i))) +
               "\",\"format\":\"CSV\",\"mimetype\":\"text/csv\",\"datastore_active\":false,\"url\":"
               "\"https://donnees.example/dataset/" +
               id + "/resource.csv\"},";
    return raw + "{}],\"title\":\"Titre " + std::to_string(number) + "\"}";
}

std::vector<RecordChange> raw_records(const std::string& portal, int from, int to) {
    std::vector<RecordChange> out;
    for (int i = from; i < to; ++i) {
        RecordChange record =
            a_record(portal, "id" + std::to_string(i), "Titre " + std::to_string(i));
        record.raw = raw_record(i);
        record.source_digest = sha256(record.raw);
        out.push_back(std::move(record));
    }
    return out;
}

void harvest(World& world, const std::string& source, int from, int to) {
    std::vector<PageCommit> pages;
    constexpr int size = 500;
    for (int at = from; at < to; at += size)
        pages.push_back(a_page(
            (at - from) / size,
            raw_records(source, at, std::min(at + size, to)),
            at + size >= to
        ));
    world.harvest(source, std::move(pages));
}

CompactionOutcome compact(World& world, int records_per_step = 1'000) {
    asio::thread_pool cpu(1);
    CompactionOptions options;
    options.records_per_step = records_per_step;
    return await(compact_raw_records(world.database, cpu.get_executor(), options)).value();
}

std::int64_t with_dictionary(World& world) {
    return world.number("select count(*) from raw_record where codec = 1 and dictionary is not null"
    );
}

TEST(Compaction, WaitsForEnoughRecords) {
    World world;
    world.sync({a_portal("bf")});
    harvest(world, "bf", 0, 1'999);
    const CompactionOutcome outcome = compact(world);
    EXPECT_TRUE(outcome.trials.empty());
    EXPECT_EQ(outcome.rewritten, 0);
    EXPECT_EQ(world.number("select count(*) from dictionary"), 0);
}

TEST(Compaction, TrainsOneDictionaryPerConnectorAndRewritesWhatIsThere) {
    World world;
    Portal other = a_portal("ci");
    other.sources.front().connector = "udata";
    world.sync({a_portal("bf", 2), other});
    // Two sources of one connector count together.
    harvest(world, "bf", 0, 1'500);
    harvest(world, "bf-1", 1'500, enough);
    harvest(world, "ci", 0, 50);
    const std::string before = world.fingerprint();
    const std::int64_t bytes = world.number("select sum(octet_length(bytes)) from raw_record");
    const CompactionOutcome outcome = compact(world);
    ASSERT_EQ(outcome.trials.size(), 1U);
    const CompactionOutcome::Trial& trial = outcome.trials.front();
    EXPECT_EQ(trial.connector, "ckan");
    EXPECT_EQ(trial.records, enough);
    EXPECT_EQ(trial.trained_on + trial.measured, enough);
    EXPECT_EQ(trial.measured, enough / 4);
    EXPECT_TRUE(trial.adopted);
    EXPECT_LE(trial.bytes_after * 100, trial.bytes_before * 85);
    EXPECT_EQ(outcome.rewritten, enough);
    EXPECT_EQ(outcome.damaged, 0);
    EXPECT_EQ(with_dictionary(world), enough);
    EXPECT_EQ(world.number("select count(*) from raw_record where codec = 0"), 50)
        << "of the other connector";
    EXPECT_LT(world.number("select sum(octet_length(bytes)) from raw_record") * 100, bytes * 85);
    EXPECT_EQ(world.fingerprint(), before) << "the records are the same";
    const DatasetId id = raw_records("bf", 7, 8).front().id;
    EXPECT_EQ(await(world.catalog->raw_record(id)).value(), raw_record(7));
    // Nothing is left to do, and nothing is done.
    const CompactionOutcome again = compact(world);
    EXPECT_TRUE(again.trials.empty());
    EXPECT_EQ(again.rewritten, 0);
    // What comes from now on is written with it, unless its connector has none.
    harvest(world, "bf", 0, 1'510);
    harvest(world, "ci", 0, 60);
    EXPECT_EQ(with_dictionary(world), enough + 10);
    const DatasetId fresh = raw_records("bf", 1'505, 1'506).front().id;
    EXPECT_EQ(await(world.catalog->raw_record(fresh)).value(), raw_record(1'505));
    EXPECT_EQ(world.number("select count(*) from change where cause <> 'created'"), 0)
        << "nobody is told";
    // Normalising again reads both kinds.
    const SourceId source(world.number("select id from source where key = 'bf'"));
    const auto stale =
        await(world.harvests->stale_raw_records(source, sha256("mapping 2"), {}, 2'000)).value();
    EXPECT_EQ(stale.size(), 1'510U);
    // Foreign key: what is referred to cannot go.
    EXPECT_THROW(world.sql().exec("delete from dictionary"), SqlError);
}

TEST(Compaction, KeepsWhatANewDictionaryWouldNotMakeSmaller) {
    World world;
    world.sync({a_portal("bf")});
    std::vector<RecordChange> noise = raw_records("bf", 0, enough);
    Rng random(4);
    for (RecordChange& record : noise) {
        record.raw.assign(300, '\0');
        for (char& c : record.raw)
            c = static_cast<char>(random.below(256));
        record.source_digest = sha256(record.raw);
    }
    world.harvest("bf", noise);
    const CompactionOutcome outcome = compact(world);
    ASSERT_EQ(outcome.trials.size(), 1U);
    EXPECT_FALSE(outcome.trials.front().adopted);
    EXPECT_EQ(world.number("select count(*) from dictionary"), 0);
    EXPECT_EQ(world.number("select count(*) from dictionary_work where rewritten_to is null"), 1);
    EXPECT_TRUE(compact(world).trials.empty()) << "not tried every hour";
    world.sql().script("update dictionary_work set records = records / 10");
    EXPECT_EQ(compact(world).trials.size(), 1U) << "tried again with ten times as many";
}

// Runs in a process of its own, which kills itself at the fail point.
void compact_and_die(const std::string& conninfo, const char* fail_point) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        setenv("MOISSON_FAILPOINT", fail_point, 1);
        Database database(database_options(conninfo));
        asio::thread_pool cpu(1);
        asio::io_context io;
        CompactionOptions options;
        options.records_per_step = 300;
        moisson::testing::run_coro(
            io,
            compact_raw_records(database, cpu.get_executor(), options),
            std::chrono::seconds(60)
        );
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << fail_point;
    ASSERT_EQ(WTERMSIG(status), SIGKILL);
}

TEST(Compaction, GoesOnAfterAKill) {
    const std::string conninfo = moisson::testing::PgCluster::instance().fresh_database();
    std::string before;
    {
        World world(conninfo);
        world.sync({a_portal("bf")});
        harvest(world, "bf", 0, enough);
        before = world.fingerprint();
    }
    compact_and_die(conninfo, "before_dictionary");
    {
        World world(conninfo);
        EXPECT_EQ(world.number("select count(*) from dictionary"), 0);
        EXPECT_EQ(world.number("select count(*) from dictionary_work"), 0);
    }
    compact_and_die(conninfo, "before_rewrite:3");
    World world(conninfo);
    EXPECT_EQ(world.number("select count(*) from dictionary"), 1);
    EXPECT_EQ(with_dictionary(world), 600) << "two steps of three hundred";
    EXPECT_EQ(world.fingerprint(), before) << "both kinds are read";
    const CompactionOutcome rest = compact(world, 300);
    EXPECT_TRUE(rest.trials.empty());
    EXPECT_EQ(rest.rewritten, enough - 600) << "not from the beginning";
    EXPECT_EQ(world.fingerprint(), before);
}

TEST(Compaction, IsDoneOnceByTwoWorkers) {
    World world;
    world.sync({a_portal("bf")});
    harvest(world, "bf", 0, enough);
    asio::thread_pool cpu(2);
    CompactionOptions options;
    options.records_per_step = 200;
    asio::io_context io;
    std::vector<CompactionOutcome> outcomes;
    for (int i = 0; i < 2; ++i)
        asio::co_spawn(
            io,
            compact_raw_records(world.database, cpu.get_executor(), options),
            [&outcomes](const std::exception_ptr& failure, Result<CompactionOutcome> outcome) {
                ASSERT_FALSE(failure);
                outcomes.push_back(std::move(outcome).value());
            }
        );
    io.run();
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_EQ(outcomes[0].rewritten + outcomes[1].rewritten, enough)
        << "each record by one of them";
    EXPECT_EQ(world.number("select count(*) from dictionary"), 1);
    EXPECT_EQ(with_dictionary(world), enough);
}

TEST(Compaction, ADamagedDictionaryStopsNeitherHarvestsNorOtherConnectors) {
    World world;
    Portal other = a_portal("ci");
    other.sources.front().connector = "autre";
    world.sync({a_portal("bf"), other});
    // First in the order of names, unreadable, and about to be spread over what is there.
    world.sql().script(
        "insert into dictionary (connector, bytes, trained_on, digest) "
        "values ('autre', '\\x01', 1, '\\x02');"
        "insert into dictionary_work (connector, tried_at, records, measured, bytes_before, "
        "bytes_after, dictionary, rewritten_to) select 'autre', moisson.now(), 1, 1, 1, 1, id, "
        "'00000000-0000-0000-0000-000000000000' from dictionary"
    );
    harvest(world, "ci", 0, 5);
    EXPECT_EQ(world.number("select count(*) from raw_record where codec = 0"), 5);
    const DatasetId id = raw_records("ci", 2, 3).front().id;
    EXPECT_EQ(await(world.catalog->raw_record(id)).value(), raw_record(2));
    harvest(world, "bf", 0, enough);
    const CompactionOutcome outcome = compact(world);
    EXPECT_EQ(outcome.damaged, 1);
    EXPECT_EQ(outcome.rewritten, enough);
    EXPECT_EQ(
        world.number("select count(*) from dictionary_work where rewritten_to is not null"),
        0
    );
    EXPECT_EQ(compact(world).damaged, 0) << "told once";
}

TEST(Compaction, LeavesLargeRecordsAsTheyAre) {
    World world;
    world.sync({a_portal("bf")});
    harvest(world, "bf", 0, enough);
    RecordChange large = a_record("bf", "grand", "Grand");
    large.raw = raw_record(1);
    for (int i = 0; i < 6'000; ++i)
        large.raw += to_string(uuid5(Uuid{}, "grand" + std::to_string(i)));
    large.source_digest = sha256(large.raw);
    world.harvest("bf", std::vector<RecordChange>{large});
    const CompactionOutcome outcome = compact(world);
    EXPECT_EQ(outcome.rewritten, enough);
    EXPECT_EQ(
        world.text("select w.codec::text from raw_record w join dataset d on d.id = w.dataset "
                   "where d.remote_id = 'grand'"),
        "0"
    );
    EXPECT_EQ(await(world.catalog->raw_record(large.id)).value(), large.raw);
}

TEST(Compaction, SaysWhatIsDamaged) {
    World world;
    world.sync({a_portal("bf")});
    harvest(world, "bf", 0, enough);
    const DatasetId broken = raw_records("bf", 3, 4).front().id;
    world.sql().exec(
        "update raw_record set bytes = substring(bytes for 40) where dataset = $1",
        Params(broken.uuid)
    );
    const CompactionOutcome outcome = compact(world);
    EXPECT_EQ(outcome.damaged, 1);
    EXPECT_EQ(outcome.rewritten, enough - 1);
    EXPECT_EQ(await(world.catalog->raw_record(broken)).error().code, Code::table_damaged);
    EXPECT_EQ(await(world.catalog->fingerprint()).error().code, Code::table_damaged);
    // A dictionary that is not what it was, for whoever has not read it before.
    const DatasetId whole = raw_records("bf", 5, 6).front().id;
    EXPECT_EQ(await(world.catalog->raw_record(whole)).value(), raw_record(5));
    world.sql().script("update dictionary set bytes = bytes || '\\x00'::bytea");
    const auto fresh = make_catalog_store(world.database);
    EXPECT_EQ(await(fresh->raw_record(whole)).error().code, Code::table_damaged);
    // An id that nobody knows, and a row that contradicts itself.
    world.sql().script("alter table raw_record drop constraint raw_record_dictionary_fkey;"
                       "update raw_record set dictionary = 999");
    EXPECT_EQ(
        await(fresh->raw_record(whole)).error(),
        Error(Code::table_damaged, "no dictionary 999")
    );
    world.sql().script("update raw_record set dictionary = null");
    EXPECT_EQ(await(world.catalog->raw_record(whole)).error().code, Code::table_damaged);
    world.sql().script("update raw_record set codec = 7");
    EXPECT_EQ(await(world.catalog->raw_record(whole)).error().code, Code::table_damaged);
}

} // namespace
} // namespace moisson::store::testing
