// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From alert events to what each person is to be told.
#include "store/connection.hpp"
#include "store/message_store.hpp"
#include "store/proposal_rows.hpp"
#include "store/subscription_rows.hpp"

#include <map>

namespace moisson::store {
namespace {

// Ids of alert_event are committed in order; whoever does not get the row comes back later.
constexpr const char* take_mail_cursor =
    "select after from notify_cursor where reader = 'mail' for update skip locked";
constexpr const char* last_of_batch =
    "select max(id) from (select id from alert_event where id > $1 order by id limit $2) b";
constexpr const char* count_batch = "select count(*) from alert_event where id > $1 and id <= $2";
constexpr const char* move_mail_cursor =
    "update notify_cursor set after = $1 where reader = 'mail'";

// The last event of each alert, for everybody whose subscription covers it. Whatever the engine
// says should be told is: what comes out of a silence or a storm is new to people. Data that are
// very late are told to coordinators too, and so is what nobody mended after the last repeat
// (S7.2), with its end. What a person was never told of needs no "resolved" (S7.1).
constexpr const char* hand_out = R"sql(
with latest as (
    select distinct on (e.alert) e.alert, e.id, e.at, e.reason,
        case when e.event in ('repeated', 'resolved') then e.event else 'fired' end as event
    from alert_event e
    where e.id > $1 and e.id <= $2 and e.deliver
    order by e.alert, e.id desc),
matched as (
    select distinct on (s.subscriber, l.alert) s.subscriber, l.alert, l.id, l.event, l.at, s.audience,
        case when s.frequency <> 'immediate' then s.frequency
             when a.severity = 'critical' and s.audience = 'coordinator' then 'immediate'
             else 'weekly' end as frequency
    from latest l join alert a on a.id = l.alert
    join subscription s on s.state = 'active'
        and case when a.audience = 'coordinator' then s.audience = 'coordinator'
                 when a.kind = 'dataset_very_overdue' or l.reason = 'handed_over' then true
                 else s.audience <> 'coordinator'
                      or exists (select from notice t where t.subscriber = s.subscriber
                                 and t.alert = l.alert and t.told_event <> '') end
        and )sql" MOISSON_COVERS_ALERT R"sql(
    order by s.subscriber, l.alert, (s.frequency = 'immediate') desc, (s.frequency = 'daily') desc)
insert into notice as n (subscriber, alert, alert_event, event, at, frequency, audience, waiting)
select subscriber, alert, id, event, at, frequency, audience, event <> 'resolved' from matched
on conflict (subscriber, alert) do update set
    alert_event = excluded.alert_event, event = excluded.event, at = excluded.at,
    frequency = excluded.frequency,
    waiting = case
        when excluded.event = 'resolved' then n.told_event in ('fired', 'repeated')
        else true end)sql";
// What ended without a word is no news any more; a summary is over once it is written, and news all
// the same.
constexpr const char* forget_ended = R"sql(
update notice n set waiting = false
from (select distinct e.alert from alert_event e
      where e.id > $1 and e.id <= $2 and e.event = 'resolved' and not e.deliver) l
join alert a on a.id = l.alert and a.state in ('resolved', 'closed')
where n.alert = l.alert and n.waiting and n.event <> 'resolved' and a.kind <> 'onboarding')sql";
// $1 after, $2 how many, $3 whether messages leave us: whose last one is still on its way then
// waits, tried or not, so that what happens meanwhile is told in one message, and a mail server
// that comes back, or a budget that is free again, delivers no heap. It waits no longer than that
// message does: sent, failed or withheld. Without a server all is written, to be read.
constexpr const char* select_recipients = R"sql(
select r.id, r.address, r.language,
    extract(epoch from (moisson.now() at time zone r.time_zone) - (moisson.now() at time zone 'UTC'))::bigint,
    moisson.now(), r.last_digest_at, r.last_immediate_at
from subscriber r
where r.id > $1 and r.disabled = ''
  and (r.paused_until is null or r.paused_until <= moisson.now())
  and r.id in (select n.subscriber from notice n where n.waiting
               union all
               select s.subscriber from )sql" MOISSON_UNTOLD_PROPOSALS R"sql(
               union all
               select s.subscriber from subscription s
               where s.scope = 'search' and s.state = 'active'
                 and )sql" MOISSON_SEARCHED_UNTIL R"sql( < moisson.now() - interval '1 hour')
  and exists (select from subscription s where s.subscriber = r.id and s.state = 'active')
  and not exists (select from suppression x where x.address = sha256(convert_to(r.address, 'UTF8')))
  and not exists (select from message m where $3 and m.subscriber = r.id and m.state = 'queued'
                  and m.kind <> 'confirmation')
order by r.id limit $2)sql";

// A producer was told once the message that told them left us.
constexpr const char* notices = R"sql(
select n.subscriber, n.alert, n.alert_event, n.event, n.at, n.frequency, n.audience, n.waiting,
    n.told_event <> '', a.kind, a.severity, a.subject, coalesce(a.portal, ''),
    coalesce(nullif(p.title, ''), a.portal, ''), coalesce(g.name->0->>1, g.name->>0, ''), a.dataset,
    coalesce(d.title, ''), coalesce(d.slug, ''), coalesce(a.host, ''), a.evidence::text,
    coalesce(a.firing_since, a.pending_since), a.resolved_at, a.audience = 'producer', w.producers,
    w.told
from notice n join alert a on a.id = n.alert
cross join lateral (
    select count(*) as producers, count(*) filter (where t.told_event <> ''
        and exists (select from message m where m.subscriber = t.subscriber
                    and m.created_at = t.told_at and m.sent_at is not null)) as told
    from notice t where t.alert = n.alert and t.audience = 'producer') w
left join portal p on p.key = a.portal
left join dataset d on d.id = a.dataset
left join agent g on g.id = a.organization
where n.subscriber = any ($1)
  -- What is withdrawn from view is named to nobody, from the minute on.
  and not exists (select from takedown x where x.lifted_at is null and x.kind <> 'distribution'
                  and x.scope in (a.dataset, a.organization))
  -- What was muted since it was handed out waits; what is over is no news.
  and (n.event = 'resolved' or a.kind = 'onboarding' and n.waiting
       or (a.state in ('firing', 'resolving') and a.muted = '' and not a.held
       and a.acked_at is null and (a.snoozed_until is null or a.snoozed_until <= moisson.now())))
  and (n.waiting or n.told_event in ('fired', 'repeated') and a.state in ('firing', 'resolving'))
order by n.subscriber, n.alert)sql";

constexpr const char* searches = R"sql(
select s.subscriber, s.id, s.value, s.label, s.frequency, )sql" MOISSON_SEARCHED_UNTIL R"sql(
from subscription s
where s.subscriber = any ($1) and s.scope = 'search' and s.state = 'active'
order by s.subscriber, s.id)sql";

constexpr const char* proposals_for =
    "select distinct on (r.id, f.id) r.id, f.id, f.at, d.slug, d.title, d.frequency, f.value, "
    "case when s.frequency = 'daily' then 'daily' else 'weekly' end "
    "from " MOISSON_UNTOLD_PROPOSALS "where r.id = any ($1) "
    "order by r.id, f.id, (s.frequency = 'daily') desc limit 10000";

ProposalNotice read_proposal_notice(const Rows& rows, int row) {
    ProposalNotice out;
    out.id = rows.int64(row, 1);
    out.at = rows.instant(row, 2);
    out.slug = rows.str(row, 3);
    out.title = rows.str(row, 4);
    out.current = rows.str(row, 5);
    out.proposed = rows.str(row, 6);
    out.frequency = frequency_from_string(rows.text(row, 7)).value();
    return out;
}

Notice read_notice(const Rows& rows, int row) {
    Notice out;
    out.alert = rows.int64(row, 1);
    out.event_id = rows.int64(row, 2);
    out.event = rows.str(row, 3);
    out.at = rows.instant(row, 4);
    out.frequency = frequency_from_string(rows.text(row, 5)).value();
    out.audience = audience_from_string(rows.text(row, 6)).value();
    out.waiting = rows.boolean(row, 7);
    out.told = rows.boolean(row, 8);
    out.kind = rows.str(row, 9);
    out.severity = rows.str(row, 10);
    out.subject = rows.str(row, 11);
    out.portal = rows.str(row, 12);
    out.portal_title = rows.str(row, 13);
    out.organization_title = rows.str(row, 14);
    out.dataset = rows.optional_uuid(row, 15);
    out.dataset_title = rows.str(row, 16);
    out.dataset_slug = rows.str(row, 17);
    out.host = rows.str(row, 18);
    out.evidence = nlohmann::json::parse(rows.text(row, 19), nullptr, false);
    out.since = rows.instant(row, 20);
    out.resolved_at = rows.optional_instant(row, 21);
    out.of_producers = rows.boolean(row, 22);
    out.producers = rows.int64(row, 23);
    out.producers_told = rows.int64(row, 24);
    return out;
}

FollowedSearch read_search(const Rows& rows, int row) {
    FollowedSearch out;
    out.subscription = rows.int64(row, 1);
    out.query = rows.str(row, 2);
    out.label = rows.str(row, 3);
    out.frequency = frequency_from_string(rows.text(row, 4)).value();
    out.until = rows.instant(row, 5);
    return out;
}

} // namespace

asio::awaitable<Result<std::int64_t>> hand_out_events(Database& database, int events_max) {
    std::function<Result<std::int64_t>(Connection&)> job = [events_max](Connection& db
                                                           ) -> Result<std::int64_t> {
        Transaction transaction(db);
        const Rows cursor = db.exec(take_mail_cursor);
        if (cursor.size() == 0)
            return std::int64_t{0};
        const std::int64_t after = cursor.int64(0, 0);
        const Rows last = db.exec(last_of_batch, Params(after, events_max));
        if (last.is_null(0, 0))
            return std::int64_t{0};
        const std::int64_t until = last.int64(0, 0);
        const std::int64_t read = db.exec(count_batch, Params(after, until)).int64(0, 0);
        db.exec(hand_out, Params(after, until));
        db.exec(forget_ended, Params(after, until));
        db.exec(move_mail_cursor, Params(until));
        transaction.commit();
        return read;
    };
    co_return co_await database.run("hand_out_events", std::move(job));
}

asio::awaitable<Result<std::vector<Waiting>>>
waiting_people(Database& database, std::int64_t after, int people_max, bool sends) {
    std::function<Result<std::vector<Waiting>>(Connection&)> job =
        [=](Connection& db) -> Result<std::vector<Waiting>> {
        Transaction transaction(db, Transaction::Kind::repeatable_read);
        std::vector<Waiting> out;
        std::map<std::int64_t, std::size_t> places;
        std::vector<std::int64_t> ids;
        const Rows rows = db.exec(select_recipients, Params(after, people_max, sends));
        for (int i = 0; i < rows.size(); ++i) {
            Waiting one;
            one.subscriber = rows.int64(i, 0);
            one.address = rows.str(i, 1);
            one.language = rows.str(i, 2);
            one.offset = std::chrono::minutes(rows.int64(i, 3) / 60);
            one.now = rows.instant(i, 4);
            one.last_digest = rows.optional_instant(i, 5);
            one.last_immediate = rows.optional_instant(i, 6);
            places[one.subscriber] = out.size();
            ids.push_back(one.subscriber);
            out.push_back(std::move(one));
        }
        const Rows told = db.exec(notices, Params(ids));
        for (int i = 0; i < told.size(); ++i)
            out.at(places.at(told.int64(i, 0))).notices.push_back(read_notice(told, i));
        const Rows followed = db.exec(searches, Params(ids));
        for (int i = 0; i < followed.size(); ++i)
            out.at(places.at(followed.int64(i, 0))).searches.push_back(read_search(followed, i));
        const Rows said = db.exec(proposals_for, Params(ids));
        for (int i = 0; i < said.size(); ++i)
            out.at(places.at(said.int64(i, 0))).proposals.push_back(read_proposal_notice(said, i));
        return out;
    };
    co_return co_await database.run("waiting_people", std::move(job));
}

} // namespace moisson::store
