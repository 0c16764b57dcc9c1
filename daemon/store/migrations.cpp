// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/migrations.hpp"

#include "store/connection.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace moisson::store {
namespace {

// Any constant: the lock that two migrators compete for.
constexpr std::int64_t migration_lock = 0x4d6f6973736f6e01;
constexpr int lock_attempts = 24; // of 5 s each

struct Version {
    int version = 0;
    int readable_by = 0;
};

Version read_version(Connection& connection) {
    const Rows table = connection.exec("select to_regclass('moisson.schema_version') is not null");
    if (!table.boolean(0, 0))
        return {};
    const Rows rows = connection.exec("select coalesce(max(version), 0), "
                                      "coalesce(max(readable_by), 0) from moisson.schema_version");
    return {static_cast<int>(rows.int64(0, 0)), static_cast<int>(rows.int64(0, 1))};
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

void record(Connection& connection, const Migration& migration, int readable) {
    connection.exec(
        "insert into moisson.schema_version (version, readable_by, name, applied_at) "
        "values ($1, $2, $3, clock_timestamp())",
        Params(migration.version, readable, migration.name)
    );
}

// The lock is taken first and the version read again under it. False when there is nothing left.
Result<bool> step(Connection& connection, std::span<const Migration> list) {
    const int program = list.empty() ? 0 : list.back().version;
    Transaction transaction(connection);
    connection.exec("select pg_advisory_xact_lock($1)", Params(migration_lock));
    connection.script("create schema if not exists moisson;"
                      "create table if not exists moisson.schema_version (version integer primary "
                      "key, readable_by "
                      "integer not null, name text not null, applied_at timestamptz not null)");
    const Version version = read_version(connection);
    if (Result<void> verdict = judge(version, program); !verdict)
        return verdict.error();
    for (const Migration& migration : list) {
        if (migration.version <= version.version)
            continue;
        const int readable = readable_by(migration, version.readable_by);
        if (transactional(migration)) {
            connection.script(std::string(migration.sql));
            record(connection, migration, readable);
            transaction.commit();
        } else {
            transaction.commit();
            connection.script(std::string(migration.sql));
            record(connection, migration, readable);
        }
        return true;
    }
    transaction.commit();
    return false;
}

} // namespace

int program_version() {
    return migrations().empty() ? 0 : migrations().back().version;
}

Result<MigrationOutcome> migrate(const std::string& conninfo) {
    return migrate(conninfo, migrations());
}

Result<MigrationOutcome> migrate(const std::string& conninfo, std::span<const Migration> list) {
    SessionOptions options;
    options.conninfo = conninfo;
    options.application_name = "moisson-migrate";
    options.lock_timeout = std::chrono::seconds(5);
    try {
        Connection connection(options);
        MigrationOutcome outcome;
        outcome.from = read_version(connection).version;
        for (int failures = 0;;) {
            try {
                Result<bool> more = step(connection, list);
                if (!more)
                    return more.error();
                if (!*more)
                    break;
            } catch (const SqlError& error) {
                // 55P03: somebody holds the lock or a table; 23505 and 42P06: two first migrators.
                const bool again = error.state() == "55P03" || error.state() == "23505" ||
                                   error.state() == "42P06" || error.transient();
                if (!again || ++failures >= lock_attempts)
                    throw;
            }
        }
        outcome.to = read_version(connection).version;
        return outcome;
    } catch (const ConnectionLost& lost) {
        return Error(Code::store_unavailable, lost.what());
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
