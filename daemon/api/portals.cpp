// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/portals and /api/v1/runs.
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::api {
namespace {

bool has_country(const store::PortalSummary& portal, const std::vector<std::string>& wanted) {
    if (wanted.empty())
        return true;
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& code) {
        return std::find(portal.countries.begin(), portal.countries.end(), code) !=
               portal.countries.end();
    });
}

} // namespace

asio::awaitable<net::ServerResponse> list_portals(const Site& site, Call call) {
    const auto result = co_await site.views.portals();
    if (!result)
        co_return problem_of(result.error(), call.request);
    const JsonContext context{site.options.public_url, site.labels, "fr"};
    const routes::ParsedSearch parsed = routes::parse_search(call.query);
    const Json blank = portal_json(context, views::PortalSummary());
    const std::vector<std::string_view> names = member_names(blank);
    std::vector<routes::ParameterProblem> problems;
    check_fields(parsed.parameters.fields, names, problems);
    if (!problems.empty())
        co_return parameter_problem(problems, call.request, {});
    std::vector<std::string> countries;
    if (const auto found = parsed.parameters.filters.find("country");
        found != parsed.parameters.filters.end())
        countries = found->second;
    Json data = Json::array();
    for (const views::PortalSummary& portal : *result)
        if (has_country(portal.portal, countries))
            data.push_back(select_fields(portal_json(context, portal), parsed.parameters.fields));
    constexpr std::array<std::string_view, 2> known = {"country", "fields"};
    Json body;
    body["total"] = data.size();
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["links"] = {
        {"self",
         site.options.public_url.absolute(routes::with_query(routes::api_portals, call.query))},
        {"html", site.options.public_url.absolute(routes::portals_page)}};
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

asio::awaitable<net::ServerResponse> show_portal(const Site& site, Call call) {
    const auto result = co_await site.views.portal(call.id);
    if (!result)
        co_return problem_of(result.error(), call.request);
    const JsonContext context{site.options.public_url, site.labels, "fr"};
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = portal_detail_json(context, *result);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

asio::awaitable<net::ServerResponse> list_runs(const Site& site, Call call) {
    ParsedRuns parsed = parse_runs(call.query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    const auto result = co_await site.views.runs(std::move(parsed.query));
    if (!result)
        co_return problem_of(result.error(), call.request);
    const JsonContext context{site.options.public_url, site.labels, "fr"};
    const routes::PublicUrl& url = site.options.public_url;
    constexpr std::array<std::string_view, 5> known =
        {"portal", "source", "state", "before", "page_size"};
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    Json links = {{"self", url.absolute(routes::with_query(routes::api_runs, call.query))}};
    links["next"] = nullptr;
    net::ServerResponse response;
    if (result->more && !result->runs.empty()) {
        routes::Query next = routes::without(call.query, "before");
        next =
            routes::with(std::move(next), "before", std::to_string(result->runs.back().id.value));
        links["next"] = url.absolute(routes::with_query(routes::api_runs, next));
    }
    body["links"] = links;
    Json data = Json::array();
    for (const HarvestRun& run : result->runs)
        data.push_back(run_json(context, run));
    body["data"] = std::move(data);
    response = json_response(body);
    if (links["next"].is_string())
        response.headers.emplace_back(
            "Link",
            fmt::format("<{}>; rel=\"next\"", links["next"].get<std::string>())
        );
    mark_stale(site, response);
    co_return response;
}

asio::awaitable<net::ServerResponse> show_run(const Site& site, Call call) {
    const auto number = routes::positive_number(call.id);
    if (!number)
        co_return problem_of(Error(Code::not_found), call.request);
    const RunId id(*number);
    const auto result = co_await site.views.run(id, views::Recount::no);
    if (!result)
        co_return problem_of(result.error(), call.request);
    const JsonContext context{site.options.public_url, site.labels, "fr"};
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = run_detail_json(context, *result);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
