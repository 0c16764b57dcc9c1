// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The changes that one run made, for whoever reads its report: a walk by number, page by page, that
// costs the same however many other runs change meanwhile.
#pragma once

#include "store/catalog_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

class Connection;

struct RunChange {
    ChangeRow row;
    // What is hidden now, or purged, has neither a name nor an id at the source.
    RecordName name;
    std::string remote_id;
};

// Where a walk over the changes of a run stands; opaque to callers.
struct RunChangePlace {
    std::int64_t after = 0;
    // Number of the last one; nothing: not looked for yet.
    std::optional<std::int64_t> last;

    bool operator==(const RunChangePlace&) const = default;
};

struct RunChangePage {
    // In their order, at most 2,000; without signals and clusters.
    std::vector<RunChange> changes;
    // Nothing after the last page. A page may be empty and not the last.
    std::optional<RunChangePlace> next;
    // Retention took some: then there are none.
    bool pruned = false;
};

// Pages without a change that one answer looks at: in the rest of a run others may change any
// number of datasets.
inline constexpr int empty_run_change_pages_max = 50;

// NOT_FOUND: no such run. Of one that goes on: what it has changed until now.
Result<RunChangePage> run_changes(Connection& connection, RunId run, const RunChangePlace& place);

} // namespace moisson::store
