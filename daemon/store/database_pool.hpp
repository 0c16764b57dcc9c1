// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/assert.hpp"
#include "store/connection.hpp"
#include "store/database.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace moisson::store {

// What a caller handed over; `done` is called on the thread of the pool that ran it.
struct DatabaseJob {
    std::string_view label;
    std::function<std::optional<Error>(Connection&)> work;
    std::function<void(std::optional<Error>, std::exception_ptr)> done;
};

inline Error database_unavailable(std::string why) {
    return Error(Code::store_unavailable, std::move(why));
}

// The threads of a Database, each with a session of its own. `mutex` guards what is not atomic.
struct Database::Pool {
    // What a thread holds between two jobs.
    struct Session {
        std::unique_ptr<Connection> connection;
        // The server only follows another.
        bool on_standby = false;
        int generation = 0;
    };

    explicit Pool(DatabaseOptions given)
        : options(std::move(given)), wants_standby(prefers_standby(options.conninfo)) {
        MOISSON_ASSERT(options.connections >= 0 && options.connections <= 64);
        const auto count = static_cast<std::size_t>(options.connections);
        running.resize(std::max<std::size_t>(count, 1));
        wakes = std::vector<std::condition_variable>(count);
        for (std::size_t i = 0; i < count; ++i)
            threads.emplace_back([this, i] { work(i); });
    }

    void work(std::size_t index);
    // Runs a job that was taken from the queue, or refuses it when the pool is stopping.
    void settle(std::size_t index, Session& session, DatabaseJob job, bool refuse);
    void perform(std::size_t index, Session& session, DatabaseJob& job);
    std::optional<Error> ensure(std::size_t index, Session& session);
    // Opens a session in place of what `session` holds; throws.
    void open(std::size_t index, Session& session);
    // From the primary back to a standby that is there again.
    void prefer_standby(std::size_t index, Session& session);
    // By one thread at a time that has nothing else to do; `lock` is open meanwhile.
    void ask_silent_server(std::size_t index, std::unique_lock<std::mutex>& lock);
    // Until there is something to do or `limit` is over.
    void wait_for_work(
        std::size_t index,
        std::unique_lock<std::mutex>& lock,
        std::optional<std::chrono::milliseconds> limit = std::nullopt
    );
    void set_running(std::size_t index, Connection* connection) {
        const std::scoped_lock lock(mutex);
        running[index] = connection;
        if (connection == nullptr)
            idle.notify_all();
        else if (stopping)
            connection->cut();
    }
    bool none_running() const {
        return std::all_of(running.begin(), running.end(), [](const Connection* connection) {
            return connection == nullptr;
        });
    }

    const DatabaseOptions options;
    const bool wants_standby;
    std::mutex mutex;
    // One for each thread. The thread that was busy last works next: its session has the caches,
    // the statements and the tables in memory.
    std::vector<std::condition_variable> wakes;
    std::vector<std::size_t> idle_threads;
    std::condition_variable idle; // a job ended
    std::deque<DatabaseJob> queue;
    std::vector<Connection*> running; // by thread, while in a job
    bool stopping = false;
    // It did not answer: jobs fail at once until it does.
    bool silent = false;
    bool asking = false;
    Steady retry_at{};
    // When a standby is looked for again, and how often one was found again.
    Steady look_at{};
    int generation = 0;
    std::string last_error;
    std::atomic<DatabaseState> state{DatabaseState::down};
    std::vector<std::thread> threads;
    // Without threads: the session of work_off().
    Session callers;
};

} // namespace moisson::store
