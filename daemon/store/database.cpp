// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include "core/assert.hpp"
#include "store/connection.hpp"
#include "store/server_probe.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace moisson::store {
namespace {

// After a failed attempt, jobs fail at once for this long instead of each waiting for the time
// limit.
constexpr std::chrono::milliseconds reconnect_pause{200};

// A server that does not answer is asked again after this long.
constexpr std::chrono::seconds silence_pause{1};

// How long a statement that was asked to stop may take before its session is cut.
constexpr std::chrono::milliseconds cancel_patience{500};

struct Job {
    std::string_view label;
    std::function<std::optional<Error>(Connection&)> work;
    std::function<void(std::optional<Error>, std::exception_ptr)> done;
};

Error unavailable(std::string why) {
    return Error(Code::store_unavailable, std::move(why));
}

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

SessionOptions session_options(const DatabaseOptions& options) {
    return SessionOptions{
        options.conninfo,
        options.application_name,
        options.role,
        options.connect_timeout,
        options.statement_timeout,
        options.lock_timeout,
        options.idle_in_transaction_timeout,
        options.read_only,
        options.prepares_all};
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
    void settle(std::size_t index, Session& session, Job job, bool refuse);
    void perform(std::size_t index, Session& session, Job& job);
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
    std::deque<Job> queue;
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

void Database::Pool::open(std::size_t index, Session& session) {
    {
        const std::scoped_lock lock(mutex);
        session.generation = generation;
    }
    session.connection = std::make_unique<Connection>(session_options(options));
    set_running(index, session.connection.get());
    const Rows rows = session.connection->exec("select pg_is_in_recovery()");
    session.on_standby = rows.boolean(0, 0);
    state = session.on_standby ? DatabaseState::standby : DatabaseState::ok;
}

// One session asks for all: an address that does not answer costs the time limit of connecting.
void Database::Pool::prefer_standby(std::size_t index, Session& session) {
    const Steady now = std::chrono::steady_clock::now();
    {
        const std::scoped_lock lock(mutex);
        if (session.generation == generation && now < look_at)
            return;
        look_at = now + options.look_for_standby;
    }
    Session other;
    try {
        open(index, other);
        set_running(index, nullptr);
    } catch (const std::exception&) {
        set_running(index, nullptr);
        other.connection.reset();
    }
    const bool others_found_one = session.generation != other.generation;
    if (!other.connection || (!other.on_standby && !others_found_one)) {
        session.generation = other.generation;
        state = DatabaseState::ok;
        return;
    }
    if (!others_found_one) {
        const std::scoped_lock lock(mutex);
        other.generation = ++generation;
    }
    session = std::move(other);
}

std::optional<Error> Database::Pool::ensure(std::size_t index, Session& session) {
    set_running(index, nullptr);
    if (session.connection && session.connection->alive()) {
        if (wants_standby && !session.on_standby)
            prefer_standby(index, session);
        return std::nullopt;
    }
    session.connection.reset();
    {
        const std::scoped_lock lock(mutex);
        if ((silent && options.connections > 0) || std::chrono::steady_clock::now() < retry_at)
            return unavailable(last_error);
        look_at = std::chrono::steady_clock::now() + options.look_for_standby;
    }
    const Steady begin = std::chrono::steady_clock::now();
    try {
        open(index, session);
        return std::nullopt;
    } catch (const std::exception& failure) {
        set_running(index, nullptr);
        session.connection.reset();
        state = DatabaseState::down;
        const std::scoped_lock lock(mutex);
        last_error = failure.what();
        const Steady now = std::chrono::steady_clock::now();
        retry_at = now + reconnect_pause;
        silent = silent || now - begin >= options.connect_timeout;
        return unavailable(last_error);
    }
}

void Database::Pool::perform(std::size_t index, Session& session, Job& job) {
    std::optional<Error> error = ensure(index, session);
    std::exception_ptr exception;
    if (!error) {
        set_running(index, session.connection.get());
        try {
            if (options.before)
                options.before(*session.connection);
            error = job.work(*session.connection);
        } catch (const ServerSilent& mute) {
            error = unavailable(mute.what());
            state = DatabaseState::down;
            const std::scoped_lock lock(mutex);
            last_error = mute.what();
            silent = true;
        } catch (const ConnectionLost& lost) {
            error = unavailable(lost.what());
            state = DatabaseState::down;
        } catch (const SqlError& refused) {
            // A standby that must go on cancels who reads what it removes.
            if (refused.unavailable() || (session.on_standby && refused.transient()))
                error = unavailable(refused.what());
            else
                exception = std::current_exception();
        } catch (...) {
            exception = std::current_exception();
        }
        set_running(index, nullptr);
        // A job that left its transaction open has a bug; the session is not reused.
        if (session.connection->in_transaction() || !session.connection->alive())
            session.connection.reset();
    }
    job.done(std::move(error), exception);
}

void Database::Pool::wait_for_work(
    std::size_t index,
    std::unique_lock<std::mutex>& lock,
    std::optional<std::chrono::milliseconds> limit
) {
    const auto ready = [this] { return stopping || !queue.empty(); };
    bool in_time = true;
    // Woken for a job that another thread has taken, it waits on.
    while (in_time && !ready()) {
        idle_threads.push_back(index);
        if (limit)
            in_time = wakes[index].wait_for(lock, *limit) == std::cv_status::no_timeout;
        else
            wakes[index].wait(lock);
        std::erase(idle_threads, index);
    }
}

void Database::Pool::ask_silent_server(std::size_t index, std::unique_lock<std::mutex>& lock) {
    asking = true;
    lock.unlock();
    const auto give_up = [this] {
        const std::scoped_lock look(mutex);
        return stopping;
    };
    const bool answers = server_answers(options.conninfo, options.connect_timeout, give_up);
    lock.lock();
    asking = false;
    silent = !answers;
    if (silent)
        wait_for_work(index, lock, silence_pause);
}

void Database::Pool::work(std::size_t index) {
    Session session;
    for (;;) {
        Job job;
        bool refuse = false;
        {
            std::unique_lock lock(mutex);
            while (queue.empty() && silent && !asking && !stopping)
                ask_silent_server(index, lock);
            wait_for_work(index, lock);
            if (queue.empty())
                return;
            job = std::move(queue.front());
            queue.pop_front();
            refuse = stopping;
        }
        settle(index, session, std::move(job), refuse);
    }
}

void Database::Pool::settle(std::size_t index, Session& session, Job job, bool refuse) {
    if (refuse) {
        job.done(unavailable("shutting down"), nullptr);
        return;
    }
    const Steady begin = std::chrono::steady_clock::now();
    const std::string_view label = job.label;
    bool ok = false;
    job.done = [&ok, done = std::move(job.done)](auto error, auto exception) {
        // "Nothing under this name", "your lease is over": an answer, and no trouble.
        ok = !exception &&
             (!error || error->code == Code::not_found || error->code == Code::run_cancelled);
        done(std::move(error), exception);
    };
    perform(index, session, job);
    if (options.observe)
        options.observe(label, std::chrono::steady_clock::now() - begin, ok);
}

bool Database::work_off() {
    MOISSON_ASSERT(pool_->options.connections == 0);
    if (pool_->queue.empty())
        return false;
    Job job = std::move(pool_->queue.front());
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
    std::function<std::optional<Error>(Connection&)> job,
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
    done(unavailable("shutting down"), nullptr);
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
