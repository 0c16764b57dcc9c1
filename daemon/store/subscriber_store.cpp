// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What subscribers change: leaving, pausing, frequency; what they may see and have erased.
#include "core/digest.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/subscription_rows.hpp"
#include "store/subscription_store.hpp"

namespace moisson::store {
namespace {

constexpr const char* read_subscriber = R"sql(
select id, address, language, time_zone, paused_until, disabled from subscriber where id = $1)sql";
// $2 null: all.
constexpr const char* leave = R"sql(
update subscription set state = 'left', left_at = moisson.now(), left_because = $3,
    token_hash = null, token_expires = null
where subscriber = $1 and ($2 is null or id = $2) and state <> 'left')sql";
// What no subscription of theirs is about any more is not told.
constexpr const char* drop_notices =
    "delete from notice n using alert a where n.subscriber = $1 and a.id = n.alert "
    "and not exists (select from subscription s where s.subscriber = $1 and s.state = 'active' "
    "and " MOISSON_COVERS_ALERT ")";
// What was written and not sent yet is not sent.
constexpr const char* withhold = R"sql(
update message set state = 'withheld' where subscriber = $1 and state = 'queued'
    and not exists (select from subscription where subscriber = $1 and state <> 'left'))sql";
constexpr const char* pause = R"sql(
update subscriber set paused_until = case when $2 > 0 then moisson.now() + $2 * interval '1 hour' end
where id = $1)sql";
// Whether their digests tell what cannot be told again: news of searches, and proposals.
constexpr const char* hears_more = R"sql(
select cardinality(r.proposals_told) > 0 or exists (
    select from subscription s
    where s.subscriber = r.id and s.scope = 'search' and s.state = 'active')
from subscriber r where r.id = $1 for update)sql";
// $2 hours. Such a digest, written and not being sent, arrives after the pause; at once when the
// pause ends before (0).
constexpr const char* put_off = R"sql(
update message m set not_before = case when $2 > 0 then moisson.now() + $2 * interval '1 hour'
                                       else moisson.now() end
from subscriber r
where r.id = $1 and m.subscriber = r.id and m.state = 'queued' and m.kind = 'digest'
    and (m.held_until is null or m.held_until < clock_timestamp())
    and ($2 > 0 or m.not_before = r.paused_until))sql";
// $2 whether digests stay. Any other message that was written before and is not being sent does not
// arrive in the pause: what it told waits again, and will be another message with the same key.
constexpr const char* take_back = R"sql(
with untold as (
    delete from message
    where subscriber = $1 and state = 'queued'
        and (kind = 'immediate' or kind = 'digest' and not $2::boolean)
        and (held_until is null or held_until < clock_timestamp())
    returning created_at)
update notice n set waiting = true, told_at = null,
    told_event = case when n.event = 'fired' then '' else 'fired' end
from untold u where n.subscriber = $1 and n.told_at = u.created_at)sql";
constexpr const char* set_frequency = R"sql(
update subscription set frequency = $3 where subscriber = $1 and id = $2 and state <> 'left')sql";
// What waits for this person goes out as they wish now; as hand_out_events says.
constexpr const char* move_notices = R"sql(
update notice n set frequency = w.frequency
from (select distinct on (n.alert) n.alert,
          case when s.frequency <> 'immediate' then s.frequency
               when a.severity = 'critical' and s.audience = 'coordinator' then 'immediate'
               else 'weekly' end as frequency
      from notice n join alert a on a.id = n.alert
      join subscription s on s.subscriber = n.subscriber and s.state = 'active'
          and s.audience = n.audience and )sql" MOISSON_COVERS_ALERT R"sql(
      where n.subscriber = $1 and n.waiting
      order by n.alert, (s.frequency = 'immediate') desc, (s.frequency = 'daily') desc) w
where n.subscriber = $1 and n.alert = w.alert and n.waiting and n.frequency <> w.frequency)sql";
constexpr const char* note_refusal = R"sql(
insert into feedback (subscriber, at, kind) values ($1, moisson.now(), 'not_me'))sql";
// Two clicks at once are one.
constexpr const char* lock_subscriber = "select id from subscriber where id = $1 for update";
// $1 person, $2 dataset, $3 when the link was made, $4 kind, $5 what was said beside it.
constexpr const char* add_confirmation = R"sql(
insert into feedback (subscriber, at, kind, dataset, value)
select $1::bigint, moisson.now(), $4, d.id, $5
from dataset d join source o on o.id = d.source join portal p on p.id = o.portal
where d.id = $2
  and exists (select from subscription s
              where s.subscriber = $1 and s.state = 'active' and s.audience = 'producer'
                and )sql" MOISSON_COVERS_DATASET R"sql()
  and not exists (select from feedback f
                  where f.subscriber = $1 and f.dataset = $2 and f.kind = $4
                    and f.at >= $3))sql";
constexpr const char* suppress = R"sql(
insert into suppression (address, reason, at) values ($1, 'refused', moisson.now())
on conflict do nothing)sql";

constexpr const char* export_json = R"sql(
select json_build_object(
    'address', r.address, 'language', r.language, 'time_zone', r.time_zone,
    'created_at', r.created_at, 'paused_until', r.paused_until, 'disabled', r.disabled,
    'subscriptions', (select coalesce(json_agg(json_build_object(
        'audience', s.audience, 'scope', s.scope, 'value', s.value, 'label', s.label,
        'frequency', s.frequency, 'state', s.state, 'requested_at', s.requested_at,
        'requested_from', s.requested_from, 'wording', s.wording, 'confirmed_at', s.confirmed_at,
        'confirmed_from', s.confirmed_from, 'granted_by', s.granted_by, 'left_at', s.left_at,
        'left_because', s.left_because) order by s.id), '[]') from subscription s
        where s.subscriber = r.id),
    'messages', (select coalesce(json_agg(json_build_object(
        'kind', m.kind, 'subject', m.subject, 'text', m.plain, 'state', m.state,
        'created_at', m.created_at, 'sent_at', m.sent_at) order by m.id), '[]') from message m
        where m.subscriber = r.id),
    'bounces', (select coalesce(json_agg(json_build_object(
        'at', b.at, 'kind', b.kind, 'status', b.status) order by b.id), '[]') from bounce b
        where b.subscriber = r.id),
    'feedback', (select coalesce(json_agg(json_build_object(
        'at', f.at, 'kind', f.kind, 'dataset', f.dataset, 'value', f.value) order by f.id), '[]') from feedback f
        where f.subscriber = r.id))::text
from subscriber r where r.id = $1)sql";

// What was sent stays countable, without the person.
constexpr const char* blank_messages = R"sql(
update message set recipient = '', subject = '', plain = '', html = '', unsubscribe_url = '',
    last_reply = '', subscriber = null,
    state = case when state = 'queued' then 'withheld' else state end
where subscriber = $1)sql";
constexpr const char* blank_log = R"sql(
update delivery_log set reply = '' where message in (select id from message where subscriber = $1))sql";
constexpr const char* erase = "delete from subscriber where id = $1";

Error nobody() {
    return Error(Code::not_found, "no such subscriber");
}

std::int64_t leave_all(
    Connection& db,
    std::int64_t person,
    const std::optional<std::int64_t>& one,
    const std::string& because
) {
    const std::int64_t left = db.exec(leave, Params(person, one, because)).affected();
    db.exec(drop_notices, Params(person));
    db.exec(withhold, Params(person));
    return left;
}

// What a producer says of a dataset by a link; $1 is the person.
Result<bool> add_word(Connection& db, std::int64_t subscriber, const Params& word) {
    Transaction transaction(db);
    if (db.exec(lock_subscriber, Params(subscriber)).size() == 0)
        return false;
    const Rows added = db.exec(add_confirmation, word);
    transaction.commit();
    return added.affected() > 0;
}

} // namespace

asio::awaitable<Result<Subscriber>> subscriber(Database& database, std::int64_t id) {
    std::function<Result<Subscriber>(Connection&)> job = [id](Connection& db
                                                         ) -> Result<Subscriber> {
        Transaction transaction(db, Transaction::Kind::repeatable_read);
        const Rows rows = db.exec(read_subscriber, Params(id));
        if (rows.size() == 0)
            return nobody();
        Subscriber out;
        out.id = rows.int64(0, 0);
        out.address = rows.str(0, 1);
        out.language = rows.str(0, 2);
        out.time_zone = rows.str(0, 3);
        out.paused_until = rows.optional_instant(0, 4);
        out.disabled = rows.str(0, 5);
        const Rows list = db.exec(subscriptions_of, Params(id));
        for (int i = 0; i < list.size(); ++i)
            out.subscriptions.push_back(read_subscription(list, i));
        return out;
    };
    co_return co_await database.run("subscriber", std::move(job));
}

asio::awaitable<Result<std::vector<Subscription>>>
list_subscriptions(Database& database, bool with_left) {
    std::function<Result<std::vector<Subscription>>(Connection&)> job =
        [with_left](Connection& db) -> Result<std::vector<Subscription>> {
        std::vector<Subscription> out;
        const Rows list = db.exec(subscriptions_listed, Params(with_left));
        for (int i = 0; i < list.size(); ++i)
            out.push_back(read_subscription(list, i));
        return out;
    };
    co_return co_await database.run("list_subscriptions", std::move(job));
}

asio::awaitable<Result<std::int64_t>> leave_subscription(
    Database& database,
    std::int64_t subscriber,
    std::optional<std::int64_t> subscription,
    std::string because
) {
    std::function<Result<std::int64_t>(Connection&)> job =
        [=, because = std::move(because)](Connection& db) -> Result<std::int64_t> {
        Transaction transaction(db);
        const std::int64_t left = leave_all(db, subscriber, subscription, because);
        transaction.commit();
        return left;
    };
    co_return co_await database.run("leave_subscription", std::move(job));
}

asio::awaitable<Result<Subscription>> end_subscription(
    Database& database,
    std::int64_t subscription,
    std::string by,
    std::string reason
) {
    std::function<Result<Subscription>(Connection&)> job =
        [=, by = std::move(by), reason = std::move(reason)](Connection& db
        ) -> Result<Subscription> {
        Transaction transaction(db);
        const Rows found = db.exec(subscription_by_id, Params(subscription));
        if (found.size() == 0)
            return Error(Code::not_found, "no such subscription");
        const std::optional<std::int64_t> one = subscription;
        if (leave_all(db, found.int64(0, 1), one, by + " : " + reason) == 0)
            return Error(Code::not_found, "no such subscription");
        put_audit_reason(
            db,
            by,
            "subscription.ended",
            "subscription:" + std::to_string(subscription),
            reason
        );
        const Rows ended = db.exec(subscription_by_id, Params(subscription));
        Subscription out = read_subscription(ended, 0);
        transaction.commit();
        return out;
    };
    co_return co_await database.run("end_subscription", std::move(job));
}

asio::awaitable<Result<void>> pause_subscriber(
    Database& database,
    std::int64_t subscriber,
    std::optional<std::chrono::hours> length
) {
    const std::int64_t hours = length ? length->count() : 0;
    std::function<Result<void>(Connection&)> job = [=](Connection& db) -> Result<void> {
        Transaction transaction(db);
        const Rows person = db.exec(hears_more, Params(subscriber));
        if (person.size() == 0)
            return nobody();
        const bool digests_stay = person.boolean(0, 0);
        // Before the pause is another one.
        if (digests_stay || hours == 0)
            db.exec(put_off, Params(subscriber, hours));
        db.exec(pause, Params(subscriber, hours));
        if (hours > 0)
            db.exec(take_back, Params(subscriber, digests_stay));
        transaction.commit();
        return {};
    };
    co_return co_await database.run("pause_subscriber", std::move(job));
}

asio::awaitable<Result<void>> change_frequency(
    Database& database,
    std::int64_t subscriber,
    std::int64_t subscription,
    MailFrequency frequency
) {
    std::function<Result<void>(Connection&)> job = [=](Connection& db) -> Result<void> {
        Transaction transaction(db);
        const Params wish(subscriber, subscription, to_string(frequency));
        if (db.exec(set_frequency, wish).affected() == 0)
            return nobody();
        db.exec(move_notices, Params(subscriber));
        transaction.commit();
        return {};
    };
    co_return co_await database.run("change_frequency", std::move(job));
}

asio::awaitable<Result<bool>>
confirm_dataset(Database& database, std::int64_t subscriber, Uuid dataset, Instant sealed_at) {
    std::function<Result<bool>(Connection&)> job = [=](Connection& db) -> Result<bool> {
        return add_word(db, subscriber, Params(subscriber, dataset, sealed_at, "up_to_date", ""));
    };
    co_return co_await database.run("confirm_dataset", std::move(job));
}

asio::awaitable<Result<bool>> propose_frequency(
    Database& database,
    std::int64_t subscriber,
    Uuid dataset,
    std::string code,
    Instant sealed_at
) {
    std::function<Result<bool>(Connection&)> job = [=, code = std::move(code)](Connection& db
                                                   ) -> Result<bool> {
        return add_word(db, subscriber, Params(subscriber, dataset, sealed_at, "frequency", code));
    };
    co_return co_await database.run("propose_frequency", std::move(job));
}

asio::awaitable<Result<void>> refuse_address(Database& database, std::int64_t subscriber) {
    std::function<Result<void>(Connection&)> job = [subscriber](Connection& db) -> Result<void> {
        Transaction transaction(db);
        const Rows rows = db.exec(read_subscriber, Params(subscriber));
        if (rows.size() == 0)
            return nobody();
        const Digest hash = sha256(rows.text(0, 1));
        db.exec(suppress, Params(Bytes{{reinterpret_cast<const char*>(hash.data()), hash.size()}}));
        db.exec(note_refusal, Params(subscriber));
        leave_all(db, subscriber, std::nullopt, "not_me");
        transaction.commit();
        return {};
    };
    co_return co_await database.run("refuse_address", std::move(job));
}

asio::awaitable<Result<std::string>> export_subscriber(Database& database, std::int64_t id) {
    std::function<Result<std::string>(Connection&)> job = [id](Connection& db
                                                          ) -> Result<std::string> {
        const Rows rows = db.exec(export_json, Params(id));
        if (rows.size() == 0)
            return nobody();
        return rows.str(0, 0);
    };
    co_return co_await database.run("export_subscriber", std::move(job));
}

asio::awaitable<Result<void>> erase_subscriber(Database& database, std::int64_t id) {
    std::function<Result<void>(Connection&)> job = [id](Connection& db) -> Result<void> {
        Transaction transaction(db);
        db.exec(blank_log, Params(id));
        db.exec(blank_messages, Params(id));
        if (db.exec(erase, Params(id)).affected() == 0)
            return nobody();
        transaction.commit();
        return {};
    };
    co_return co_await database.run("erase_subscriber", std::move(job));
}

} // namespace moisson::store
