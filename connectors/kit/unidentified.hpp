// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Entries of a list that could not be read and of which nothing tells which records they are: any
// record that is missing from that list may be one of them, so none of them disappeared.
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"
#include "model/issue.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace moisson::kit {

// Detail of a BAD_SHAPE issue of a record whose id is there and cannot be one. Its remote_id is at
// most another name of the record.
inline constexpr std::string_view odd_id = "id of another type";

// The member is there and neither a text with something in it nor a number.
bool is_odd_id(const json::Value& record, std::string_view key);

bool is_unidentified(const Issue& issue);
std::int64_t unidentified(const std::vector<Issue>& issues);

// INCOMPLETE_CRAWL of a list with so many entries that nothing identifies.
Error hole_in_list(std::int64_t holes);

// An id list with holes is no base for deletions: INCOMPLETE_CRAWL when `issues` tell of one.
Result<void> whole_list(const std::vector<Issue>& issues);

} // namespace moisson::kit
