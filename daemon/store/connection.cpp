// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/connection.hpp"

#include "store/fail_point.hpp"
#include "store/server_probe.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace moisson::store {
namespace {

std::string field(const PGresult* result, int code) {
    const char* value = PQresultErrorField(result, code);
    return value == nullptr ? std::string() : std::string(value);
}

// The server is going away, starting up, or the session was ended from outside.
bool ends_session(std::string_view state) {
    return state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" ||
           state == "25P03" || state == "57P05";
}

pg_conn* connect(const SessionOptions& options) {
    const std::string timeout = std::to_string(options.connect_timeout.count());
    // search_path first: everything of ours is in `moisson`, staging in pg_temp.
    const std::string settings = fmt::format(
        "-c search_path=moisson,pg_catalog,pg_temp -c TimeZone=UTC -c client_min_messages=warning "
        "-c jit=off "
        // Statements are planned once, perhaps on empty tables: such a plan must not read a table
        // whole once it has grown.
        "-c enable_seqscan=off "
        "-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout={} "
        "-c default_transaction_read_only={}",
        options.statement_timeout.count(),
        options.lock_timeout.count(),
        options.idle_in_transaction_timeout.count(),
        options.read_only ? "on" : "off"
    );
    // A machine that vanished says nothing; what the operator wrote wins over the first four.
    const char* const keys[] = {
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "tcp_user_timeout",
        "dbname",
        "connect_timeout",
        "application_name",
        "options",
        "client_encoding",
        nullptr};
    const char* const values[] = {
        "30",
        "10",
        "3",
        "60000",
        options.conninfo.c_str(),
        timeout.c_str(),
        options.application_name.c_str(),
        settings.c_str(),
        "UTF8",
        nullptr};
    return PQconnectdbParams(keys, values, 1);
}

// Beyond what the server allows: it answers first, unless the session is stuck.
std::chrono::milliseconds with_grace(std::chrono::milliseconds limit) {
    return limit.count() == 0 ? limit : limit + statement_grace;
}

} // namespace

bool prefers_standby(const std::string& conninfo) {
    PQconninfoOption* const options = PQconninfoParse(conninfo.c_str(), nullptr);
    bool out = false;
    for (const PQconninfoOption* one = options; one != nullptr && one->keyword != nullptr; ++one)
        out = out || (std::string_view(one->keyword) == "target_session_attrs" &&
                      one->val != nullptr && std::string_view(one->val) == "prefer-standby");
    PQconninfoFree(options);
    return out;
}

bool SqlError::unavailable() const {
    return state_ == "57014" || state_ == "55P03" || state_ == "25006" ||
           state_.starts_with("53") || state_.starts_with("58") || ends_session(state_);
}

Connection::Connection(const SessionOptions& options)
    : conninfo_(options.conninfo), connect_timeout_(options.connect_timeout),
      usual_limit_(with_grace(options.statement_timeout)), limit_(usual_limit_),
      connection_(connect(options)), prepares_all_(options.prepares_all) {
    if (PQstatus(connection_) != CONNECTION_OK) {
        const std::string message = PQerrorMessage(connection_);
        PQfinish(connection_);
        throw ConnectionLost(message);
    }
    // Sending to a server that does not read must not wait for ever either.
    PQsetnonblocking(connection_, 1);
    // What the server says beside its answers; a failure comes as an answer too.
    PQsetNoticeReceiver(
        connection_,
        [](void*, const PGresult*) {},
        nullptr
    );
    if (!options.role.empty()) {
        try {
            exec("select set_config('role', $1, false)", Params(options.role));
        } catch (...) {
            PQfinish(connection_);
            throw;
        }
    }
}

Connection::~Connection() {
    PQfinish(connection_);
}

template <class Failure>
void Connection::fail(const char* why) {
    broken_ = true;
    throw Failure(why);
}

void Connection::lost() {
    fail<ConnectionLost>(PQerrorMessage(connection_));
}

void Connection::begin_waiting() {
    sent_at_ = std::chrono::steady_clock::now();
    patience_ = silence_first;
    ask_at_ = sent_at_ + patience_;
}

void Connection::wait(bool to_write) {
    const auto events = static_cast<short>(to_write ? POLLIN | POLLOUT : POLLIN);
    for (;;) {
        const Steady now = std::chrono::steady_clock::now();
        if (limit_.count() > 0 && now - sent_at_ >= limit_)
            fail<ConnectionLost>("no answer within the time limit of a statement");
        if (now >= ask_at_) {
            if (!server_answers(conninfo_, own_server(connection_), connect_timeout_, [this] {
                    return cut_.load();
                }))
                fail<ServerSilent>("PostgreSQL does not answer");
            patience_ = std::min<std::chrono::milliseconds>(2 * patience_, silence_last);
            ask_at_ = std::chrono::steady_clock::now() + patience_;
        }
        pollfd socket{PQsocket(connection_), events, 0};
        const Steady end = limit_.count() > 0 ? std::min(ask_at_, sent_at_ + limit_) : ask_at_;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - now);
        if (poll(&socket, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) > 0)
            return;
    }
}

void Connection::flush() {
    int left = 0;
    while ((left = PQflush(connection_)) > 0) {
        wait(true);
        // The server may have to be read from before it reads.
        if (PQconsumeInput(connection_) != 1)
            lost();
    }
    if (left < 0)
        lost();
}

pg_result* Connection::answer(bool sent) {
    if (!sent)
        lost();
    flush();
    std::unique_ptr<PGresult, decltype(&PQclear)> kept(nullptr, PQclear);
    for (;;) {
        while (PQisBusy(connection_) != 0) {
            wait(false);
            // What went wrong is in the next result.
            if (PQconsumeInput(connection_) != 1)
                break;
        }
        PGresult* next = PQgetResult(connection_);
        if (next == nullptr)
            return kept.release();
        if (!kept || PQresultStatus(kept.get()) != PGRES_FATAL_ERROR)
            kept.reset(next);
        else
            PQclear(next);
        if (PQresultStatus(kept.get()) == PGRES_COPY_IN)
            return kept.release();
    }
}

Rows Connection::check(pg_result* result) {
    Rows rows(result);
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN)
        return rows;
    const std::string state = field(result, PG_DIAG_SQLSTATE);
    if (result == nullptr || PQstatus(connection_) != CONNECTION_OK || state.empty() ||
        ends_session(state))
        lost();
    throw SqlError(
        state,
        field(result, PG_DIAG_CONSTRAINT_NAME),
        state + ": " + field(result, PG_DIAG_MESSAGE_PRIMARY)
    );
}

Rows Connection::exec(const char* sql, const Params& params) {
    const Params::Arrays arrays = params.arrays();
    if (prepares_all_) {
        // By text: unlike that of exec_prepared(), it may have been built and be gone.
        std::string key(sql);
        for (const unsigned type : arrays.types)
            key += fmt::format(" {}", type);
        const std::string fresh = fmt::format("t{}", names_.size());
        return exec_named(names_.try_emplace(std::move(key), fresh).first->second, sql, params);
    }
    begin_waiting();
    const int sent = PQsendQueryParams(
        connection_,
        sql,
        params.size(),
        arrays.types.data(),
        arrays.values.data(),
        arrays.lengths.data(),
        arrays.formats.data(),
        1
    );
    return check(answer(sent == 1));
}

Rows Connection::exec_prepared(const char* sql, const Params& params) {
    return exec_named(fmt::format("s{}", static_cast<const void*>(sql)), sql, params);
}

Rows Connection::exec_named(const std::string& name, const char* sql, const Params& params) {
    const Params::Arrays arrays = params.arrays();
    if (!prepared_.contains(name)) {
        begin_waiting();
        const unsigned* types = arrays.types.data();
        check(answer(PQsendPrepare(connection_, name.c_str(), sql, params.size(), types) == 1));
        prepared_.insert(name);
    }
    begin_waiting();
    const int sent = PQsendQueryPrepared(
        connection_,
        name.c_str(),
        params.size(),
        arrays.values.data(),
        arrays.lengths.data(),
        arrays.formats.data(),
        1
    );
    return check(answer(sent == 1));
}

void Connection::script(const std::string& sql) {
    begin_waiting();
    check(answer(PQsendQuery(connection_, sql.c_str()) == 1));
}

void Connection::limit_statements(std::chrono::milliseconds limit) {
    script(fmt::format("set local statement_timeout = {}", limit.count()));
    limit_ = with_grace(limit);
}

void Connection::script_once(const char* sql) {
    if (once_.contains(sql))
        return;
    script(sql);
    once_.insert(sql);
}

std::int64_t Connection::copy_in(const char* sql, std::string_view rows) {
    return copy_in(sql, std::span(&rows, 1));
}

std::int64_t Connection::copy_in(const char* sql, std::span<const std::string_view> rows) {
    // Signature, flags, length of the header extension.
    static constexpr std::string_view head("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    static constexpr std::string_view tail("\377\377", 2);
    static constexpr std::size_t slice_bytes = std::size_t{256} << 10;
    script(sql);
    const auto put = [this](std::string_view bytes) {
        while (!bytes.empty()) {
            const std::string_view slice = bytes.substr(0, slice_bytes);
            if (PQputCopyData(connection_, slice.data(), static_cast<int>(slice.size())) != 1)
                lost();
            flush();
            bytes.remove_prefix(slice.size());
        }
    };
    // What is small goes together: each piece costs a system call.
    std::string gathered(head);
    for (const std::string_view part : rows) {
        if (gathered.size() + part.size() > slice_bytes) {
            put(gathered);
            gathered.clear();
        }
        if (part.size() > slice_bytes)
            put(part);
        else
            gathered += part;
    }
    put(gathered);
    fail_point("mid_copy");
    put(tail);
    return check(answer(PQputCopyEnd(connection_, nullptr) == 1)).affected();
}

bool Connection::alive() {
    if (broken_ || PQstatus(connection_) != CONNECTION_OK)
        return false;
    pollfd descriptor{PQsocket(connection_), POLLIN, 0};
    if (poll(&descriptor, 1, 0) > 0)
        // A goodbye message waits before the end of the stream: the hang-up tells first.
        return (descriptor.revents & (POLLHUP | POLLERR)) == 0 &&
               PQconsumeInput(connection_) == 1 && PQstatus(connection_) == CONNECTION_OK;
    return true;
}

bool Connection::in_transaction() const {
    return PQtransactionStatus(connection_) != PQTRANS_IDLE;
}

std::function<void()> Connection::canceller() const {
    const std::shared_ptr<PGcancel> handle(PQgetCancel(connection_), PQfreeCancel);
    return [handle] {
        char buffer[256];
        if (handle)
            PQcancel(handle.get(), buffer, sizeof buffer);
    };
}

void Connection::cut() noexcept {
    cut_ = true;
    const int descriptor = PQsocket(connection_);
    if (descriptor >= 0)
        shutdown(descriptor, SHUT_RDWR);
}

bool Connection::wait_notification(std::chrono::milliseconds timeout, int wake_descriptor) {
    pollfd descriptors[2] = {{PQsocket(connection_), POLLIN, 0}, {wake_descriptor, POLLIN, 0}};
    poll(descriptors, 2, static_cast<int>(timeout.count()));
    if (PQconsumeInput(connection_) != 1)
        lost();
    bool any = false;
    while (PGnotify* notification = PQnotifies(connection_)) {
        PQfreemem(notification);
        any = true;
    }
    return any;
}

void pause_until_wake(int wake_descriptor, std::chrono::milliseconds timeout) {
    pollfd descriptor{wake_descriptor, POLLIN, 0};
    poll(&descriptor, 1, static_cast<int>(timeout.count()));
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
    switch (kind) {
    case Kind::read_write:
        connection_.exec("begin");
        break;
    case Kind::read_only:
        connection_.exec("begin read only");
        break;
    case Kind::repeatable_read:
        connection_.exec("begin isolation level repeatable read read only");
        break;
    }
}

Transaction::~Transaction() {
    connection_.limit_ = connection_.usual_limit_;
    if (!open_ || connection_.broken_)
        return;
    try {
        connection_.script("rollback");
    } catch (const std::exception&) {
        // The pool closes a connection that is still in a transaction.
        return;
    }
}

void Transaction::commit() {
    open_ = false;
    const Rows rows = connection_.exec("commit");
}

} // namespace moisson::store
