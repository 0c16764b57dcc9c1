// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rendered messages and what became of them.
#include "store/message_store.hpp"

#include "store/connection.hpp"
#include "store/message_rows.hpp"

namespace moisson::store {
namespace {

constexpr const char* add_message = R"sql(
insert into message (subscriber, kind, dedup_key, message_id, episodes, recipient, subject, plain,
    html, unsubscribe_url, created_at, not_before)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, moisson.now(), moisson.now())
on conflict (dedup_key) do nothing returning id)sql";

constexpr const char* add_key =
    "insert into notify_key (secret) values ($1) on conflict do nothing";
constexpr const char* read_key = "select encode(secret, 'hex') from notify_key";

// One process at a time, and none that decided before the last message was written or arrived: two
// would tell more than the budgets allow.
constexpr const char* lock_addressee = R"sql(
select from subscriber where id = $1 and last_digest_at is not distinct from $2
    and last_immediate_at is not distinct from $3 for update)sql";
// $1 person, $2 alerts, $3 the events that are told; a newer one keeps waiting.
constexpr const char* mark_told = R"sql(
update notice n set waiting = false, told_at = moisson.now(), told_event = n.event
from unnest($2, $3) as t(alert, event)
where n.subscriber = $1 and n.alert = t.alert and n.alert_event = t.event and n.waiting)sql";
// $1 person, $2 rows of feedback. What is too old to be told again is forgotten.
constexpr const char* mark_proposals = R"sql(
update subscriber r set proposals_told = array(
    select f.id from feedback f where f.id = any (r.proposals_told || $2::bigint[])
        and f.at > moisson.now() - interval '366 days' order by f.id)
where r.id = $1 and not r.proposals_told @> $2::bigint[])sql";
constexpr const char* mark_person = R"sql(
update subscriber set
    last_digest_at = case when $2 = 'digest' then moisson.now() else last_digest_at end,
    last_immediate_at = case when $2 = 'immediate' then moisson.now() else last_immediate_at end
where id = $1)sql";

// Who left, bounced or refused since; what was due too long ago to be news, or was written while
// there was no server, with a newer one beside it. One that somebody lets go again is due later
// than that.
constexpr const char* withhold_due = R"sql(
update message m set state = 'withheld'
from subscriber r
where m.state = 'queued' and m.subscriber = r.id and m.not_before <= moisson.now()
  and (m.not_before < moisson.now() - interval '7 days' or r.disabled <> '' and m.kind <> 'confirmation'
       or m.attempts = 0 and exists (
           select from message l where l.subscriber = r.id and l.id > m.id and l.kind = m.kind
               and l.kind in ('digest', 'immediate') and l.state = 'queued'
               and l.created_at > m.not_before)
       or exists (select from suppression x where x.address = sha256(convert_to(r.address, 'UTF8')))))sql";
// The same of addresses that are no subscriber's.
constexpr const char* withhold_strangers = R"sql(
update message m set state = 'withheld'
where m.state = 'queued' and m.subscriber is null and m.not_before <= moisson.now()
  and (m.not_before < moisson.now() - interval '7 days'
       or exists (select from suppression x where x.address = sha256(convert_to(m.recipient, 'UTF8')))))sql";
// $1 how many, $2 seconds, $3 per day. Confirmations are asked for by strangers: they never take
// more than half of what alerts live on.
constexpr const char* claim_messages_sql =
    "with budget as (select greatest(0, $3 - count(*)) as n, "
    "    count(*) filter (where kind = 'confirmation') * 2 < $3 as strangers "
    "    from message where sent_at > moisson.now() - interval '1 day'), "
    "due as (select id from message where state = 'queued' and not_before <= moisson.now() "
    "    and (held_until is null or held_until < clock_timestamp()) "
    "    and (kind <> 'confirmation' or (select strangers from budget)) "
    "    order by (kind = 'confirmation') desc, (kind = 'immediate') desc, not_before, id "
    "    limit (select least($1, n) from budget) for update skip locked) "
    "update message m set held_until = clock_timestamp() + $2 * interval '1 second', "
    "    attempts = attempts + 1 "
    "from due where m.id = due.id returning " MOISSON_MESSAGE_COLUMNS;

constexpr const char* settle_message = R"sql(
update message set held_until = null, last_reply = $3,
    state = case $2 when 'sent' then 'sent' when 'failed' then 'failed' else state end,
    sent_at = case when $2 = 'sent' then moisson.now() end,
    not_before = moisson.now() + $4 * interval '1 second'
where id = $1 and state = 'queued')sql";
constexpr const char* log_attempt = R"sql(
insert into delivery_log (message, message_id, at, outcome, reply)
select id, message_id, moisson.now(), $2, $3 from message where id = $1)sql";
// What a server said to our face is forgiven by the next message that it takes. What a report said
// is not: our own relay takes everything. It is forgiven by a message that left later, days ago,
// and of which no report came.
constexpr const char* forgive = R"sql(
update bounce b set forgiven = true where b.kind = 'soft' and not b.forgiven
    and b.subscriber = (select subscriber from message where id = $1)
    and (b.status = '' or exists (
        select from message m where m.subscriber = b.subscriber and m.sent_at > b.at
            and m.sent_at < moisson.now() - interval '5 days'
            and not exists (select from bounce r where r.message = m.id))))sql";
// Budgets count from when it arrived: one that was late may not be followed by the next at once.
constexpr const char* arrived = R"sql(
update subscriber r set
    last_digest_at = case when m.kind = 'digest' then moisson.now() else r.last_digest_at end,
    last_immediate_at = case when m.kind = 'immediate' then moisson.now() else r.last_immediate_at end
from message m where m.id = $1 and r.id = m.subscriber)sql";
constexpr const char* person_of = "select subscriber from message where id = $1";
// Whether somebody else's server took our mail lately.
constexpr const char* welcome_elsewhere = R"sql(
select exists (select from message o, message m
    where m.id = $1 and o.recipient <> m.recipient and o.sent_at > moisson.now() - interval '1 day'))sql";

constexpr const char* select_messages =
    "select " MOISSON_MESSAGE_COLUMNS " from message m order by m.id desc limit $1";
constexpr const char* select_message =
    "select " MOISSON_MESSAGE_COLUMNS " from message m where m.id = $1";
constexpr const char* requeue = R"sql(
update message set state = 'queued', attempts = 0, not_before = moisson.now(), held_until = null
where id = $1 and state in ('failed', 'withheld') and recipient <> '')sql";

std::string_view outcome_word(DeliveryOutcome outcome) {
    switch (outcome) {
    case DeliveryOutcome::sent:
        return "sent";
    case DeliveryOutcome::deferred:
        return "deferred";
    case DeliveryOutcome::failed:
        break;
    }
    return "failed";
}

void note_bounce(Connection& db, std::int64_t message, BounceKind kind, const std::string& reply) {
    const Rows rows = db.exec(person_of, Params(message));
    if (rows.size() == 0)
        return;
    const std::optional<std::int64_t> person = rows.optional_int64(0, 0);
    // Nobody takes our mail: then it is about us, and no reader has to wait for it.
    const bool perhaps_us = kind == BounceKind::soft;
    if (perhaps_us && !db.exec(welcome_elsewhere, Params(message)).boolean(0, 0))
        put_excused_bounce(db, person, message, reply);
    else
        put_bounce(db, person, message, kind, "", reply, BounceLimits());
}

} // namespace

bool insert_message(
    Connection& db,
    std::optional<std::int64_t> subscriber,
    const NewMessage& message
) {
    const Rows rows = db.exec(
        add_message,
        Params(
            subscriber,
            message.kind,
            bytes_of(message.dedup_key),
            message.message_id,
            message.episodes,
            message.recipient,
            message.subject,
            message.plain,
            message.html,
            message.unsubscribe_url
        )
    );
    return rows.size() > 0;
}

StoredMessage read_stored(const Rows& rows, int row) {
    StoredMessage out;
    out.id = rows.int64(row, 0);
    out.subscriber = rows.optional_int64(row, 1);
    out.mail.kind = rows.str(row, 2);
    out.mail.message_id = rows.str(row, 3);
    out.mail.episodes = rows.texts(row, 4);
    out.mail.recipient = rows.str(row, 5);
    out.mail.subject = rows.str(row, 6);
    out.mail.plain = rows.str(row, 7);
    out.mail.html = rows.str(row, 8);
    out.mail.unsubscribe_url = rows.str(row, 9);
    out.created_at = rows.instant(row, 10);
    out.state = rows.str(row, 11);
    out.not_before = rows.instant(row, 12);
    out.attempts = static_cast<int>(rows.int64(row, 13));
    out.last_reply = rows.str(row, 14);
    out.sent_at = rows.optional_instant(row, 15);
    return out;
}

asio::awaitable<Result<std::string>> signing_key(Database& database, std::string candidate) {
    std::function<Result<std::string>(Connection&)> job =
        [candidate = std::move(candidate)](Connection& db) -> Result<std::string> {
        Rows rows = db.exec(read_key);
        if (rows.size() == 0) {
            db.exec(add_key, Params(Bytes{candidate}));
            rows = db.exec(read_key);
        }
        const auto secret = digest_from_hex(rows.text(0, 0));
        if (!secret)
            return Error(Code::internal_error, "the signing key is damaged");
        return std::string(reinterpret_cast<const char*>(secret->data()), secret->size());
    };
    co_return co_await database.run("signing_key", std::move(job));
}

asio::awaitable<Result<bool>> write_message(
    Database& database,
    Addressee to,
    NewMessage message,
    std::vector<std::int64_t> alerts,
    std::vector<std::int64_t> events,
    std::vector<SearchedUntil> searches,
    std::vector<std::int64_t> proposals
) {
    std::function<Result<bool>(Connection&)> job = [=, message = std::move(message)](Connection& db
                                                   ) -> Result<bool> {
        Transaction transaction(db);
        const std::int64_t subscriber = to.subscriber;
        const Params as_decided(subscriber, to.last_digest, to.last_immediate);
        if (db.exec(lock_addressee, as_decided).size() == 0)
            return false;
        std::int64_t told = db.exec(mark_told, Params(subscriber, alerts, events)).affected();
        // Its text would say what is no longer so.
        if (told != static_cast<std::int64_t>(alerts.size()))
            return false;
        told += note_searches(db, subscriber, searches);
        told += db.exec(mark_proposals, Params(subscriber, proposals)).affected();
        if (told == 0)
            return false;
        const bool written = insert_message(db, subscriber, message);
        db.exec(mark_person, Params(subscriber, message.kind));
        transaction.commit();
        return written;
    };
    co_return co_await database.run("write_message", std::move(job));
}

asio::awaitable<Result<std::vector<StoredMessage>>>
claim_messages(Database& database, int messages_max, std::chrono::seconds hold, int per_day) {
    std::function<Result<std::vector<StoredMessage>>(Connection&)> job =
        [=](Connection& db) -> Result<std::vector<StoredMessage>> {
        Transaction transaction(db);
        // The budget of a day is everybody's.
        db.exec("select pg_advisory_xact_lock(hashtextextended('moisson mail', 0))");
        db.exec(withhold_due);
        db.exec(withhold_strangers);
        const Rows rows = db.exec(
            claim_messages_sql,
            Params(messages_max, static_cast<std::int64_t>(hold.count()), per_day)
        );
        std::vector<StoredMessage> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_stored(rows, i));
        transaction.commit();
        return out;
    };
    co_return co_await database.run("claim_messages", std::move(job));
}

asio::awaitable<Result<void>> record_delivery(
    Database& database,
    std::int64_t message,
    DeliveryOutcome outcome,
    std::string reply,
    std::chrono::seconds retry_after,
    std::optional<BounceKind> bounce
) {
    std::function<Result<void>(Connection&)> job = [=, reply = std::move(reply)](Connection& db
                                                   ) -> Result<void> {
        Transaction transaction(db);
        db.exec(
            settle_message,
            Params(
                message,
                outcome_word(outcome),
                reply,
                static_cast<std::int64_t>(retry_after.count())
            )
        );
        db.exec(log_attempt, Params(message, outcome_word(outcome), reply));
        if (outcome == DeliveryOutcome::sent) {
            db.exec(forgive, Params(message));
            db.exec(arrived, Params(message));
        }
        if (bounce)
            note_bounce(db, message, *bounce, reply);
        transaction.commit();
        return {};
    };
    co_return co_await database.run("record_delivery", std::move(job));
}

asio::awaitable<Result<std::vector<StoredMessage>>> list_messages(Database& database, int limit) {
    std::function<Result<std::vector<StoredMessage>>(Connection&)> job =
        [limit](Connection& db) -> Result<std::vector<StoredMessage>> {
        const Rows rows = db.exec(select_messages, Params(limit));
        std::vector<StoredMessage> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_stored(rows, i));
        return out;
    };
    co_return co_await database.run("list_messages", std::move(job));
}

asio::awaitable<Result<StoredMessage>> read_message(Database& database, std::int64_t id) {
    std::function<Result<StoredMessage>(Connection&)> job = [id](Connection& db
                                                            ) -> Result<StoredMessage> {
        const Rows rows = db.exec(select_message, Params(id));
        if (rows.size() == 0)
            return Error(Code::not_found, "no such message");
        return read_stored(rows, 0);
    };
    co_return co_await database.run("read_message", std::move(job));
}

asio::awaitable<Result<void>> requeue_message(Database& database, std::int64_t id) {
    std::function<Result<void>(Connection&)> job = [id](Connection& db) -> Result<void> {
        if (db.exec(requeue, Params(id)).affected() == 0)
            return Error(Code::not_found, "no such message to send again");
        return {};
    };
    co_return co_await database.run("requeue_message", std::move(job));
}

} // namespace moisson::store
