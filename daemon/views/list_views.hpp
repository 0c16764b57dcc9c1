// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ListViews: the read side of the lists of the API that are no page of the site: distributions,
// changes, issues by source, growth. Apart from CatalogViews, whose readers are pages too.
#pragma once

#include "store/list_store.hpp"
#include "views/catalog_views.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::views {

struct DistributionQuery {
    // Of these datasets: text, filters and ranges; sort, page, facets and cursor are not looked at.
    search::SearchQuery datasets;
    // A UUID or a slug: of this one only, whatever `datasets` says.
    std::string dataset;
    // Of the distribution itself; empty = any.
    std::vector<std::string> formats;
    std::vector<std::string> families;
    // ok | broken | unverifiable.
    std::vector<std::string> links;
    // "*" or empty begins.
    std::string cursor;
    int page_size = 20;
};

struct DistributionRow {
    Distribution distribution;
    DatasetId dataset;
    std::string dataset_slug;
    LocalizedText dataset_title;
    std::string portal_key;
    std::optional<store::DistributionLink> link;
};

struct DistributionPage {
    std::vector<DistributionRow> rows;
    // Of datasets with such distributions, as the index counts them.
    std::int64_t datasets = 0;
    // Of such distributions; unknown where formats, families or links of single files are asked
    // of many datasets: the index knows how many files a dataset has, not how many are such.
    std::optional<std::int64_t> total;
    std::optional<std::string> next_cursor;
};

class ListViews {
public:
    ListViews() = default;
    ListViews(const ListViews&) = delete;
    ListViews& operator=(const ListViews&) = delete;
    virtual ~ListViews() = default;

    // By the arrival of datasets in the catalogue, newest first, then by position. INVALID_ARGUMENT
    // "cursor", NOT_FOUND for an unknown `dataset`, STORE_UNAVAILABLE.
    virtual asio::awaitable<Result<DistributionPage>> distributions(DistributionQuery query) = 0;
    // NOT_FOUND also when its dataset is not shown.
    virtual asio::awaitable<Result<DistributionRow>> distribution(DistributionId id) = 0;
    // See store::ListStore.
    virtual asio::awaitable<Result<store::ChangePage>>
    changes(std::optional<ChangeNumber> since, int count) = 0;
    virtual asio::awaitable<Result<store::RunChangePage>>
    changes_of(RunId run, store::RunChangePlace place) = 0;
    virtual asio::awaitable<Result<store::RunDetailPage>> run_details(store::RunQuery query) = 0;
    virtual asio::awaitable<Result<std::vector<store::CatalogDay>>> growth(int days) = 0;
    virtual asio::awaitable<Result<std::vector<store::SourceIssues>>> issues(std::string portal_key
    ) = 0;
};

// Everything outlives it; used on one executor.
std::unique_ptr<ListViews>
make_list_views(CatalogViews& views, store::CatalogStore& catalog, store::ListStore& lists);

} // namespace moisson::views
