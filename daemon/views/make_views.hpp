// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Builds the views over their sources; kept apart so that api and pages see values only.
#pragma once

#include "core/clock.hpp"
#include "views/catalog_views.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace moisson::search {
class SearchIndex;
struct FollowerStatus;
} // namespace moisson::search
namespace moisson::store {
class CatalogStore;
}

namespace moisson::views {

// Everything outlives the views. `follower` is called on any thread. Searches are answered on
// `searches`, a pool whose jobs end before the views: one slow search delays no other request.
std::unique_ptr<CatalogViews> make_catalog_views(
    const search::SearchIndex& index,
    store::CatalogStore& store,
    const Clock& clock,
    std::function<search::FollowerStatus()> follower,
    asio::any_io_executor searches
);

} // namespace moisson::views
