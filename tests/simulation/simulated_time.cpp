// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The time is a setting: the clock moves a million times in a simulated month, and is looked at for
// every row. PostgreSQL puts so small a function into the statement that calls it.
#include "simulation/simulated_time.hpp"

#include "store/connection.hpp"
#include "support/pg_cluster.hpp"

#include <fmt/format.h>

#include <mutex>
#include <optional>
#include <pqxx/pqxx>

namespace moisson::simulation {
namespace {

constexpr const char* body =
    "language sql stable as $$select current_setting('moisson.time')::timestamptz$$";
constexpr const char* tell = "select set_config('moisson.time', $1, false)";

// The cluster hands databases out to one thread at a time.
std::string fresh_database() {
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    return testing::PgCluster::instance().fresh_database();
}

// "2026-03-02T10:00:00.000250Z"
std::string text_of(Instant instant) {
    const auto micros = instant.time_since_epoch().count() % 1'000'000;
    return to_iso8601(instant).substr(0, 19) + fmt::format(".{:06}Z", micros);
}

} // namespace

SimulatedDatabase::SimulatedDatabase() : conninfo_(fresh_database()) {
    pqxx::connection connection(conninfo_);
    pqxx::work work(connection);
    const std::string rest(body);
    work.exec("create or replace function moisson.now() returns timestamptz " + rest);
    work.exec("create function moisson.clock_timestamp() returns timestamptz " + rest);
    // Nobody pulls the plug of this server: its commits need not wait for the disk.
    work.exec(fmt::format("alter database {} set synchronous_commit = off", connection.dbname()));
    // Few rows, and sessions that are young because their workers die: a plan for each of the first
    // five parameters of each statement is most of the planning of a world.
    work.exec(fmt::format(
        "alter database {} set plan_cache_mode = force_generic_plan",
        connection.dbname()
    ));
    // Nobody reads statistics of the tables.
    work.exec(fmt::format("alter database {} set track_counts = off", connection.dbname()));
    // What the ledger asks after every run of every month.
    for (const char* const index :
         {"create index on moisson.change (run) where cause in ('missing', 'archived')",
          "create index on moisson.change (dataset, number) where cause = 'missing'"})
        work.exec(index);
    work.commit();
}

SimulatedDatabase::~SimulatedDatabase() {
    try {
        const std::size_t name = conninfo_.rfind("dbname=");
        pqxx::connection connection(conninfo_.substr(0, name));
        pqxx::nontransaction(connection)
            .exec("drop database " + conninfo_.substr(name + 7) + " with (force)");
    } catch (const std::exception&) {
        // The cluster is thrown away whole.
        return;
    }
}

std::function<void(store::Connection&)> time_signal(const Clock& truth) {
    return [&truth, told = std::optional<Instant>()](store::Connection& connection) mutable {
        const Instant now = truth.now();
        if (told == now)
            return;
        connection.exec_prepared(tell, store::Params(text_of(now)));
        told = now;
    };
}

} // namespace moisson::simulation
