// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Requests of CSW 2.0.2, as addresses (KVP) and as XML bodies. Pure.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::csw {

inline constexpr std::string_view iso_schema = "http://www.isotc211.org/2005/gmd";
inline constexpr std::string_view dublin_core_schema = "http://www.opengis.net/cat/csw/2.0.2";

// How one server is asked: the whole of what a cursor has to remember of it.
struct Way {
    // ISO 19139 records, else Dublin Core. Decides what records look like: never changed during a
    // run, nor because a page failed.
    bool iso = true;
    // XML body, else an address.
    bool post = false;
    // By identifier: pages that do not move while they are read.
    bool sorted = true;

    bool operator==(const Way&) const = default;
};

// "igs": iso or dublin core, get or post, sorted or not.
std::string to_string(const Way& way);
Result<Way> way_from_string(std::string_view text);

struct RecordsQuery {
    Way way;
    // From 0; CSW counts from 1.
    std::int64_t start = 0;
    std::int64_t rows = 0;
    // "brief", "summary", "full".
    std::string element_set = "full";
    // Only the number of matches.
    bool hits = false;
    std::optional<Instant> modified_since;
    // The same by a date as the server itself writes it: some compare texts. Its characters are
    // those of a date.
    std::string modified_from;
    // In the place of the way's own order.
    bool newest_first = false;
};

// Where the service may be for a configured address, best guess first. Parameters of the address
// that are not CSW's own (map=...) stay.
std::vector<std::string> endpoint_candidates(std::string_view url);

std::string capabilities_url(std::string_view endpoint);
// The address of GetRecords; with `way.post` that of the service alone.
std::string records_url(std::string_view endpoint, const RecordsQuery& query);
// The XML body of GetRecords.
std::string records_body(const RecordsQuery& query);
// GetRecordById of several ids.
std::string by_id_url(
    std::string_view endpoint,
    const Way& way,
    std::string_view element_set,
    const std::vector<std::string>& ids
);

} // namespace moisson::csw
