// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/rng.hpp"
#include "core/utf8.hpp"
#include "text/clean.hpp"

#include <gtest/gtest.h>

#include <array>

namespace moisson::text {
namespace {

TEST(CleanLine, MakesOneLineOfPlainText) {
    EXPECT_EQ(clean_line("  a\r\n b\u00A0\u00A0c\t"), "a b c");
    EXPECT_EQ(clean_line("<p>Eau</p><p>Air &amp; sol</p>"), "Eau Air & sol");
    EXPECT_EQ(clean_line("a < b et c > d"), "a < b et c > d");
    EXPECT_EQ(clean_line("L&#39;eau &eacute;t&#xE9;"), "L'eau été");
    EXPECT_EQ(clean_line("&amp;amp;amp;lt;b&amp;gt;gras"), "gras");
    EXPECT_EQ(clean_line("<<b>b>x"), "x");
    EXPECT_EQ(clean_line("a\u200Bb\u00ADc\u202Ed"), "abcd");
    EXPECT_EQ(clean_line("&unknown; &"), "&unknown; &");
}

TEST(CleanLine, KeepsLettersWithAccentsAndMendsThoseEncodedTwice) {
    for (char32_t letter = 0xC0; letter < 0x300; ++letter) {
        std::string word = "a";
        append_utf8(word, letter);
        EXPECT_EQ(clean_line(word), word);
        word += " b";
        EXPECT_EQ(clean_line(word), word);
    }
    EXPECT_EQ(clean_line("Œuvre créée à Orléans"), "Œuvre créée à Orléans");
    EXPECT_EQ(clean_line("Données de l\u00E2\u20AC\u2122Ã©tÃ©"), "Données de l’été");
    EXPECT_EQ(clean_line("e\u0301te\u0301  é"), "été é");
    EXPECT_EQ(clean_line("é <b>à</b>&nbsp;ü"), "é à ü");
}

TEST(CleanBlock, DropsWhatTurnsTheTextAroundIt) {
    EXPECT_EQ(clean_block("a\u202Eb\u2066c\u2069d\u202Ae"), "abcde");
    EXPECT_EQ(visible_lines("<b>\a\x1B[31m\u202Egnp</b>  &amp;\r\n"), "<b>[31mgnp</b>  &amp;\n");
    // A direction mark moves nothing beyond itself; Arabic needs it.
    EXPECT_EQ(clean_block("a\u200Fb"), "a\u200Fb");
}

TEST(CleanBlock, KeepsTheMarkup) {
    EXPECT_EQ(clean_block("# Titre\r\n\r\n- un\r- deux\x07"), "# Titre\n\n- un\n- deux");
    EXPECT_EQ(clean_block("<p>a &amp; b</p>"), "<p>a &amp; b</p>");
    EXPECT_EQ(clean_block("&amp;lt;p&amp;gt;"), "&amp;lt;p&amp;gt;"); // no tag in sight
    EXPECT_EQ(clean_block("&lt;p&gt;a&lt;/p&gt;"), "<p>a</p>");
}

TEST(CleanBlock, LeavesFrenchProseAsItIs) {
    for (const char* const prose :
         {"Données de l’été – « eau » : 20 °C…\n\n\t- déjà vu",
          "Œuvre d'Orléans ; tableau <b>n° 3</b>",
          "a  b",
          "é",
          ""})
        EXPECT_EQ(clean_block(prose), prose);
}

TEST(CleanBlock, LooksAtWhatStandsBesidePlainText) {
    // The NBSP at the end is the second half of a letter that was encoded twice.
    EXPECT_EQ(clean_block("dej\u00C3\u00A0"), "dejà");
    EXPECT_EQ(clean_block("l\u00E2\u20AC\u2122été"), "l’été");
    EXPECT_EQ(clean_block("é\u00A0"), "é");
    EXPECT_EQ(clean_block("é\u0301 – a"), "\u00E9\u0301 – a");
    EXPECT_EQ(clean_block("e\u0301 – a"), "\u00E9 – a");
    EXPECT_EQ(clean_block("« a\u0085b »"), "« a\nb »");
    EXPECT_EQ(clean_block("« &lt;p&gt;a&lt;/p&gt; »"), "« <p>a</p> »");
    EXPECT_EQ(clean_block("« data:image/png;base64,AAAA »"), "«  »");
}

TEST(EmbeddedData, IsRemovedWithItsImage) {
    EXPECT_EQ(remove_embedded_data("a ![x](data:image/png;base64,AAAA==) b"), "a  b");
    EXPECT_EQ(
        remove_embedded_data("a <img alt=\"x\" src=\"data:image/png;base64,AA+/==\" width=1> b"),
        "a  b"
    );
    EXPECT_EQ(remove_embedded_data("a data:image/png;base64,AAAA b"), "a  b");
    EXPECT_EQ(remove_embedded_data(";base64, sans rien"), ";base64, sans rien");
    const std::string many = [] {
        std::string text;
        for (int i = 0; i < 20'000; ++i)
            text += "![x](data:i;base64,AA)";
        return text;
    }();
    EXPECT_EQ(remove_embedded_data(many), "");
}

TEST(Mojibake, IsRepairedWhenCertain) { // 48 titles of data.gouv.fr, 500 of a benchmark
    EXPECT_EQ(repair_mojibake("DonnÃ©es de lâ€™Ã©tÃ©"), "Données de l’été");
    EXPECT_EQ(repair_mojibake("dÃ©jÃ  vu Ã la mer"), "déjà  vu à la mer");
    EXPECT_EQ(repair_mojibake("Ã‰cole Å“uvre 20 â‚¬ nÂ° 3"), "École œuvre 20 € n° 3");
    EXPECT_EQ(repair_mojibake("DonnÃƒÂ©es"), "Données"); // twice
    EXPECT_EQ(repair_mojibake("Ø§Ù„Ù…ØºØ±Ø¨"), "المغرب");
}

TEST(Mojibake, LeavesRealTextAlone) {
    for (const char* text :
         {"SÃO PAULO",
          "MAÇÃ",
          "« CAFÉ»",
          "Ångström",
          "Øresund",
          "à «voir»",
          "CLIMATÂ»",
          "données",
          "Â",
          "ÄÖÜ “x”"})
        EXPECT_EQ(repair_mojibake(text), text);
}

TEST(Cleaning, IsIdempotentOnRandomText) {
    static constexpr std::array<std::string_view, 26> pieces = {
        "a",      " ",      "\n",     "<",     ">",        "<b>", "</p>",  "&",  "amp;",
        "lt;",    "&amp;",  "&lt;",   "&gt;",  "&#233;",   "Ã",   "©",     "Ã©", "â€™",
        "\u0301", "\u00A0", "\u200B", "data:", ";base64,", "AA",  "![x](", ")"};
    Rng rng(42);
    for (int i = 0; i < 5'000; ++i) {
        std::string text;
        for (std::uint64_t n = rng.below(14); n > 0; --n)
            text += pieces[rng.below(pieces.size())];
        const std::string line = clean_line(text);
        EXPECT_EQ(clean_line(line), line) << text;
        EXPECT_TRUE(is_clean_utf8(line));
        const std::string block = clean_block(text);
        EXPECT_EQ(clean_block(block), block) << text;
    }
}

} // namespace
} // namespace moisson::text
