// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The codes of the vocabularies by kind: what settings and the command line check values with.
#pragma once

#include "normalise/vocabularies.hpp"

#include <span>
#include <string>
#include <string_view>

namespace moisson::normalise {

// Kinds that `vocabulary` of a source may map.
std::span<const std::string_view> mapped_kinds();

// `kind` is one of mapped_kinds() or "country".
bool is_code(const Vocabularies& vocabularies, std::string_view kind, std::string_view code);
// What the vocabularies read in `raw`; empty when they read nothing.
std::string
code_read_in(const Vocabularies& vocabularies, std::string_view kind, std::string_view raw);

} // namespace moisson::normalise
