// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Files of JSON in the place of an API. Promises: records lie inside the text one after the other;
// one that is not told as broken is not empty; the broken ones are counted.
#include "kit/json_records.hpp"

#include "fuzz/harness.hpp"

#include <array>

namespace moisson::fuzz {

void json_records(std::string_view input) {
    static constexpr std::array<std::string_view, 3> paths{"", "result", "result.results"};
    const std::string text = clean(input);
    const Result<kit::JsonRecords> found = kit::read_json_records(text, paths);
    if (found.has_error()) {
        require_clean(found.error().detail, "the reason why a file has no records");
        return;
    }
    std::size_t broken = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < found->records.size(); ++i) {
        const kit::JsonRecord& record = found->records[i];
        require(record.offset >= end, "records follow one another");
        end = record.offset + record.bytes;
        require(end <= found->text.size(), "a record is inside the text");
        if (record.broken) {
            ++broken;
            continue;
        }
        require(!found->at(i).empty(), "a record is not empty");
    }
    require(broken == found->broken, "broken records are counted");
}

} // namespace moisson::fuzz
