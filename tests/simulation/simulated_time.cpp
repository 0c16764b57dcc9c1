// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The time is a file: the clock moves a million times in a simulated month, and a row that changes
// as often would be most of the work of the database.
#include "simulation/simulated_time.hpp"

#include "support/pg_cluster.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <pqxx/pqxx>
#include <stdexcept>

namespace moisson::simulation {
namespace {

// The cluster hands databases out to one thread at a time.
std::string fresh_database() {
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    return testing::PgCluster::instance().fresh_database();
}

} // namespace

SimulatedDatabase::SimulatedDatabase(Instant now) : conninfo_(fresh_database()) {
    file_ = (std::filesystem::temp_directory_path() / "moisson-time-XXXXXX").string();
    descriptor_ = mkstemp(file_.data());
    if (descriptor_ < 0)
        throw std::runtime_error("no file for the time of the world");
    // The server may run as another user.
    fchmod(descriptor_, 0644);
    set(now);
    pqxx::connection connection(conninfo_);
    pqxx::work work(connection);
    const std::string body =
        fmt::format("language sql stable as $$select pg_read_file('{}')::timestamptz$$", file_);
    work.exec("create or replace function moisson.now() returns timestamptz " + body);
    work.exec("create function moisson.clock_timestamp() returns timestamptz " + body);
    // Nobody pulls the plug of this server: its commits need not wait for the disk.
    work.exec(fmt::format("alter database {} set synchronous_commit = off", connection.dbname()));
    work.commit();
}

SimulatedDatabase::~SimulatedDatabase() {
    ::close(descriptor_);
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
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

void SimulatedDatabase::set(Instant now) {
    // Always the same length, written at once: a reader never sees half of it.
    const std::string text = to_iso8601(now);
    std::string fixed = text.substr(0, 19);
    const auto micros = now.time_since_epoch().count() % 1'000'000;
    fixed += fmt::format(".{:06}Z", micros);
    if (::pwrite(descriptor_, fixed.data(), fixed.size(), 0) != static_cast<ssize_t>(fixed.size()))
        throw std::runtime_error("the time of the world cannot be written");
}

} // namespace moisson::simulation
