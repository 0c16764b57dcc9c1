// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The scanner of JSON bodies. Promises: spans lie inside the body, and where the whole is JSON the
// records are the elements of its lists, one by one, the members those of its objects; repairing
// escapes is final and leaves good JSON as it is.
#include "kit/json_stream.hpp"

#include "core/json_access.hpp"
#include "fuzz/harness.hpp"

#include <array>
#include <map>
#include <vector>

namespace moisson::fuzz {

void json_stream(std::string_view input) {
    const std::string body = clean(input);
    constexpr std::array<std::string_view, 3> paths = {"", "result.results", "dataset"};
    std::vector<std::string> records;
    std::map<std::string, std::string> members;
    kit::JsonHandlers handlers;
    handlers.object_path = "result";
    handlers.on_record = [&](const kit::JsonSpan& span) {
        require(
            span.offset + span.bytes.size() <= body.size() &&
                std::string_view(body).substr(span.offset, span.bytes.size()) == span.bytes,
            "a span lies where it says"
        );
        if (span.path.empty() && span.within_limits().has_value())
            records.emplace_back(span.bytes);
    };
    handlers.on_member = [&](std::string_view path, std::string_view value) {
        require(value.size() <= kit::member_bytes_max, "a member is short");
        members[std::string(path)] = value;
    };
    const Result<void> scanned = kit::scan_json(body, paths, handlers);
    const Result<json::Value> whole = json::parse(body);
    if (whole.has_value()) {
        require(scanned.has_value(), "JSON is scanned to its end");
        if (whole->is_array()) {
            // Arrays inside arrays are opened once.
            std::vector<json::Value> expected;
            for (const json::Value& element : *whole) {
                if (element.is_array())
                    expected.insert(expected.end(), element.begin(), element.end());
                else
                    expected.push_back(element);
            }
            require(records.size() == expected.size(), "each element is a record");
            for (std::size_t i = 0; i < records.size(); ++i) {
                const Result<json::Value> record = json::parse(records[i]);
                require(record.has_value() && *record == expected[i], "a record is its element");
            }
        }
        for (const auto& [path, value] : members)
            require(json::parse(value).has_value(), "a member of JSON is JSON");
    }
    std::size_t repairs = 0;
    const std::string repaired = kit::repair_escapes(body, repairs);
    require_clean(repaired, "repaired JSON");
    require(repaired.size() <= 3 * body.size(), "a repair is bounded");
    require(repairs > 0 || repaired == body, "without repairs nothing changes");
    std::size_t none = 0;
    require(kit::repair_escapes(repaired, none) == repaired, "repairing is final");
    require(none == 0, "what was repaired needs no repair");
}

} // namespace moisson::fuzz
