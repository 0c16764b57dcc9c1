// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/migrations.hpp"

#include "store/connection.hpp"

#include <fmt/format.h>

#include <pqxx/pqxx>

namespace moisson::store {
namespace {

// Any constant: the lock that two migrators compete for.
constexpr std::int64_t migration_lock = 0x4d6f6973736f6e01;
constexpr int lock_attempts = 24; // of 5 s each

constexpr const char* has_versions = "select to_regclass('moisson.schema_version') is not null";
constexpr const char* newest_version =
    "select coalesce(max(version), 0), coalesce(max(readable_by), 0) from moisson.schema_version";

struct Version {
    int version = 0;
    int readable_by = 0;
};

Version read_version(Connection& connection) {
    if (!connection.exec(has_versions).boolean(0, 0))
        return {};
    const Rows rows = connection.exec(newest_version);
    return {static_cast<int>(rows.int64(0, 0)), static_cast<int>(rows.int64(0, 1))};
}

Version read_version(pqxx::transaction_base& transaction) {
    if (!transaction.exec1(has_versions)[0].as<bool>())
        return {};
    const pqxx::row row = transaction.exec1(newest_version);
    return {row[0].as<int>(), row[1].as<int>()};
}

Result<void> judge(const Version& version, int program) {
    if (version.readable_by > program)
        return Error(
            Code::schema_mismatch,
            fmt::format(
                "schema {} needs a program of version {} or later; this one knows {}: upgrade "
                "moissond",
                version.version,
                version.readable_by,
                program
            )
        );
    return {};
}

// A migration may say that programs older than N can no longer use the schema.
int readable_by(const Migration& migration, int before) {
    static constexpr std::string_view mark = "-- moisson: readable_by ";
    const std::size_t at = migration.sql.find(mark);
    return at == std::string_view::npos
               ? before
               : std::stoi(std::string(migration.sql.substr(at + mark.size(), 9)));
}

// CREATE INDEX CONCURRENTLY and the like: repeatable, outside a transaction.
bool transactional(const Migration& migration) {
    return migration.sql.find("-- moisson: no transaction") == std::string_view::npos;
}

void record(pqxx::transaction_base& transaction, const Migration& migration, int readable) {
    transaction.exec_params0(
        "insert into moisson.schema_version (version, readable_by, name, applied_at) "
        "values ($1, $2, $3, clock_timestamp())",
        migration.version,
        readable,
        std::string(migration.name)
    );
}

void apply(pqxx::transaction_base& transaction, const Migration& migration, int readable) {
    transaction.exec(std::string(migration.sql), std::string(migration.name));
    record(transaction, migration, readable);
}

// What is left to do, found under the lock; applied at once when it is transactional.
struct Step {
    const Migration* migration = nullptr;
    int readable = 0;
    bool applied = false;
};

Result<Step> locked_step(pqxx::connection& connection, std::span<const Migration> list) {
    const int program = list.empty() ? 0 : list.back().version;
    pqxx::work transaction(connection, "migration");
    transaction.exec_params1("select pg_advisory_xact_lock($1)", migration_lock);
    transaction.exec("create schema if not exists moisson;"
                     "create table if not exists moisson.schema_version (version integer primary "
                     "key, readable_by integer not null, name text not null, applied_at "
                     "timestamptz not null)");
    const Version version = read_version(transaction);
    if (Result<void> verdict = judge(version, program); !verdict)
        return verdict.error();
    Step step;
    for (const Migration& migration : list) {
        if (migration.version <= version.version)
            continue;
        step.migration = &migration;
        step.readable = readable_by(migration, version.readable_by);
        step.applied = transactional(migration);
        break;
    }
    if (step.applied)
        apply(transaction, *step.migration, step.readable);
    transaction.commit();
    return step;
}

// One migration; false when there is nothing left.
Result<bool> step(pqxx::connection& connection, std::span<const Migration> list) {
    const Result<Step> found = locked_step(connection, list);
    if (!found)
        return found.error();
    if (found->migration != nullptr && !found->applied) {
        pqxx::nontransaction outside(connection, "migration");
        apply(outside, *found->migration, found->readable);
    }
    return found->migration != nullptr;
}

// libpqxx takes a connection string and nothing beside it.
std::string with_time_limit(const std::string& conninfo) {
    if (conninfo.find("connect_timeout") != std::string::npos)
        return conninfo;
    if (conninfo.starts_with("postgres://") || conninfo.starts_with("postgresql://"))
        return conninfo + (conninfo.find('?') == std::string::npos ? "?" : "&") +
               "connect_timeout=5";
    return conninfo + " connect_timeout=5";
}

void prepare_session(pqxx::connection& connection) {
    pqxx::nontransaction session(connection);
    session.exec("set search_path = moisson, pg_catalog, pg_temp; set client_min_messages = "
                 "warning; set lock_timeout = '5s'; set application_name = 'moisson-migrate'");
}

// 55P03: somebody holds the lock or a table; 23505 and 42P06: two first migrators.
bool worth_another_try(const SqlError& error) {
    return error.state() == "55P03" || error.state() == "23505" || error.state() == "42P06" ||
           error.transient();
}

// A standby gets its schema from the server that it follows.
Result<MigrationOutcome> as_it_is(pqxx::connection& connection, int program) {
    pqxx::nontransaction look(connection);
    const Version version = read_version(look);
    if (Result<void> verdict = judge(version, program); !verdict)
        return verdict.error();
    if (version.version < program)
        return Error(
            Code::store_unavailable,
            "a standby does not migrate: its primary must be migrated first"
        );
    MigrationOutcome outcome;
    outcome.from = outcome.to = version.version;
    return outcome;
}

bool only_follows(pqxx::connection& connection) {
    pqxx::nontransaction look(connection);
    return look.exec1("select pg_is_in_recovery()")[0].as<bool>();
}

Result<MigrationOutcome> migrate_on(pqxx::connection& connection, std::span<const Migration> list) {
    if (only_follows(connection))
        return as_it_is(connection, list.empty() ? 0 : list.back().version);
    const auto version_now = [&connection] {
        pqxx::nontransaction look(connection);
        return read_version(look).version;
    };
    MigrationOutcome outcome;
    outcome.from = version_now();
    for (int failures = 0;;) {
        try {
            const Result<bool> more = step(connection, list);
            if (!more)
                return more.error();
            if (!*more)
                break;
        } catch (const pqxx::sql_error& failure) {
            const SqlError error(failure.sqlstate(), "", failure.what());
            if (!worth_another_try(error) || ++failures >= lock_attempts)
                throw error;
        }
    }
    outcome.to = version_now();
    return outcome;
}

} // namespace

int program_version() {
    return migrations().empty() ? 0 : migrations().back().version;
}

Result<MigrationOutcome> migrate(const std::string& conninfo) {
    return migrate(conninfo, migrations());
}

Result<MigrationOutcome> migrate(const std::string& conninfo, std::span<const Migration> list) {
    try {
        pqxx::connection connection(with_time_limit(conninfo));
        prepare_session(connection);
        return migrate_on(connection, list);
    } catch (const pqxx::broken_connection& lost) {
        return Error(Code::store_unavailable, lost.what());
    } catch (const pqxx::sql_error& failure) {
        const SqlError error(failure.sqlstate(), "", failure.what());
        if (error.unavailable())
            return Error(Code::store_unavailable, error.what());
        throw error;
    } catch (const SqlError& error) {
        if (error.unavailable())
            return Error(Code::store_unavailable, error.what());
        throw;
    }
}

Result<void> check_schema(Connection& connection) {
    const Version version = read_version(connection);
    if (version.version < program_version())
        return Error(
            Code::schema_mismatch,
            fmt::format(
                "schema {} is older than this program ({}): run `moisson base migrer`",
                version.version,
                program_version()
            )
        );
    return judge(version, program_version());
}

} // namespace moisson::store
