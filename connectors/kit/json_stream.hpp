// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reads a page of JSON without building it: a scanner finds the spans of the records inside the
// body, so that memory holds one parsed record at a time and a record that is broken, too deep or
// too large fails alone.
#pragma once

#include "core/limits.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace moisson::kit {

// One value of the document, still as bytes of the body.
struct JsonSpan {
    std::string_view bytes;
    std::size_t offset = 0;
    std::size_t depth = 0;
    std::size_t longest_string = 0;
    // In it, itself one of them.
    std::size_t values = 1;
    // Of `record_paths`, the one whose list holds the record; valid during the call.
    std::string_view path;

    // Why the value may not be parsed: LIMIT_REACHED (depth), TOO_LARGE (string, whole, values).
    Result<void> within_limits() const;
};

struct JsonHandlers {
    // Each element of an array at one of `record_paths` (arrays inside arrays are opened once).
    std::function<void(const JsonSpan&)> on_record;
    // A list at one of `record_paths` begins, also when it is empty.
    std::function<void()> on_list;
    // Path of an object that is one record itself ("result" of package_show); empty = none.
    std::string_view object_path;
    // Every other member down to three levels whose bytes are at most `member_bytes_max`:
    // path joined by '.', value as bytes.
    std::function<void(std::string_view path, std::string_view value)> on_member;
};

// The same of a text that is one record, however it ends.
Result<void> within_limits(std::string_view record);

inline constexpr std::size_t member_bytes_max = 16 * limits::kib;

// Scans a whole document. `record_paths`: "" is the root itself. PARSE_JSON with the byte where the
// structure breaks; records before it were already given.
Result<void> scan_json(
    std::string_view body,
    std::span<const std::string_view> record_paths,
    const JsonHandlers& handlers
);

// A span of JSON with escapes that no text may hold repaired: unpaired surrogates become U+FFFD,
// \u0000 is dropped. `repairs` counts them.
std::string repair_escapes(std::string_view json, std::size_t& repairs);

} // namespace moisson::kit
