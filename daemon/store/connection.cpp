// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/connection.hpp"

#include "core/assert.hpp"
#include "store/fail_point.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <bit>
#include <cstring>

namespace moisson::store {
namespace {

std::string field(const PGresult* result, int code) {
    const char* value = PQresultErrorField(result, code);
    return value == nullptr ? std::string() : std::string(value);
}

std::uint64_t read_bytes(const char* bytes, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i)
        value = (value << 8) | static_cast<unsigned char>(bytes[i]);
    return value;
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
    const char* const keys[] =
        {"dbname", "connect_timeout", "application_name", "options", "client_encoding", nullptr};
    const char* const values[] = {
        options.conninfo.c_str(),
        timeout.c_str(),
        options.application_name.c_str(),
        settings.c_str(),
        "UTF8",
        nullptr};
    return PQconnectdbParams(keys, values, 1);
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

void Rows::Clear::operator()(pg_result* result) const {
    PQclear(result);
}
Rows::Rows(pg_result* result) : result_(result) {}
int Rows::size() const {
    return PQntuples(result_.get());
}

std::int64_t Rows::affected() const {
    const char* count = PQcmdTuples(result_.get());
    return *count == '\0' ? 0 : std::stoll(count);
}

bool Rows::is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
}

std::string_view Rows::text(int row, int column) const {
    return {
        PQgetvalue(result_.get(), row, column),
        static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

bool Rows::boolean(int row, int column) const {
    return text(row, column) == std::string_view("\1", 1);
}

std::int64_t Rows::int64(int row, int column) const {
    const std::string_view bytes = text(row, column);
    const std::uint64_t value = read_bytes(bytes.data(), static_cast<int>(bytes.size()));
    if (bytes.size() == 8)
        return static_cast<std::int64_t>(value);
    if (bytes.size() == 4)
        return static_cast<std::int32_t>(value);
    MOISSON_ASSERT(bytes.size() == 2);
    return static_cast<std::int16_t>(value);
}

double Rows::float8(int row, int column) const {
    return std::bit_cast<double>(int64(row, column));
}

Uuid Rows::uuid(int row, int column) const {
    const std::string_view bytes = text(row, column);
    Uuid uuid;
    MOISSON_ASSERT(bytes.size() == uuid.bytes.size());
    std::memcpy(uuid.bytes.data(), bytes.data(), bytes.size());
    return uuid;
}

Instant Rows::instant(int row, int column) const {
    return wire::from_pg_micros(int64(row, column));
}

std::vector<std::string> Rows::texts(int row, int column) const {
    std::vector<std::string> out;
    const std::string_view bytes = text(row, column);
    if (bytes.size() < 20)
        return out;
    const char* at = bytes.data() + 12;
    const auto count = static_cast<int>(read_bytes(at, 4));
    at += 8;
    for (int i = 0; i < count; ++i) {
        const auto length = static_cast<std::int32_t>(read_bytes(at, 4));
        at += 4;
        if (length < 0)
            continue;
        out.emplace_back(at, static_cast<std::size_t>(length));
        at += length;
    }
    return out;
}

std::optional<std::int64_t> Rows::optional_int64(int row, int column) const {
    return is_null(row, column) ? std::nullopt : std::optional(int64(row, column));
}
std::optional<Instant> Rows::optional_instant(int row, int column) const {
    return is_null(row, column) ? std::nullopt : std::optional(instant(row, column));
}
std::optional<Uuid> Rows::optional_uuid(int row, int column) const {
    return is_null(row, column) ? std::nullopt : std::optional(uuid(row, column));
}

Connection::Connection(const SessionOptions& options)
    : connection_(connect(options)), prepares_all_(options.prepares_all) {
    if (PQstatus(connection_) != CONNECTION_OK) {
        const std::string message = PQerrorMessage(connection_);
        PQfinish(connection_);
        throw ConnectionLost(message);
    }
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

void Connection::lost() {
    broken_ = true;
    throw ConnectionLost(PQerrorMessage(connection_));
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
    return check(PQexecParams(
        connection_,
        sql,
        params.size(),
        arrays.types.data(),
        arrays.values.data(),
        arrays.lengths.data(),
        arrays.formats.data(),
        1
    ));
}

Rows Connection::exec_prepared(const char* sql, const Params& params) {
    return exec_named(fmt::format("s{}", static_cast<const void*>(sql)), sql, params);
}

Rows Connection::exec_named(const std::string& name, const char* sql, const Params& params) {
    const Params::Arrays arrays = params.arrays();
    if (!prepared_.contains(name)) {
        check(PQprepare(connection_, name.c_str(), sql, params.size(), arrays.types.data()));
        prepared_.insert(name);
    }
    return check(PQexecPrepared(
        connection_,
        name.c_str(),
        params.size(),
        arrays.values.data(),
        arrays.lengths.data(),
        arrays.formats.data(),
        1
    ));
}

void Connection::script(const std::string& sql) {
    check(PQexec(connection_, sql.c_str()));
}

void Connection::script_once(const char* sql) {
    if (once_.contains(sql))
        return;
    script(sql);
    once_.insert(sql);
}

std::int64_t Connection::copy_in(const char* sql, std::string_view rows) {
    // Signature, flags, length of the header extension.
    static constexpr std::string_view head("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
    static constexpr std::string_view tail("\377\377", 2);
    static constexpr std::size_t slice_bytes = std::size_t{1} << 20;
    check(PQexec(connection_, sql));
    const auto put = [this](std::string_view bytes) {
        while (!bytes.empty()) {
            const std::string_view slice = bytes.substr(0, slice_bytes);
            if (PQputCopyData(connection_, slice.data(), static_cast<int>(slice.size())) != 1)
                lost();
            bytes.remove_prefix(slice.size());
        }
    };
    put(head);
    put(rows);
    fail_point("mid_copy");
    put(tail);
    if (PQputCopyEnd(connection_, nullptr) != 1)
        lost();
    PGresult* first = PQgetResult(connection_);
    while (PGresult* more = PQgetResult(connection_))
        PQclear(more);
    return check(first).affected();
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
    if (!open_ || connection_.broken_)
        return;
    // The connection is closed by the pool when this fails too.
    PQclear(PQexec(connection_.connection_, "rollback"));
}

void Transaction::commit() {
    open_ = false;
    const Rows rows = connection_.exec("commit");
}

} // namespace moisson::store
