// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Runs and portals with all that their reports show, straight from the store: for the site, and for
// the command line, which has no index.
#pragma once

#include "views/catalog_views.hpp"

#include <string>

namespace moisson::views {

// `store` outlives the call. NOT_FOUND, STORE_UNAVAILABLE. The title of the portal stays empty.
asio::awaitable<Result<RunView>> read_run(store::CatalogStore& store, RunId id, Recount recount);
asio::awaitable<Result<PortalView>>
read_portal(store::CatalogStore& store, std::string key, Instant now);

} // namespace moisson::views
