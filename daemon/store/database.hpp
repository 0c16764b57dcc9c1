// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Database: N threads = N PostgreSQL connections, behind awaitables. libpq blocks, so it lives only
// on these threads; time limits are set in the database session because no timer can abandon a
// blocking call. Expected failures are Results: STORE_UNAVAILABLE (connection lost, restart, time
// limit, shutting down); other SQL errors are bugs and thrown to the awaiting coroutine.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

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
    // Calls `job` with a connection, or `failed` when there is none; both on a db thread.
    void submit(
        std::string_view label,
        std::function<std::optional<Error>(Connection&)> job,
        std::function<void(std::optional<Error>, std::exception_ptr)> done
    );

    std::unique_ptr<Pool> pool_;
};

template <class T>
asio::awaitable<Result<T>>
Database::run(std::string_view label, std::function<Result<T>(Connection&)> job) {
    struct Slot {
        std::optional<Result<T>> value;
        std::exception_ptr exception;
    };
    const auto slot = std::make_shared<Slot>();
    auto work = [slot, job = std::move(job)](Connection& connection) -> std::optional<Error> {
        slot->value.emplace(job(connection));
        if (slot->value->has_error())
            return slot->value->error();
        return std::nullopt;
    };
    auto initiate = [this, slot, label, work = std::move(work)](auto handler) mutable {
        using Handler = decltype(handler);
        auto shared = std::make_shared<Handler>(std::move(handler));
        auto guard = asio::make_work_guard(asio::get_associated_executor(*shared));
        submit(
            label,
            std::move(work),
            // Nothing that refers to the caller's executor stays on the db thread after the post:
            // the caller may be gone the moment it resumes.
            [slot,
             shared,
             guard](std::optional<Error> error, std::exception_ptr exception) mutable {
                if (error && (!slot->value || slot->value->has_value()))
                    slot->value.emplace(std::move(*error));
                slot->exception = std::move(exception);
                const auto executor = asio::get_associated_executor(*shared);
                asio::post(
                    executor,
                    [handler = std::move(shared), work_guard = std::move(guard)]() mutable {
                        work_guard.reset();
                        std::move (*handler)();
                    }
                );
            }
        );
        shared.reset();
        guard.reset();
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        std::move(initiate),
        asio::use_awaitable
    );
    if (slot->exception)
        std::rethrow_exception(slot->exception);
    co_return std::move(*slot->value);
}

} // namespace moisson::store
