// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"
#include "store/migrations.hpp"

#include <fstream>
#include <sstream>
#include <thread>

namespace moisson::store::testing {
namespace {

using moisson::testing::PgCluster;

// Without comments, empty lines and the settings that differ with the release of pg_dump.
std::string normalised(std::istream& dump) {
    std::string out;
    for (std::string line; std::getline(dump, line);)
        if (!line.empty() && !line.starts_with("--") && !line.starts_with("SET ") &&
            !line.starts_with("SELECT pg_catalog.set_config") && !line.starts_with("\\"))
            out += line + "\n";
    return out;
}

TEST(Migrations, RunOnAnEmptyDatabaseAndThenFindNothingToDo) {
    const std::string conninfo = PgCluster::instance().empty_database();
    const MigrationOutcome first = migrate(conninfo).value();
    EXPECT_EQ(first.from, 0);
    EXPECT_EQ(first.to, program_version());
    const MigrationOutcome second = migrate(conninfo).value();
    EXPECT_EQ(second.from, program_version());
    EXPECT_EQ(second.to, program_version());
    Connection connection(session(conninfo));
    EXPECT_TRUE(check_schema(connection));
}

TEST(Migrations, OfTwoMigratorsAtOnceOneDoesTheWork) {
    const std::string conninfo = PgCluster::instance().empty_database();
    std::vector<std::optional<Result<MigrationOutcome>>> outcomes(4);
    std::vector<std::thread> threads;
    for (auto& outcome : outcomes)
        threads.emplace_back([&outcome, &conninfo] { outcome.emplace(migrate(conninfo)); });
    for (std::thread& thread : threads)
        thread.join();
    for (const auto& outcome : outcomes) {
        ASSERT_TRUE(outcome->has_value()) << outcome->error().detail;
        EXPECT_EQ((*outcome)->to, program_version());
    }
    Connection connection(session(conninfo));
    EXPECT_EQ(
        connection.exec("select count(*) from schema_version").int64(0, 0),
        program_version()
    );
}

TEST(Migrations, RefuseASchemaThatIsNewerThanTheProgram) {
    World world;
    world.sql().script("insert into schema_version values (999, 999, 'later', now())");
    const auto outcome = migrate(world.conninfo);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Code::schema_mismatch);
    EXPECT_FALSE(check_schema(world.sql()));
    EXPECT_EQ(await(world.catalog->schema_status()).value().verdict, SchemaStatus::Verdict::newer);
}

TEST(Migrations, LetAnOlderProgramRunWhenTheSchemaIsStillReadable) {
    World world;
    world.sql().script("insert into schema_version values (999, 1, 'expansion', now())");
    EXPECT_TRUE(migrate(world.conninfo));
    EXPECT_TRUE(check_schema(world.sql()));
}

TEST(Migrations, LeaveNothingBehindWhenOneFails) {
    const std::string conninfo = PgCluster::instance().empty_database();
    const std::vector<Migration> list = {
        {1, "0001_good.sql", "create table good (a int)"},
        {2, "0002_bad.sql", "create table half (a int); select 1/0"}};
    EXPECT_THROW(static_cast<void>(migrate(conninfo, list)), SqlError);
    Connection connection(session(conninfo));
    EXPECT_EQ(connection.exec("select max(version) from schema_version").int64(0, 0), 1);
    EXPECT_TRUE(connection.exec("select to_regclass('half') is null").boolean(0, 0));
}

TEST(Migrations, ListTheUnknownValuesThatRecordsAlreadyHave) {
    const std::string conninfo = PgCluster::instance().empty_database();
    migrate(conninfo, migrations().first(9)).value();
    Connection connection(session(conninfo));
    connection.script(R"sql(
insert into dataset (id, source, state, first_seen, changed_at, source_digest, mapping_version,
    remote_id, slug, title, licence, access_right, frequency, themes, countries, languages, metadata)
select md5(n::text)::uuid, 1 + n / 4, case when n = 3 then 'missing' else 'active' end, now(), now(),
    '', '', n::text, n::text, '', '', '', '', '{}', '{}', '{}', '{}'
from generate_series(0, 4) n;
insert into dataset_issue (dataset, source, codes, issues)
select id, source, '{BAD_DATE,UNMAPPED_THEME,UNMAPPED_FORMAT}',
    '[{"detail":"hier"},{"detail":"Divers"},{"stage":"normalise"}]' from dataset)sql");
    migrate(conninfo).value();
    EXPECT_EQ(
        connection
            .exec("select string_agg(concat_ws(' ', source, code, value, total), ', ' order by "
                  "source) from unmapped_value where until is null")
            .str(0, 0),
        "1 UNMAPPED_THEME Divers 3, 2 UNMAPPED_THEME Divers 1"
    );
}

TEST(Migrations, ResultInTheSchemaThatIsWrittenDown) {
    World world;
    const std::string actual = std::string(MOISSON_BINARY_DIR) + "/schema-actual.sql";
    const std::string command =
        "pg_dump --schema-only --schema=moisson --no-owner --no-privileges \"" + world.conninfo +
        "\" > " + actual;
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::ifstream dump(actual);
    std::ifstream file(std::string(MOISSON_SOURCE_DIR) + "/sql/schema.sql");
    ASSERT_TRUE(file.is_open());
    EXPECT_EQ(normalised(file), normalised(dump)) << "copy " << actual << " to sql/schema.sql";
}

TEST(Roles, TheApiMayReadAndNothingElse) {
    World world;
    DatabaseOptions options = database_options(world.conninfo);
    options.role = "moisson_api";
    Connection connection([&] {
        SessionOptions as_api = session(world.conninfo);
        as_api.role = "moisson_api";
        return as_api;
    }());
    EXPECT_EQ(connection.exec("select count(*) from dataset").int64(0, 0), 0);
    for (const char* sql :
         {"insert into alias values ('a', gen_random_uuid())",
          "delete from dataset",
          "update portal set title = ''",
          "select nextval('change_number')",
          "create table moisson.mine (a int)",
          "select moisson.grant_roles()"}) {
        try {
            connection.exec(sql);
            ADD_FAILURE() << sql;
        } catch (const SqlError& error) {
            EXPECT_EQ(error.state(), "42501") << sql;
        }
    }
}

TEST(Roles, TheHarvestRoleCanHarvest) {
    World world;
    DatabaseOptions options = database_options(world.conninfo);
    options.role = "moisson_harvest";
    Database database(options);
    const auto harvests = make_harvest_store(database);
    ASSERT_TRUE(await(harvests->sync_portals({a_portal("bf")})));
    ASSERT_TRUE(await(harvests->plan_due_runs()));
    const auto run = await(harvests->claim_run({"w", std::chrono::seconds(60)})).value();
    ASSERT_TRUE(run);
    const auto outcome =
        await(harvests->commit_page(run->lease, a_page(0, {a_record("bf", "1", "Budget")}, true)));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->created, 1);
    EXPECT_TRUE(await(harvests->reconcile(run->lease, ArchivePolicy{})));
    EXPECT_TRUE(await(harvests->finish_run(run->lease, RunEnd{})));
}

} // namespace
} // namespace moisson::store::testing
