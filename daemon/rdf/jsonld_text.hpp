// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON text as catalogues send it: what can be set right is, what is wrong is named with its place.
// Internal to the room.
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "rdf/report.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::rdf::jsonld {

// Reads a document. A byte order mark, bytes that are no UTF-8, trailing commas, comments and
// keys with two values (the last one wins) are findings; a loss when they name a record. Errors:
// TOO_LARGE, LIMIT_REACHED for the depth, PARSE_JSON with line, column and what stands there.
Result<json::Value> parse_text(
    std::string_view bytes,
    ReadReport& report,
    std::size_t bytes_max = bounds::jsonld_bytes,
    std::size_t values_max = bounds::jsonld_values
);

// `bytes` without a byte order mark, which is told.
std::string_view without_mark(std::string_view bytes, ReadReport& report);
// The same in UTF-8, which is told too: a part of `bytes`, or all of `kept`.
std::string_view clean_text(std::string_view bytes, std::string& kept, ReadReport& report);

// `text` with commas before a closing bracket and comments turned into spaces, so that places stay
// what they are; nothing when there are none. `first`: where the first of them stood.
std::optional<std::string> without_extras(std::string_view text, std::size_t& first);
// Tells of them.
void report_extras(std::string_view text, std::size_t first, ReadReport& report);

// Whether records may stand under `key`: @graph, a list of datasets.
bool may_hold_records(std::string_view key);

// Keys that come twice, with two values, in the parts of one document.
struct Duplicates {
    std::size_t found = 0;
};
// Reports those of `text`, which was parsed into `root` and stands at `path` of the document;
// `is_record`: it is or holds records, not a part of one. Where one names or holds records, what
// stood under it first is lost. False when `text` is an object with two names: which of the two it
// is about is not known.
bool report_duplicates(
    std::string_view text,
    const json::Value& root,
    const std::string& path,
    bool is_record,
    Duplicates& duplicates,
    ReadReport& report
);

// PARSE_JSON with the place where `text` stops to be JSON, which it is not.
Error syntax_error(std::string_view text);

} // namespace moisson::rdf::jsonld
