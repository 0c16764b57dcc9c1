// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What stands in the files of a dump, walked out of the store step by step.
#pragma once

#include "api/json.hpp"
#include "opendata/feed.hpp"
#include "opendata/gzip_file.hpp"
#include "store/export_store.hpp"

#include <array>
#include <memory>
#include <string_view>
#include <vector>

namespace moisson::opendata {

inline constexpr std::string_view catalogue_table = "catalogue.csv.gz";
inline constexpr std::string_view resources_table = "resources.csv.gz";
inline constexpr std::string_view catalogue_lines = "catalogue.ndjson.gz";
inline constexpr std::string_view catalogue_graph = "catalog.nt.gz";
inline constexpr std::array<std::string_view, 4> dump_files =
    {catalogue_table, resources_table, catalogue_lines, catalogue_graph};

// Where a dump comes from. Everything outlives the dump.
struct DumpSource {
    DumpSource(
        store::CatalogStore& portals,
        store::ExportStore& rows,
        store::LiveStore& datasets,
        const i18n::CodeLabels& code_labels,
        FeedSite where,
        asio::any_io_executor pool
    )
        : catalog(portals), exports(rows), live(datasets), labels(code_labels),
          site(std::move(where)), cpu(std::move(pool)) {}

    store::CatalogStore& catalog;
    store::ExportStore& exports;
    store::LiveStore& live;
    const i18n::CodeLabels& labels;
    FeedSite site;
    // Where lines are made, compressed and written.
    asio::any_io_executor cpu;
};

using GzipFiles = std::vector<std::shared_ptr<GzipFile>>;

// The file called `name` (one of dump_files) in `files` gets its content, whatever else is there
// with it. STORE_UNAVAILABLE; throws what GzipFile throws.
asio::awaitable<Result<void>>
fill_dump(DumpSource source, std::vector<std::string> names, GzipFiles files, Instant now);

// Blank nodes of several documents in one: each gets the label of its document. `text` is N-Triples
// as our writer writes it. Pure.
std::string with_labels(std::string_view text, std::string_view label);

} // namespace moisson::opendata
