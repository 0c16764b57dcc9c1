// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON that people or templates broke, made well-formed: commas too many or missing, brackets and
// quotes left open, comments, elisions, placeholders, words without quotes. What is near the fault
// may be lost or misplaced; the records around it are kept.
#pragma once

#include "core/limits.hpp"
#include "kit/repair_marks.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

struct JsonRepair {
    // In the broken text.
    std::size_t offset = 0;
    // "missing comma", "trailing comma", "unclosed object"...
    std::string_view what;

    bool operator==(const JsonRepair&) const = default;
};

struct RepairedJson {
    // One object or array; strings may still hold escapes that repair_escapes() must look at.
    // Line ends outside of strings are kept, so that line numbers stay what they were.
    std::string text;
    // In order; at most repairs_told.
    std::vector<JsonRepair> repairs;
    std::size_t repair_count = 0;
    RepairMarks marks;
    // Nothing but faults, or brackets without end: not worth reading, `text` is empty.
    bool is_hopeless = false;
};

inline constexpr std::size_t repairs_told = 20;
// Brackets inside one another; what is deeper than a record may be is refused by its reader.
inline constexpr std::size_t repair_depth = 16 * limits::json_depth;

// `broken` is clean UTF-8 that begins with '{' or '['. Linear in its length.
RepairedJson repair_json(std::string_view broken);

// The first key that is twice, with two values as they are written, in one object of a well-formed
// text, or empty: readers keep the last value and nobody is told.
std::string_view duplicate_key(std::string_view json);
// The first of `names` that the object `record` has twice at its own level with two values, or
// empty.
std::string_view first_twice(std::string_view record, std::span<const std::string_view> names);

} // namespace moisson::kit
