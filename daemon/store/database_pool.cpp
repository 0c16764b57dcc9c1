// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database_pool.hpp"

#include "store/server_probe.hpp"

namespace moisson::store {
namespace {

// After a failed attempt, jobs fail at once for this long instead of each waiting for the time
// limit.
constexpr std::chrono::milliseconds reconnect_pause{200};

// A server that does not answer is asked again after this long.
constexpr std::chrono::seconds silence_pause{1};

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
            return database_unavailable(last_error);
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
        return database_unavailable(last_error);
    }
}

void Database::Pool::perform(std::size_t index, Session& session, DatabaseJob& job) {
    std::optional<Error> error = ensure(index, session);
    std::exception_ptr exception;
    if (!error) {
        set_running(index, session.connection.get());
        try {
            if (options.before)
                options.before(*session.connection);
            error = job.work(*session.connection);
        } catch (const ServerSilent& mute) {
            error = database_unavailable(mute.what());
            state = DatabaseState::down;
            const std::scoped_lock lock(mutex);
            last_error = mute.what();
            silent = true;
        } catch (const ConnectionLost& lost) {
            error = database_unavailable(lost.what());
            state = DatabaseState::down;
        } catch (const SqlError& refused) {
            // A standby that must go on cancels who reads what it removes, and of two who wait for
            // each other one is refused: later it works.
            if (refused.unavailable() || refused.transient())
                error = database_unavailable(refused.what());
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
    const bool answers = any_server_answers(options.conninfo, options.connect_timeout, give_up);
    lock.lock();
    asking = false;
    silent = !answers;
    if (silent)
        wait_for_work(index, lock, silence_pause);
}

void Database::Pool::work(std::size_t index) {
    Session session;
    for (;;) {
        DatabaseJob job;
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

void Database::Pool::settle(std::size_t index, Session& session, DatabaseJob job, bool refuse) {
    if (refuse) {
        job.done(database_unavailable("shutting down"), nullptr);
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

} // namespace moisson::store
