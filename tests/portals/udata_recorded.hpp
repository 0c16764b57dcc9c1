// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recorded udata catalogues of the corpus: API documents, fixtures of udata, and the CSV export of
// a whole portal turned back into the documents its API would give.
#pragma once

#include "portals/replay.hpp"
#include "portals/udata.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace moisson::portals {

// Those of the table that exist below `corpus`, in key order; `large` tells the whole portal.
std::vector<RecordedCatalogue> recorded_udata(const std::string& corpus);
// Files of `udata/` that hold no data sets.
std::span<const NotReplayed> not_replayed_udata();

// Throws std::runtime_error naming a file that cannot be read.
std::shared_ptr<const UdataCatalogue>
load_udata(const RecordedCatalogue& recorded, const std::string& corpus);

// Calls `row` with each document of a catalogue export (CSV with `;`, gzip or not). What the export
// does not tell is made up: addresses of resources, for as many as it counts.
void read_udata_csv(
    const std::string& file,
    const std::function<void(nlohmann::ordered_json&&)>& row
);

} // namespace moisson::portals
