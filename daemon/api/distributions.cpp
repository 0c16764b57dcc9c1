// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/distributions: the files of the datasets that a search finds, one by one.
#include "api/paging.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "i18n/link_labels.hpp"
#include "routes/list_paths.hpp"
#include "routes/nearest.hpp"
#include "views/search_request.hpp"

#include <algorithm>
#include <array>

namespace moisson::api {
namespace {

using search::Facet;

// Of a search of datasets only.
constexpr std::array<std::string_view, 7> unknown_here =
    {"page", "sort", "fields", "facets", "facet_q", "explain", "page_size"};
constexpr std::array<std::string_view, 3> standings = {"ok", "broken", "unverifiable"};

std::vector<std::string_view> distribution_parameters() {
    std::vector<std::string_view> names{"dataset", "page_size"};
    for (const std::string_view name : routes::search_parameter_names())
        if (std::find(unknown_here.begin(), unknown_here.end(), name) == unknown_here.end())
            names.push_back(name);
    return names;
}

struct ParsedDistributions {
    views::DistributionQuery query;
    std::string lang;
    std::vector<routes::ParameterProblem> problems;
};

// What is asked of a file itself has no negation: it would be one of whole datasets.
void take_own_filters(ParsedDistributions& out) {
    search::SearchQuery& datasets = out.query.datasets;
    for (const Facet facet : {Facet::format, Facet::format_family, Facet::links}) {
        for (const std::string& value : datasets.excluded[static_cast<std::size_t>(facet)])
            out.problems.push_back(invalid_value(
                std::string(search::to_string(facet)),
                "!" + value,
                "une valeur sans négation"
            ));
        datasets.excluded[static_cast<std::size_t>(facet)].clear();
    }
    out.query.formats = datasets.filter(Facet::format);
    out.query.families = datasets.filter(Facet::format_family);
    out.query.links = datasets.filter(Facet::links);
    for (const std::string& value : out.query.links)
        if (std::find(standings.begin(), standings.end(), value) == standings.end())
            out.problems.push_back(invalid_value("links", value, "ok, broken ou unverifiable"));
}

ParsedDistributions parse_distributions(const routes::Query& query) {
    ParsedDistributions out;
    const std::vector<std::string_view> known = distribution_parameters();
    routes::Query search;
    for (const auto& [name, value] : query) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            routes::ParameterProblem problem;
            problem.parameter = name;
            problem.value = value;
            problem.nearest = std::string(routes::nearest_name(name, known));
            out.problems.push_back(std::move(problem));
        } else if (name != "dataset" && name != "page_size") {
            search.emplace_back(name, value);
        }
    }
    routes::ParsedSearch parsed = routes::parse_search(search);
    out.problems.insert(out.problems.end(), parsed.problems.begin(), parsed.problems.end());
    out.lang = parsed.parameters.lang_ui;
    out.query.dataset = std::string(routes::first(query, "dataset"));
    out.query.cursor = parsed.parameters.cursor.value_or("*");
    out.query.datasets = views::to_search_query(parsed.parameters, {});
    out.query.datasets.cursor.reset();
    read_page_size(query, out.query.page_size, out.problems);
    take_own_filters(out);
    return out;
}

Json link_json(const std::optional<store::DistributionLink>& link) {
    if (!link)
        return nullptr;
    return {
        {"state", link->state},
        {"label", i18n::link_state_label(link->state)},
        {"status", text_or_null(link->standing)},
        {"checked_at", instant_json(link->checked_at)}};
}

Json row_json(const JsonContext& context, const views::DistributionRow& row) {
    Json json = distribution_json(context, row.distribution);
    const std::string_view title = best_text(row.dataset_title, context.lang);
    json["link"] = link_json(row.link);
    json["dataset"] = {
        {"id", to_string(row.dataset)},
        {"slug", row.dataset_slug},
        {"title", text_or_null(title)},
        {"portal", {{"key", row.portal_key}}}};
    json["links"] = {
        {"self", context.url.absolute(routes::api_distribution_of(to_string(row.distribution.id)))},
        {"dataset", context.url.absolute(routes::api_dataset_of(to_string(row.dataset)))},
        {"html", context.url.absolute(routes::dataset_page_of(row.dataset_slug))}};
    return json;
}

std::string address(const Site& site, const routes::Query& query) {
    return site.options.public_url.absolute(routes::with_query(routes::api_distributions, query));
}

} // namespace

asio::awaitable<net::ServerResponse> list_distributions(const Site& site, Call call) {
    call.query = routes::canonical_search(std::move(call.query));
    ParsedDistributions parsed = parse_distributions(call.query);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, {});
    if (site.options.lists == nullptr)
        co_return problem_of(Error(Code::store_unavailable), call.request);
    const int page_size = parsed.query.page_size;
    const Result<views::DistributionPage> page =
        co_await site.options.lists->distributions(std::move(parsed.query));
    if (!page)
        co_return problem_of(page.error(), call.request);
    const JsonContext context{site.options.public_url, site.labels, parsed.lang};
    Json body;
    body["total"] = page->total ? Json(*page->total) : Json(nullptr);
    body["datasets"] = page->datasets;
    body["page_size"] = page_size;
    body["warnings"] = Json::array();
    body["links"] = {{"self", address(site, call.query)}, {"next", nullptr}};
    if (page->next_cursor) {
        routes::Query next = routes::without(call.query, "cursor");
        next = routes::with(std::move(next), "cursor", *page->next_cursor);
        body["links"]["next"] = address(site, next);
    }
    Json data = Json::array();
    for (const views::DistributionRow& row : page->rows)
        data.push_back(row_json(context, row));
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    add_link_header(response, body["links"]);
    co_return response;
}

asio::awaitable<net::ServerResponse> show_distribution(const Site& site, Call call) {
    const auto id = uuid_from_string(call.id);
    if (!id)
        co_return problem_of(Error(Code::not_found), call.request);
    if (site.options.lists == nullptr)
        co_return problem_of(Error(Code::store_unavailable), call.request);
    const Result<views::DistributionRow> row =
        co_await site.options.lists->distribution(DistributionId(*id));
    if (!row)
        co_return problem_of(row.error(), call.request);
    const std::string lang(routes::first(call.query, "lang_ui"));
    const JsonContext context{site.options.public_url, site.labels, lang.empty() ? "fr" : lang};
    constexpr std::array<std::string_view, 1> known = {"lang_ui"};
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["data"] = row_json(context, *row);
    co_return json_response(body);
}

} // namespace moisson::api
