// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The same search as a table, as a feed and by mail.
#pragma once

#include "pages/site.hpp"
#include "routes/search_parameters.hpp"
#include "search/query.hpp"

#include <string>
#include <string_view>

namespace moisson::pages {

// Path of the twin at `path`. A feed has sorts of its own, and the order of a table is that of its
// walk: the sort stays behind.
std::string twin_path(std::string_view path, const routes::Query& query);
// `table_url`, `feed_url`, `dcat_url` and `ckan_url` (empty: CKAN cannot say it), absolute.
void put_twins(
    render::Data& data,
    const Site& site,
    const routes::Query& query,
    const routes::SearchParameters& parameters
);
// `subscribe_url`: where what is new in what was found can be followed; empty when there is nothing
// to follow, or nobody to follow it.
void put_subscription(
    render::Data& data,
    const Site& site,
    routes::Query query,
    const search::SearchResult& result
);
// `calendar_url`: of the organization that is asked for, when nothing else is.
void put_calendar(render::Data& data, const routes::Query& query);

} // namespace moisson::pages
