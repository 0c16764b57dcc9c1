// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Spelling: the query with its unknown words replaced by near words of the dictionary.
#pragma once

#include "search/plan.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

// Levenshtein distance by Myers' bit-parallel algorithm; `pattern` is at most 64 bytes.
std::size_t edit_distance(std::string_view pattern, std::string_view text);

// Empty when nothing near is more frequent. One edit from 4 letters on, two from 6.
std::string suggest(std::string_view text, const Plan& plan, std::span<const SegmentRef> segments);

// The dictionary has no accents: the words of `text` that `original` does not have, spelt as in
// `samples` ("energie" -> "énergie").
std::string accented(
    const std::string& text,
    std::string_view original,
    const std::vector<std::string>& samples
);

} // namespace moisson::search
