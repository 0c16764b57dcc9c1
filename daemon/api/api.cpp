// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Routing, the machine endpoints, and what every answer shares.
#include "api/api.hpp"

#include "api/problem.hpp"
#include "api/site.hpp"
#include "routes/list_paths.hpp"
#include "routes/nearest.hpp"
#include "views/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace moisson::api {
namespace {

using store::MeasureScope;

enum Endpoint : std::size_t {
    root,
    datasets,
    datasets_csv,
    datasets_ndjson,
    datasets_atom,
    datasets_rss,
    datasets_json_feed,
    foreign_atom,
    organization_atom,
    group_atom,
    tag_atom,
    custom_atom,
    dataset,
    history,
    freshness,
    quality,
    links,
    suggest,
    portals,
    portal,
    portal_health,
    runs,
    run,
    run_report,
    run_table,
    portal_report,
    portal_table,
    alerts,
    alerts_atom,
    calendar,
    alert,
    measures,
    measure_table,
    country_measures,
    country_measure_table,
    portal_measures,
    portal_measure_table,
    dumps,
    dump_file,
    dump_dated,
    version,
    distributions,
    distribution,
    organizations,
    organization,
    themes,
    formats,
    licences,
    countries,
    changes,
    issues,
    stats,
    openapi,
    livez,
    readyz,
    metrics
};

routes::RouteTable make_table() {
    routes::RouteTable table;
    table.add("GET", routes::api_root, root);
    table.add("GET", routes::api_datasets, datasets);
    table.add("GET", routes::api_datasets_csv, datasets_csv);
    table.add("GET", routes::api_datasets_ndjson, datasets_ndjson);
    table.add("GET", routes::api_datasets_atom, datasets_atom);
    table.add("GET", routes::api_datasets_rss, datasets_rss);
    table.add("GET", routes::api_datasets_json_feed, datasets_json_feed);
    table.add("GET", routes::udata_recent_feed, foreign_atom);
    table.add("GET", routes::ckan_dataset_feed, foreign_atom);
    table.add("GET", routes::ckan_organization_feed, organization_atom);
    table.add("GET", routes::ckan_group_feed, group_atom);
    table.add("GET", routes::ckan_tag_feed, tag_atom);
    table.add("GET", routes::ckan_custom_feed, custom_atom);
    table.add("GET", routes::api_dataset, dataset);
    table.add("GET", routes::api_history, history);
    table.add("GET", routes::api_freshness, freshness);
    table.add("GET", routes::api_quality, quality);
    table.add("GET", routes::api_links, links);
    table.add("GET", routes::api_suggest, suggest);
    table.add("GET", routes::api_portals, portals);
    table.add("GET", routes::api_portal, portal);
    table.add("GET", routes::api_portal_health, portal_health);
    table.add("GET", routes::api_runs, runs);
    table.add("GET", routes::api_run, run);
    table.add("GET", routes::api_run_report, run_report);
    table.add("GET", routes::api_run_table, run_table);
    table.add("GET", routes::api_portal_report, portal_report);
    table.add("GET", routes::api_portal_table, portal_table);
    table.add("GET", routes::api_alerts, alerts);
    table.add("GET", routes::api_alerts_atom, alerts_atom);
    table.add("GET", routes::api_calendar, calendar);
    table.add("GET", routes::api_alert, alert);
    table.add("GET", routes::api_measures, measures);
    table.add("GET", routes::api_measure_table, measure_table);
    table.add("GET", routes::api_country_measures, country_measures);
    table.add("GET", routes::api_country_measure_table, country_measure_table);
    table.add("GET", routes::api_portal_measures, portal_measures);
    table.add("GET", routes::api_portal_measure_table, portal_measure_table);
    table.add("GET", routes::api_dumps, dumps);
    table.add("GET", routes::api_dump_file, dump_file);
    table.add("GET", routes::api_dump_dated, dump_dated);
    table.add("GET", routes::api_version, version);
    table.add("GET", routes::api_distributions, distributions);
    table.add("GET", routes::api_distribution, distribution);
    table.add("GET", routes::api_organizations, organizations);
    table.add("GET", routes::api_organization, organization);
    table.add("GET", routes::api_themes, themes);
    table.add("GET", routes::api_formats, formats);
    table.add("GET", routes::api_licences, licences);
    table.add("GET", routes::api_countries, countries);
    table.add("GET", routes::api_changes, changes);
    table.add("GET", routes::api_issues, issues);
    table.add("GET", routes::api_stats, stats);
    table.add("GET", routes::api_openapi, openapi);
    table.add("GET", routes::livez, livez);
    table.add("GET", routes::readyz, readyz);
    table.add("GET", routes::metrics, metrics);
    return table;
}

net::ServerResponse refuse(const routes::RouteMatch& match, const net::ServerRequest& request) {
    if (match.outcome == routes::RouteMatch::Outcome::method_not_allowed) {
        auto response = problem(
            405,
            "method-not-allowed",
            "Méthode non permise",
            fmt::format("Cette adresse n’accepte que : {}.", match.allow),
            request
        );
        response.headers.emplace_back("Allow", match.allow);
        return response;
    }
    return problem(
        404,
        "not-found",
        "Introuvable",
        "Cette adresse ne fait pas partie de l’API.",
        request
    );
}

asio::awaitable<net::ServerResponse> answer(const Site& site, std::size_t endpoint, Call call) {
    switch (endpoint) {
    case datasets:
        co_return co_await search_datasets(site, std::move(call));
    case datasets_csv:
        co_return co_await export_csv(site, std::move(call));
    case datasets_ndjson:
        co_return co_await export_ndjson(site, std::move(call));
    case datasets_atom:
        co_return co_await feed_atom(site, std::move(call));
    case datasets_rss:
        co_return co_await feed_rss(site, std::move(call));
    case datasets_json_feed:
        co_return co_await feed_json(site, std::move(call));
    case foreign_atom:
        co_return co_await foreign_feed(site, std::move(call));
    case organization_atom:
        co_return co_await organization_feed(site, std::move(call));
    case tag_atom:
        co_return co_await tag_feed(site, std::move(call));
    case group_atom:
        co_return co_await group_feed(site, std::move(call));
    case custom_atom:
        co_return co_await custom_feed(site, std::move(call));
    case dataset:
        co_return co_await show_dataset(site, std::move(call));
    case history:
        co_return co_await show_history(site, std::move(call));
    case freshness:
        co_return co_await show_freshness(site, std::move(call));
    case quality:
        co_return co_await show_quality(site, std::move(call));
    case links:
        co_return co_await show_links(site, std::move(call));
    case suggest:
        co_return co_await show_suggestions(site, std::move(call));
    case portals:
        co_return co_await list_portals(site, std::move(call));
    case portal:
        co_return co_await show_portal(site, std::move(call));
    case portal_health:
        co_return co_await show_portal_health(site, std::move(call));
    case runs:
        co_return co_await list_runs(site, std::move(call));
    case run:
        co_return co_await show_run(site, std::move(call));
    case run_report:
        co_return co_await show_run_report(site, std::move(call));
    case run_table:
        co_return co_await show_run_table(site, std::move(call));
    case portal_report:
        co_return co_await show_portal_report(site, std::move(call));
    case portal_table:
        co_return co_await show_portal_table(site, std::move(call));
    case distributions:
        co_return co_await list_distributions(site, std::move(call));
    case distribution:
        co_return co_await show_distribution(site, std::move(call));
    case organizations:
        co_return co_await list_values(site, std::move(call), Values::organizations);
    case organization:
        co_return co_await show_organization(site, std::move(call));
    case themes:
        co_return co_await list_values(site, std::move(call), Values::themes);
    case formats:
        co_return co_await list_values(site, std::move(call), Values::formats);
    case licences:
        co_return co_await list_values(site, std::move(call), Values::licences);
    case countries:
        co_return co_await list_values(site, std::move(call), Values::countries);
    case changes:
        co_return co_await list_changes(site, std::move(call));
    case issues:
        co_return co_await list_issues(site, std::move(call));
    case stats:
        co_return co_await show_stats(site, std::move(call));
    case openapi:
        co_return json_response(site.description);
    case alerts:
        co_return co_await list_alerts(site, std::move(call));
    case alerts_atom:
        co_return co_await alert_feed(site, std::move(call));
    case calendar:
        co_return co_await show_calendar(site, std::move(call));
    case alert:
        co_return co_await show_alert(site, std::move(call));
    case measures:
        co_return co_await show_measures(site, std::move(call), MeasureScope::all);
    case measure_table:
        co_return co_await show_measure_table(site, std::move(call), MeasureScope::all);
    case country_measures:
        co_return co_await show_measures(site, std::move(call), MeasureScope::country);
    case country_measure_table:
        co_return co_await show_measure_table(site, std::move(call), MeasureScope::country);
    case portal_measures:
        co_return co_await show_measures(site, std::move(call), MeasureScope::portal);
    case portal_measure_table:
        co_return co_await show_measure_table(site, std::move(call), MeasureScope::portal);
    case root:
        co_return show_root(site);
    case dumps:
        co_return list_dumps(site, call);
    case dump_file:
        co_return newest_dump_file(site, call);
    case dump_dated:
        co_return dated_dump_file(site, call);
    case version:
        co_return show_version(site);
    case readyz:
        co_return show_readiness(site);
    case metrics:
        co_return show_metrics(site, call.request);
    default:
        co_return show_liveness();
    }
}

asio::awaitable<net::ServerResponse>
handle(std::shared_ptr<const Site> site, net::ServerRequest request) {
    const routes::RouteMatch match = site->table.match(request.method, request.path);
    if (match.outcome != routes::RouteMatch::Outcome::found)
        co_return refuse(match, request);
    const auto id = match.parameters.find("id");
    routes::Query query = routes::parse_query(request.query);
    std::string value = id == match.parameters.end() ? std::string() : id->second;
    Call call(request, std::move(value), std::move(query));
    net::ServerResponse response;
    const Steady begin = site->clock.steady_now();
    try {
        response = co_await answer(*site, match.handler, std::move(call));
    } catch (const std::exception& failure) {
        site->log.error(
            "api request failed",
            {{"route", match.pattern}, {"request_id", request.request_id}, {"why", failure.what()}}
        );
        response = problem_of(Error(Code::internal_error), request);
    }
    const std::chrono::duration<double, std::milli> took = site->clock.steady_now() - begin;
    response.headers.emplace_back("Server-Timing", fmt::format("total;dur={:.2f}", took.count()));
    response.route = std::string(match.pattern);
    co_return response;
}

bool is_for_api(std::string_view path) {
    return path.starts_with(routes::api_prefix) || path.starts_with(routes::ckan_feeds) ||
           path == routes::udata_recent_feed || path == routes::livez || path == routes::readyz ||
           path == routes::metrics;
}

} // namespace

net::ServerResponse json_response(const Json& body, int status) {
    net::ServerResponse response;
    response.status = status;
    response.content_type = "application/json";
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = published(body);
    return response;
}

void mark_stale(const Site& site, net::ServerResponse& response) {
    const views::Readiness state = site.views.readiness();
    if (!state.database_ok && state.last_contact)
        response.headers.emplace_back("Moisson-Stale-Since", to_http_date(*state.last_contact));
}

Json unknown_parameter_warnings(
    const routes::Query& query,
    std::span<const std::string_view> known
) {
    Json warnings = Json::array();
    for (const auto& [name, value] : query) {
        if (std::find(known.begin(), known.end(), name) != known.end())
            continue;
        routes::ParameterProblem problem;
        problem.parameter = name;
        problem.nearest = std::string(routes::nearest_name(name, known));
        Json warning = {{"parameter", name}, {"detail", problem.sentence()}};
        if (!problem.nearest.empty())
            warning["nearest"] = problem.nearest;
        warnings.push_back(std::move(warning));
    }
    return warnings;
}

std::vector<std::pair<std::string, std::string>> api_routes() {
    return make_table().routes();
}

net::Handler make_api_handler(
    views::CatalogViews& views,
    const i18n::CodeLabels& labels,
    const Clock& clock,
    telemetry::Logger& log,
    ApiOptions options
) {
    Json description = views::openapi_document(options.public_url);
    auto site = std::make_shared<const Site>(
        Site{views, labels, clock, log, std::move(options), make_table(), std::move(description)}
    );
    return [site](net::ServerRequest request) { return handle(site, std::move(request)); };
}

net::Handler make_site_handler(net::Handler api, net::Handler pages) {
    return [api = std::move(api), pages = std::move(pages)](net::ServerRequest request) {
        return is_for_api(request.path) ? api(std::move(request)) : pages(std::move(request));
    };
}

} // namespace moisson::api
