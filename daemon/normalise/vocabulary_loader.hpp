// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the loaders of the tables share; internal to the room. Each load_* fills its part of the
// state and refuses whatever would make a look-up wrong or silent.
#pragma once

#include "normalise/tsv.hpp"
#include "normalise/vocabulary_state.hpp"
#include "text/key.hpp"

#include <charconv>
#include <map>
#include <optional>

namespace moisson::normalise {

using VocabularyFiles = std::map<std::string, std::string, std::less<>>;
// Nothing when all went well.
using Failure = std::optional<Error>;

Failure load_frequencies(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_families(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_formats(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_licences(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_themes(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_topics(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_inspire(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_access_rights(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_countries(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_languages(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_zones(const VocabularyFiles& files, Vocabularies::State& state);
Failure load_patterns(const VocabularyFiles& files, Vocabularies::State& state);

inline std::string text_of(const Table& table, std::size_t row, std::string_view column) {
    return std::string(table.cell(row, column));
}

inline Labels labels_of(const Table& table, std::size_t row) {
    return {
        text_of(table, row, "label_fr"),
        text_of(table, row, "label_en"),
        text_of(table, row, "label_ar")};
}

inline std::optional<int> days_of(std::string_view cell) {
    int value = 0;
    const auto parsed = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (cell.empty() || parsed.ec != std::errc{} || parsed.ptr != cell.data() + cell.size())
        return std::nullopt;
    return value;
}

inline char letter_of(std::string_view cell) {
    return cell.empty() ? 'U' : cell.front();
}

// Adds the items of a list cell, each of which must be its own key.
template <class Add>
Failure add_keys(
    const Table& table,
    std::size_t row,
    std::string_view column,
    std::string_view code,
    Add&& add
) {
    for (const std::string_view item : table.list(row, column)) {
        const std::string key = text::vocabulary_key(item);
        if (key != item || item.empty())
            return table.error(
                row,
                "'" + std::string(item) + "' is not its own key ('" + key + "')"
            );
        if (!add(item, code))
            return table.error(row, "'" + std::string(item) + "' has another code already");
    }
    return std::nullopt;
}

template <class Row>
Failure add_row(const Table& table, std::size_t i, Rows<Row>& rows, Row row) {
    if (row.code.empty())
        return table.error(i, "no code");
    std::string code = row.code;
    if (!rows.add(std::move(row)))
        return table.error(i, "the code '" + code + "' is there twice");
    return std::nullopt;
}

inline auto adder(Lexicon& lexicon) {
    return [&lexicon](std::string_view key, std::string_view code) {
        return lexicon.add_key(key, code);
    };
}

inline Result<Table>
table(const VocabularyFiles& files, std::string_view file, std::vector<std::string_view> columns) {
    return Table::parse(file, files.find(file)->second, std::move(columns));
}

} // namespace moisson::normalise
