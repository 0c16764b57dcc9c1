// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bytes of an answer -> its records, total and next address, where the description says they are.
#pragma once

#include "core/result.hpp"
#include "json/description.hpp"
#include "kit/connector.hpp"
#include "model/issue.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::paths {

struct ListPage {
    std::vector<Value> items;
    std::vector<Issue> issues;
    // Entries of the list, unreadable ones included.
    std::int64_t received = 0;
    std::optional<std::int64_t> total;
    // As written; empty after the last page.
    std::string next;
    // False when an entry could not be read, or a repair may have lost one: what is not in the list
    // may still be at the source.
    bool is_complete = true;
};

// Errors: NOT_JSON, PARSE_JSON (beyond repair), BAD_SHAPE (no list where it should be). `body` is
// repaired in place.
Result<ListPage> read_list(std::string body, std::string_view url, const Description& description);

// The record of a detail answer.
Result<Value> read_detail(std::string body, std::string_view url, const Description& description);

// Empty when nothing names the item.
std::string identify(
    const Value& item,
    std::string_view source_key,
    const Description& description,
    bool& synthetic
);

kit::WireRecord wire_record(std::string id, const Value& item, const Description& description);

} // namespace moisson::paths
