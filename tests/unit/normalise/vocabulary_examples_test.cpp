// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// config/vocabularies/examples.tsv, line by line: the golden cases that come with the tables.
#include "normalise/tsv.hpp"
#include "vocabulary_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

// The code, "" for unresolved, "—" for no value: as the column `expected` writes it.
std::string written(Match match, std::string_view code) {
    if (match == Match::no_value)
        return "—";
    return match == Match::mapped ? std::string(code) : std::string{};
}

std::string resolved(const Vocabularies& v, std::string_view vocabulary, std::string_view raw) {
    if (vocabulary == "frequency") {
        const auto found = v.frequency(raw);
        return written(found.match, found.code);
    }
    if (vocabulary == "format") {
        const auto found = v.format(raw);
        return written(found.match, found.code);
    }
    if (vocabulary == "licence") {
        const auto found = v.licence(raw);
        return written(found.match, found.code);
    }
    if (vocabulary == "theme") {
        const auto found = v.themes(raw);
        return written(found.match, found.codes.empty() ? "" : found.codes.front());
    }
    if (vocabulary == "language") {
        const auto found = v.language(raw);
        return written(
            found.match,
            found.tags.empty() ? "" : v.language_row(found.tags.front())->code
        );
    }
    if (vocabulary == "country") {
        const auto found = v.country(raw);
        return written(found.match, found.code);
    }
    const auto found = v.access_right(raw);
    return written(found.match, found.code);
}

TEST(VocabularyExamples, AllResolveAsTheTableSays) {
    const auto files = vocabulary_files();
    const auto table = Table::parse(
        "examples.tsv",
        files.find("examples.tsv")->second,
        {"vocabulary", "raw", "expected", "notes"}
    );
    ASSERT_TRUE(table) << table.error().detail;
    EXPECT_EQ(table->size(), 152U);
    for (std::size_t i = 0; i < table->size(); ++i)
        EXPECT_EQ(
            resolved(*vocabularies(), table->cell(i, "vocabulary"), table->cell(i, "raw")),
            table->cell(i, "expected")
        ) << "line "
          << i + 2 << ": " << table->cell(i, "vocabulary") << " '" << table->cell(i, "raw") << "' "
          << table->cell(i, "notes");
}

} // namespace
} // namespace moisson::normalise
