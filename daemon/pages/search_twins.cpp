// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/search_twins.hpp"

#include "notify/saved_search.hpp"
#include "routes/ckan_search.hpp"
#include "routes/paths.hpp"
#include "routes/url.hpp"

namespace moisson::pages {

std::string twin_path(std::string_view path, const routes::Query& query) {
    return routes::with_query(path, routes::without(query, "sort"));
}

void put_twins(
    render::Data& data,
    const Site& site,
    const routes::Query& query,
    const routes::SearchParameters& parameters
) {
    const routes::PublicUrl& url = site.options.public_url;
    render::put(data, "table_url", url.absolute(twin_path(routes::api_datasets_csv, query)));
    render::put(data, "feed_url", url.absolute(twin_path(routes::api_datasets_atom, query)));
    // A catalogue is chosen by filters, and has pages of its own.
    routes::Query chosen = query;
    for (const std::string_view name : {"page_size", "lang_ui", "explain"})
        chosen = routes::without(std::move(chosen), name);
    const std::string catalog = std::string(routes::catalog_feed) + ".ttl";
    render::put(data, "dcat_url", url.absolute(twin_path(catalog, chosen)));
    const std::string same = routes::ckan_search(parameters);
    render::put(data, "ckan_url", same.empty() ? std::string() : url.absolute(same));
}

void put_subscription(
    render::Data& data,
    const Site& site,
    routes::Query query,
    const search::SearchResult& result
) {
    // Followed is what is shown, not a misspelling of it.
    if (!result.literal.empty())
        query = routes::with(routes::without(std::move(query), "q"), "q", result.suggestion);
    const auto saved = notify::saved_search(std::move(query));
    std::string url;
    if (saved && site.options.desk != nullptr)
        url = routes::with_query(routes::subscriptions_page, {{"search", *saved}});
    render::put(data, "subscribe_url", std::move(url));
}

void put_calendar(render::Data& data, const routes::Query& query) {
    const auto saved = notify::saved_search(query);
    const routes::Query asked = saved ? routes::parse_query(*saved) : routes::Query();
    std::string url;
    if (asked.size() == 1 && asked[0].first == "organization" && !asked[0].second.starts_with('!'))
        url = routes::with_query(routes::api_calendar, asked);
    render::put(data, "calendar_url", std::move(url));
}

} // namespace moisson::pages
