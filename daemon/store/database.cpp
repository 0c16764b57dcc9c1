// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database_pool.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace moisson::store {
namespace {

// How long a statement that was asked to stop may take before its session is cut.
constexpr std::chrono::milliseconds cancel_patience{500};

// From a thread that nobody waits for: a server that is frozen never answers.
void cancel_all(const std::vector<Connection*>& running) {
    std::vector<std::function<void()>> cancels;
    for (const Connection* connection : running)
        if (connection != nullptr)
            cancels.push_back(connection->canceller());
    if (cancels.empty())
        return;
    std::thread([cancels = std::move(cancels)] {
        for (const auto& cancel : cancels)
            cancel();
    }).detach();
}

} // namespace

std::string_view to_string(DatabaseState state) {
    switch (state) {
    case DatabaseState::ok:
        return "ok";
    case DatabaseState::standby:
        return "standby";
    case DatabaseState::down:
        return "down";
    }
    return "down";
}

bool Database::work_off() {
    MOISSON_ASSERT(pool_->options.connections == 0);
    if (pool_->queue.empty())
        return false;
    DatabaseJob job = std::move(pool_->queue.front());
    pool_->queue.pop_front();
    pool_->settle(0, pool_->callers, std::move(job), pool_->stopping);
    return true;
}

bool Database::has_work() const {
    MOISSON_ASSERT(pool_->options.connections == 0);
    return !pool_->queue.empty();
}

Database::Database(DatabaseOptions options) : pool_(std::make_unique<Pool>(std::move(options))) {}

Database::~Database() {
    stop();
}

void Database::submit(
    std::string_view label,
    Job job,
    std::function<void(std::optional<Error>, std::exception_ptr)> done
) {
    {
        const std::scoped_lock lock(pool_->mutex);
        if (!pool_->stopping) {
            pool_->queue.push_back({label, std::move(job), std::move(done)});
            if (!pool_->idle_threads.empty()) {
                pool_->wakes[pool_->idle_threads.back()].notify_one();
                pool_->idle_threads.pop_back();
            }
            return;
        }
    }
    done(database_unavailable("shutting down"), nullptr);
}

asio::awaitable<std::optional<Error>> Database::perform(std::string_view label, Job job) {
    struct Outcome {
        std::optional<Error> error;
        std::exception_ptr exception;
    };
    const auto outcome = std::make_shared<Outcome>();
    auto initiate = [this, outcome, label, job = std::move(job)](auto handler) mutable {
        using Handler = decltype(handler);
        auto shared = std::make_shared<Handler>(std::move(handler));
        auto guard = asio::make_work_guard(asio::get_associated_executor(*shared));
        submit(
            label,
            std::move(job),
            // Nothing that refers to the caller's executor stays on the db thread after the post:
            // the caller may be gone the moment it resumes.
            [outcome,
             shared,
             guard](std::optional<Error> error, std::exception_ptr exception) mutable {
                outcome->error = std::move(error);
                outcome->exception = std::move(exception);
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
    if (outcome->exception)
        std::rethrow_exception(outcome->exception);
    co_return std::move(outcome->error);
}

void Database::stop() {
    {
        std::unique_lock lock(pool_->mutex);
        pool_->stopping = true;
        for (std::condition_variable& wake : pool_->wakes)
            wake.notify_all();
        cancel_all(pool_->running);
        pool_->idle.wait_for(lock, cancel_patience, [this] { return pool_->none_running(); });
        for (Connection* connection : pool_->running)
            if (connection != nullptr)
                connection->cut();
    }
    for (std::thread& thread : pool_->threads)
        if (thread.joinable())
            thread.join();
    while (pool_->options.connections == 0 && work_off())
        continue;
    pool_->callers.connection.reset();
}

DatabaseState Database::state() const {
    return pool_->state;
}

const DatabaseOptions& Database::options() const {
    return pool_->options;
}

asio::awaitable<DatabaseHealth> Database::health() {
    std::function<Result<DatabaseHealth>(Connection&)> job = [](Connection& connection
                                                             ) -> Result<DatabaseHealth> {
        const Rows rows = connection.exec(
            // A standby that nobody feeds any more has replayed all that it has.
            "select pg_is_in_recovery(), coalesce(case when pg_is_in_recovery() and "
            "(pg_last_wal_receive_lsn() is distinct from pg_last_wal_replay_lsn() "
            "or not exists (select from pg_stat_wal_receiver)) then "
            "extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end, "
            "0)::float8"
        );
        DatabaseHealth health;
        health.state = rows.boolean(0, 0) ? DatabaseState::standby : DatabaseState::ok;
        health.lag_seconds = rows.float8(0, 1);
        return health;
    };
    Result<DatabaseHealth> answer = co_await run<DatabaseHealth>("health", std::move(job));
    DatabaseHealth health;
    if (answer) {
        health = *answer;
        pool_->state = health.state;
    } else {
        health.detail = answer.error().detail;
    }
    co_return health;
}

} // namespace moisson::store
