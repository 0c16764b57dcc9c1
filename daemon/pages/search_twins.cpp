// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/search_twins.hpp"

#include "notify/saved_search.hpp"

namespace moisson::pages {

std::string twin_path(std::string_view path, const routes::Query& query) {
    return routes::with_query(path, routes::without(query, "sort"));
}

void put_twins(render::Data& data, const Site& site, const routes::Query& query) {
    const routes::PublicUrl& url = site.options.public_url;
    render::put(data, "table_url", url.absolute(twin_path(routes::api_datasets_csv, query)));
    render::put(data, "feed_url", url.absolute(twin_path(routes::api_datasets_atom, query)));
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

} // namespace moisson::pages
