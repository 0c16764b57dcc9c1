// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The name a mistyped parameter was probably meant to be.
#pragma once

#include <span>
#include <string_view>

namespace moisson::routes {

// The candidate at the smallest edit distance (a transposition counts 1), at most a third of the
// longer name and at most 3; empty when none is near. Ties: the first.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

} // namespace moisson::routes
