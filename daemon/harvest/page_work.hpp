// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The work on one page between its arrival and its transaction: which records changed, what is
// made of them. Pure; runs on the cpu pool.
#pragma once

#include "harvest/own_records.hpp"
#include "harvest/recipe.hpp"
#include "kit/connector.hpp"
#include "store/harvest_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::harvest {

// What stays the same for all pages of a run.
struct PageContext {
    const kit::Connector* connector = nullptr; // outlives the run
    Recipe recipe;
    // Those of the source's file among them.
    store::SourceOverlays overlays;
    store::MappingVersions versions;
    std::string portal_key;
    std::string portal_url;
    // The public name of the id space, copied from the connector.
    std::string scheme;
    // Of this node; without one nothing is taken for our own.
    OwnSite own_site;
    // Of records that gave no dataset: what is ours decides that too.
    Digest left_out_version{};
};

PageContext make_page_context(
    const kit::Connector& connector,
    const Portal& portal,
    Recipe recipe,
    store::SourceOverlays overlays
);

// From now on records of `own_url`, our public address, are left out.
void leave_out_own_records(
    PageContext& context,
    std::string_view own_url,
    const Portal& portal,
    const Source& source
);

// A page with its number, cursor and the records that were met before in this run.
struct NumberedPage {
    std::int64_t number = 0;
    kit::Cursor cursor;
    kit::Page page;
    // Parallel to page.records: true for an id that this run has already seen.
    std::vector<bool> duplicate;
    std::int64_t duplicates = 0;
};

// The same id again in one run.
Issue duplicate_issue(const std::string& remote_id, std::int64_t page);

// Ids that the store must be asked about: of records, and of issues that name a record.
std::vector<std::string> ids_of(const kit::Page& page);

// One bad record becomes an issue, never a failure of the page. The page is only read, so that the
// commit can be made again when the database was away.
store::PageCommit build_commit(
    const NumberedPage& page,
    const std::vector<store::KnownRecord>& known,
    const PageContext& context
);

// One stored record mapped again; nothing when today's mapping refuses it (see issues).
std::optional<store::RecordChange> remap_record(
    const store::HarvestStore::StoredRaw& stored,
    const PageContext& context,
    std::vector<Issue>& issues
);

} // namespace moisson::harvest
