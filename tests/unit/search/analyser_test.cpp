// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Words, elisions, identifiers, acronyms, stems.
#include "search/analyser.hpp"

#include <gtest/gtest.h>

namespace moisson::search {
namespace {

std::string words(std::string_view text) {
    std::vector<Word> out;
    split_words(text, out);
    std::string joined;
    for (const Word& word : out) {
        if (!joined.empty())
            joined += ' ';
        joined += word.text + (word.compound ? "+" : "");
    }
    return joined;
}

TEST(Words, FoldAccentsAndCase) {
    EXPECT_EQ(words("Écoles Élémentaires à Ouagadougou"), "ecoles elementaires ouagadougou");
    EXPECT_EQ(words("e\u0301cole"), "ecole"); // accent written apart
    EXPECT_EQ(words("Œuvres"), "oeuvres");
}

TEST(Words, KeepSixtyFourBytes) {
    EXPECT_EQ(words(std::string(70, 'a') + " b"), std::string(64, 'a') + " b");
    EXPECT_EQ(words(std::string(63, 'a') + "éb"), std::string(63, 'a') + "e");
    EXPECT_EQ(words("É" + std::string(70, 'z')), "e" + std::string(63, 'z'));
    EXPECT_EQ(words("2x" + std::string(70, 'y')), "2 x" + std::string(63, 'y'));
}

TEST(Words, AreStoppedWholeOnly) {
    for (const std::string_view word : {"a", "de", "vers", "leurs", "cette", "une"})
        EXPECT_TRUE(is_stop_word(word)) << word;
    const std::string_view with_zero("\0a", 2);
    for (const std::string_view word : {"", "b", "ed", "leursx", "leurs ", "cett", "mais"})
        EXPECT_FALSE(is_stop_word(word)) << word;
    EXPECT_FALSE(is_stop_word(with_zero));
}

TEST(Words, DropElisions) {
    EXPECT_EQ(words("l'eau d’Abidjan qu'elle jusqu'ici lorsqu'on"), "eau abidjan ici on");
    EXPECT_EQ(words("aujourd'hui"), "aujourd hui");
}

TEST(Words, SplitIdentifiersAndKeepTheWhole) {
    EXPECT_EQ(words("code_insee"), "code insee");
    EXPECT_EQ(words("OpenData"), "opendata+ open data");
    EXPECT_EQ(words("covid19"), "covid19+ covid 19");
    EXPECT_EQ(words("x_hamster_2025_r44"), "x hamster 2025 r44+ r 44");
}

TEST(Words, JoinAcronyms) {
    EXPECT_EQ(words("S.I.R.E.N.E. et U.E.M.O.A"), "sirene uemoa");
    EXPECT_EQ(words("Fin. A la ligne"), "fin ligne");
}

TEST(Words, DropStopWordsButNoSubjects) {
    EXPECT_EQ(words("le prix de l'or et du son"), "prix or son");
}

TEST(Words, KnowTheirPlaceInTheText) {
    std::vector<Word> out;
    split_words("d'Été", out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].begin, 2U);
    EXPECT_EQ(out[0].end, 7U);
}

TEST(Words, ReadArabic) {
    EXPECT_EQ(words("بيانات الصحة"), "بيانات الصحه");
}

TEST(Words, AreCutWhenEndless) {
    std::vector<Word> out;
    split_words(std::string(5000, 'a') + std::string(3000, 'b'), out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_LE(out[0].text.size(), 64U);
}

TEST(Stem, JoinsSingularPluralAndGender) {
    Stemmer stemmer;
    EXPECT_EQ(stemmer.stem("ecoles"), stemmer.stem("ecole"));
    EXPECT_EQ(stemmer.stem("hopitaux"), stemmer.stem("hopital"));
    EXPECT_EQ(stemmer.stem("communales"), stemmer.stem("communal"));
    EXPECT_EQ(stemmer.stem("emplois"), stemmer.stem("emploi"));
    EXPECT_EQ(stemmer.stem("lois"), stemmer.stem("loi"));
    EXPECT_EQ(stemmer.stem("photos"), stemmer.stem("photo"));
    EXPECT_EQ(stemmer.stem("revenus"), stemmer.stem("revenu"));
    EXPECT_EQ(stemmer.stem("taxis"), stemmer.stem("taxi"));
    EXPECT_EQ(stemmer.stem("jeux"), stemmer.stem("jeu"));
    EXPECT_EQ(stemmer.stem("lieux"), stemmer.stem("lieu"));
    EXPECT_NE(stemmer.stem("emploi"), stemmer.stem("employeur"));
    EXPECT_EQ(stemmer.stem("2024"), "2024");
    EXPECT_EQ(stemmer.stem("الصحه"), "صحه");
}

} // namespace
} // namespace moisson::search
