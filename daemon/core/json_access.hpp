// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading hostile JSON without exceptions: every accessor returns "nothing" on a wrong shape.
// The only way to nlohmann::json values outside this file (rule R17).
#pragma once

#include "core/result.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moisson::json {

using Value = nlohmann::json;

// Parses a whole document. Errors: PARSE_JSON (with byte position), LIMIT_REACHED when the document
// nests deeper than limits::json_depth. Duplicate keys: the last one wins. A BOM is skipped.
// `bytes` must be valid UTF-8 (core/utf8.hpp).
Result<Value> parse(std::string_view bytes);
// The same for who reads these members of an object only: others may be left out. All, when none is
// named.
Result<Value> parse_members(std::string_view bytes, std::span<const std::string_view> wanted);

// Whether `bytes` are one JSON value, without building it: memory holds its longest string. Depth
// is not bounded.
bool is_well_formed(std::string_view bytes);

// The member of an object, nullptr when `value` is no object or has no such key.
const Value* find(const Value& value, std::string_view key);
// Same along a path of keys.
const Value* find_path(const Value& value, std::initializer_list<std::string_view> path);

// A string member, empty when absent or of another type.
std::string_view text(const Value& value, std::string_view key);
// String, number or boolean member as text; empty when absent, null, object or array.
std::string scalar(const Value& value, std::string_view key);
std::string scalar(const Value& value);
// Integer member; numeric strings count ("12", not "12 kB").
std::optional<std::int64_t> integer(const Value& value, std::string_view key);
// Boolean member; "true"/"false" in any case, 0 and 1 count.
std::optional<bool> boolean(const Value& value, std::string_view key);

// Compact serialisation; never throws, invalid UTF-8 becomes U+FFFD. Object keys come out sorted.
std::string dump(const Value& value);

} // namespace moisson::json
