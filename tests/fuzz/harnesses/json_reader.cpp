// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The JSON reader. Promises: the fast reader agrees with nlohmann's parser on what it accepts,
// whatever is read is written and read again as the same value, depth is bounded.
#include "core/json_reader.hpp"

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "fuzz/harness.hpp"

#include <algorithm>

namespace moisson::fuzz {
namespace {

std::size_t depth_of(const json::Value& value) {
    std::size_t deepest = 0;
    if (value.is_structured())
        for (const json::Value& inner : value)
            deepest = std::max(deepest, depth_of(inner));
    return value.is_structured() ? deepest + 1 : 0;
}

} // namespace

void json_reader(std::string_view input) {
    json::Value fast;
    const bool good = json::read_good(input, fast);
    const json::Value other = json::Value::parse(input, nullptr, false);
    if (good) {
        require(!other.is_discarded(), "the fast reader accepts nothing that nlohmann refuses");
        require(fast == other, "both readers make the same value");
    }
    const std::string text = clean(input);
    const Result<json::Value> value = json::parse(text);
    if (value.has_error()) {
        require(
            value.error().code == Code::parse_json || value.error().code == Code::limit_reached ||
                value.error().code == Code::too_large,
            "a refusal is PARSE_JSON, LIMIT_REACHED or TOO_LARGE"
        );
        require_clean(value.error().detail, "the detail of a refusal");
        return;
    }
    require(depth_of(*value) <= limits::json_depth, "depth is bounded");
    const std::string written = json::dump(*value);
    const Result<json::Value> again = json::parse(written);
    require(again.has_value(), "what is written is read");
    require(json::dump(*again) == written, "what is written and read is the same");
    if (value->is_object())
        for (const auto& [key, member] : value->items()) {
            static_cast<void>(json::scalar(*value, key));
            static_cast<void>(json::integer(*value, key));
            static_cast<void>(json::boolean(*value, key));
            require(json::find(*value, key) != nullptr, "a member is found");
            require(member.is_string() || json::text(*value, key).empty(), "only texts are text");
        }
}

} // namespace moisson::fuzz
