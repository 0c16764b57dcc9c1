// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/webhook.hpp"

#include "core/utf8.hpp"
#include "i18n/alert_text.hpp"
#include "net/web_address.hpp"
#include "notify/mail_options.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::notify {
namespace {

using Json = nlohmann::ordered_json;

struct TypeWords {
    std::string_view kind;
    std::string_view fired;
    std::string_view resolved;
};
constexpr std::array<TypeWords, 9> types = {{
    {"portal_down", "portal.down", "portal.up"},
    {"harvest_failed", "harvest.failed", "harvest.completed"},
    {"host_down", "host.down", "host.up"},
    {"host_moved", "host.moved", "host.back"},
    {"host_blocked", "host.blocked", "host.unblocked"},
    {"links_broken", "link.broken", "link.recovered"},
    {"dataset_overdue", "dataset.overdue", "dataset.updated"},
    {"dataset_very_overdue", "dataset.very_overdue", "dataset.updated"},
    {"tls_expiring", "tls.expiring", "tls.renewed"},
}};

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
// Before the second attempt, the third... (S8.2)
constexpr std::array<seconds, 9> pauses = {
    seconds(5),
    minutes(5),
    minutes(30),
    hours(2),
    hours(5),
    hours(10),
    hours(14),
    hours(20),
    hours(24)};

Json envelope(
    const std::string& id,
    const std::string& type,
    Instant at,
    const routes::PublicUrl& site
) {
    Json body;
    body["specversion"] = "1.0";
    body["id"] = id;
    body["source"] = site.absolute("/");
    body["type"] = type;
    body["time"] = to_iso8601(at);
    // What Standard Webhooks calls it.
    body["timestamp"] = to_iso8601(at);
    body["datacontenttype"] = "application/json";
    return body;
}

void put_text(Json& out, const char* name, const std::string& text) {
    if (!text.empty())
        out[name] = text;
}

std::optional<std::string> given(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::chrono::seconds> asked_pause(const net::Headers& headers) {
    const std::string_view text = net::header(headers, "retry-after");
    std::int64_t seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (text.empty() || read.ec != std::errc() || seconds < 0)
        return std::nullopt;
    return std::chrono::seconds(std::min<std::int64_t>(seconds, 86'400));
}

} // namespace

std::string webhook_type(std::string_view kind, std::string_view event) {
    const bool over = event == "resolved";
    for (const TypeWords& words : types)
        if (words.kind == kind)
            return fmt::format("moisson.{}", over ? words.resolved : words.fired);
    return fmt::format("moisson.{}.{}", kind, over ? "resolved" : "fired");
}

store::WebhookBody webhook_body(const store::WebhookEvent& event, const routes::PublicUrl& site) {
    store::WebhookBody out;
    out.event = event.id;
    out.message_id = fmt::format("evt_{}", event.id);
    out.type = webhook_type(event.kind, event.event);
    i18n::AlertFacts facts;
    facts.kind = event.kind;
    facts.severity = event.severity;
    facts.subject = event.subject;
    facts.portal_title = given(event.portal_title);
    facts.dataset_title = given(event.dataset_title);
    facts.host = given(event.host);
    facts.organization_title = given(event.organization_title);
    facts.evidence = event.evidence.is_object() ? event.evidence : nlohmann::json::object();
    facts.since = event.since;
    facts.resolved_at = event.resolved_at;
    const i18n::AlertText text = i18n::describe(facts);
    Json data;
    data["event"] = event.event;
    data["kind"] = event.kind;
    data["severity"] = event.severity;
    put_text(data, "portal", event.portal);
    put_text(data, "dataset", event.dataset);
    put_text(data, "host", event.host);
    data["countries"] = event.countries;
    data["since"] = to_iso8601(event.since);
    if (event.resolved_at)
        data["resolved_at"] = to_iso8601(*event.resolved_at);
    data["title"] = text.title;
    data["sentence"] = text.sentence;
    if (!event.dataset_slug.empty())
        data["url"] = site.absolute(routes::dataset_page_of(event.dataset_slug));
    else if (!event.portal.empty())
        data["url"] = site.absolute(routes::portal_page_of(event.portal));
    Json body = envelope(out.message_id, out.type, event.at, site);
    body["subject"] = event.subject;
    body["data"] = data;
    out.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (out.body.size() > limits::webhook_bytes_max) {
        body["data"].erase("title");
        body["data"].erase("sentence");
        out.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return out;
}

store::WebhookBody webhook_greeting(const routes::PublicUrl& site, Instant now) {
    store::WebhookBody out;
    out.message_id = "evt_" + random_token();
    out.type = "moisson.webhook.created";
    Json body = envelope(out.message_id, out.type, now, site);
    body["data"] = Json::object();
    out.body = body.dump();
    return out;
}

std::string webhook_signature(
    const std::vector<std::string>& secrets,
    std::string_view id,
    std::int64_t timestamp,
    std::string_view body
) {
    const std::string text = fmt::format("{}.{}.{}", id, timestamp, body);
    std::string out;
    for (const std::string& secret : secrets)
        out += (out.empty() ? "v1," : " v1,") + base64(hmac_sha256(secret, text));
    return out;
}

std::string new_webhook_secret() {
    return random_bytes(32);
}

std::string webhook_secret_text(std::string_view secret) {
    return "whsec_" + base64(secret);
}

std::string check_webhook_url(const std::string& url, bool plain_http) {
    if (!net::parse_web_address(url))
        return "ce n'est pas une adresse http ou https";
    if (url.size() > 2'000)
        return "cette adresse est trop longue";
    if (!plain_http && !url.starts_with("https://"))
        return "une adresse https est attendue (--http : accepter http)";
    return {};
}

net::Request webhook_request(const store::WebhookDelivery& delivery, Instant now) {
    const std::int64_t timestamp =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    net::Request out(delivery.url);
    out.method = "POST";
    out.body = delivery.body;
    out.headers = {
        {"Content-Type", "application/cloudevents+json; charset=utf-8"},
        {"webhook-id", delivery.message_id},
        {"webhook-timestamp", std::to_string(timestamp)},
        {"webhook-signature",
         webhook_signature(delivery.secrets, delivery.message_id, timestamp, delivery.body)}};
    out.retries_max = 0;
    out.inspect = true;
    out.body_bytes_max = 64 * 1024;
    out.timeouts.first_byte = seconds(20);
    out.timeouts.total = seconds(30);
    out.budget_wait = seconds(30);
    return out;
}

std::optional<std::chrono::seconds> webhook_retry(int attempts, double unit) {
    if (attempts < 1 || static_cast<std::size_t>(attempts) > pauses.size())
        return std::nullopt;
    const auto pause = pauses[static_cast<std::size_t>(attempts) - 1];
    // Up to a tenth later.
    return pause + std::chrono::seconds(
                       static_cast<std::int64_t>(static_cast<double>(pause.count()) * 0.1 * unit)
                   );
}

store::WebhookResult judge_webhook(
    const store::WebhookDelivery& delivery,
    const Result<net::Response>& answer,
    double unit
) {
    store::WebhookResult out;
    out.delivery = delivery.id;
    out.endpoint = delivery.endpoint;
    out.retry_after = webhook_retry(delivery.attempts, unit);
    if (!answer) {
        out.cause = answer.error();
        out.error = fmt::format("{} {}", to_string(answer.error().code), answer.error().detail);
        out.error = std::string(utf8_prefix(out.error, limits::reply_bytes_max));
    } else {
        out.status = answer->status;
        out.sent = answer->status >= 200 && answer->status < 300;
        out.error = out.sent ? std::string() : fmt::format("HTTP {}", answer->status);
        const auto asked = asked_pause(answer->headers);
        if (asked && out.retry_after && (answer->status == 429 || answer->status >= 500))
            out.retry_after = std::max(*out.retry_after, *asked);
        if (answer->status == 410) {
            out.disable = "410 Gone";
            out.retry_after.reset();
        }
    }
    if (!out.sent && !out.retry_after && out.disable.empty())
        out.disable = "every attempt failed";
    return out;
}

} // namespace moisson::notify
