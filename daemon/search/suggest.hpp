// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Spelling: the query with its unknown words replaced by near words of the dictionary.
#pragma once

#include "search/plan.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace moisson::search {

// Levenshtein distance by Myers' bit-parallel algorithm; `pattern` is at most 64 bytes.
std::size_t edit_distance(std::string_view pattern, std::string_view text);

// Empty when nothing near is more frequent. One edit from 4 letters on, two from 6.
std::string suggest(std::string_view text, const Plan& plan, std::span<const SegmentRef> segments);

} // namespace moisson::search
