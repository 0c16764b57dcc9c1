// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The loader refuses tables that would resolve wrongly or silently, naming file and line.
#include "vocabulary_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

std::string refusal(const Files& files) {
    const auto loaded = Vocabularies::load(files);
    return loaded ? "loaded" : loaded.error().detail;
}

std::string refusal_with(const std::string& file, const std::string& line_added) {
    Files files = vocabulary_files();
    files[file] += line_added + "\n";
    return refusal(files);
}

TEST(VocabularyLoader, LoadsTheTablesOfTheRepository) {
    EXPECT_EQ(refusal(vocabulary_files()), "loaded");
    EXPECT_EQ(vocabularies()->frequencies().size(), 40U);
    EXPECT_EQ(vocabularies()->formats().size(), 292U);
    EXPECT_EQ(vocabularies()->countries().size(), 253U);
    EXPECT_EQ(vocabularies()->themes().size(), 14U);
    for (const CountryRow& row : vocabularies()->countries())
        EXPECT_TRUE(row.timezone.empty() || vocabularies()->has_timezone(row.timezone))
            << row.timezone;
}

TEST(VocabularyLoader, RefusesACellThatIsNotItsOwnKey) {
    const std::string refused = refusal_with("format_family.tsv", "T\tx\ty\tz");
    EXPECT_EQ(refused, "loaded"); // a label may be anything
    const std::string cell =
        refusal_with("iso_topic.tsv", "new\t099\tENVI\t\tx\tx\tx\tÉté;hiver\t");
    EXPECT_NE(cell.find("iso_topic.tsv:"), std::string::npos) << cell;
    EXPECT_NE(cell.find("'Été' is not its own key ('ete')"), std::string::npos) << cell;
}

TEST(VocabularyLoader, RefusesAKeyWithTwoCodes) {
    const std::string refused =
        refusal_with("iso_topic.tsv", "new\t099\tENVI\t\tx\tx\tx\tfarming\t");
    EXPECT_NE(refused.find("'farming' has another code already"), std::string::npos) << refused;
}

TEST(VocabularyLoader, RefusesACodeTwice) {
    const std::string refused =
        refusal_with("iso_topic.tsv", "farming\t099\tENVI\t\tx\tx\tx\tnouveau\t");
    EXPECT_NE(refused.find("'farming' is there twice"), std::string::npos) << refused;
}

TEST(VocabularyLoader, RefusesPatternsThatLeadNowhere) {
    EXPECT_NE(
        refusal_with("pattern.tsv", "format\tprefix\txyz abc\tNO_SUCH\t")
            .find("'NO_SUCH' does not exist"),
        std::string::npos
    );
    EXPECT_NE(
        refusal_with("pattern.tsv", "format\tprefix\tXyz\tCSV\t").find("not its own key"),
        std::string::npos
    );
    EXPECT_NE(
        refusal_with("pattern.tsv", "format\tnoise\t(\t\t").find("does not compile"),
        std::string::npos
    );
    EXPECT_NE(
        refusal_with("pattern.tsv", "format\tmagic\txyz\tCSV\t").find("unknown kind"),
        std::string::npos
    );
    EXPECT_NE(
        refusal_with("pattern.tsv", "colour\tprefix\txyz\tCSV\t").find("unknown vocabulary"),
        std::string::npos
    );
    EXPECT_NE(
        refusal_with("pattern.tsv", "format\tprefix\txyz\t\t").find("a code is missing"),
        std::string::npos
    );
}

TEST(VocabularyLoader, RefusesDamagedFiles) {
    EXPECT_NE(refusal_with("theme.tsv", "too\tfew").find("columns instead of"), std::string::npos);
    Files files = vocabulary_files();
    files.erase("theme.tsv");
    EXPECT_EQ(refusal(files), "theme.tsv:1: the file is missing");
    files["theme.tsv"] = "code\n";
    EXPECT_NE(refusal(files).find("no column"), std::string::npos);
    files["theme.tsv"] = "\xFF";
    EXPECT_EQ(refusal(files), "theme.tsv:1: not UTF-8");
}

TEST(VocabularyLoader, DigestFollowsTheTables) {
    Files files = vocabulary_files();
    const Digest before = (*Vocabularies::load(files))->digest();
    EXPECT_EQ(before, (*Vocabularies::load(files))->digest());
    files["format_family.tsv"] += "Z\tx\ty\tz\n";
    EXPECT_NE(before, (*Vocabularies::load(files))->digest());
}

} // namespace
} // namespace moisson::normalise
