// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Database: N threads = N PostgreSQL connections, behind awaitables. libpq blocks, so it lives only
// on these threads; time limits are set in the database session because no timer can abandon a
// blocking call. Expected failures are Results: STORE_UNAVAILABLE (connection lost, restart, time
// limit, shutting down); other SQL errors are bugs and thrown to the awaiting coroutine.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::store {

class Connection; // store/connection.hpp, for the store room and its tests only

struct DatabaseOptions {
    // libpq connection string or URI ("host=/run/postgresql dbname=moisson").
    std::string conninfo;
    std::string application_name = "moissond";
    // NOLOGIN group role taken with SET ROLE after connecting ("moisson_api"); empty = none.
    std::string role;
    // 0..64. None: no thread either, jobs wait for work_off() and run on one connection.
    int connections = 4;
    std::chrono::seconds connect_timeout{5};
    std::chrono::milliseconds statement_timeout = std::chrono::seconds(60);
    std::chrono::milliseconds lock_timeout = std::chrono::seconds(10);
    // Below the lease of a run (decision 17).
    std::chrono::milliseconds idle_in_transaction_timeout = std::chrono::seconds(30);
    // PostgreSQL itself refuses every write of these sessions (rehearsals).
    bool read_only = false;
    // Sessions prepare every statement they execute (connection.hpp).
    bool prepares_all = false;
    // Sessions of a connection that prefers a standby and found none look for one again this often.
    std::chrono::milliseconds look_for_standby = std::chrono::minutes(1);
    // Called on a db thread after every job: label, time spent, outcome. For metrics; must not
    // block. An answer that says no (NOT_FOUND, RUN_CANCELLED) is ok.
    std::function<void(std::string_view label, std::chrono::nanoseconds took, bool ok)> observe;
    // Called on a db thread before every job, on the job's own connection; what it throws is the
    // job's failure.
    std::function<void(Connection&)> before;
};

enum class DatabaseState { ok, standby, down };
std::string_view to_string(DatabaseState state);

struct DatabaseHealth {
    DatabaseState state = DatabaseState::down;
    // Replay lag of a standby, 0 on a primary.
    double lag_seconds = 0;
    std::string detail; // last error, empty when ok
};

// Thread-safe. Connections are opened at first use and again after a loss.
class Database {
public:
    explicit Database(DatabaseOptions options);
    // Stops as stop() does.
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Runs `job` on a db thread with a connection of its own and resumes on the caller's executor.
    // `job` owns its inputs and returns a value; it is not called again after a failure.
    // `label` is a constant that names the query in metrics and logs.
    template <class T>
    asio::awaitable<Result<T>>
    run(std::string_view label, std::function<Result<T>(Connection&)> job);

    // Last known state, without asking.
    DatabaseState state() const;
    // Asks now.
    asio::awaitable<DatabaseHealth> health();

    // Without threads only: runs the oldest waiting job on the calling thread; false when none
    // waits. Whoever simulates decides so when a transaction happens.
    bool work_off();
    // Whether a job waits for it.
    bool has_work() const;

    // Cancels running statements, fails waiting jobs with STORE_UNAVAILABLE, joins the threads.
    void stop();

    const DatabaseOptions& options() const;

private:
    struct Pool;
    using Job = std::function<std::optional<Error>(Connection&)>;
    // Calls `job` with a connection, or `failed` when there is none; both on a db thread.
    void submit(
        std::string_view label,
        Job job,
        std::function<void(std::optional<Error>, std::exception_ptr)> done
    );
    // Resumes on the caller's executor with the job's own error or that of its connection; throws
    // what the job throws.
    asio::awaitable<std::optional<Error>> perform(std::string_view label, Job job);

    std::unique_ptr<Pool> pool_;
};

// Thin: what it stands on is compiled once, not for each of some two hundred queries.
template <class T>
asio::awaitable<Result<T>>
Database::run(std::string_view label, std::function<Result<T>(Connection&)> job) {
    const auto value = std::make_shared<std::optional<Result<T>>>();
    Job work = [value, job = std::move(job)](Connection& connection) -> std::optional<Error> {
        value->emplace(job(connection));
        if ((*value)->has_error())
            return (*value)->error();
        return std::nullopt;
    };
    std::optional<Error> error = co_await perform(label, std::move(work));
    if (error && (!*value || (*value)->has_value()))
        co_return std::move(*error);
    co_return std::move(**value);
}

} // namespace moisson::store
