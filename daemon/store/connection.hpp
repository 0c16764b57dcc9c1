// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Connection: one PostgreSQL session over libpq, blocking, used by one thread at a time. Results
// come in binary format. Throws SqlError when the server refuses, ConnectionLost when it is gone,
// ServerSilent when it says nothing more (server_probe.hpp).
#pragma once

#include "core/time.hpp"
#include "core/uuid.hpp"
#include "store/wire.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace moisson::store {

class SqlError : public std::runtime_error {
public:
    SqlError(std::string state, std::string constraint, const std::string& message)
        : std::runtime_error(message), state_(std::move(state)),
          constraint_(std::move(constraint)) {}
    // Five characters, e.g. "23505".
    const std::string& state() const { return state_; }
    const std::string& constraint() const { return constraint_; }
    // Deadlock or serialisation failure: the same transaction may succeed when run again.
    bool transient() const { return state_ == "40P01" || state_ == "40001"; }
    // Time limit, cancel, lack of resources, read-only server: not the statement's fault.
    bool unavailable() const;

private:
    std::string state_;
    std::string constraint_;
};

class ConnectionLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Whether a connection string names several servers and wants one that only follows, where there is
// one (target_session_attrs=prefer-standby).
bool prefers_standby(const std::string& conninfo);

class ServerSilent : public ConnectionLost {
public:
    using ConnectionLost::ConnectionLost;
};

// Rows of one statement; accessors assert the type's width.
class Rows {
public:
    explicit Rows(pg_result* result);

    int size() const;
    // Rows inserted, updated or deleted.
    std::int64_t affected() const;
    bool is_null(int row, int column) const;
    // View into this object.
    std::string_view text(int row, int column) const;
    std::string str(int row, int column) const { return std::string(text(row, column)); }
    bool boolean(int row, int column) const;
    // int2, int4 or int8.
    std::int64_t int64(int row, int column) const;
    double float8(int row, int column) const;
    Uuid uuid(int row, int column) const;
    Instant instant(int row, int column) const;
    std::vector<std::string> texts(int row, int column) const;
    std::optional<std::int64_t> optional_int64(int row, int column) const;
    std::optional<Instant> optional_instant(int row, int column) const;
    std::optional<Uuid> optional_uuid(int row, int column) const;

private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> result_;
};

struct SessionOptions {
    std::string conninfo;
    std::string application_name;
    std::string role;
    std::chrono::seconds connect_timeout{5};
    std::chrono::milliseconds statement_timeout{0};
    std::chrono::milliseconds lock_timeout{0};
    std::chrono::milliseconds idle_in_transaction_timeout{0};
    bool read_only = false;
    // Every statement is prepared, not only those of exec_prepared(). For many statements on few
    // rows, where parsing and planning is most of the work.
    bool prepares_all = false;
};

class Connection {
public:
    // Connects; throws ConnectionLost.
    explicit Connection(const SessionOptions& options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Rows exec(const char* sql, const Params& params = Params());
    // Same, prepared once per session. `sql` is a constant: its address is the name.
    Rows exec_prepared(const char* sql, const Params& params = Params());
    // Several statements separated by semicolons, without parameters or results.
    void script(const std::string& sql);
    // COPY ... FROM STDIN (FORMAT binary); `rows` without header and trailer. Returns rows copied.
    std::int64_t copy_in(const char* sql, std::string_view rows);
    std::int64_t copy_in(const char* sql, std::span<const std::string_view> rows);

    // Time limit of the statements of this transaction; 0: none.
    void limit_statements(std::chrono::milliseconds limit);

    // False when the server closed the session while it was idle.
    bool alive();
    bool in_transaction() const;
    // A function that cancels the running statement, to be called on any thread, even after the
    // connection is gone; it waits for the server without a limit.
    std::function<void()> canceller() const;
    // Ends the session without a word to the server, from any thread: whoever waits for an answer
    // gets ConnectionLost.
    void cut() noexcept;
    // Same, once per session; once more after a failure. `sql` is a constant.
    void script_once(const char* sql);

    // LISTEN support: waits until a notification came or `timeout`; true when one came.
    bool wait_notification(std::chrono::milliseconds timeout, int wake_descriptor);

private:
    friend class Transaction;
    void begin_waiting();
    // Until the server can be read from, or written to; throws ServerSilent.
    void wait(bool to_write);
    void flush();
    // The last answer to what was sent, or the first failure; null when the session is gone.
    pg_result* answer(bool sent);
    Rows check(pg_result* result);
    Rows exec_named(const std::string& name, const char* sql, const Params& params);
    [[noreturn]] void lost();
    template <class Failure>
    [[noreturn]] void fail(const char* why);

    const std::string conninfo_;
    const std::chrono::milliseconds connect_timeout_;
    // What statements may take by our clock; 0: no limit.
    const std::chrono::milliseconds usual_limit_;
    std::chrono::milliseconds limit_;
    Steady sent_at_{};
    Steady ask_at_{};
    std::chrono::milliseconds patience_{0};
    std::atomic<bool> cut_{false};
    pg_conn* connection_ = nullptr;
    // Statements by name; the names of those that are known by their text.
    std::set<std::string> prepared_;
    std::map<std::string, std::string> names_;
    bool prepares_all_ = false;
    std::set<const void*> once_;
    bool broken_ = false;
};

// Sleeps until the descriptor is readable, at most `timeout`.
void pause_until_wake(int wake_descriptor, std::chrono::milliseconds timeout);

// BEGIN ... COMMIT; rolls back when destroyed before.
class Transaction {
public:
    enum class Kind { read_write, read_only, repeatable_read };
    explicit Transaction(Connection& connection, Kind kind = Kind::read_write);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Connection& connection_;
    bool open_ = true;
};

} // namespace moisson::store
