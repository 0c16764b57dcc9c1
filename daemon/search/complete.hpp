// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Completion: what a reader who is still typing may mean, titles and publishers. Bounded work: a
// vague beginning is looked for among the most popular datasets only. Inside the room only.
#pragma once

#include "search/query.hpp"
#include "search/view.hpp"

#include <cstddef>
#include <string_view>

namespace moisson::search {

// Postings that are walked for titles before only `Segment::popular` is looked at.
inline constexpr std::uint64_t completion_postings_max = 50'000;
// Letters of a last word that is completed inside titles.
inline constexpr std::size_t completion_letters_min = 3;

Completions complete(std::string_view text, std::size_t count, const View& view);

} // namespace moisson::search
