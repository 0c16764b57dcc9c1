// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The results of a search: chips, cards, facets, pages.
#include "core/limits.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "pages/pieces.hpp"
#include "pages/search_twins.hpp"
#include "pages/search_values.hpp"
#include "views/search_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::pages {
namespace {

using search::Facet;

constexpr int facet_values = 8;
constexpr int facet_values_all = 200;

const std::vector<search::FacetRequest>& default_facets() {
    static const std::vector<search::FacetRequest> facets = {
        {Facet::country, facet_values, {}},
        {Facet::theme, 14, {}},
        {Facet::organization, facet_values, {}},
        {Facet::portal, facet_values, {}},
        {Facet::format_family, facet_values, {}},
        {Facet::format, facet_values, {}},
        {Facet::licence, facet_values, {}},
        {Facet::freshness, facet_values, {}},
        {Facet::links, facet_values, {}}};
    return facets;
}

// The address of this search without the parameters that only hold for one view of it.
routes::Query core_query(const routes::Query& query) {
    routes::Query kept;
    for (const auto& [name, value] : query)
        if (!value.empty() && name != "page" && name != "cursor" && name != "facets" &&
            !name.starts_with("facet_q") && name != "fields")
            kept.emplace_back(name, value);
    return routes::canonical_search(std::move(kept));
}

std::string link(const routes::Query& query) {
    return routes::with_query(routes::datasets_page, query);
}

// The labels that the answer carries for the values of a filter (producers, portals).
std::string label_from_answer(
    const Site& site,
    const search::SearchResult& result,
    std::string_view name,
    const std::string& value
) {
    if (value.starts_with('!'))
        return "sauf " + label_from_answer(site, result, name, value.substr(1));
    for (const search::FacetResult& facet : result.facets)
        if (search::to_string(facet.facet) == name)
            for (const search::FacetItem& item : facet.items)
                if (item.value == value)
                    return value_label(site, name, value, item.label);
    return value_label(site, name, value);
}

void put_chips(
    render::Data& data,
    const Site& site,
    const routes::Query& query,
    const search::SearchResult& result
) {
    render::Data chips = render::list();
    bool any = false;
    for (const auto& [name, value] : query) {
        const auto names = routes::filter_names();
        const bool filter = std::find(names.begin(), names.end(), name) != names.end();
        if (!filter && !routes::is_range(name))
            continue;
        render::Data chip;
        render::put(chip, "name", std::string(i18n::filter_label(name)));
        render::put(
            chip,
            "label",
            filter ? label_from_answer(site, result, name, value) : range_text(name, value)
        );
        render::put(chip, "url", link(routes::without(query, name, value)));
        chips.push_back(chip);
        any = true;
    }
    routes::Query bare;
    if (const auto q = routes::first(query, "q"); !q.empty())
        bare.emplace_back("q", q);
    render::put_flag(data, "has_chips", any);
    render::put_list(data, "chips", std::move(chips));
    render::put(data, "reset_url", link(bare));
}

render::Data facet_item(
    const Site& site,
    const routes::Query& query,
    std::string_view key,
    const search::FacetItem& item
) {
    render::Data one;
    render::put(one, "label", value_label(site, key, item.value, item.label));
    render::put(one, "count", i18n::number(item.count));
    render::put_flag(one, "selected", item.selected);
    const routes::Query next = item.selected ? routes::without(query, key, item.value)
                                             : routes::with(query, key, item.value);
    render::put(one, "url", link(next));
    return one;
}

void put_facets(
    render::Data& data,
    const Site& site,
    const routes::Query& query,
    const routes::SearchParameters& parameters,
    const search::SearchResult& result
) {
    render::Data list = render::list();
    int position = 0;
    for (const search::FacetResult& facet : result.facets) {
        const std::string key(search::to_string(facet.facet));
        const bool selected =
            std::any_of(facet.items.begin(), facet.items.end(), [](const auto& item) {
                return item.selected;
            });
        const auto contains = parameters.facet_contains.find(key);
        const bool asked = parameters.facets || contains != parameters.facet_contains.end();
        const auto shown = static_cast<std::int64_t>(facet.items.size());
        if (shown == 0 && contains == parameters.facet_contains.end())
            continue;
        render::Data one;
        render::put(one, "key", key);
        render::put(one, "label", std::string(i18n::filter_label(key)));
        render::put_flag(one, "open", position < 2 || selected || asked);
        render::put_flag(one, "searchable", facet.values_total > 20 || asked);
        const bool filtered = contains != parameters.facet_contains.end();
        render::put(one, "contains", filtered ? contains->second : std::string());
        render::Data items = render::list();
        for (const search::FacetItem& item : facet.items)
            items.push_back(facet_item(site, query, key, item));
        render::put_list(one, "items", std::move(items));
        const bool more = facet.values_total > shown;
        const routes::Query all =
            routes::with(query, "facets", fmt::format("{}:{}", key, facet_values_all));
        render::put(one, "more_url", more ? link(all) + "#f-" + key : std::string());
        render::put(
            one,
            "more_label",
            i18n::typography(fmt::format(
                "Voir les {} valeurs du filtre « {} »",
                i18n::number(facet.values_total),
                i18n::filter_label(key)
            ))
        );
        list.push_back(one);
        ++position;
    }
    render::put_list(data, "facets", std::move(list));
}

std::string page_url(const routes::Query& query, std::int64_t number) {
    return link(number > 1 ? routes::with(query, "page", std::to_string(number)) : query);
}

void put_page(
    render::Data& list,
    const routes::Query& query,
    std::int64_t number,
    std::int64_t current
) {
    render::Data one;
    render::put(one, "number", i18n::number(number));
    render::put_flag(one, "gap", false);
    render::put_flag(one, "current", number == current);
    render::put(one, "url", number == current ? std::string() : page_url(query, number));
    list.push_back(one);
}

void put_gap(render::Data& list) {
    render::Data one;
    for (const char* key : {"number", "url", "current"})
        render::put_flag(one, key, false);
    render::put_flag(one, "gap", true);
    list.push_back(one);
}

// First, last, and two on each side of the current one.
void put_pages(render::Data& data, const routes::Query& query, const search::SearchResult& result) {
    const std::int64_t size = std::max(1, result.page_size);
    const auto window = static_cast<std::int64_t>(limits::result_window);
    const std::int64_t last = std::min((result.total + size - 1) / size, window / size);
    const std::int64_t current = result.page;
    render::put_flag(data, "has_pages", last > 1);
    render::Data list = render::list();
    std::int64_t before = 0;
    for (std::int64_t number = 1; number <= last; ++number) {
        const bool near = number >= current - 2 && number <= current + 2;
        if (number != 1 && number != last && !near)
            continue;
        if (number > before + 1)
            put_gap(list);
        put_page(list, query, number, current);
        before = number;
    }
    render::put_list(data, "pages", std::move(list));
    render::put(data, "prev_url", current > 1 ? page_url(query, current - 1) : std::string());
    render::put(data, "next_url", current < last ? page_url(query, current + 1) : std::string());
}

void put_sorts(render::Data& data, search::Sort current, bool has_words) {
    render::Data list = render::list();
    for (const std::string_view value :
         {"pertinence", "-modified", "-created", "title", "quality", "-first_seen"}) {
        if (value == "pertinence" && !has_words)
            continue;
        render::Data one;
        render::put(one, "value", std::string(value));
        render::put(one, "label", std::string(i18n::sort_label(value)));
        render::put_flag(one, "selected", search::to_string(current) == value);
        list.push_back(one);
    }
    render::put_list(data, "sorts", std::move(list));
}

render::Data sentences(const std::vector<std::string>& texts) {
    render::Data list = render::list();
    for (const std::string& text : texts) {
        render::Data one;
        render::put(one, "text", i18n::typography(text));
        list.push_back(one);
    }
    return list;
}

// Some are counted on demand only: each costs a pass over all that was found.
void want_facet(std::vector<search::FacetRequest>& facets, std::string_view name, int values_max) {
    const auto facet = search::facet_from_string(name);
    if (!facet)
        return;
    for (search::FacetRequest& request : facets)
        if (request.facet == *facet) {
            request.values_max = std::max(request.values_max, values_max);
            return;
        }
    facets.push_back({*facet, values_max, {}});
}

// Those that are shown anyway, and what the reader wants to see in full or searches in.
std::vector<search::FacetRequest> wanted_facets(const routes::SearchParameters& parameters) {
    std::vector<search::FacetRequest> facets = default_facets();
    for (const auto& [name, contains] : parameters.facet_contains)
        want_facet(facets, name, facet_values);
    if (parameters.facets)
        for (const routes::FacetWish& wish : *parameters.facets)
            want_facet(facets, wish.name, wish.values_max);
    return facets;
}

Head head_of(const routes::SearchParameters& parameters, const routes::Query& query) {
    Head head;
    head.title = "Jeux de données";
    if (parameters.page > 1)
        head.title = fmt::format("page {} – {}", parameters.page, head.title);
    if (!parameters.q.empty())
        head.title = parameters.q + " – " + head.title;
    head.section = "datasets";
    if (query.empty())
        head.canonical = std::string(routes::datasets_page);
    else
        head.robots = "noindex,nofollow";
    head.json_url = routes::with_query(routes::api_datasets, query);
    head.csv_url = twin_path(routes::api_datasets_csv, query);
    head.atom_url = twin_path(routes::api_datasets_atom, query);
    return head;
}

std::string link_with(const routes::Query& query, std::string_view words) {
    return link(routes::with(routes::without(query, "q"), "q", words));
}

// Either results for what was meant, with the way back to what was typed, or only the suggestion.
void put_suggestion(
    render::Data& data,
    const routes::Query& query,
    const routes::SearchParameters& parameters,
    const search::SearchResult& result
) {
    const bool replaced = !result.literal.empty();
    render::put(data, "suggestion", replaced ? std::string() : result.suggestion);
    render::put(data, "suggestion_url", link_with(query, result.suggestion));
    render::put(data, "corrected", replaced ? result.suggestion : std::string());
    render::put(data, "typed", parameters.q);
    render::put(data, "literal_url", link_with(query, result.literal));
}

render::Data fill(
    const Site& site,
    const routes::Query& query,
    const routes::SearchParameters& parameters,
    const views::SearchPage& found
) {
    const search::SearchResult& result = found.result;
    render::Data data;
    render::put(data, "q", parameters.q);
    put_kept(data, "kept", query, {"q", "sort"});
    put_kept(data, "kept_sort", query, {"sort"});
    render::put(
        data,
        "heading",
        parameters.q.empty() ? std::string("Jeux de données")
                             : i18n::typography("« " + parameters.q + " »")
    );
    render::put(data, "count", i18n::count(result.total, "jeu de données", "jeux de données"));
    std::vector<std::string> warnings;
    for (const search::Warning& warning : result.warnings)
        if (const std::string_view sentence = warning_sentence(warning.kind); !sentence.empty())
            warnings.emplace_back(sentence);
    render::put_list(data, "warnings", sentences(warnings));
    put_unknown_values(data, site, query, parameters, result.total == 0);
    put_suggestion(data, query, parameters, result);
    put_chips(data, site, query, result);
    put_sorts(data, result.sort, !parameters.q.empty());
    render::Data hits = render::list();
    for (const views::SearchHit& hit : found.hits)
        hits.push_back(card(site, hit, "3"));
    render::put_flag(data, "nothing", found.hits.empty());
    render::put_list(data, "hits", std::move(hits));
    put_pages(data, query, result);
    put_facets(data, site, query, parameters, result);
    render::put(data, "permalink", site.options.public_url.absolute(link(query)));
    render::put(
        data,
        "api_url",
        site.options.public_url.absolute(routes::with_query(routes::api_datasets, query))
    );
    put_twins(data, site, query, parameters);
    put_subscription(data, site, query, result);
    put_calendar(data, query);
    return data;
}

} // namespace

asio::awaitable<net::ServerResponse> search_page(const Site& site, Call call) {
    const routes::ParsedSearch parsed = routes::parse_search(call.query);
    for (const routes::ParameterProblem& problem : parsed.problems)
        if (problem.kind == routes::ParameterProblem::Kind::window)
            co_return error_page(site, 400, call.request);
    routes::SearchParameters parameters = parsed.parameters;
    parameters.cursor.reset();
    const std::vector<search::FacetRequest> facets = wanted_facets(parameters);
    const bool asked = parameters.facets.has_value();
    parameters.facets.reset();
    search::SearchQuery wish = views::to_search_query(parameters, facets);
    if (asked)
        parameters.facets.emplace();
    const Result<views::SearchPage> found =
        co_await site.views.search(std::move(wish), parameters.lang_ui);
    if (!found)
        co_return error_page(site, found.error(), call.request);
    if (found->result.total == 0 && !parameters.narrows() && site.options.on_fruitless)
        site.options.on_fruitless(parameters.q, call.request.client_address);
    const routes::Query query = core_query(call.query);
    render::Data data = fill(site, query, parameters, *found);
    std::vector<std::string> problems;
    for (const routes::ParameterProblem& problem : parsed.problems)
        problems.push_back(problem.sentence());
    render::put_list(data, "problems", sentences(problems));
    Head head = head_of(parameters, query);
    co_return page(site, "search", std::move(data), std::move(head));
}

} // namespace moisson::pages
