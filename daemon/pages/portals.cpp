// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /portails and /portails/{slug}.
#include "core/code.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "pages/measure_chart.hpp"
#include "pages/pieces.hpp"
#include "pages/portal_quality.hpp"
#include "pages/source_report.hpp"
#include "views/portal_health.hpp"

#include <fmt/format.h>

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

// Said where there is something to say.
void put_health(render::Data& data, const views::PortalSummary& summary) {
    const PortalStanding& standing = summary.portal.standing;
    const bool known = standing.state != PortalHealth::unknown;
    const bool good =
        standing.state == PortalHealth::up || standing.state == PortalHealth::maintenance;
    render::put(
        data,
        "health",
        known ? std::string(views::health_label(standing.state)) : std::string()
    );
    render::put(data, "health_class", std::string(good ? "" : "warn"));
    const auto frozen = frozen_since(standing, summary.seen_until);
    render::put(
        data,
        "frozen",
        frozen ? i18n::typography("gelé depuis le " + i18n::date(*frozen)) : std::string()
    );
}

void put_health_details(render::Data& data, const views::PortalSummary& summary, Instant now) {
    const store::PortalSummary& portal = summary.portal;
    put_health(data, summary);
    render::put(data, "health_sentence", views::health_sentence(portal.standing, now));
    render::Data list = render::list();
    const auto facts = views::health_facts(
        portal.standing,
        portal.active + portal.missing,
        summary.seen_until,
        now
    );
    for (const auto& [name, text] : facts) {
        render::Data one;
        render::put(one, "name", name);
        render::put(one, "text", text);
        list.push_back(one);
    }
    render::put_flag(data, "has_health_facts", !facts.empty());
    render::put_list(data, "health_facts", std::move(list));
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
    put_health(one, summary);
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

// "Passage en pause", "Passage au repos".
std::string waiting_title(const HarvestRun& run) {
    return std::string(i18n::title(code_from_string(run.resume_reason).value_or(Code::run_paused)));
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
        if (const HarvestRun* const waiting = source.waiting_run())
            add_fact(
                list,
                waiting_title(*waiting),
                "jusqu’au " + i18n::date_time(*waiting->resumes_at),
                routes::run_page_of(waiting->id.value)
            );
        else if (source.next_due && source.enabled)
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

// Of the newest run that waits for a decision; none: nothing waits.
std::optional<Code> awaited(const store::PortalSummary& portal) {
    const store::SourceSummary* newest = nullptr;
    for (const store::SourceSummary& source : portal.sources)
        if (source.awaiting_decision &&
            (newest == nullptr || *newest->awaiting_decision < *source.awaiting_decision))
            newest = &source;
    if (newest == nullptr)
        return std::nullopt;
    return code_from_string(newest->awaiting_reason).value_or(Code::mass_deletion_held);
}

// What is wrong with the newest run, in words.
void put_alert(render::Data& data, const views::PortalSummary& summary, Instant now) {
    const store::PortalSummary& portal = summary.portal;
    render::put_flag(data, "alert", false);
    if (!summary.in_difficulty || !portal.last_run)
        return;
    const HarvestRun& run = *portal.last_run;
    // Decided, it is a reading that was cut short: nothing is asked of anybody.
    const bool is_decided = run.stopped_at_arrivals() && !run.awaits_decision();
    const RunState told = is_decided ? RunState::incomplete : run.state;
    std::string text(i18n::run_state_sentence(to_string(told)));
    const std::optional<Code> question = awaited(portal);
    std::string title = "Ce portail est en difficulté.";
    auto code = question ? question : code_from_string(run.reason);
    if (is_decided && !question)
        code.reset();
    if (code) {
        title = std::string(i18n::title(*code)) + ".";
        text = std::string(i18n::sentence(*code)) + " " + std::string(i18n::advice(*code));
    } else if (run.state == RunState::complete && run.ended_at) {
        text = "La dernière lecture complète date d’" + i18n::age(*run.ended_at, now) + ".";
    }
    render::put(data, "alert_title", std::move(title));
    render::put(data, "alert", i18n::typography(text));
    const std::string_view kind = question ? "bad" : state_class(run.state);
    render::put(data, "alert_class", kind == "bad" ? "bad" : "warn");
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

namespace {

// Those of the portal and of its datasets that go on; none when they cannot be read.
asio::awaitable<std::vector<store::AlertRow>> alerts_of(const Site& site, std::string key) {
    std::vector<store::AlertRow> out;
    if (site.options.alerts == nullptr)
        co_return out;
    store::AlertFilter filter;
    filter.portal = std::move(key);
    filter.states = {"firing", "resolving"};
    filter.limit = 20;
    auto rows = co_await site.options.alerts->list(std::move(filter));
    if (rows.has_value())
        out = std::move(*rows);
    co_return out;
}

// A year, week by week; none when they cannot be read.
asio::awaitable<std::vector<store::Measure>> measures_of(const Site& site, std::string key) {
    std::vector<store::Measure> out;
    if (!site.options.measures)
        co_return out;
    store::MeasureQuery query;
    query.scope = store::MeasureScope::portal;
    query.subject = std::move(key);
    query.to = std::chrono::floor<std::chrono::days>(site.clock.now());
    query.from = query.to - std::chrono::days(365);
    query.step = store::MeasureStep::week;
    auto rows = co_await site.options.measures(std::move(query));
    if (rows.has_value())
        out = std::move(*rows);
    co_return out;
}

// Nothing when it cannot be read.
asio::awaitable<store::QualityTally> quality_of(const Site& site, std::string key) {
    store::QualityTally out;
    if (!site.options.portal_quality)
        co_return out;
    auto tally = co_await site.options.portal_quality(std::move(key));
    if (tally.has_value())
        out = std::move(*tally);
    co_return out;
}

// The same for those who follow it from elsewhere.
void put_followers(render::Data& data, const std::string& key) {
    const routes::Query of = {{"portal", key}};
    render::put(data, "alert_feed_url", routes::with_query(routes::api_alerts_atom, of));
    render::put(data, "calendar_url", routes::with_query(routes::api_calendar, of));
    render::put(data, "feed_url", routes::with_query(routes::api_datasets_atom, of));
    render::put(data, "measures_url", routes::api_portal_of(key) + "/measures.csv");
}

} // namespace

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
    put_health_details(data, view.summary, site.clock.now());
    const std::vector<store::AlertRow> alerts = co_await alerts_of(site, portal.key);
    put_alerts(data, alerts, site.clock.now());
    const std::vector<store::Measure> weeks = co_await measures_of(site, portal.key);
    put_measures(data, weeks);
    const store::QualityTally tally = co_await quality_of(site, portal.key);
    put_portal_quality(data, tally, portal.key);
    put_followers(data, portal.key);
    render::put(
        data,
        "alerts_url",
        std::string(routes::alerts_page) + "?portal=" + routes::percent_encode(portal.key)
    );
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
    put_source_reports(site, data, view);
    render::put(data, "table_url", routes::api_portal_table_of(portal.key));
    render::put(data, "report_url", routes::api_portal_report_of(portal.key));
    render::put_list(data, "facts", facts(site, portal));
    render::put(data, "datasets_url", search_url("portal", portal.key));
    Head head;
    head.title = (portal.title.empty() ? portal.key : portal.title) + " – Portails";
    // The layout owns "description": the lead of the page is the same text.
    head.description = portal.description;
    head.canonical = routes::portal_page_of(portal.key);
    head.section = "portals";
    head.json_url = routes::api_portal_of(portal.key);
    head.rdf_url = routes::portal_feed_of(portal.key);
    co_return page(site, "portal", std::move(data), std::move(head));
}

} // namespace moisson::pages
