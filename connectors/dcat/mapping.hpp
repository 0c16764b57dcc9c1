// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mapping of research H4.3: the canonical N-Triples of one dataset -> RawRecord, within the
// bounds of a record. Pure. Where each value stands is known to daemon/dcat.
#pragma once

#include "core/result.hpp"
#include "model/issue.hpp"
#include "model/raw_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace moisson::dcat {

// Grows when the mapping changes: part of the mapping version (decision 9).
inline constexpr int mapping_version = 3;

struct MappingContext {
    // Host of the portal: addresses on it are pages of the record at the portal.
    std::string host;
};

// PARSE_RDF for stored bytes that are no record. Issues of stage `map` are added for what was cut
// or left out.
Result<RawRecord>
map_dataset(std::string_view canonical, const MappingContext& context, std::vector<Issue>& issues);

// Host and port of an address, lower case; empty when it has none.
std::string host_of(std::string_view url);

} // namespace moisson::dcat
