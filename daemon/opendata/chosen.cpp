// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A part of the catalogue that a search chooses, as a feed: the index walks, by arrival, and the
// store reads what is met. An organisation is such a part. What changed in it: chosen_changes.cpp.
#include "opendata/chosen.hpp"

#include "api/problem.hpp"
#include "async/offload.hpp"
#include "core/limits.hpp"
#include "search/walk.hpp"
#include "views/search_request.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::opendata {
namespace {

using search::Facet;

bool is_organization(const Door& door) {
    return door.kind == DoorKind::organization_catalog;
}

std::string iri_path(const Door& door) {
    if (is_organization(door))
        return routes::organization_iri_path(door.key);
    if (door.kind == DoorKind::portal_catalog)
        return routes::portal_iri_path(door.key);
    return std::string(routes::catalog_feed);
}

std::string feed_path(const Door& door) {
    if (is_organization(door))
        return routes::organization_feed_of(door.key);
    if (door.kind == DoorKind::portal_catalog)
        return routes::portal_feed_of(door.key);
    return std::string(routes::catalog_feed);
}

// A catalogue of its own: what is said of it is not true of the whole.
dcat::CatalogDescription describe(
    const Site& site,
    const Door& door,
    const FeedQuery& query,
    const search::SearchResult& counted
) {
    dcat::CatalogDescription out = whole_catalog(site.feed, {});
    const routes::PublicUrl& url = site.options.public_url;
    out.iri = url.absolute(routes::with_query(iri_path(door), query.selection));
    routes::Query page = query.selection;
    std::string name = site.feed.name;
    if (is_organization(door)) {
        name = door.key;
        page = routes::with(routes::without(std::move(page), "organization"), "organization", name);
        for (const search::FacetResult& facet : counted.facets)
            for (const search::FacetItem& item : facet.items)
                if (facet.facet == Facet::organization && item.value == door.key &&
                    !item.label.empty())
                    name = item.label;
    } else if (door.kind == DoorKind::portal_catalog) {
        name = door.key;
        page = routes::with(routes::without(std::move(page), "portal"), "portal", name);
    }
    out.title = name;
    if (query.selects())
        out.title += fmt::format(" ({})", routes::build_query(query.selection));
    out.description = fmt::format(
        "Une partie du catalogue, moissonné par {} : les jeux de données de {}.",
        site.feed.name,
        out.title
    );
    out.homepage = url.absolute(routes::with_query(routes::datasets_page, page));
    return out;
}

asio::awaitable<Result<Chosen>>
fill_chosen(SitePtr site, std::shared_ptr<FeedGraph> graph, Door door, FeedQuery query) {
    Chosen chosen;
    chosen.next = query.cursor.empty() ? "*" : query.cursor;
    std::int64_t skip = query.cursor.empty() ? (query.page - 1) * query.page_size : 0;
    std::int64_t left = query.page_size;
    while (left > 0 && !chosen.next.empty()) {
        const bool passes_over = skip > 0;
        const std::int64_t most = passes_over ? std::min<std::int64_t>(skip, search::walk_step_max)
                                              : std::min<std::int64_t>(left, limits::live_step);
        search::SearchQuery step = search_of(door, query);
        step.cursor = chosen.next;
        step.page_size = static_cast<int>(most);
        std::string lang = "fr";
        const Result<views::SearchPage> page =
            co_await site->views.search(std::move(step), std::move(lang));
        if (!page)
            co_return page.error();
        chosen.next = page->result.next_cursor.value_or(std::string());
        if (passes_over) {
            skip -= most;
            continue;
        }
        left -= most;
        std::vector<Uuid> ids;
        for (const views::SearchHit& hit : page->hits)
            ids.push_back(hit.record.id.uuid);
        if (ids.empty())
            break;
        chosen.any = true;
        const Result<bool> full = co_await add_these(site, graph, std::move(ids));
        if (!full)
            co_return full.error();
        if (*full)
            break;
    }
    co_return chosen;
}

// Without a selection.
asio::awaitable<Result<std::int64_t>> count_whole(SitePtr site, Door door) {
    FeedQuery whole;
    search::SearchQuery counting = search_of(door, whole);
    counting.page_size = 0;
    std::string lang = "fr";
    const Result<views::SearchPage> counted =
        co_await site->views.search(std::move(counting), std::move(lang));
    if (!counted)
        co_return counted.error();
    co_return counted->result.total;
}

dcat::CatalogPage page_of(
    const Site& site,
    const std::string& feed,
    const FeedQuery& query,
    const Chosen& chosen,
    std::int64_t datasets
) {
    const auto address = [&](std::int64_t page, std::string_view after) {
        return site.options.public_url.absolute(page_address(feed, query, page, after));
    };
    dcat::CatalogPage page;
    page.iri = address(query.page, query.after ? place_text(*query.after, true) : query.cursor);
    page.page_size = query.page_size;
    page.first = address(1, {});
    const std::int64_t reach = pages_within_reach(query.page_size);
    if (query.page > 1 && query.page - 1 <= reach)
        page.previous = address(query.page - 1, {});
    if (!chosen.next.empty())
        page.next = address(query.page + 1, chosen.next);
    // How many changed since then, nobody counted.
    if (!query.since) {
        page.total = datasets;
        const std::int64_t pages = (datasets + query.page_size - 1) / query.page_size;
        if (pages <= reach)
            page.last = address(std::max<std::int64_t>(pages, 1), {});
    }
    return page;
}

} // namespace

asio::awaitable<Result<bool>>
add_these(SitePtr site, std::shared_ptr<FeedGraph> graph, std::vector<Uuid> ids) {
    Result<std::vector<store::LiveDataset>> found = co_await site->data.these(std::move(ids));
    if (!found)
        co_return found.error();
    auto job = [graph, datasets = std::move(*found)] {
        for (const store::LiveDataset& dataset : datasets)
            graph->add(dataset);
        return graph->is_full();
    };
    bool full = co_await offload(site->options.cpu, std::move(job));
    co_return full;
}

search::SearchQuery search_of(const Door& door, const FeedQuery& query) {
    search::SearchQuery out = views::to_search_query(query.wanted, {});
    out.facets.clear();
    out.sort = search::Sort::first_seen;
    out.page = 1;
    // What is counted is what is walked over, and all of it is what was asked for.
    out.correct_typos = false;
    out.relaxes = false;
    if (is_organization(door))
        out.filter(Facet::organization) = {door.key};
    if (door.kind == DoorKind::portal_catalog)
        out.filter(Facet::portal) = {door.key};
    return out;
}

asio::awaitable<net::ServerResponse> show_chosen(
    SitePtr site,
    Door door,
    FeedQuery query,
    views::FeedPortals portals,
    net::ServerRequest request
) {
    search::SearchQuery counting = search_of(door, query);
    counting.page_size = 0;
    if (is_organization(door))
        counting.facets.push_back(search::FacetRequest{Facet::organization, 1, {}});
    std::string lang = "fr";
    const Result<views::SearchPage> counted =
        co_await site->views.search(std::move(counting), std::move(lang));
    if (!counted)
        co_return api::problem_of(counted.error(), request);
    const std::int64_t total = counted->result.total;
    if (total == 0 && is_organization(door)) {
        // One that has nothing at all does not exist, whatever was asked of it.
        const Result<std::int64_t> known = co_await count_whole(site, door);
        if (!known)
            co_return api::problem_of(known.error(), request);
        if (*known == 0)
            co_return api::problem_of(Error(Code::not_found), request);
    }
    const dcat::CatalogDescription part = describe(*site, door, query, counted->result);
    auto graph = std::make_shared<FeedGraph>(site->feed, std::move(portals), part);
    if (site->options.vocabularies)
        graph->measure_by(site->options.vocabularies());
    Result<Chosen> chosen = Chosen();
    if (query.since)
        chosen = co_await fill_changed(site, graph, door, query);
    else
        chosen = co_await fill_chosen(site, graph, door, query);
    if (!chosen)
        co_return api::problem_of(chosen.error(), request);
    const bool by_number = query.cursor.empty() && !query.after;
    // One that ends before it came to anything, for all that was looked at, is empty and goes on.
    if (!chosen->any && chosen->next.empty() && query.page > 1 && by_number)
        co_return no_such_page(request);
    const std::string feed = fmt::format("{}.{}", feed_path(door), door.format->suffix);
    const dcat::CatalogPage page = page_of(*site, feed, query, *chosen, total);
    net::ServerResponse response =
        co_await write_page(site, graph, std::move(door), page, Portals::left_out);
    co_return response;
}

} // namespace moisson::opendata
