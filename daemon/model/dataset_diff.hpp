// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What changed between two versions of a dataset, for its history (decision 19: bounded). Pure.
#pragma once

#include "model/dataset.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson {

inline constexpr std::size_t history_value_bytes = 300;
inline constexpr std::size_t history_changes_max = 40;

// One value that came, went or became another. Of a list, every member that came or went is one.
struct FieldChange {
    // As the API calls it: "title", "keywords", "distributions" (one came or went),
    // "distributions.url" (of one that stays).
    std::string field;
    // Which one: the language of a text, the title or address of a distribution, the field of a
    // correction (whose values are its reasons); else empty.
    std::string item;
    // At most `history_value_bytes`, around the first difference; nothing: it was not there. Both
    // empty: it changed, and what it says is nobody's business (addresses of people).
    std::optional<std::string> before;
    std::optional<std::string> after;

    bool operator==(const FieldChange&) const = default;
};

struct DatasetDiff {
    // At most `history_changes_max`.
    std::vector<FieldChange> changes;
    // Further ones.
    std::int64_t omitted = 0;

    bool empty() const { return changes.empty(); }
    bool operator==(const DatasetDiff&) const = default;
};

// Order within lists, machine translation and what nobody sees (raw values beside a code) are no
// change. Nor is, when nothing else changed, a new date of the catalogue's record (portals touch
// their records without end) or a correction that ended (the source says the same now).
DatasetDiff diff(const Dataset& before, const Dataset& after);

} // namespace moisson
