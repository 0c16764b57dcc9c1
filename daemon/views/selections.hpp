// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Selections: the read side of interfaces with a query language of their own, over the index, and
// whole records of what was selected.
#pragma once

#include "core/clock.hpp"
#include "search/selection.hpp"
#include "views/catalog_views.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>
#include <vector>

namespace moisson::search {
class SearchIndex;
}
namespace moisson::store {
class CatalogStore;
class ListStore;
} // namespace moisson::store

namespace moisson::views {

using Slugs = std::vector<std::string>;
using Values = std::shared_ptr<const std::vector<search::FacetItem>>;

class Selections {
public:
    Selections() = default;
    Selections(const Selections&) = delete;
    Selections& operator=(const Selections&) = delete;
    virtual ~Selections() = default;

    // STORE_UNAVAILABLE while the index is not ready. `now` and `seen_until` are filled in.
    virtual asio::awaitable<Result<search::Selected>> select(search::Selection selection) = 0;
    // Short records, in the order of `hits`; what went away meanwhile is left out.
    virtual asio::awaitable<Result<std::vector<search::DisplayRecord>>>
    display(std::vector<search::Hit> hits) = 0;
    // Of all that is shown, in order: `count` slugs behind `after`, without the first `start`.
    virtual asio::awaitable<Result<Slugs>>
    slugs(std::string after, std::size_t start, std::size_t count) = 0;
    // All values of a facet in order, with their names and datasets. Kept for as long as nothing
    // changes, and for twenty times what it took to count them: whoever types in a form counts a
    // million datasets once. Never null.
    virtual asio::awaitable<Result<Values>> values(search::Facet facet) = 0;
    // Whole records, in the order asked, without what is hidden. STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<std::vector<store::DatasetRecord>>>
    records(std::vector<DatasetId> ids) = 0;
    // The dataset of a distribution. NOT_FOUND, STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) = 0;
};

// Everything outlives it. Used on one executor; searches run on `searches`.
std::unique_ptr<Selections> make_selections(
    const search::SearchIndex& index,
    store::CatalogStore& store,
    store::ListStore& lists,
    CatalogViews& views,
    const Clock& clock,
    asio::any_io_executor searches
);

} // namespace moisson::views
