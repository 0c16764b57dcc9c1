// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records of a catalogue on their way into protocols other than CKAN: the selection of a page and
// the record with what the script puts into it.
#pragma once

#include "portals/catalogue.hpp"
#include "portals/ckan_search.hpp"
#include "portals/protocol.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::portals {

// Stands in a title for Tamper::raw_title_bytes until the text is written.
inline constexpr std::string_view raw_bytes_mark = "@octets@";

// Ranks and told count of [start, start + rows) in the order of ids. `since`: only records modified
// at or after that date (ISO 8601 with Z); empty = all.
CkanPage page_of(
    const Catalogue& catalogue,
    std::uint64_t start,
    std::uint64_t rows,
    const std::string& since,
    const Tamper& tamper
);

// The package dict of a rank; `first` of its page takes what the script adds.
nlohmann::ordered_json
tampered_package(const Catalogue& catalogue, std::uint32_t rank, const Tamper& tamper, bool first);

// Puts the raw bytes in place of the mark.
void put_raw_bytes(std::string& text, const Tamper& tamper);

bool holds_poison(const std::vector<std::uint32_t>& ranks, const Tamper& tamper);

// Rank of a record that is shown, by its id as the protocol writes it (generation included).
std::optional<std::uint32_t>
rank_of(const Catalogue& catalogue, const std::string& id, const Tamper& tamper);

} // namespace moisson::portals
