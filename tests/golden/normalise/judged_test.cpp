// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// judged.tsv: 300 pairs (raw, code) drawn by seed 20261123 from the distinct resolved strings of
// recorded catalogues (`vocabulary_report --pairs 300 20261123`), each read and judged right by a
// person. One was wrong when drawn (dl-de-by, which was taken for its version 2.0) and is mended.
// Then 63 drawn by seed 20261127: 21 strings taken for no value ("—": all but the labels of blank
// nodes, and twelve of those), 20 formats that no rule knew (two deserved a code and have it), 22
// names of places where countries stand.
#include "normalise/tsv.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

std::string judged(const Resolution& found) {
    return found.match == Match::no_value ? "—" : found.code;
}

std::string judged(Match match, const std::vector<std::string>& codes) {
    return judged({match, codes.empty() ? std::string{} : codes.front()});
}

std::string code_of(const Vocabularies& v, std::string_view vocabulary, std::string_view raw) {
    if (vocabulary == "format")
        return judged(v.format(raw));
    if (vocabulary == "frequency")
        return judged(v.frequency(raw));
    if (vocabulary == "licence")
        return judged(v.licence(raw));
    if (vocabulary == "access_right")
        return judged(v.access_right(raw));
    if (vocabulary == "country")
        return judged(v.country(raw));
    if (vocabulary == "language") {
        const auto found = v.language(raw);
        return judged(found.match, found.tags);
    }
    const auto found = v.themes(raw);
    return judged(found.match, found.codes);
}

TEST(JudgedSample, ResolvesAsAPersonJudged) {
    std::ifstream stream(
        std::filesystem::path(MOISSON_SOURCE_DIR) / "tests/golden/normalise/judged.tsv"
    );
    std::ostringstream content;
    content << stream.rdbuf();
    const std::string text = content.str();
    const auto table = Table::parse("judged.tsv", text, {"vocabulary", "raw", "code"});
    ASSERT_TRUE(table) << table.error().detail;
    EXPECT_EQ(table->size(), 363U);
    for (std::size_t i = 0; i < table->size(); ++i)
        EXPECT_EQ(
            code_of(*vocabularies(), table->cell(i, "vocabulary"), table->cell(i, "raw")),
            table->cell(i, "code")
        ) << "line "
          << i + 2 << ": '" << table->cell(i, "raw") << "'";
}

} // namespace
} // namespace moisson::normalise
