// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Protocols: the one list of what portail_simule can speak. Each kind says how it serves an
// invented catalogue, and may bring recorded ones.
#pragma once

#include "portals/ckan.hpp"
#include "portals/replay.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace moisson::portals {

struct ProtocolSettings {
    std::string base_path;
    std::string title;
    // Cap on the page size.
    std::uint64_t rows_max = 1000;
};

// An invented catalogue (CKAN package dicts) under this protocol. Throws std::invalid_argument, in
// French, for a kind that does not exist.
std::unique_ptr<Protocol>
invented_protocol(const std::string& kind, const ProtocolSettings& settings, CatalogueAt catalogue);

// The recorded catalogues of every kind, and the files that hold none.
std::vector<RecordedCatalogue> every_recorded(const std::string& corpus);
std::vector<NotReplayed> every_not_replayed();
std::unique_ptr<Protocol> recorded_protocol(
    const RecordedCatalogue& recorded,
    const std::string& corpus,
    const ProtocolSettings& settings
);

// Writes a recorded catalogue for rendered_protocol(); returns the number of records.
std::uint64_t render_recorded(
    const RecordedCatalogue& recorded,
    const std::string& corpus,
    const std::string& directory
);
// A catalogue that was rendered, under the protocol it was rendered for.
std::unique_ptr<Protocol>
rendered_protocol(const std::string& directory, const ProtocolSettings& settings);

} // namespace moisson::portals
