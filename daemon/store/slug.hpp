// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Slugs of datasets: "<portal>-<title>", [a-z0-9-], at most 100 characters with the number that the
// database appends ("--2") when the stem is taken. A stem never holds two hyphens in a row, so that
// a numbered slug cannot be another dataset's stem.
#pragma once

#include "model/dataset.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace moisson::store {

inline constexpr std::size_t slug_length_max = 100;

// Letters and digits of the folded text, joined by single hyphens.
std::string hyphenated(std::string_view text, std::size_t length_max);

// The stem of a dataset; a title without a Latin letter or digit gives eight digits of the id.
std::string slug_stem(std::string_view portal_key, const Dataset& dataset, DatasetId id);

// "stem--3" -> {"stem", 3}, "stem" -> {"stem", 1}.
std::pair<std::string, int> split_slug(std::string_view slug);

} // namespace moisson::store
