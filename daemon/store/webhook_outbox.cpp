// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From alert events to deliveries, and what became of these.
#include "store/connection.hpp"
#include "store/hex_bytes.hpp"
#include "store/message_rows.hpp"
#include "store/webhook_store.hpp"

#include <algorithm>
#include <tuple>

namespace moisson::store {
namespace {

constexpr const char* next_events = R"sql(
select e.id, case when e.event in ('repeated', 'resolved') then e.event else 'fired' end, e.at, a.kind, a.severity, a.subject, coalesce(a.portal, ''),
    coalesce(nullif(p.title, ''), a.portal, ''), coalesce(g.name->0->>1, g.name->>0, ''),
    coalesce(a.dataset::text, ''), coalesce(d.title, ''), coalesce(d.slug, ''), coalesce(a.host, ''),
    a.countries, a.evidence::text, coalesce(a.firing_since, a.pending_since), a.resolved_at
from alert_event e join alert a on a.id = e.alert
left join portal p on p.key = a.portal
left join dataset d on d.id = a.dataset
left join agent g on g.id = a.organization
where e.id > (select after from notify_cursor where reader = 'webhook')
  and e.deliver
order by e.id limit $1)sql";

constexpr const char* take_webhook_cursor =
    "select after from notify_cursor where reader = 'webhook' for update";
// $1 event, $2 id, $3 type, $4 body. A second time nothing happens.
constexpr const char* queue_one = R"sql(
insert into webhook_delivery (endpoint, message_id, type, body, created_at, not_before)
select w.id, $2, $3, $4, moisson.now(), moisson.now()
from webhook_endpoint w, alert_event e join alert a on a.id = e.alert
where e.id = $1 and w.enabled and case w.scope when 'all' then true
    when 'country' then w.value = any (a.countries)
    when 'portal' then w.value = a.portal
    when 'organization' then w.value = a.organization::text
    when 'dataset' then w.value = a.dataset::text end
on conflict (endpoint, message_id) do nothing)sql";
constexpr const char* move_webhook_cursor =
    "update notify_cursor set after = greatest(after, $1) where reader = 'webhook'";

#define MOISSON_DELIVERY_COLUMNS                                                                   \
    "d.id, d.endpoint, w.url, encode(w.secrets[1], 'hex'), "                                       \
    "coalesce(encode(w.secrets[2], 'hex'), ''), w.plain_http, d.message_id, d.type, d.body, "      \
    "d.attempts, d.state, d.last_status, d.last_error, d.created_at, d.sent_at, w.owner"

constexpr const char* claim_deliveries =
    "with next as (select d.id, d.not_before, "
    "        row_number() over (partition by d.endpoint order by d.not_before, d.id) as place "
    "    from webhook_delivery d join webhook_endpoint w on w.id = d.endpoint "
    "    where d.state = 'queued' and w.enabled and d.not_before <= moisson.now() "
    "    and (d.held_until is null or d.held_until < clock_timestamp())), "
    "due as (select d.id from webhook_delivery d join next n on n.id = d.id and n.place <= $3 "
    "    where d.state = 'queued' and (d.held_until is null or d.held_until < clock_timestamp()) "
    "    order by n.not_before, d.id limit $1 for update of d skip locked) "
    "update webhook_delivery d set held_until = clock_timestamp() + $2 * interval '1 second', "
    "    attempts = d.attempts + 1 "
    "from due, webhook_endpoint w where d.id = due.id and w.id = d.endpoint "
    "returning " MOISSON_DELIVERY_COLUMNS;
constexpr const char* select_deliveries =
    "select " MOISSON_DELIVERY_COLUMNS " from webhook_delivery d "
    "join webhook_endpoint w on w.id = d.endpoint where d.endpoint = $1 "
    "order by d.id desc limit $2";

#undef MOISSON_DELIVERY_COLUMNS

// $2 sent, $3 seconds or null, $4 status, $5 error.
constexpr const char* settle_delivery = R"sql(
update webhook_delivery set held_until = null, last_status = $4, last_error = $5,
    state = case when $2 then 'sent' when $3 is null then 'failed' else 'queued' end,
    sent_at = case when $2 then moisson.now() else sent_at end,
    not_before = moisson.now() + coalesce($3, 0) * interval '1 second'
where id = $1)sql";
constexpr const char* disable_endpoint = R"sql(
update webhook_endpoint set enabled = false, disabled_because = $2 where id = $1 and enabled)sql";
// Whoever knows the address of some webhooks may write to them: it stays out of what others read.
constexpr const char* note_disabled = R"sql(
insert into event (kind, subject, at, payload)
select 'webhook_disabled', 'webhook:' || id, moisson.now(), jsonb_build_object('endpoint', id, 'reason', $2::text)
from webhook_endpoint where id = $1)sql";

WebhookDelivery read_delivery(const Rows& rows, int row) {
    WebhookDelivery out;
    out.id = rows.int64(row, 0);
    out.endpoint = rows.int64(row, 1);
    out.url = rows.str(row, 2);
    out.secrets.push_back(from_hex(rows.text(row, 3)));
    if (!rows.text(row, 4).empty())
        out.secrets.push_back(from_hex(rows.text(row, 4)));
    out.plain_http = rows.boolean(row, 5);
    out.message_id = rows.str(row, 6);
    out.type = rows.str(row, 7);
    out.body = rows.str(row, 8);
    out.attempts = static_cast<int>(rows.int64(row, 9));
    out.state = rows.str(row, 10);
    out.last_status = rows.optional_int64(row, 11);
    out.last_error = rows.str(row, 12);
    out.created_at = rows.instant(row, 13);
    out.sent_at = rows.optional_instant(row, 14);
    out.owner = rows.str(row, 15);
    return out;
}

WebhookEvent read_event(const Rows& rows, int row) {
    WebhookEvent out;
    out.id = rows.int64(row, 0);
    out.event = rows.str(row, 1);
    out.at = rows.instant(row, 2);
    out.kind = rows.str(row, 3);
    out.severity = rows.str(row, 4);
    out.subject = rows.str(row, 5);
    out.portal = rows.str(row, 6);
    out.portal_title = rows.str(row, 7);
    out.organization_title = rows.str(row, 8);
    out.dataset = rows.str(row, 9);
    out.dataset_title = rows.str(row, 10);
    out.dataset_slug = rows.str(row, 11);
    out.host = rows.str(row, 12);
    out.countries = rows.texts(row, 13);
    out.evidence = nlohmann::json::parse(rows.text(row, 14), nullptr, false);
    out.since = rows.instant(row, 15);
    out.resolved_at = rows.optional_instant(row, 16);
    return out;
}

} // namespace

asio::awaitable<Result<std::vector<WebhookEvent>>>
next_webhook_events(Database& database, int events_max) {
    std::function<Result<std::vector<WebhookEvent>>(Connection&)> job =
        [events_max](Connection& db) -> Result<std::vector<WebhookEvent>> {
        const Rows rows = db.exec(next_events, Params(events_max));
        std::vector<WebhookEvent> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_event(rows, i));
        return out;
    };
    co_return co_await database.run("next_webhook_events", std::move(job));
}

asio::awaitable<Result<std::int64_t>>
queue_webhooks(Database& database, std::vector<WebhookBody> bodies, std::int64_t until) {
    std::function<Result<std::int64_t>(Connection&)> job =
        [bodies = std::move(bodies), until](Connection& db) -> Result<std::int64_t> {
        Transaction transaction(db);
        db.exec(take_webhook_cursor);
        std::int64_t queued = 0;
        for (const WebhookBody& one : bodies)
            queued += db.exec(queue_one, Params(one.event, one.message_id, one.type, one.body))
                          .affected();
        db.exec(move_webhook_cursor, Params(until));
        transaction.commit();
        return queued;
    };
    co_return co_await database.run("queue_webhooks", std::move(job));
}

asio::awaitable<Result<std::vector<WebhookDelivery>>> claim_webhooks(
    Database& database,
    int deliveries_max,
    int per_endpoint,
    std::chrono::seconds hold
) {
    std::function<Result<std::vector<WebhookDelivery>>(Connection&)> job =
        [=](Connection& db) -> Result<std::vector<WebhookDelivery>> {
        const Rows rows = db.exec(
            claim_deliveries,
            Params(deliveries_max, static_cast<std::int64_t>(hold.count()), per_endpoint)
        );
        std::vector<WebhookDelivery> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_delivery(rows, i));
        std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
            return std::tie(a.endpoint, a.id) < std::tie(b.endpoint, b.id);
        });
        return out;
    };
    co_return co_await database.run("claim_webhooks", std::move(job));
}

asio::awaitable<Result<void>> record_webhook(Database& database, WebhookResult result) {
    std::function<Result<void>(Connection&)> job = [result = std::move(result)](Connection& db
                                                   ) -> Result<void> {
        Transaction transaction(db);
        std::optional<std::int64_t> seconds;
        if (result.retry_after)
            seconds = static_cast<std::int64_t>(result.retry_after->count());
        db.exec(
            settle_delivery,
            Params(result.delivery, result.sent, seconds, result.status, result.error)
        );
        if (!result.disable.empty() &&
            db.exec(disable_endpoint, Params(result.endpoint, result.disable)).affected() > 0) {
            db.exec(note_disabled, Params(result.endpoint, result.disable));
            if (result.farewell)
                insert_message(db, std::nullopt, *result.farewell);
        }
        transaction.commit();
        return {};
    };
    co_return co_await database.run("record_webhook", std::move(job));
}

asio::awaitable<Result<std::vector<WebhookDelivery>>>
list_webhook_deliveries(Database& database, std::int64_t endpoint, int limit) {
    std::function<Result<std::vector<WebhookDelivery>>(Connection&)> job =
        [=](Connection& db) -> Result<std::vector<WebhookDelivery>> {
        const Rows rows = db.exec(select_deliveries, Params(endpoint, limit));
        std::vector<WebhookDelivery> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_delivery(rows, i));
        return out;
    };
    co_return co_await database.run("list_webhook_deliveries", std::move(job));
}

} // namespace moisson::store
