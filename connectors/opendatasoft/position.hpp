// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Position: where a crawl of an Opendatasoft catalogue stands, as cursors hold it. A catalogue that
// is larger than one comfortable document is read in parts, oldest `modified` first, then what has
// no date. A part is read from its export, or from the paged list where the export fails.
#pragma once

#include "core/result.hpp"
#include "kit/paging.hpp"
#include "opendatasoft/selection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::opendatasoft {

enum class Way { document, list };
enum class Part { whole, dated, undated };

// Datasets of one part: of 20 kB each, an export of 40 MB.
inline constexpr int part_datasets_max = 2'000;
inline constexpr int part_datasets_min = 50;

struct Position {
    Dialect dialect = Dialect::v21;
    Way way = Way::document;
    Part part = Part::whole;
    // Of a dated part; its end is chosen when it begins, and absent while it is not.
    std::optional<Instant> from;
    std::optional<Instant> to;
    bool end_chosen = false;
    // Halved when an export was too large.
    int part_datasets = part_datasets_max;
    // Datasets of the document that were read, and the last of them: what a run that resumes looks
    // for in a document that it must ask again.
    std::int64_t at = 0;
    std::string after;
    // Where a paged list stands; rows = 0 before its first page.
    kit::OffsetState offset;

    bool operator==(const Position&) const = default;

    Selection selection(std::optional<Instant> since) const;
    // What follows when this part is read: the next part, or nothing.
    std::optional<Position> next_part() const;
};

std::string to_cursor(const Position& position);
// INVALID_ARGUMENT when the text is not one of ours.
Result<Position> position_from_cursor(std::string_view cursor);

} // namespace moisson::opendatasoft
