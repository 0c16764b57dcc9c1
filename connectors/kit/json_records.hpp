// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records of a file of JSON that stands in the place of an API: one object per line, a list, or the
// saved answer of the API with its list inside. Only the structure is looked at; what a record
// holds is read by the room whose file it is.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::kit {

struct JsonRecord {
    std::size_t offset = 0;
    std::size_t bytes = 0;
    // Why the record cannot be read; it is then PARSE_JSON, and what it stood for is not known.
    std::optional<Error> broken;
};

struct JsonRecords {
    std::string text;
    std::vector<JsonRecord> records;
    std::size_t broken = 0;

    std::string_view at(std::size_t record) const {
        return std::string_view(text).substr(records[record].offset, records[record].bytes);
    }
};

// `list_paths`: where the API keeps its list, as for scan_json; without them only lines, lists and
// single objects are records. Errors: NOT_JSON (nothing, or a page), PARSE_JSON (no line and no
// document).
Result<JsonRecords>
read_json_records(std::string text, std::span<const std::string_view> list_paths);

// A number of the document around the records ("result.count"): the first of `paths` that is one.
std::optional<std::int64_t>
number_in_document(std::string_view text, std::span<const std::string_view> paths);

} // namespace moisson::kit
