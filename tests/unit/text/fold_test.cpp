// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/clean.hpp"
#include "text/fold.hpp"
#include "text/key.hpp"
#include "text/unicode.hpp"

#include <gtest/gtest.h>

namespace moisson::text {
namespace {

TEST(VocabularyKey, IsWhatTheReadmeSays) {
    EXPECT_EQ(
        vocabulary_key("Licence Ouverte / Open Licence version 2.0"),
        "licence ouverte open licence version 2 0"
    );
    EXPECT_EQ(
        vocabulary_key("https://creativecommons.org/licenses/by/4.0/"),
        "creativecommons org licenses by 4 0"
    );
    EXPECT_EQ(vocabulary_key("http://www.example.fr"), vocabulary_key("https://example.fr/"));
    EXPECT_EQ(vocabulary_key("ogc:wms"), "ogc wms");
    EXPECT_EQ(vocabulary_key("  Été—œuvre ÆØŁđÞß ı "), "ete oeuvre aeoldthss i");
    EXPECT_EQ(vocabulary_key("5%20minutes"), "5 minutes");
    EXPECT_EQ(vocabulary_key("100%FF"), "100 ff"); // not UTF-8 when decoded
    EXPECT_EQ(vocabulary_key("أإآ ئ ســنة ٣ ﻓ Ｃｓｖ"), "ااا ي سنة 3 ف csv");
    EXPECT_EQ(vocabulary_key("a\u200Bb\u00ADc\uFEFF"), "abc");
    EXPECT_EQ(vocabulary_key("mif\u2212mid"), "mif mid");
    EXPECT_EQ(vocabulary_key("---"), "");
}

TEST(Fold, IsTheSameOnDocumentsAndQueries) {
    EXPECT_EQ(fold("L’Évènement à Œuvrer"), "l'evenement a oeuvrer");
    EXPECT_EQ(fold("مُدَرِّسَةٌ"), fold("مدرسه"));
    EXPECT_EQ(fold("أحمد إلى مؤسسة ئ ى"), "احمد الي موسسه ي ي");
    EXPECT_EQ(fold("١٢٣ ４"), "123 4");
    EXPECT_EQ(fold("a\u00A0b"), "a b");
    for (const char* text : {"L’Évènement", "مؤسسة", "ﬁn", "İstanbul", "ⅷ"})
        EXPECT_EQ(fold(fold(text)), fold(text)) << text;
}

TEST(Nfc, ComposesAndRecognises) {
    EXPECT_EQ(to_nfc("e\u0301"), "é");
    EXPECT_TRUE(is_nfc("Données « ouvertes » – 20 € العربية"));
    EXPECT_FALSE(is_nfc("e\u0301"));
    EXPECT_EQ(to_nfc("plain"), "plain");
}

TEST(Trim, KnowsTheSpacesOfTheWorld) {
    EXPECT_EQ(trim("\u00A0\t a b \u3000\uFEFF\n"), "a b");
    EXPECT_EQ(trim("\u200B"), "");
    EXPECT_EQ(trim("é"), "é");
}

TEST(Slugify, GivesAddresses) {
    EXPECT_EQ(
        slugify("Budget primitif 2020 – Ville de Lomé"),
        "budget-primitif-2020-ville-de-lome"
    );
    EXPECT_EQ(slugify("--- ???"), "");
    EXPECT_EQ(slugify("الميزانية 2020"), "2020");
    EXPECT_EQ(slugify("un deux trois", 8), "un-deux");
    EXPECT_EQ(slugify("un deux trois", 7), "un-deux");
    EXPECT_EQ(slugify(std::string(300, 'a')).size(), 100U);
}

TEST(Excerpt, CutsOnTheBorderOfAWord) {
    EXPECT_EQ(excerpt("un deux trois", 50), "un deux trois");
    EXPECT_EQ(excerpt("un deux trois", 8), "un deux…");
    EXPECT_EQ(excerpt("un deux, trois", 9), "un deux…");
    EXPECT_EQ(excerpt("anticonstitutionnellement", 5), "antic…");
    EXPECT_EQ(excerpt("ééé ééé", 3), "ééé…");
    EXPECT_EQ(excerpt("", 5), "");
}

} // namespace
} // namespace moisson::text
