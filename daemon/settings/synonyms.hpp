// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// config/synonymes.yaml and the names of countries into the lexicon of the search.
#pragma once

#include "normalise/vocabularies.hpp"
#include "search/lexicon.hpp"
#include "settings/problem.hpp"

#include <memory>
#include <string>

namespace moisson::settings {

// Bounds of the file: entries of a section, expressions of an entry, bytes of an expression.
inline constexpr std::size_t synonym_entries_max = 5'000;
inline constexpr std::size_t synonym_expressions_max = 12;
inline constexpr std::size_t synonym_bytes_max = 160;

struct LoadedLexicon {
    std::shared_ptr<const search::Lexicon> lexicon;
    Problems problems;
};

// `path` empty: names of countries only. `vocabularies` null: no names.
LoadedLexicon load_lexicon(const std::string& path, const normalise::Vocabularies* vocabularies);

} // namespace moisson::settings
