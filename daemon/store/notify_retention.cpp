// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How long messages and closed alerts are kept, in short transactions.
#include "store/connection.hpp"
#include "store/message_store.hpp"

#include <array>

namespace moisson::store {
namespace {

constexpr int rows_per_step = 5'000;

// $1 seconds, $2 how many. Suppressions and the audit log stay.
constexpr std::array<const char*, 5> old_mail = {
    R"sql(delete from message where id in (select id from message
        where created_at < moisson.now() - $1 * interval '1 second' limit $2))sql",
    R"sql(delete from delivery_log where id in (select id from delivery_log
        where at < moisson.now() - $1 * interval '1 second' limit $2))sql",
    R"sql(delete from bounce where id in (select id from bounce
        where at < moisson.now() - $1 * interval '1 second' limit $2))sql",
    // Longer than a year: it says who was invited within one.
    R"sql(delete from invitation where id in (select id from invitation
        where released_at < moisson.now() - $1 * interval '1 second' - interval '1 year' limit $2))sql",
    R"sql(delete from webhook_delivery where id in (select id from webhook_delivery
        where created_at < moisson.now() - $1 * interval '1 second' limit $2))sql"};

// Nobody has to be told of them any more: they closed long ago.
constexpr const char* old_alerts = R"sql(
with old as (
    select a.id from alert a
    where a.closed_at < moisson.now() - $1 * interval '1 second'
      and not exists (select from alert b where b.inhibited_by = a.id)
    limit $2),
events as (delete from alert_event e using old where e.alert = old.id),
notices as (delete from notice n using old where n.alert = old.id)
delete from alert a using old where a.id = old.id)sql";

asio::awaitable<Result<std::int64_t>>
repeat(Database& database, const char* sql, std::chrono::seconds keep) {
    std::int64_t total = 0;
    for (;;) {
        std::function<Result<std::int64_t>(Connection&)> job = [sql, keep](Connection& db
                                                               ) -> Result<std::int64_t> {
            Transaction transaction(db);
            const auto seconds = static_cast<std::int64_t>(keep.count());
            const std::int64_t gone = db.exec(sql, Params(seconds, rows_per_step)).affected();
            transaction.commit();
            return gone;
        };
        const Result<std::int64_t> gone = co_await database.run("purge_old", std::move(job));
        if (!gone)
            co_return gone.error();
        total += *gone;
        if (*gone < rows_per_step)
            co_return total;
    }
}

} // namespace

asio::awaitable<Result<std::int64_t>> purge_old_messages(Database& database, NotifyRetention keep) {
    std::int64_t total = 0;
    for (const char* const sql : old_mail) {
        const Result<std::int64_t> gone = co_await repeat(database, sql, keep.messages);
        if (!gone)
            co_return gone.error();
        total += *gone;
    }
    const Result<std::int64_t> gone = co_await repeat(database, old_alerts, keep.alerts);
    if (!gone)
        co_return gone.error();
    co_return total + *gone;
}

} // namespace moisson::store
