// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Canonical form of a JSON record (decision 23): sorted keys, no white space, volatile keys left
// out, arrays without order sorted. Two records that say the same have the same bytes.
#pragma once

#include "core/digest.hpp"
#include "core/json_access.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace moisson::kit {

// What a connector knows of its records. The tables are static data of the connector.
struct CanonicalRules {
    // Sorted. A path of keys joined by '.', arrays crossed without a mark: "resources.qa".
    std::span<const std::string_view> volatile_paths;
    // Sorted. Arrays whose order says nothing: "tags", "language".
    std::span<const std::string_view> unordered_paths;
    // Member that orders the elements of an array of objects ("position"); an array whose elements
    // lack it and whose path is in `unordered_paths` is sorted by content.
    std::string_view position_key;
};

// Never throws on what json::parse gave. Depth was bounded there.
std::string canonical_json(const json::Value& record, const CanonicalRules& rules);

} // namespace moisson::kit
