// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/subscription_store.hpp"

#include "core/uuid.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/message_rows.hpp"
#include "store/subscription_rows.hpp"

namespace moisson::store {
namespace {

constexpr const char* forget_requests =
    "delete from opt_in_request where at < moisson.now() - interval '1 day'";
// $1 origin, $2 address.
constexpr const char* count_requests = R"sql(
select count(*) filter (where origin = $1), count(*) filter (where address = $2)
from opt_in_request where at > moisson.now() - interval '1 day')sql";
constexpr const char* add_request =
    "insert into opt_in_request (at, origin, address) values (moisson.now(), $1, $2)";
constexpr const char* is_address_suppressed =
    "select exists (select from suppression where address = $1)";

constexpr const char* add_subscriber = R"sql(
insert into subscriber (address, time_zone, created_at) values ($1, $2, moisson.now())
on conflict (address) do update set address = excluded.address returning id)sql";

constexpr const char* add_pending = R"sql(
insert into subscription (subscriber, audience, scope, value, label, frequency, state, token_hash,
    token_expires, requested_at, requested_from, wording)
values ($1, $2, $3, $4, $5, $6, 'pending', $7, moisson.now() + $8 * interval '1 second',
    moisson.now(), $9, $10)
on conflict (subscriber, audience, scope, value) do update set frequency = excluded.frequency,
    state = 'pending', token_hash = excluded.token_hash, token_expires = excluded.token_expires,
    requested_at = excluded.requested_at, requested_from = excluded.requested_from,
    wording = excluded.wording, left_at = null, left_because = '', granted_by = ''
where subscription.state <> 'active'
returning id)sql";

constexpr const char* confirm = R"sql(
update subscription set state = 'active', token_hash = null, token_expires = null,
    confirmed_at = moisson.now(), confirmed_from = $2,
    searched_until = case when scope = 'search' then date_trunc('minute', moisson.now()) end
where token_hash = $1 and state = 'pending' and token_expires > moisson.now()
returning id)sql";
// A person who reads their mail is reachable again.
constexpr const char* enable_subscriber =
    "update subscriber set disabled = '' where id = (select subscriber "
    "from subscription where id = $1)";

constexpr const char* grant_subscription_sql = R"sql(
insert into subscription (subscriber, audience, scope, value, label, frequency, state, requested_at,
    confirmed_at, granted_by, searched_until)
values ($1, $2, $3, $4, $5, $6, 'active', moisson.now(), moisson.now(), $7,
    case when $3 = 'search' then date_trunc('minute', moisson.now()) end)
on conflict (subscriber, audience, scope, value) do update set frequency = excluded.frequency,
    searched_until = case when subscription.state = 'active' then subscription.searched_until
                          else excluded.searched_until end,
    state = 'active', granted_by = excluded.granted_by, token_hash = null, token_expires = null,
    confirmed_at = moisson.now(), left_at = null, left_because = ''
returning id)sql";
constexpr const char* purge_pending = R"sql(
delete from subscription where state = 'pending'
    and requested_at < moisson.now() - $1 * interval '1 second')sql";
constexpr const char* purge_strangers = R"sql(
delete from subscriber r where not exists (select from subscription s where s.subscriber = r.id)
    and r.created_at < moisson.now() - $1 * interval '1 second')sql";
// Their confirmations hold the address and a link.
constexpr const char* purge_confirmations = R"sql(
delete from message where kind = 'confirmation' and created_at < moisson.now() - $1 * interval '1 second'
)sql";

// As it is stored and compared.
bool is_canonical_uuid(const std::string& value) {
    const std::optional<Uuid> id = uuid_from_string(value);
    return id && to_string(*id) == value;
}

// What the value is called, nothing when it is nobody.
template <class Asked>
std::optional<std::string> label_of(Connection& db, const Asked& asked) {
    const std::string& value = asked.value;
    const auto title = [&](const char* sql) -> std::optional<std::string> {
        const Rows rows = db.exec(sql, Params(value));
        return rows.size() == 0 ? std::nullopt : std::optional(rows.str(0, 0));
    };
    switch (asked.scope) {
    case SubscriptionScope::all:
        return value.empty() ? std::optional<std::string>("") : std::nullopt;
    case SubscriptionScope::country:
        return title("select $1::text where $1 ~ '^[A-Z]{2}$'");
    case SubscriptionScope::portal:
        return title(
            "select coalesce(nullif(title, ''), key) from portal where key = $1 and enabled"
        );
    case SubscriptionScope::organization:
        if (!is_canonical_uuid(value))
            return std::nullopt;
        return title("select coalesce(name->0->>1, name->>0, key) from agent where id = $1::uuid");
    case SubscriptionScope::dataset:
        // Anybody may ask: the whole table is not read for it.
        if (!is_canonical_uuid(value))
            return std::nullopt;
        return title(
            "select title from dataset where id = $1::uuid and state in ('active', 'missing')"
        );
    case SubscriptionScope::search:
        return value.empty() || asked.audience != Audience::subscriber ? std::nullopt
                                                                       : std::optional(asked.label);
    }
    return std::nullopt;
}

Error no_such_scope() {
    return Error(Code::invalid_argument, "nothing of this name can be subscribed to");
}

OptInOutcome refuse_or_count(Connection& db, const OptInRequest& asked) {
    const Digest address = sha256(asked.address);
    const Digest origin = sha256(asked.origin);
    db.exec(forget_requests);
    const Rows counts = db.exec(count_requests, Params(bytes_of(origin), bytes_of(address)));
    if (counts.int64(0, 0) >= asked.limits.requests_per_origin)
        return OptInOutcome::too_many;
    db.exec(add_request, Params(bytes_of(origin), bytes_of(address)));
    if (db.exec(is_address_suppressed, Params(bytes_of(address))).boolean(0, 0))
        return OptInOutcome::suppressed;
    return counts.int64(0, 1) > 0 ? OptInOutcome::too_soon : OptInOutcome::queued;
}

Result<OptInOutcome> request(Connection& db, const OptInRequest& asked) {
    Transaction transaction(db);
    // Two requests at once count one another.
    db.exec("select pg_advisory_xact_lock(hashtextextended('moisson opt-in', 0))");
    const auto label = label_of(db, asked);
    if (!label)
        return no_such_scope();
    const OptInOutcome outcome = refuse_or_count(db, asked);
    if (outcome != OptInOutcome::queued) {
        transaction.commit();
        return outcome;
    }
    const std::int64_t person =
        db.exec(add_subscriber, Params(asked.address, asked.time_zone)).int64(0, 0);
    const auto life = std::chrono::duration_cast<std::chrono::seconds>(asked.limits.token_life);
    const Rows added = db.exec(
        add_pending,
        Params(
            person,
            to_string(asked.audience),
            to_string(asked.scope),
            asked.value,
            *label,
            to_string(asked.frequency),
            bytes_of(asked.token_hash),
            static_cast<std::int64_t>(life.count()),
            asked.origin,
            asked.wording
        )
    );
    if (added.size() > 0)
        insert_message(db, person, asked.confirmation(*label));
    transaction.commit();
    return added.size() > 0 ? OptInOutcome::queued : OptInOutcome::known;
}

} // namespace

asio::awaitable<Result<OptInOutcome>> request_subscription(Database& database, OptInRequest asked) {
    std::function<Result<OptInOutcome>(Connection&)> job = [asked = std::move(asked)](Connection& db
                                                           ) { return request(db, asked); };
    co_return co_await database.run("request_subscription", std::move(job));
}

asio::awaitable<Result<Subscription>> pending_subscription(Database& database, Digest token_hash) {
    std::function<Result<Subscription>(Connection&)> job = [token_hash](Connection& db
                                                           ) -> Result<Subscription> {
        const Rows rows = db.exec(subscription_by_token, Params(bytes_of(token_hash)));
        if (rows.size() == 0)
            return Error(Code::not_found, "no such token");
        return read_subscription(rows, 0);
    };
    co_return co_await database.run("pending_subscription", std::move(job));
}

asio::awaitable<Result<Subscription>>
confirm_subscription(Database& database, Digest token_hash, std::string origin) {
    std::function<Result<Subscription>(Connection&)> job =
        [token_hash, origin = std::move(origin)](Connection& db) -> Result<Subscription> {
        Transaction transaction(db);
        const Rows rows = db.exec(confirm, Params(bytes_of(token_hash), origin));
        if (rows.size() == 0)
            return Error(Code::not_found, "no such token");
        db.exec(enable_subscriber, Params(rows.int64(0, 0)));
        const Rows found = db.exec(subscription_by_id, Params(rows.int64(0, 0)));
        Subscription out = read_subscription(found, 0);
        transaction.commit();
        return out;
    };
    co_return co_await database.run("confirm_subscription", std::move(job));
}

asio::awaitable<Result<Subscription>> grant_subscription(Database& database, GrantRequest asked) {
    std::function<Result<Subscription>(Connection&)> job = [asked = std::move(asked)](Connection& db
                                                           ) -> Result<Subscription> {
        Transaction transaction(db);
        const auto label = label_of(db, asked);
        if (!label)
            return no_such_scope();
        if (db.exec(is_address_suppressed, Params(bytes_of(sha256(asked.address)))).boolean(0, 0))
            return Error(Code::invalid_argument, "this address refused every message");
        const std::int64_t person =
            db.exec(add_subscriber, Params(asked.address, asked.time_zone)).int64(0, 0);
        const Rows row = db.exec(
            grant_subscription_sql,
            Params(
                person,
                to_string(asked.audience),
                to_string(asked.scope),
                asked.value,
                *label,
                to_string(asked.frequency),
                asked.by
            )
        );
        const std::int64_t id = row.int64(0, 0);
        put_audit_reason(
            db,
            asked.by,
            "subscription.granted",
            "subscription:" + std::to_string(id),
            asked.reason
        );
        const Rows found = db.exec(subscription_by_id, Params(id));
        Subscription out = read_subscription(found, 0);
        transaction.commit();
        return out;
    };
    co_return co_await database.run("grant_subscription", std::move(job));
}

asio::awaitable<Result<std::int64_t>> purge_unconfirmed(Database& database, OptInLimits limits) {
    std::function<Result<std::int64_t>(Connection&)> job = [limits](Connection& db
                                                           ) -> Result<std::int64_t> {
        Transaction transaction(db);
        const auto age = static_cast<std::int64_t>(
            std::chrono::duration_cast<std::chrono::seconds>(limits.purge_after).count()
        );
        const std::int64_t gone = db.exec(purge_pending, Params(age)).affected();
        db.exec(purge_confirmations, Params(age));
        db.exec(purge_strangers, Params(age));
        db.exec(forget_requests);
        transaction.commit();
        return gone;
    };
    co_return co_await database.run("purge_unconfirmed", std::move(job));
}

} // namespace moisson::store
