// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the index takes from one dataset: texts by field, filter values, dates, display record.
#pragma once

#include "search/display.hpp"
#include "search/query.hpp"
#include "store/change_feed.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

enum class Field : std::uint8_t { title, publisher, keywords, description, distributions };
inline constexpr std::size_t field_count = 5;

// Dates of the columns: minutes since 1970, or no_date.
using Minutes = std::int32_t;
inline constexpr Minutes no_date = std::numeric_limits<Minutes>::min();
Minutes to_minutes(Instant instant);

// The dates of freshness as the columns hold them; `expected` is never_due for what has no rhythm,
// no_date for what nothing is known of.
inline constexpr Minutes never_due = no_date + 1;
struct FreshnessColumns {
    Minutes expected = no_date;
    Minutes late = no_date;
    Minutes very_late = no_date;
};
FreshnessColumns to_columns(const FreshnessDates& dates);

// Text that is indexed per field; beyond, nothing is searched.
inline constexpr std::size_t description_index_bytes = 4096;
inline constexpr std::size_t distributions_index_bytes = 1024;
inline constexpr std::size_t title_key_bytes = 24;

// Ten steps per doubling, so that percentiles need a byte: 0 for 0, 255 from 47 million on.
std::uint8_t popularity_code(std::int64_t popularity);
// Stable across builds, since it is stored.
std::uint32_t text_hash(std::string_view text);
// Of the words of a title without stop words, in order.
std::uint32_t title_hash(const std::vector<std::string>& words);

// Of the column of quality.
inline constexpr std::uint8_t no_quality = 255;

struct IndexDocument {
    DisplayRecord display;
    std::array<std::string, field_count> texts;
    std::array<std::vector<std::string>, facet_count> facets;
    std::string organization_label;
    Minutes modified = no_date;
    Minutes created = no_date;
    Minutes first_seen = no_date;
    // Last change of the record as we show it.
    Minutes changed = no_date;
    FreshnessColumns freshness;
    std::uint8_t popularity_code = 0;
    std::uint8_t quality = no_quality;
    std::vector<Period> periods;
    std::vector<Box> boxes;
    // A record of a cluster that another portal took from its producer.
    bool copy = false;
    // One per different title.
    std::vector<std::uint32_t> title_hashes;
    // Folded beginning of the title, for sorting.
    std::string title_key;
};

IndexDocument make_document(const store::CatalogEntry& entry);

} // namespace moisson::search
