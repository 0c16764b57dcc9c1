// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/organizations, themes, formats, licences and countries: the values that datasets have,
// counted by the index, with the search that each filters.
#include "api/facet_labels.hpp"
#include "api/paging.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "routes/list_paths.hpp"
#include "text/fold.hpp"
#include "views/search_request.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace moisson::api {
namespace {

using search::Facet;

struct ValueList {
    Facet facet = Facet::theme;
    std::string_view path;
};

ValueList list_of(Values kind) {
    switch (kind) {
    case Values::organizations:
        return {Facet::organization, routes::api_organizations};
    case Values::themes:
        return {Facet::theme, routes::api_themes};
    case Values::formats:
        return {Facet::format, routes::api_formats};
    case Values::licences:
        return {Facet::licence, routes::api_licences};
    case Values::countries:
        return {Facet::country, routes::api_countries};
    }
    return {};
}

// Of the list itself; all else is a filter of the datasets that are counted.
constexpr std::array<std::string_view, 5> own_names = {"q", "sort", "page", "page_size", "lang_ui"};
constexpr std::array<std::string_view, 2> sorts = {"-datasets", "label"};

std::vector<std::string_view> known_names() {
    std::vector<std::string_view> names(own_names.begin(), own_names.end());
    const auto filters = routes::filter_names();
    names.insert(names.end(), filters.begin(), filters.end());
    return names;
}

routes::Query only_filters(const routes::Query& query) {
    const auto filters = routes::filter_names();
    routes::Query out;
    for (const auto& [name, value] : query)
        if (std::find(filters.begin(), filters.end(), name) != filters.end())
            out.emplace_back(name, value);
    return out;
}

struct Value {
    std::string code;
    std::string label;
    std::string folded;
    std::int64_t datasets = 0;
};

// Those that have `wanted` in their code or label, as asked.
std::vector<Value> choose(
    const Site& site,
    Facet facet,
    const std::vector<search::FacetItem>& items,
    std::string_view wanted,
    std::string_view sort,
    i18n::Lang lang
) {
    const std::string part = text::fold_trimmed(wanted);
    std::vector<Value> values;
    for (const search::FacetItem& item : items) {
        if (item.count == 0)
            continue;
        Value value{item.value, facet_label(site.labels, facet, item, lang), {}, item.count};
        value.folded = text::fold(value.label);
        if (value.folded.find(part) != std::string::npos ||
            text::fold(value.code).find(part) != std::string::npos)
            values.push_back(std::move(value));
    }
    std::sort(values.begin(), values.end(), [&](const Value& a, const Value& b) {
        if (sort != "label" && a.datasets != b.datasets)
            return a.datasets > b.datasets;
        return a.folded != b.folded ? a.folded < b.folded : a.code < b.code;
    });
    return values;
}

Json value_json(const Site& site, Facet facet, const Value& value) {
    const routes::PublicUrl& url = site.options.public_url;
    const routes::Query filter{{std::string(search::to_string(facet)), value.code}};
    Json json;
    json["code"] = value.code;
    json["label"] = value.label;
    json["datasets"] = value.datasets;
    json["links"] = {
        {"datasets", url.absolute(routes::with_query(routes::api_datasets, filter))},
        {"html", url.absolute(routes::with_query(routes::datasets_page, filter))}};
    if (facet == Facet::organization)
        json["links"]["self"] = url.absolute(routes::api_organization_of(value.code));
    return json;
}

} // namespace

asio::awaitable<net::ServerResponse> list_values(const Site& site, Call call, Values kind) {
    const ValueList list = list_of(kind);
    call.query = routes::canonical_search(std::move(call.query));
    std::vector<routes::ParameterProblem> problems;
    const Window window = read_window(call.query, problems);
    const std::string sort(routes::first(call.query, "sort"));
    if (!sort.empty() && std::find(sorts.begin(), sorts.end(), sort) == sorts.end())
        problems.push_back(invalid_value("sort", sort, "« -datasets » ou « label »"));
    const std::string language(routes::first(call.query, "lang_ui"));
    const auto lang = i18n::lang_from_code(language.empty() ? "fr" : language);
    if (!lang)
        problems.push_back(invalid_value("lang_ui", language, "fr, en ou ar"));
    if (!problems.empty())
        co_return parameter_problem(problems, call.request, {});
    const routes::ParsedSearch parsed = routes::parse_search(only_filters(call.query));
    search::SearchQuery query = views::to_search_query(parsed.parameters, {});
    search::FacetRequest request;
    request.facet = list.facet;
    request.values_max = std::numeric_limits<int>::max();
    query.facets = {request};
    query.page_size = 0;
    std::string shown(i18n::code(*lang));
    const Result<views::SearchPage> found =
        co_await site.views.search(std::move(query), std::move(shown));
    if (!found)
        co_return problem_of(found.error(), call.request);
    std::vector<Value> values;
    for (const search::FacetResult& facet : found->result.facets)
        if (facet.facet == list.facet)
            values =
                choose(site, list.facet, facet.items, routes::first(call.query, "q"), sort, *lang);
    Json data = Json::array();
    for (std::size_t i = window.first(values.size()); i < window.last(values.size()); ++i)
        data.push_back(value_json(site, list.facet, values[i]));
    Json body;
    body["total"] = values.size();
    body["page"] = window.page;
    body["page_size"] = window.page_size;
    body["warnings"] = unknown_parameter_warnings(call.query, known_names());
    body["links"] =
        window_links(site.options.public_url, list.path, call.query, window, values.size());
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    add_link_header(response, body["links"]);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
