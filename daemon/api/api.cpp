// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Routing, the machine endpoints, and what every answer shares.
#include "api/api.hpp"

#include "api/problem.hpp"
#include "api/site.hpp"
#include "routes/endpoints.hpp"
#include "routes/list_paths.hpp"
#include "routes/nearest.hpp"
#include "views/openapi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace moisson::api {
namespace {

using store::MeasureScope;

using Answer = asio::awaitable<net::ServerResponse> (*)(const Site&, Call);

struct Endpoint {
    std::string_view method;
    std::string_view path;
    Answer answer;
};

// Of what waits for nothing.
asio::awaitable<net::ServerResponse> answered(net::ServerResponse response) {
    co_return response;
}

template <Values kind>
asio::awaitable<net::ServerResponse> values_of(const Site& site, Call call) {
    return list_values(site, std::move(call), kind);
}

template <MeasureScope scope>
asio::awaitable<net::ServerResponse> measures_of(const Site& site, Call call) {
    return show_measures(site, std::move(call), scope);
}

template <MeasureScope scope>
asio::awaitable<net::ServerResponse> measure_table_of(const Site& site, Call call) {
    return show_measure_table(site, std::move(call), scope);
}

constexpr auto endpoints = std::to_array<Endpoint>({
    {"GET", routes::api_root, [](const Site& site, Call) { return answered(show_root(site)); }},
    {"GET", routes::api_datasets, search_datasets},
    {"GET", routes::api_datasets_csv, export_csv},
    {"GET", routes::api_datasets_ndjson, export_ndjson},
    {"GET", routes::api_datasets_atom, feed_atom},
    {"GET", routes::api_datasets_rss, feed_rss},
    {"GET", routes::api_datasets_json_feed, feed_json},
    {"GET", routes::udata_recent_feed, foreign_feed},
    {"GET", routes::ckan_dataset_feed, foreign_feed},
    {"GET", routes::ckan_organization_feed, organization_feed},
    {"GET", routes::ckan_group_feed, group_feed},
    {"GET", routes::ckan_tag_feed, tag_feed},
    {"GET", routes::ckan_custom_feed, custom_feed},
    {"GET", routes::api_dataset, show_dataset},
    {"GET", routes::api_history, show_history},
    {"GET", routes::api_freshness, show_freshness},
    {"GET", routes::api_quality, show_quality},
    {"GET", routes::api_dataset_measures, show_dataset_measures},
    {"GET", routes::api_dataset_measure_table, show_dataset_measure_table},
    {"GET", routes::api_links, show_links},
    {"GET", routes::api_suggest, show_suggestions},
    {"GET", routes::api_portals, list_portals},
    {"GET", routes::api_portal, show_portal},
    {"GET", routes::api_portal_health, show_portal_health},
    {"GET", routes::api_portal_quality, show_portal_quality},
    {"GET", routes::api_runs, list_runs},
    {"GET", routes::api_run_list, show_runs_table},
    {"GET", routes::api_run, show_run},
    {"GET", routes::api_run_report, show_run_report},
    {"GET", routes::api_run_table, show_run_table},
    {"GET", routes::api_run_changes, show_run_changes},
    {"GET", routes::api_run_change_table, show_run_change_table},
    {"GET", routes::api_portal_report, show_portal_report},
    {"GET", routes::api_portal_table, show_portal_table},
    {"GET", routes::api_alerts, list_alerts},
    {"GET", routes::api_alerts_atom, alert_feed},
    {"GET", routes::api_calendar, show_calendar},
    {"GET", routes::api_alert, show_alert},
    {"GET", routes::api_measures, measures_of<MeasureScope::all>},
    {"GET", routes::api_measure_table, measure_table_of<MeasureScope::all>},
    {"GET", routes::api_country_measures, measures_of<MeasureScope::country>},
    {"GET", routes::api_country_measure_table, measure_table_of<MeasureScope::country>},
    {"GET", routes::api_portal_measures, measures_of<MeasureScope::portal>},
    {"GET", routes::api_portal_measure_table, measure_table_of<MeasureScope::portal>},
    {"GET", routes::api_organization_measures, measures_of<MeasureScope::publisher>},
    {"GET", routes::api_organization_measure_table, measure_table_of<MeasureScope::publisher>},
    {"GET",
     routes::api_dumps,
     [](const Site& site, Call call) { return answered(list_dumps(site, call)); }},
    {"GET",
     routes::api_dump_file,
     [](const Site& site, Call call) { return answered(newest_dump_file(site, call)); }},
    {"GET",
     routes::api_dump_dated,
     [](const Site& site, Call call) { return answered(dated_dump_file(site, call)); }},
    {"GET",
     routes::api_version,
     [](const Site& site, Call) { return answered(show_version(site)); }},
    {"GET", routes::api_distributions, list_distributions},
    {"GET", routes::api_distribution, show_distribution},
    {"GET", routes::api_organizations, values_of<Values::organizations>},
    {"GET", routes::api_organization, show_organization},
    {"GET", routes::api_themes, values_of<Values::themes>},
    {"GET", routes::api_formats, values_of<Values::formats>},
    {"GET", routes::api_licences, values_of<Values::licences>},
    {"GET", routes::api_countries, values_of<Values::countries>},
    {"GET", routes::api_changes, list_changes},
    {"GET", routes::api_issues, list_issues},
    {"GET", routes::api_stats, show_stats},
    {"GET",
     routes::api_openapi,
     [](const Site& site, Call) { return answered(json_response(site.description)); }},
    {"GET", routes::livez, [](const Site&, Call) { return answered(show_liveness()); }},
    {"GET", routes::readyz, [](const Site& site, Call) { return answered(show_readiness(site)); }},
    {"GET",
     routes::metrics,
     [](const Site& site, Call call) { return answered(show_metrics(site, call.request)); }},
});

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
        auto answer = endpoints[match.handler].answer(*site, std::move(call));
        response = co_await std::move(answer);
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
    return routes::table_of(endpoints).routes();
}

net::Handler make_api_handler(
    views::CatalogViews& views,
    const i18n::CodeLabels& labels,
    const Clock& clock,
    telemetry::Logger& log,
    ApiOptions options
) {
    Json description = views::openapi_document(options.public_url);
    auto site = std::make_shared<const Site>(Site{
        views,
        labels,
        clock,
        log,
        std::move(options),
        routes::table_of(endpoints),
        std::move(description)});
    return [site](net::ServerRequest request) { return handle(site, std::move(request)); };
}

net::Handler make_site_handler(net::Handler api, net::Handler pages) {
    return [api = std::move(api), pages = std::move(pages)](net::ServerRequest request) {
        return is_for_api(request.path) ? api(std::move(request)) : pages(std::move(request));
    };
}

} // namespace moisson::api
