// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /portails, /portails/{slug} and /passages/{id}.
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "pages/pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace moisson::pages {
namespace {

void put_state(render::Data& data, const std::optional<HarvestRun>& run, bool in_difficulty) {
    if (!run) {
        render::put(data, "state", "jamais moissonné");
        render::put(data, "state_class", "warn");
        return;
    }
    const bool aged = in_difficulty && run->state == RunState::complete;
    render::put(
        data,
        "state",
        aged ? "en retard" : std::string(i18n::run_state_label(to_string(run->state)))
    );
    render::put(data, "state_class", aged ? "warn" : std::string(state_class(run->state)));
}

render::Data portal_row(const Site& site, const views::PortalSummary& summary) {
    const store::PortalSummary& portal = summary.portal;
    render::Data one;
    render::put(one, "url", routes::portal_page_of(portal.key));
    render::put(one, "title", portal.title.empty() ? portal.key : portal.title);
    render::put(one, "owner", portal.owner);
    render::put(one, "countries", country_names(site, portal.countries));
    render::put(one, "datasets", i18n::number(portal.active + portal.missing));
    const auto& run = portal.last_run;
    const bool begun = run && run->started_at;
    render::put(one, "last", begun ? i18n::age(*run->started_at, site.clock.now()) : std::string());
    render::put(one, "last_iso", begun ? to_iso8601(*run->started_at) : std::string());
    render::put(one, "last_url", begun ? routes::run_page_of(run->id.value) : std::string());
    put_state(one, run, summary.in_difficulty);
    return one;
}

void add_fact(render::Data& list, std::string_view name, std::string text, std::string url = {}) {
    if (text.empty())
        return;
    render::Data one;
    render::put(one, "name", std::string(name));
    render::put(one, "text", std::move(text));
    render::put(one, "url", std::move(url));
    list.push_back(one);
}

std::string language_names(const Site& site, const std::vector<std::string>& codes) {
    std::string names;
    for (const std::string& code : codes) {
        names += names.empty() ? "" : ", ";
        names += site.labels.find("lang", code);
    }
    return names;
}

render::Data facts(const Site& site, const store::PortalSummary& portal) {
    render::Data list = render::list();
    add_fact(list, "Site", host_of(portal.url), safe_href(portal.url));
    add_fact(list, "Organisme", portal.owner);
    add_fact(list, "Pays", country_names(site, portal.countries));
    add_fact(list, "Langues", language_names(site, portal.languages));
    const Instant now = site.clock.now();
    if (portal.last_complete_run && portal.last_complete_run->ended_at)
        add_fact(
            list,
            "Dernière lecture complète",
            i18n::age(*portal.last_complete_run->ended_at, now)
        );
    for (const store::SourceSummary& source : portal.sources) {
        add_fact(
            list,
            portal.sources.size() > 1 ? "Source " + source.key : std::string("Source"),
            fmt::format("{} ({})", host_of(source.url), source.connector),
            safe_href(source.url)
        );
        if (source.suspended_at)
            add_fact(
                list,
                "En sommeil",
                i18n::age(*source.suspended_at, now) +
                    " : le portail ne répond plus, il est sondé de loin en loin"
            );
        if (source.paused_until)
            add_fact(list, "Maintenance", "jusqu’au " + i18n::date_time(*source.paused_until));
        if (source.next_due && source.enabled)
            add_fact(
                list,
                source.suspended_at ? "Prochaine sonde" : "Prochain passage",
                *source.next_due <= now ? "imminent" : i18n::age(*source.next_due, now)
            );
        if (source.awaiting_decision)
            add_fact(
                list,
                "Décision attendue",
                fmt::format("passage {}", source.awaiting_decision->value),
                routes::run_page_of(source.awaiting_decision->value)
            );
    }
    return list;
}

// What is wrong with the newest run, in words.
void put_alert(render::Data& data, const views::PortalSummary& summary, Instant now) {
    const store::PortalSummary& portal = summary.portal;
    render::put_flag(data, "alert", false);
    if (!summary.in_difficulty || !portal.last_run)
        return;
    const HarvestRun& run = *portal.last_run;
    std::string text(i18n::run_state_sentence(to_string(run.state)));
    const bool waits = std::any_of(
        portal.sources.begin(),
        portal.sources.end(),
        [](const store::SourceSummary& source) { return source.awaiting_decision.has_value(); }
    );
    std::string title = "Ce portail est en difficulté.";
    const auto code =
        waits ? std::optional(Code::mass_deletion_held) : code_from_string(run.reason);
    if (code) {
        title = std::string(i18n::title(*code)) + ".";
        text = std::string(i18n::sentence(*code)) + " " + std::string(i18n::advice(*code));
    } else if (run.state == RunState::complete && run.ended_at) {
        text = "La dernière lecture complète date d’" + i18n::age(*run.ended_at, now) + ".";
    }
    render::put(data, "alert_title", std::move(title));
    render::put(data, "alert", i18n::typography(text));
    const std::string_view kind = waits ? "bad" : state_class(run.state);
    render::put(data, "alert_class", kind == "bad" ? "bad" : "warn");
}

void add_count(render::Data& list, std::string_view name, std::string value) {
    if (value.empty())
        return;
    render::Data one;
    render::put(one, "name", std::string(name));
    render::put(one, "value", std::move(value));
    list.push_back(one);
}

std::string decision_text(const RunDecision& decision) {
    std::string text = fmt::format(
        "Trop de jeux de données avaient disparu d’un coup. Décision du {} : {}.",
        i18n::date_time(decision.at),
        i18n::held_verdict_label(to_string(decision.verdict))
    );
    // What the program says of itself is for its log.
    if (decision.verdict != HeldVerdict::superseded && decision.by != "moissond")
        text += fmt::format(" Motif : {}", decision.reason);
    return i18n::typography(text);
}

render::Data balance(const store::RunDetail& detail) {
    const HarvestRun& run = detail.run;
    const RunCounts& n = run.counts;
    render::Data list = render::list();
    add_count(list, "Début", run.started_at ? i18n::date_time(*run.started_at) : std::string());
    add_count(list, "Fin", run.ended_at ? i18n::date_time(*run.ended_at) : std::string());
    if (run.started_at && run.ended_at)
        add_count(
            list,
            "Durée",
            i18n::duration(std::chrono::duration_cast<std::chrono::milliseconds>(
                *run.ended_at - *run.started_at
            ))
        );
    add_count(list, "Source", run.source_key);
    add_count(list, "Mode", std::string(i18n::run_mode_label(to_string(run.mode))));
    if (!run.mode_reason.empty())
        add_count(list, "Raison du mode", i18n::phrase_text(run.mode_reason));
    if (run.advertised_count)
        add_count(list, "Fiches annoncées", i18n::number(*run.advertised_count));
    add_count(list, "Fiches reçues", i18n::number(n.received));
    add_count(list, "Nouvelles", i18n::number(n.created));
    add_count(list, "Modifiées", i18n::number(n.updated));
    add_count(list, "Inchangées", i18n::number(n.unchanged));
    if (n.remapped > 0)
        add_count(list, "Relues sans changement à la source", i18n::number(n.remapped));
    if (n.revived > 0)
        add_count(list, "Revenues", i18n::number(n.revived));
    if (n.renamed > 0)
        add_count(list, "Renommées", i18n::number(n.renamed));
    add_count(list, "Écartées", i18n::number(n.left_out()));
    add_count(list, "Refusées", i18n::number(n.refused));
    add_count(list, "Manquantes", i18n::number(n.missing));
    add_count(list, "Archivées", i18n::number(n.archived));
    add_count(list, "Pages lues", i18n::number(n.pages));
    add_count(list, "Requêtes", i18n::number(detail.requests));
    add_count(list, "Nouveaux essais", i18n::number(detail.retries));
    add_count(list, "Octets reçus", i18n::bytes(detail.wire_bytes));
    return list;
}

} // namespace

asio::awaitable<net::ServerResponse> portals_page(const Site& site, Call call) {
    const auto result = co_await site.views.portals();
    if (!result)
        co_return error_page(site, result.error(), call.request);
    render::Data list = render::list();
    std::int64_t datasets = 0;
    std::int64_t count = 0;
    for (const views::PortalSummary& summary : *result) {
        if (!summary.portal.enabled)
            continue;
        list.push_back(portal_row(site, summary));
        datasets += summary.portal.active + summary.portal.missing;
        ++count;
    }
    render::Data data;
    render::put(
        data,
        "summary",
        fmt::format(
            "{}, {}.",
            i18n::count(count, "portail", "portails"),
            i18n::count(datasets, "jeu de données", "jeux de données")
        )
    );
    render::put_flag(data, "has_portals", count > 0);
    render::put_list(data, "portals", std::move(list));
    Head head;
    head.title = "Portails";
    head.canonical = std::string(routes::portals_page);
    head.section = "portals";
    head.json_url = std::string(routes::api_portals);
    co_return page(site, "portals", std::move(data), std::move(head));
}

asio::awaitable<net::ServerResponse> portal_page(const Site& site, Call call) {
    const auto result = co_await site.views.portal(call.key);
    if (!result)
        co_return error_page(site, result.error(), call.request);
    const views::PortalView& view = *result;
    const store::PortalSummary& portal = view.summary.portal;
    render::Data data;
    render::put(data, "heading", portal.title.empty() ? portal.key : portal.title);
    render::put(data, "description", portal.description);
    put_alert(data, view.summary, site.clock.now());
    render::put(data, "active", i18n::number(portal.active));
    render::put(data, "distributions", i18n::number(portal.distributions));
    render::put(data, "missing", i18n::number(portal.missing));
    render::put(data, "archived", i18n::number(portal.archived));
    render::Data runs = render::list();
    for (const HarvestRun& run : view.runs)
        runs.push_back(run_row(site, run));
    render::put_flag(data, "has_runs", !view.runs.empty());
    render::put_list(data, "runs", std::move(runs));
    put_issues(data, view.issues, view.names);
    render::put_list(data, "facts", facts(site, portal));
    render::put(data, "datasets_url", search_url("portal", portal.key));
    Head head;
    head.title = (portal.title.empty() ? portal.key : portal.title) + " – Portails";
    // The layout owns "description": the lead of the page is the same text.
    head.description = portal.description;
    head.canonical = routes::portal_page_of(portal.key);
    head.section = "portals";
    head.json_url = routes::api_portal_of(portal.key);
    co_return page(site, "portal", std::move(data), std::move(head));
}

asio::awaitable<net::ServerResponse> run_page(const Site& site, Call call) {
    std::int64_t number = 0;
    const char* end = call.key.data() + call.key.size();
    const auto [stop, error] = std::from_chars(call.key.data(), end, number);
    if (error != std::errc() || stop != end || number <= 0)
        co_return error_page(site, 404, call.request);
    const RunId id(number);
    const auto result = co_await site.views.run(id);
    if (!result)
        co_return error_page(site, result.error(), call.request);
    const HarvestRun& run = result->detail.run;
    render::Data data;
    const std::string& portal =
        result->portal_title.empty() ? run.portal_key : result->portal_title;
    const std::string heading = fmt::format("Passage {} – {}", number, portal);
    render::put(data, "heading", heading);
    render::put(data, "portal", portal);
    render::put(data, "portal_url", routes::portal_page_of(run.portal_key));
    std::string state(i18n::run_state_label(to_string(run.state)));
    render::put(data, "state", "Passage " + state);
    const std::string_view kind = run.decision ? "" : state_class(run.state);
    render::put(data, "state_class", kind.empty() ? "good" : std::string(kind));
    // A held run that is settled waits for nobody any more.
    render::put(
        data,
        "sentence",
        run.decision ? std::string()
                     : i18n::typography(i18n::run_state_sentence(to_string(run.state)))
    );
    std::string reason;
    if (run.decision)
        reason = decision_text(*run.decision);
    else if (const auto code = code_from_string(run.reason))
        reason = std::string(i18n::sentence(*code)) + " " + std::string(i18n::advice(*code));
    render::put(data, "reason", std::move(reason));
    put_issues(data, result->issues, result->names);
    render::put_list(data, "counts", balance(result->detail));
    Head head;
    head.title = heading;
    head.robots = "noindex";
    head.section = "portals";
    head.json_url = routes::api_run_of(number);
    co_return page(site, "run", std::move(data), std::move(head));
}

} // namespace moisson::pages
