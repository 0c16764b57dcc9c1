// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets: the search.
#include "api/facet_labels.hpp"
#include "api/paging.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "core/limits.hpp"
#include "i18n/labels.hpp"
#include "routes/ckan_search.hpp"
#include "views/search_request.hpp"
#include "views/unknown_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace moisson::api {
namespace {

using search::Facet;

const std::vector<search::FacetRequest>& default_facets() {
    static const std::vector<search::FacetRequest> facets = {
        {Facet::country, 10, {}},
        {Facet::portal, 10, {}},
        {Facet::organization, 10, {}},
        {Facet::theme, 14, {}},
        {Facet::format, 10, {}},
        {Facet::licence, 10, {}},
        {Facet::freshness, 6, {}}};
    return facets;
}

std::string_view warning_sentence(search::WarningKind kind) {
    using search::WarningKind;
    switch (kind) {
    case WarningKind::query_truncated:
        return "La recherche est trop longue : seul son début a été lu.";
    case WarningKind::malformed_query:
        return "La syntaxe de la recherche est incomplète : elle a été lue comme de simples mots.";
    case WarningKind::match_part:
        return "Aucun jeu de données ne contient tous les mots : voici ceux qui en contiennent le "
               "plus.";
    case WarningKind::match_more:
        return "Peu de jeux de données contiennent tous les mots : ceux qui en contiennent "
               "l’essentiel sont montrés aussi.";
    case WarningKind::only_stop_words:
        return "La recherche ne contient que des mots trop courants ; ils ont été ignorés.";
    case WarningKind::no_words:
        return "Rien dans la recherche ne peut être cherché : elle a été ignorée.";
    case WarningKind::prefix_truncated:
        return "Trop de mots commencent ainsi : les plus fréquents ont été retenus.";
    case WarningKind::corrected:
        return "Aucun jeu de données n’a ces mots tels qu’ils sont écrits : voici les résultats "
               "pour la recherche corrigée (« suggestion » ; « links.literal » cherche les mots "
               "écrits).";
    }
    return {};
}

// Addresses of the same search with one value added or taken away: what they share is written once.
class Toggles {
public:
    Toggles(const Site& site, const Call& call)
        : url_(site.options.public_url),
          query_(routes::without(routes::without(call.query, "page"), "cursor")),
          base_(url_.absolute(routes::with_query(routes::api_datasets, query_))) {
        base_ += query_.empty() ? '?' : '&';
    }

    std::string of(std::string_view facet, const search::FacetItem& item) const {
        if (item.selected)
            return url_.absolute(
                routes::with_query(routes::api_datasets, routes::without(query_, facet, item.value))
            );
        return base_ + routes::build_query({{std::string(facet), item.value}});
    }

private:
    const routes::PublicUrl& url_;
    routes::Query query_;
    std::string base_;
};

Json facets_json(
    const Site& site,
    const Call& call,
    const std::vector<search::FacetResult>& facets,
    i18n::Lang lang
) {
    const Toggles toggles(site, call);
    Json json = Json::object();
    for (const search::FacetResult& facet : facets) {
        const std::string name(search::to_string(facet.facet));
        Json items = Json::array();
        for (const search::FacetItem& item : facet.items)
            items.push_back(
                {{"value", item.value},
                 {"label", facet_label(site.labels, facet.facet, item, lang)},
                 {"count", item.count},
                 {"selected", item.selected},
                 {"url", toggles.of(name, item)}}
            );
        json[name] = {
            {"label", i18n::filter_label(name)},
            {"total_values", facet.values_total},
            {"items", std::move(items)}};
    }
    return json;
}

Json parsed_json(
    const Call& call,
    const routes::SearchParameters& parameters,
    const search::SearchResult& result
) {
    Json groups = Json::array();
    for (const search::ParsedGroup& group : result.parsed) {
        Json items = Json::array();
        for (const search::ParsedItem& item : group.items)
            items.push_back(
                {{"text", item.text},
                 {"field", text_or_null(item.field)},
                 {"phrase", item.phrase},
                 {"prefix", item.prefix}}
            );
        groups.push_back({{"excluded", group.excluded}, {"any_of", std::move(items)}});
    }
    Json filters = Json::object();
    for (const auto& [name, values] : parameters.filters)
        filters[name] = values;
    for (const auto& [name, value] : call.query)
        if (routes::is_range(name))
            filters[name] = Json::array({value});
    Json synonyms = Json::array();
    for (const search::Expansion& expansion : result.expansions)
        synonyms.push_back({{"typed", expansion.typed}, {"also", expansion.also}});
    return {
        {"q", parameters.q},
        {"all_of", std::move(groups)},
        {"synonyms", std::move(synonyms)},
        {"filters", std::move(filters)},
        {"sort", search::to_string(result.sort)}};
}

std::string page_link(const Site& site, const Call& call, int page) {
    routes::Query query = routes::without(call.query, "page");
    if (page > 1)
        query = routes::with(std::move(query), "page", std::to_string(page));
    return site.options.public_url.absolute(routes::with_query(routes::api_datasets, query));
}

std::string cursor_link(const Site& site, const Call& call, std::string_view cursor) {
    routes::Query query = routes::without(routes::without(call.query, "page"), "cursor");
    // A walk by relevance does not exist.
    if (routes::first(query, "sort") == "pertinence")
        query = routes::without(std::move(query), "sort");
    query = routes::with(std::move(query), "cursor", cursor);
    return site.options.public_url.absolute(routes::with_query(routes::api_datasets, query));
}

Json links_json(
    const Site& site,
    const Call& call,
    const routes::SearchParameters& parameters,
    const search::SearchResult& result
) {
    Json links;
    const routes::PublicUrl& url = site.options.public_url;
    links["self"] = url.absolute(routes::with_query(routes::api_datasets, call.query));
    links["next"] = nullptr;
    links["prev"] = nullptr;
    if (parameters.cursor) {
        if (result.next_cursor)
            links["next"] = cursor_link(site, call, *result.next_cursor);
    } else {
        const std::int64_t seen = std::int64_t{result.page} * result.page_size;
        const auto window = static_cast<std::int64_t>(limits::result_window);
        if (result.page_size > 0 && seen < result.total && seen + result.page_size <= window)
            links["next"] = page_link(site, call, result.page + 1);
        if (result.page > 1)
            links["prev"] = page_link(site, call, result.page - 1);
    }
    routes::Query query = call.query;
    for (const std::string_view name : {"fields", "facets", "cursor", "lang_ui"})
        query = routes::without(std::move(query), name);
    links["html"] = url.absolute(routes::with_query(routes::datasets_page, query));
    for (const std::string_view name : {"page", "page_size", "explain", "sort"})
        query = routes::without(std::move(query), name);
    links["csv"] = url.absolute(routes::with_query(routes::api_datasets_csv, query));
    links["atom"] = url.absolute(routes::with_query(routes::api_datasets_atom, query));
    if (const std::string same = routes::ckan_search(parameters); !same.empty())
        links["ckan"] = url.absolute(same);
    if (!result.literal.empty()) {
        query = routes::without(routes::without(call.query, "page"), "q");
        query = routes::with(std::move(query), "q", result.literal);
        links["literal"] = url.absolute(routes::with_query(routes::api_datasets, query));
    }
    return links;
}

// What parse_search alone does not know to be wrong.
void check_shown(routes::ParsedSearch& parsed) {
    check_fields(parsed.parameters.fields, hit_fields(), parsed.problems);
    if (parsed.parameters.cursor && parsed.parameters.page != 1) {
        routes::ParameterProblem problem;
        problem.kind = routes::ParameterProblem::Kind::invalid;
        problem.parameter = "page";
        problem.value = std::to_string(parsed.parameters.page);
        problem.expected = "choisir entre « page » et « cursor »";
        parsed.problems.push_back(std::move(problem));
    }
}

Json explanation_json(double score, const std::vector<search::ScorePart>& parts) {
    Json list = Json::array();
    for (const search::ScorePart& part : parts)
        list.push_back(
            {{"kind", search::to_string(part.kind)},
             {"what", text_or_null(part.what)},
             {"value", part.value}}
        );
    return {{"score", score}, {"parts", std::move(list)}};
}

Json envelope(
    const Site& site,
    const Call& call,
    const routes::SearchParameters& parameters,
    const views::SearchPage& page
) {
    const JsonContext context{site.options.public_url, site.labels, parameters.lang_ui};
    const auto lang = i18n::lang_from_code(parameters.lang_ui).value_or(i18n::Lang::fr);
    const search::SearchResult& result = page.result;
    Json body;
    body["total"] = result.total;
    body["page"] = parameters.cursor ? Json(nullptr) : Json(result.page);
    body["page_size"] = result.page_size;
    body["query"] = parsed_json(call, parameters, result);
    Json warnings = Json::array();
    for (const search::Warning& warning : result.warnings)
        warnings.push_back(
            {{"code", search::to_string(warning.kind)},
             {"sentence", warning_sentence(warning.kind)},
             {"detail", text_or_null(warning.detail)}}
        );
    body["warnings"] = std::move(warnings);
    body["suggestion"] = text_or_null(result.suggestion);
    body["facets"] = facets_json(site, call, result.facets, lang);
    body["links"] = links_json(site, call, parameters, result);
    Json data = Json::array();
    for (const views::SearchHit& hit : page.hits) {
        Json line = select_fields(hit_json(context, hit), parameters.fields);
        if (!hit.explanation.empty())
            line["explain"] = explanation_json(hit.score, hit.explanation);
        data.push_back(std::move(line));
    }
    body["data"] = std::move(data);
    return body;
}

void add_unknown_values(
    const Site& site,
    const routes::SearchParameters& parameters,
    Json& warnings
) {
    const std::vector<std::string> portals = site.views.portal_keys();
    for (const views::UnknownValue& unknown :
         views::unknown_values(site.labels, portals, parameters)) {
        Json warning = {{"parameter", unknown.parameter}};
        std::string detail = unknown.sentence(unknown.parameter);
        if (!unknown.nearest.empty()) {
            warning["nearest"] = unknown.nearest;
            detail += fmt::format(" Vouliez-vous dire « {} »", unknown.nearest);
            if (unknown.label != unknown.nearest)
                detail += fmt::format(" ({})", unknown.label);
            detail += " ?";
        }
        warning["detail"] = std::move(detail);
        warnings.push_back(std::move(warning));
    }
}

} // namespace

asio::awaitable<net::ServerResponse> search_datasets(const Site& site, Call call) {
    call.query = routes::canonical_search(std::move(call.query));
    routes::ParsedSearch parsed = routes::parse_search(call.query);
    check_shown(parsed);
    if (!parsed.problems.empty())
        co_return parameter_problem(parsed.problems, call.request, cursor_link(site, call, "*"));
    const routes::SearchParameters parameters = std::move(parsed.parameters);
    search::SearchQuery query = views::to_search_query(parameters, default_facets());
    if (parameters.cursor && !parameters.facets)
        query.facets.clear();
    const Result<views::SearchPage> page =
        co_await site.views.search(std::move(query), parameters.lang_ui);
    if (!page)
        co_return problem_of(page.error(), call.request);
    if (page->result.total == 0 && !parameters.narrows() && site.options.on_fruitless)
        site.options.on_fruitless(parameters.q, call.request.client_address);
    Json body = envelope(site, call, parameters, *page);
    if (page->result.total == 0 && !parameters.filters.empty())
        add_unknown_values(site, parameters, body["warnings"]);
    net::ServerResponse response = json_response(body);
    add_link_header(response, body["links"]);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
