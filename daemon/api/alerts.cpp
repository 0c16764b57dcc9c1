// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/alerts and /api/v1/alerts/{id}. Read only; who acts on alerts does so elsewhere.
#include "api/alert_parameters.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "views/alert_facts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace moisson::api {
namespace {

constexpr std::array<std::string_view, 10> known_parameters = {
    "portal",
    "country",
    "organization",
    "theme",
    "dataset",
    "kind",
    "state",
    "severity",
    "cursor",
    "page_size"};

Json or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}
Json or_null(const std::optional<Uuid>& id) {
    return id ? Json(to_string(*id)) : Json(nullptr);
}

Json alert_json(const Site& site, const store::AlertRow& row) {
    const AlertEpisode& of = row.episode;
    const AlertLabels& labels = of.condition.labels;
    const i18n::AlertFacts facts = views::alert_facts(row);
    const i18n::AlertText text = i18n::describe(facts);
    Json out;
    out["id"] = of.id;
    out["kind"] = to_string(of.condition.kind);
    out["severity"] = to_string(of.condition.severity);
    out["audience"] = to_string(of.condition.audience);
    out["state"] = to_string(of.state);
    out["reason"] = of.reason;
    out["muted"] = text_or_null(to_string(of.muted));
    out["title"] = text.title;
    out["sentence"] = text.sentence;
    out["action"] = text.action;
    out["subject"] = of.condition.subject;
    out["portal"] = or_null(labels.portal);
    out["organization"] = or_null(labels.organization);
    out["dataset"] = or_null(labels.dataset);
    out["host"] = or_null(labels.host);
    out["countries"] = labels.countries;
    out["evidence"] = Json(facts.evidence);
    out["pending_since"] = to_iso8601(of.pending_since);
    out["firing_since"] = instant_json(of.firing_since);
    out["resolved_at"] = instant_json(of.resolved_at);
    out["repeats"] = of.repeats;
    Json links;
    links["self"] = site.options.public_url.absolute(routes::api_alert_of(of.id));
    if (!row.dataset_slug.empty())
        links["html"] = site.options.public_url.absolute(routes::dataset_page_of(row.dataset_slug));
    else if (labels.portal)
        links["html"] = site.options.public_url.absolute(routes::portal_page_of(*labels.portal));
    out["links"] = std::move(links);
    return out;
}

// One that no dataset has would be looked for in every alert there is.
void read_theme(const routes::Query& query, const i18n::CodeLabels& labels, ParsedAlerts& out) {
    const auto theme = routes::first(query, "theme");
    const std::vector<std::string_view> known = labels.codes("theme");
    out.filter.theme = std::string(theme);
    if (!theme.empty() && std::find(known.begin(), known.end(), theme) == known.end())
        out.problems.push_back(
            invalid_value("theme", theme, fmt::format("un thème parmi {}", fmt::join(known, ", ")))
        );
}

net::ServerResponse without_alerts(const net::ServerRequest& request) {
    return problem(404, "not-found", "Introuvable", "Les alertes sont désactivées.", request);
}

Json links_of(
    const Site& site,
    const Call& call,
    const std::vector<store::AlertRow>& rows,
    int limit
) {
    const routes::PublicUrl& url = site.options.public_url;
    Json links;
    links["self"] = url.absolute(routes::with_query(routes::api_alerts, call.query));
    links["next"] = nullptr;
    if (static_cast<int>(rows.size()) == limit) {
        routes::Query next;
        for (const auto& one : call.query)
            if (one.first != "cursor")
                next.push_back(one);
        next.emplace_back("cursor", std::to_string(rows.back().episode.id));
        links["next"] = url.absolute(routes::with_query(routes::api_alerts, next));
    }
    links["html"] = url.absolute(routes::alerts_page);
    links["atom"] = url.absolute(routes::with_query(
        routes::api_alerts_atom,
        routes::without(routes::without(call.query, "cursor"), "page_size")
    ));
    return links;
}

} // namespace

ParsedAlerts parse_alerts(const routes::Query& query, const i18n::CodeLabels& labels) {
    ParsedAlerts out;
    out.filter.portal = std::string(routes::first(query, "portal"));
    out.filter.country = std::string(routes::first(query, "country"));
    read_theme(query, labels, out);
    for (const std::string_view name : {"organization", "dataset"}) {
        const auto value = routes::first(query, name);
        const auto id = uuid_from_string(value);
        if (!value.empty() && !id)
            out.problems.push_back(invalid_value(std::string(name), value, "un identifiant UUID"));
        (name == "dataset" ? out.filter.dataset : out.filter.organization) = id;
    }
    if (const auto kind = routes::first(query, "kind"); !kind.empty()) {
        out.filter.kind = std::string(kind);
        if (!alert_kind_from_string(kind))
            out.problems.push_back(
                invalid_value("kind", kind, "une sorte comme portal_down ou links_broken")
            );
    }
    if (const auto severity = routes::first(query, "severity"); !severity.empty()) {
        out.filter.severity = std::string(severity);
        if (!alert_severity_from_string(severity))
            out.problems.push_back(invalid_value("severity", severity, "info, warning ou critical")
            );
    }
    for (const auto& [name, value] : query) {
        if (name != "state" || value.empty())
            continue;
        out.filter.states.push_back(value);
        if (!alert_state_from_string(value))
            out.problems.push_back(
                invalid_value("state", value, "pending, firing, resolving, resolved ou closed")
            );
    }
    if (const auto cursor = routes::first(query, "cursor"); !cursor.empty()) {
        out.filter.before = routes::positive_number(cursor);
        if (!out.filter.before)
            out.problems.push_back(
                invalid_value("cursor", cursor, "celui que donne la page précédente")
            );
    }
    read_page_size(query, out.filter.limit, out.problems);
    return out;
}

asio::awaitable<net::ServerResponse> list_alerts(const Site& site, Call call) {
    if (site.options.alerts == nullptr)
        co_return without_alerts(call.request);
    const ParsedAlerts parsed = parse_alerts(call.query, site.labels);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    store::AlertFilter filter = parsed.filter;
    const int limit = filter.limit;
    const auto rows = co_await site.options.alerts->list(std::move(filter));
    if (rows.has_error())
        co_return problem_of(rows.error(), call.request);
    Json data = Json::array();
    for (const store::AlertRow& row : *rows)
        data.push_back(alert_json(site, row));
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, known_parameters);
    body["links"] = links_of(site, call, *rows, limit);
    body["data"] = std::move(data);
    co_return json_response(body);
}

asio::awaitable<net::ServerResponse> show_alert(const Site& site, Call call) {
    if (site.options.alerts == nullptr)
        co_return without_alerts(call.request);
    const auto id = routes::positive_number(call.id);
    if (!id)
        co_return problem_of(Error(Code::not_found, "no such alert"), call.request);
    const auto row = co_await site.options.alerts->find(*id);
    if (row.has_error())
        co_return problem_of(row.error(), call.request);
    const auto events = co_await site.options.alerts->events(*id);
    if (events.has_error())
        co_return problem_of(events.error(), call.request);
    Json history = Json::array();
    for (const store::AlertEventRow& event : *events) {
        Json one;
        one["at"] = to_iso8601(event.at);
        one["event"] = event.event;
        one["delivered"] = event.deliver;
        // Deeds of people carry a name, which is not for everybody.
        const bool deed = event.event == "acked" || event.event == "unacked" ||
                          event.event == "snoozed" || event.event == "approved";
        one["reason"] = deed ? Json(nullptr) : Json(event.reason);
        history.push_back(std::move(one));
    }
    Json data = alert_json(site, *row);
    data["events"] = std::move(history);
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = std::move(data);
    co_return json_response(body);
}

} // namespace moisson::api
