// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The pages of portals and the reports of runs as last read.
#pragma once

#include "core/clock.hpp"
#include "store/catalog_store.hpp"
#include "views/catalog_views.hpp"
#include "views/kept_pages.hpp"

#include <string>

namespace moisson::views {

// At most 10 s old, 15 s while somebody reads it again; one that is read quickly is read each time.
// NOT_FOUND, STORE_UNAVAILABLE. `store` and `clock` outlive it.
using PortalPages = KeptPages<std::string, PortalView>;
PortalPages make_portal_pages(store::CatalogStore& store, const Clock& clock);

// The same of runs, whose counters are compared with their rows; kept for half a minute, since
// those of a run that has ended hardly change.
using RunPages = KeptPages<RunId, RunView>;
RunPages make_run_pages(store::CatalogStore& store, const Clock& clock);

} // namespace moisson::views
