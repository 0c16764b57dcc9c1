// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the store's integration tests share: a fresh database, one portal, builders of records and
// pages, and blocking calls of the stores.
#pragma once

#include "core/rng.hpp"
#include "store/connection.hpp"
#include "store/stores.hpp"
#include "support/pg_cluster.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace moisson::store::testing {

// One caller at a time: tests with threads call the blocking functions instead.
template <class T>
T await(asio::awaitable<T> task) {
    // Outlives the db threads that post to it.
    static asio::io_context context;
    return moisson::testing::run_coro(context, std::move(task), std::chrono::seconds(60));
}

Portal a_portal(const std::string& key, int sources = 1);
RecordChange
a_record(const std::string& portal_key, const std::string& remote_id, const std::string& title);
// Same record, other content.
RecordChange changed(RecordChange record, const std::string& title);
PageCommit a_page(std::int64_t number, std::vector<RecordChange> records, bool last = false);

// One database with its stores.
class World {
public:
    World();
    explicit World(std::string conninfo);

    void sync(std::vector<Portal> portals);
    // Requests and claims a run of the source.
    ClaimedRun claim(const std::string& source_key);
    // Commits the pages, ends the run.
    HarvestRun harvest(const std::string& source_key, std::vector<PageCommit> pages);
    // One page with all of them.
    HarvestRun harvest(const std::string& source_key, const std::vector<RecordChange>& records);
    std::string fingerprint();
    // First column of the first row as a number.
    std::int64_t number(const char* sql);
    std::string text(const char* sql);
    Connection& sql();

    std::string conninfo;
    Database database;
    Rng rng{1};
    std::unique_ptr<HarvestStore> harvests;
    std::unique_ptr<CatalogStore> catalog;
    std::unique_ptr<ChangeFeed> feed;

private:
    std::unique_ptr<Connection> sql_;
};

// Domain time becomes that much later than the clock.
void travel(World& world, const std::string& interval);

// Every lease has ended.
void expire(World& world);

SessionOptions session(const std::string& conninfo);
DatabaseOptions database_options(const std::string& conninfo);

} // namespace moisson::store::testing
