// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Endpoints of webhooks.
#include "store/webhook_store.hpp"

#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/hex_bytes.hpp"
#include "store/touch_one.hpp"

namespace moisson::store {
namespace {

constexpr const char* scope_exists = R"sql(
select case $1 when 'all' then $2 = ''
    when 'country' then $2 ~ '^[A-Z]{2}$'
    when 'portal' then exists (select from portal where key = $2)
    when 'organization' then exists (select from agent where id::text = $2)
    when 'dataset' then exists (select from dataset where id::text = $2) else false end)sql";
constexpr const char* add_endpoint = R"sql(
insert into webhook_endpoint (url, scope, value, secrets, plain_http, created_by, owner, created_at)
values ($1, $2, $3, array[$4], $5, $6, $7, moisson.now()) returning id)sql";
constexpr const char* add_first = R"sql(
insert into webhook_delivery (endpoint, message_id, type, body, created_at, not_before)
values ($1, $2, $3, $4, moisson.now(), moisson.now()))sql";
// $1 null: all.
constexpr const char* endpoints = R"sql(
select id, url, scope, value, encode(secrets[1], 'hex'), coalesce(encode(secrets[2], 'hex'), ''),
    plain_http, enabled, disabled_because, created_by, created_at, owner
from webhook_endpoint where $1 is null or id = $1 order by id)sql";
constexpr const char* remove_endpoint = "delete from webhook_endpoint where id = $1";
constexpr const char* enable =
    "update webhook_endpoint set enabled = true, disabled_because = '' where id = $1";
constexpr const char* rotate =
    "update webhook_endpoint set secrets = array[$2, secrets[1]] where id = $1";
constexpr const char* replay = R"sql(
update webhook_delivery set state = 'queued', attempts = 0, not_before = moisson.now(), held_until = null
where endpoint = $1 and state <> 'queued' and created_at > moisson.now() - $2 * interval '1 hour')sql";

WebhookEndpoint read_endpoint(const Rows& rows, int row) {
    WebhookEndpoint out;
    out.id = rows.int64(row, 0);
    out.url = rows.str(row, 1);
    out.scope = scope_from_string(rows.text(row, 2)).value();
    out.value = rows.str(row, 3);
    out.secrets.push_back(from_hex(rows.text(row, 4)));
    if (!rows.text(row, 5).empty())
        out.secrets.push_back(from_hex(rows.text(row, 5)));
    out.plain_http = rows.boolean(row, 6);
    out.enabled = rows.boolean(row, 7);
    out.disabled_because = rows.str(row, 8);
    out.created_by = rows.str(row, 9);
    out.created_at = rows.instant(row, 10);
    out.owner = rows.str(row, 11);
    return out;
}

Error no_endpoint() {
    return Error(Code::not_found, "no such webhook");
}

std::string subject_of(std::int64_t webhook) {
    return "webhook:" + std::to_string(webhook);
}

} // namespace

asio::awaitable<Result<WebhookEndpoint>>
add_webhook(Database& database, WebhookEndpoint endpoint, WebhookBody first, std::string reason) {
    std::function<Result<WebhookEndpoint>(Connection&)> job =
        [endpoint = std::move(endpoint),
         first = std::move(first),
         reason = std::move(reason)](Connection& db) -> Result<WebhookEndpoint> {
        Transaction transaction(db);
        const Params scope(to_string(endpoint.scope), endpoint.value);
        if (!db.exec(scope_exists, scope).boolean(0, 0))
            return Error(Code::invalid_argument, "nothing of this name can be subscribed to");
        const Rows added = db.exec(
            add_endpoint,
            Params(
                endpoint.url,
                to_string(endpoint.scope),
                endpoint.value,
                Bytes{endpoint.secrets.at(0)},
                endpoint.plain_http,
                endpoint.created_by,
                endpoint.owner
            )
        );
        const std::int64_t id = added.int64(0, 0);
        db.exec(add_first, Params(id, first.message_id, first.type, first.body));
        put_audit_reason(db, endpoint.created_by, "webhook.added", subject_of(id), reason);
        const Rows rows = db.exec(endpoints, Params(id));
        WebhookEndpoint out = read_endpoint(rows, 0);
        transaction.commit();
        return out;
    };
    co_return co_await database.run("add_webhook", std::move(job));
}

asio::awaitable<Result<std::vector<WebhookEndpoint>>> list_webhooks(Database& database) {
    std::function<Result<std::vector<WebhookEndpoint>>(Connection&)> job =
        [](Connection& db) -> Result<std::vector<WebhookEndpoint>> {
        const Rows rows = db.exec(endpoints, Params(std::optional<std::int64_t>()));
        std::vector<WebhookEndpoint> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_endpoint(rows, i));
        return out;
    };
    co_return co_await database.run("list_webhooks", std::move(job));
}

asio::awaitable<Result<void>>
remove_webhook(Database& database, std::int64_t id, std::string by, std::string reason) {
    std::function<Result<void>(Connection&)> job =
        [id, by = std::move(by), reason = std::move(reason)](Connection& db) -> Result<void> {
        Transaction transaction(db);
        if (db.exec(remove_endpoint, Params(id)).affected() == 0)
            return no_endpoint();
        put_audit_reason(db, by, "webhook.removed", subject_of(id), reason);
        transaction.commit();
        return {};
    };
    co_return co_await database.run("remove_webhook", std::move(job));
}

asio::awaitable<Result<void>> enable_webhook(Database& database, std::int64_t id) {
    Params params(id);
    Error missing = no_endpoint();
    co_return co_await touch_one(
        database,
        "enable_webhook",
        enable,
        std::move(params),
        std::move(missing)
    );
}

asio::awaitable<Result<void>>
rotate_webhook(Database& database, std::int64_t id, std::string secret) {
    Params params(id, Bytes{secret});
    Error missing = no_endpoint();
    co_return co_await touch_one(
        database,
        "rotate_webhook",
        rotate,
        std::move(params),
        std::move(missing)
    );
}

asio::awaitable<Result<std::int64_t>>
replay_webhook(Database& database, std::int64_t id, std::chrono::hours within) {
    std::function<Result<std::int64_t>(Connection&)> job = [=](Connection& db
                                                           ) -> Result<std::int64_t> {
        Transaction transaction(db);
        if (db.exec(endpoints, Params(id)).size() == 0)
            return no_endpoint();
        const auto hours = static_cast<std::int64_t>(within.count());
        const std::int64_t again = db.exec(replay, Params(id, hours)).affected();
        transaction.commit();
        return again;
    };
    co_return co_await database.run("replay_webhook", std::move(job));
}

} // namespace moisson::store
