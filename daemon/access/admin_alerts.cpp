// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Alerts and silences in the admin API.
#include "access/admin_desk.hpp"
#include "access/admin_json.hpp"
#include "i18n/details.hpp"
#include "store/alert_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::access {
namespace {

constexpr std::int64_t hours_max = 90 * 24;

// "hours" of the body.
std::optional<std::chrono::hours> hours_of(const Demand& demand) {
    const auto found = demand.body.find("hours");
    if (found == demand.body.end() || !found->is_number_integer())
        return std::nullopt;
    const auto hours = found->get<std::int64_t>();
    if (hours < 1 || hours > hours_max)
        return std::nullopt;
    return std::chrono::hours(hours);
}

net::ServerResponse without_hours(const net::ServerRequest& request) {
    return invalid(request, "« hours » est attendu : de 1 à 2160 heures.");
}

Json alert_json(const store::AlertRow& row) {
    const AlertEpisode& episode = row.episode;
    Json out;
    out["id"] = episode.id;
    out["kind"] = to_string(episode.condition.kind);
    out["severity"] = to_string(episode.condition.severity);
    out["subject"] = episode.condition.subject;
    out["state"] = to_string(episode.state);
    out["acked"] = episode.acked_by.has_value();
    out["snoozed_until"] = api::instant_json(episode.snoozed_until);
    return out;
}

Json silence_json(const AlertSilence& silence) {
    Json out;
    out["id"] = silence.id;
    out["matchers"] = Json::object();
    for (const AlertMatcher& one : silence.matchers)
        out["matchers"][one.label] = one.equals;
    out["starts_at"] = to_iso8601(silence.starts_at);
    out["ends_at"] = to_iso8601(silence.ends_at);
    out["ended_at"] = api::instant_json(silence.ended_at);
    out["author"] = silence.author;
    out["reason"] = silence.reason;
    return out;
}

// {"portal": "bf", "kind": "links_broken"}: each label once.
std::optional<std::vector<AlertMatcher>> matchers_of(const Demand& demand) {
    const auto found = demand.body.find("matchers");
    if (found == demand.body.end() || !found->is_object() || found->empty())
        return std::nullopt;
    std::vector<AlertMatcher> out;
    for (const auto& [label, value] : found->items()) {
        if (!is_alert_label(label) || !value.is_string())
            return std::nullopt;
        out.push_back({label, value.get<std::string>()});
    }
    return out;
}

// The portal that a silence is confined to; empty: none.
std::string portal_of(const std::vector<AlertMatcher>& matchers) {
    for (const AlertMatcher& one : matchers)
        if (one.label == "portal")
            return one.equals;
    return {};
}

// Whoever answers for some portals silences one of them at a time.
asio::awaitable<std::optional<net::ServerResponse>>
check_silence(const Desk& desk, const Demand& demand, const std::vector<AlertMatcher>& matchers) {
    if (demand.who.everywhere())
        co_return std::nullopt;
    std::string portal = portal_of(matchers);
    if (portal.empty())
        co_return forbidden(
            demand.request,
            "Un silence sans « portal » est à ceux qui répondent de tout le réseau."
        );
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::portal, std::move(portal));
    co_return refused;
}

} // namespace

asio::awaitable<net::ServerResponse> acknowledge(const Desk& desk, Demand demand, bool undo) {
    const auto id = number_of(demand.id);
    if (!id)
        co_return invalid(demand.request, "Un numéro d’alerte est attendu.");
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::alert, demand.id);
    if (refused)
        co_return std::move(*refused);
    const auto alerts = store::make_alert_store(desk.parts.database);
    const Result<store::AlertRow> known = co_await alerts->find(*id);
    // Done before: what was asked for is so.
    if (known.has_value() && known->episode.acked_by.has_value() != undo)
        co_return shown(alert_json(*known));
    std::string by = demand.who.signature();
    const Result<store::AlertRow> row = co_await alerts->acknowledge(*id, std::move(by), undo);
    if (row.has_error())
        co_return refusal(row.error(), demand.request);
    co_return shown(alert_json(*row));
}

asio::awaitable<net::ServerResponse> snooze_alert(const Desk& desk, Demand demand) {
    const auto id = number_of(demand.id);
    const auto hours = hours_of(demand);
    if (!id)
        co_return invalid(demand.request, "Un numéro d’alerte est attendu.");
    if (!hours)
        co_return without_hours(demand.request);
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::alert, demand.id);
    if (refused)
        co_return std::move(*refused);
    const auto alerts = store::make_alert_store(desk.parts.database);
    std::string by = demand.who.signature();
    const Result<store::AlertRow> row = co_await alerts->snooze(*id, std::move(by), *hours);
    if (row.has_error())
        co_return refusal(row.error(), demand.request);
    co_return shown(alert_json(*row));
}

asio::awaitable<net::ServerResponse> approve_storm(const Desk& desk, Demand demand) {
    std::optional<net::ServerResponse> refused =
        co_await check_place(desk, demand, store::PlaceOf::portal, demand.id);
    if (refused)
        co_return std::move(*refused);
    const auto alerts = store::make_alert_store(desk.parts.database);
    std::string by = demand.who.signature();
    const Result<std::int64_t> freed = co_await alerts->approve(demand.id, std::move(by));
    // Nothing is held any more: what was asked for is so.
    if (freed.has_error() && freed.error().code != Code::not_found)
        co_return refusal(freed.error(), demand.request);
    Json data;
    data["portal"] = demand.id;
    data["approved"] = freed.has_value() ? *freed : 0;
    co_return shown(data);
}

asio::awaitable<net::ServerResponse> list_silences(const Desk& desk, Demand demand) {
    const bool all = std::any_of(demand.query.begin(), demand.query.end(), [](const auto& one) {
        return one.first == "all" && one.second == "1";
    });
    const auto silences = store::make_silence_store(desk.parts.database);
    Remit remit = demand.who.remit();
    const Result<std::vector<AlertSilence>> rows = co_await silences->list(all, std::move(remit));
    if (rows.has_error())
        co_return refusal(rows.error(), demand.request);
    Json list = Json::array();
    for (const AlertSilence& one : *rows)
        list.push_back(silence_json(one));
    co_return shown(list);
}

asio::awaitable<net::ServerResponse> create_silence(const Desk& desk, Demand demand) {
    std::optional<std::vector<AlertMatcher>> matchers = matchers_of(demand);
    const auto hours = hours_of(demand);
    std::optional<std::string> motive = motive_of(demand);
    if (!matchers)
        co_return invalid(
            demand.request,
            "« matchers » est attendu : {\"portal\": \"…\", \"kind\": \"…\"}."
        );
    if (!hours)
        co_return without_hours(demand.request);
    if (!motive)
        co_return without_motive(demand.request);
    std::optional<net::ServerResponse> refused = co_await check_silence(desk, demand, *matchers);
    if (refused)
        co_return std::move(*refused);
    const auto silences = store::make_silence_store(desk.parts.database);
    Remit remit = demand.who.remit();
    const Result<std::vector<AlertSilence>> before =
        co_await silences->list(false, std::move(remit));
    if (before.has_error())
        co_return refusal(before.error(), demand.request);
    std::string by = demand.who.signature();
    const Result<AlertSilence> made =
        co_await silences->create(std::move(*matchers), *hours, std::move(by), std::move(*motive));
    if (made.has_error() && made.error().code == Code::invalid_argument) {
        const std::string why = i18n::detail_text(made.error().code, made.error().detail);
        co_return invalid(demand.request, why);
    }
    if (made.has_error())
        co_return refusal(made.error(), demand.request);
    const bool is_known = std::any_of(before->begin(), before->end(), [&](const auto& one) {
        return one.id == made->id;
    });
    const int status = is_known ? 200 : 201;
    co_return shown(silence_json(*made), status);
}

asio::awaitable<net::ServerResponse> end_silence(const Desk& desk, Demand demand) {
    const auto id = number_of(demand.id);
    if (!id)
        co_return invalid(demand.request, "Un numéro de silence est attendu.");
    const auto silences = store::make_silence_store(desk.parts.database);
    const Result<AlertSilence> known = co_await silences->find(*id);
    if (known.has_error())
        co_return refusal(known.error(), demand.request);
    std::optional<net::ServerResponse> refused =
        co_await check_silence(desk, demand, known->matchers);
    if (refused)
        co_return std::move(*refused);
    // Over before, or ended by another demand at the same time: what was asked for is so.
    std::string by = demand.who.signature();
    const Result<AlertSilence> ended = co_await silences->end(*id, std::move(by));
    if (ended.has_error())
        co_return refusal(ended.error(), demand.request);
    co_return shown(silence_json(*ended));
}

} // namespace moisson::access
