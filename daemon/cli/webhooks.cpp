// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson abonnements webhook.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/scope_text.hpp"
#include "cli/terminal_text.hpp"
#include "core/clock.hpp"
#include "i18n/format.hpp"
#include "notify/compose.hpp"
#include "notify/smtp.hpp"
#include "notify/webhook.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

namespace moisson::cli {
namespace {

constexpr std::chrono::hours replay_within{72};

Json endpoint_json(const store::WebhookEndpoint& one) {
    Json out;
    out["id"] = one.id;
    out["url"] = one.url;
    out["scope"] = to_string(one.scope);
    out["value"] = one.value;
    out["plain_http"] = one.plain_http;
    out["enabled"] = one.enabled;
    out["disabled_because"] = one.disabled_because;
    out["created_by"] = one.created_by;
    out["owner"] = one.owner;
    out["created_at"] = to_iso8601(one.created_at);
    return out;
}

void print_endpoint(std::FILE* out, const store::WebhookEndpoint& one) {
    fmt::print(
        out,
        "{}  {}\n    {} ; depuis le {}, par {}\n",
        one.id,
        terminal_text(one.url),
        terminal_text(notify::scope_text(one.scope, one.value)),
        i18n::date(one.created_at),
        terminal_text(one.created_by)
    );
    if (!one.enabled)
        fmt::print(out, "    désactivé : {}\n", terminal_text(one.disabled_because));
}

// NOT_FOUND.
Result<store::WebhookEndpoint> find_endpoint(Context& context, std::int64_t id) {
    auto listing = store::list_webhooks(context.database);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return rows.error();
    for (const store::WebhookEndpoint& row : *rows)
        if (row.id == id)
            return row;
    return Error(Code::not_found, "no such webhook");
}

// Shown once: only its owner keeps it.
int show_secret(const Output& output, bool json, std::int64_t id, const std::string& secret) {
    const std::string text = notify::webhook_secret_text(secret);
    if (json) {
        Json out;
        out["id"] = id;
        out["secret"] = text;
        print_json(output, out);
        return exit_ok;
    }
    fmt::print(output.out, "Webhook {}. Clé, montrée une seule fois : {}\n", id, text);
    return exit_ok;
}

} // namespace

int show_webhooks(Context& context, const Request& request) {
    auto listing = store::list_webhooks(context.database);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::WebhookEndpoint& row : *rows)
            out.push_back(endpoint_json(row));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Aucun webhook.\n");
    for (const store::WebhookEndpoint& row : *rows)
        print_endpoint(context.output.out, row);
    return exit_ok;
}

int add_webhook(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    const auto scope = scope_of(context, request);
    if (!trace || !scope)
        return exit_usage;
    if (scope->first == SubscriptionScope::search) {
        fmt::print(
            context.output.problems,
            "moisson : --portee : un webhook reçoit des alertes ; une recherche n’en a pas\n"
        );
        return exit_usage;
    }
    const auto owner = notify::normal_address(request.email);
    if (!owner && !request.email.empty()) {
        fmt::print(
            context.output.problems,
            "moisson : --proprietaire : « {} » ne convient pas\n",
            terminal_text(request.email)
        );
        return exit_usage;
    }
    const std::string refused = notify::check_webhook_url(request.address, request.plain_http);
    if (!refused.empty()) {
        fmt::print(
            context.output.problems,
            "moisson : {} : {}\n",
            terminal_text(request.address),
            refused
        );
        return exit_usage;
    }
    store::WebhookEndpoint endpoint;
    endpoint.url = request.address;
    endpoint.scope = scope->first;
    endpoint.value = scope->second;
    endpoint.plain_http = request.plain_http;
    endpoint.created_by = trace->author;
    endpoint.owner = owner.value_or("");
    const std::string secret = notify::new_webhook_secret();
    endpoint.secrets = {secret};
    store::WebhookBody first = notify::webhook_greeting(
        routes::PublicUrl(context.settings.public_url),
        SystemClock().now()
    );
    auto adding =
        store::add_webhook(context.database, std::move(endpoint), std::move(first), trace->motive);
    const auto row = context.await(std::move(adding));
    if (row.has_error())
        return report_error(context.output, row.error());
    return show_secret(context.output, request.json, row->id, secret);
}

int end_webhook(Context& context, const Request& request) {
    const std::optional<Trace> trace = trace_of(request, context.output);
    if (!trace)
        return exit_usage;
    const auto row = find_endpoint(context, request.message);
    if (row.has_error())
        return report_error(context.output, row.error());
    auto ending =
        store::remove_webhook(context.database, request.message, trace->author, trace->motive);
    const auto done = context.await(std::move(ending));
    if (done.has_error())
        return report_error(context.output, done.error());
    if (request.json)
        print_json(context.output, endpoint_json(*row));
    else
        fmt::print(
            context.output.out,
            "Webhook {} retiré : {}\n",
            row->id,
            terminal_text(row->url)
        );
    return exit_ok;
}

int resume_webhook(Context& context, const Request& request) {
    auto enabling = store::enable_webhook(context.database, request.message);
    const auto done = context.await(std::move(enabling));
    if (done.has_error())
        return report_error(context.output, done.error());
    const auto row = find_endpoint(context, request.message);
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json)
        print_json(context.output, endpoint_json(*row));
    else
        print_endpoint(context.output.out, *row);
    return exit_ok;
}

int rotate_webhook(Context& context, const Request& request) {
    const std::string secret = notify::new_webhook_secret();
    auto rotating = store::rotate_webhook(context.database, request.message, secret);
    const auto done = context.await(std::move(rotating));
    if (done.has_error())
        return report_error(context.output, done.error());
    return show_secret(context.output, request.json, request.message, secret);
}

int replay_webhook(Context& context, const Request& request) {
    auto replaying = store::replay_webhook(context.database, request.message, replay_within);
    const auto count = context.await(std::move(replaying));
    if (count.has_error())
        return report_error(context.output, count.error());
    if (request.json) {
        Json out;
        out["queued"] = *count;
        print_json(context.output, out);
        return exit_ok;
    }
    fmt::print(context.output.out, "{} en file.\n", i18n::count(*count, "livraison", "livraisons"));
    return exit_ok;
}

int show_webhook_deliveries(Context& context, const Request& request) {
    if (const auto row = find_endpoint(context, request.message); row.has_error())
        return report_error(context.output, row.error());
    auto listing = store::list_webhook_deliveries(context.database, request.message, request.limit);
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    Json out = Json::array();
    for (const store::WebhookDelivery& row : *rows) {
        if (!request.json) {
            fmt::print(
                context.output.out,
                "{}  {}  {}  {} ; {}  {}\n",
                row.message_id,
                i18n::date_time(row.created_at),
                row.type,
                row.state == "sent"     ? "livré"
                : row.state == "failed" ? "échec"
                                        : "en file",
                i18n::count(row.attempts, "essai", "essais"),
                terminal_text(row.last_error)
            );
            continue;
        }
        Json one;
        one["id"] = row.message_id;
        one["type"] = row.type;
        one["state"] = row.state;
        one["attempts"] = row.attempts;
        one["created_at"] = to_iso8601(row.created_at);
        one["sent_at"] = time_json(row.sent_at);
        one["status"] = row.last_status ? Json(*row.last_status) : Json();
        one["error"] = row.last_error;
        out.push_back(one);
    }
    if (request.json)
        print_json(context.output, out);
    else if (rows->empty())
        fmt::print(context.output.out, "Aucune livraison.\n");
    return exit_ok;
}

} // namespace moisson::cli
