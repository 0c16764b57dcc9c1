// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/search_twins.hpp"

namespace moisson::pages {

std::string twin_path(std::string_view path, const routes::Query& query) {
    return routes::with_query(path, routes::without(query, "sort"));
}

void put_twins(render::Data& data, const Site& site, const routes::Query& query) {
    const routes::PublicUrl& url = site.options.public_url;
    render::put(data, "table_url", url.absolute(twin_path(routes::api_datasets_csv, query)));
    render::put(data, "feed_url", url.absolute(twin_path(routes::api_datasets_atom, query)));
}

} // namespace moisson::pages
