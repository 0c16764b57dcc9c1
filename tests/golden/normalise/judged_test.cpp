// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// judged.tsv: 300 pairs (raw, code) drawn by seed 20261123 from the distinct resolved strings of
// recorded catalogues (`vocabulary_report --pairs 300 20261123`), each read and judged right by a
// person. One was wrong when drawn (dl-de-by, which was taken for its version 2.0) and is mended.
#include "normalise/tsv.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

std::string code_of(const Vocabularies& v, std::string_view vocabulary, std::string_view raw) {
    if (vocabulary == "format")
        return v.format(raw).code;
    if (vocabulary == "frequency")
        return v.frequency(raw).code;
    if (vocabulary == "licence")
        return v.licence(raw).code;
    if (vocabulary == "access_right")
        return v.access_right(raw).code;
    if (vocabulary == "language") {
        const auto tags = v.language(raw).tags;
        return tags.empty() ? std::string{} : tags.front();
    }
    const auto codes = v.themes(raw).codes;
    return codes.empty() ? std::string{} : codes.front();
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
    EXPECT_EQ(table->size(), 300U);
    for (std::size_t i = 0; i < table->size(); ++i)
        EXPECT_EQ(
            code_of(*vocabularies(), table->cell(i, "vocabulary"), table->cell(i, "raw")),
            table->cell(i, "code")
        ) << "line "
          << i + 2 << ": '" << table->cell(i, "raw") << "'";
}

} // namespace
} // namespace moisson::normalise
