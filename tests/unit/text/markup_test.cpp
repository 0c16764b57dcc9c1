// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "core/rng.hpp"
#include "core/utf8.hpp"
#include "text/html.hpp"
#include "text/marks.hpp"
#include "text/markup.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>

namespace moisson::text {
namespace {

TEST(HtmlToText, KeepsWhatIsShown) {
    EXPECT_EQ(
        html_to_text("<p>Un <b>deux</b></p><p>trois</p><script>x()</script><style>p{}</style>"),
        "Un deux\ntrois"
    );
    EXPECT_EQ(html_to_text("<ul><li>a</li><li>b</li></ul>"), "a\nb");
    EXPECT_EQ(html_to_text("a &eacute; &#8217; &lt;b&gt;"), "a é ’ <b>");
    EXPECT_EQ(html_to_text("<table><tr><td>a</td><td>b</td></tr></table>"), "a b");
    EXPECT_EQ(html_to_text("<p>non fermé <b>ici"), "non fermé ici");
    EXPECT_EQ(html_to_text(""), "");
}

// libxml2 compares each attribute of a tag with all before it: these cost seconds each.
TEST(HtmlToText, ATagWithTooManyAttributesIsNotParsed) {
    for (const std::string_view form :
         {" a{}", "/a{}", " a{}=1", " a{}='>'", "a{}=\"'\"", " a{} = \">\""}) {
        std::string html = "<b";
        for (int i = 0; i < 40'000; ++i) {
            const std::size_t at = form.find("{}");
            html.append(form.substr(0, at)).append(std::to_string(i)).append(form.substr(at + 2));
        }
        html += ">vu";
        const auto begun = std::chrono::steady_clock::now();
        html_to_text(html);
        EXPECT_EQ(sanitise_html(html).find("<b"), std::string::npos) << form;
        EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(500)) << form;
    }
    std::string fine = "<b";
    for (int i = 0; i < 200; ++i)
        fine += " a" + std::to_string(i) + "='>'";
    EXPECT_EQ(
        html_to_text(fine + ">vu</b> et <i x=\"a\" y>lu</i> 1 < 2 = 3"),
        "vu et lu 1 < 2 = 3"
    );
}

TEST(SanitiseHtml, LetsOnlyTheWhiteListThrough) {
    EXPECT_EQ(
        sanitise_html("<p onclick=\"x()\" style=\"a\">Un <b>deux</b></p>"),
        "<p>Un <strong>deux</strong></p>"
    );
    EXPECT_EQ(
        sanitise_html("<h1>T</h1><script>alert(1)</script><iframe src=x></iframe>"),
        "<h2>T</h2>"
    );
    EXPECT_EQ(
        sanitise_html("<a href=\"https://example.fr/?a=1&amp;b=2\" target=_blank>lien</a>"),
        "<a href=\"https://example.fr/?a=1&amp;b=2\" rel=\"nofollow noopener ugc\">lien</a>"
    );
    EXPECT_EQ(sanitise_html("<img src=x onerror=alert(1)>texte"), "texte");
}

TEST(SanitiseHtml, RefusesDisguisedSchemes) {
    for (const char* url :
         {"javascript:alert(1)",
          "JaVaScRiPt:alert(1)",
          "java\nscript:alert(1)",
          "&#106;avascript:alert(1)",
          "data:text/html,x",
          "vbscript:x",
          "//example.fr",
          "file:///etc/passwd",
          "\x01javascript:x"}) {
        const std::string safe = sanitise_html("<p><a href=\"" + std::string(url) + "\">x</a></p>");
        EXPECT_EQ(safe.find("href"), std::string::npos) << safe;
        EXPECT_NE(safe.find('x'), std::string::npos);
    }
}

TEST(SanitiseHtml, LinksBareUrls) {
    EXPECT_EQ(
        sanitise_html("<p>voir https://example.fr/a, puis.</p>"),
        "<p>voir <a href=\"https://example.fr/a\" rel=\"nofollow noopener "
        "ugc\">https://example.fr/a</a>, puis.</p>"
    );
}

TEST(SanitiseHtml, IsBoundedInDepthAndSize) {
    std::string deep;
    for (int i = 0; i < 20'000; ++i)
        deep += "<div><blockquote>";
    const std::string safe = sanitise_html(deep + "fond");
    EXPECT_LT(safe.size(), 4'000U);
    const std::string large = sanitise_html(std::string(3'000'000, '<') + "x");
    EXPECT_LT(large.size(), 20 * limits::description_bytes);
}

// What a browser would act on.
bool is_harmless(const std::string& html) {
    for (const char* bad :
         {"<script", "<iframe", "<img", "<style", "javascript:", " on", "<svg", "<object"}) {
        if (std::string_view(bad) == " on" || std::string_view(bad) == "javascript:")
            continue; // as text they are allowed
        if (html.find(bad) != std::string::npos)
            return false;
    }
    // Attributes: only those that the sanitiser writes itself.
    for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
        const std::string tag = html.substr(at, html.find('>', at) - at);
        const auto space = tag.find(' ');
        if (space == std::string::npos)
            continue;
        const std::string attribute = tag.substr(space + 1);
        if (!attribute.starts_with("href=\"http") && !attribute.starts_with("href=\"mailto:") &&
            !attribute.starts_with("title=\"") && !attribute.starts_with("colspan=\"") &&
            !attribute.starts_with("rowspan=\""))
            return false;
    }
    return true;
}

TEST(SafeHtml, IsHarmlessWhateverGoesIn) {
    static constexpr std::array<std::string_view, 34> pieces = {
        "<",
        ">",
        "\"",
        "'",
        "=",
        "/",
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "<a href=",
        "javascript:x",
        "https://x.fr",
        "<svg/onload=x>",
        "<p ",
        "onclick=x",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&lt;",
        "&#60;",
        "](",
        "[",
        ")",
        "`",
        "```\n",
        "* ",
        "\n\n",
        "> ",
        "# ",
        "<td colspan=2>",
        "<style>",
        "\xC3\xA9",
        "<abbr title="};
    Rng rng(3);
    for (int i = 0; i < 4'000; ++i) {
        std::string text;
        for (std::uint64_t n = rng.below(14); n > 0; --n)
            text += pieces[rng.below(pieces.size())];
        const std::string html = markup_to_safe_html(text);
        EXPECT_TRUE(is_harmless(html)) << text << "\n-> " << html;
        EXPECT_TRUE(is_clean_utf8(html));
        markup_to_text(text);
    }
}

TEST(Markdown, BecomesTextAndSafeHtml) {
    EXPECT_EQ(
        markdown_to_text("# Titre\n\nUn [lien](https://example.fr) et **gras**\n\n- a\n- b"),
        "Titre\nUn lien et gras\na\nb"
    );
    EXPECT_EQ(
        markdown_to_safe_html("Un [lien](https://example.fr)"),
        "<p>Un <a href=\"https://example.fr\" rel=\"nofollow noopener ugc\">lien</a></p>\n"
    );
    EXPECT_EQ(markdown_to_safe_html("[x](javascript:alert(1))").find("href"), std::string::npos);
}

TEST(Markup, IsDetected) {
    EXPECT_EQ(detect_markup("Texte simple, avec 3 < 4 * 2."), Markup::plain);
    EXPECT_EQ(detect_markup("voir [ici](https://example.fr)"), Markup::markdown);
    EXPECT_EQ(detect_markup("<p>Bonjour</p>"), Markup::html);
    EXPECT_EQ(detect_markup("ligne\n- un\n- deux"), Markup::markdown);
}

TEST(Markup, AHeadingThatWasJoinedToItsParagraphStandsApart) {
    EXPECT_EQ(
        markup_to_safe_html("Fin. ## Limites\nLes zones"),
        markup_to_safe_html("Fin.\n\n## Limites\nLes zones")
    );
    EXPECT_EQ(markup_to_safe_html("Fin. ## Limites\nLes zones").find("##"), std::string::npos);
    EXPECT_EQ(markup_to_text("Fin. ## Limites\nLes zones"), "Fin.\nLimites\nLes zones");
    // What only looks like one stays.
    EXPECT_EQ(markup_to_text("Le numéro ## est écrit"), "Le numéro ## est écrit");
    const std::string long_line = "Fin. ## " + std::string(100, 'a');
    EXPECT_EQ(markup_to_text(long_line), long_line);
}

TEST(Markup, PlainTextKeepsItsLines) {
    EXPECT_EQ(markup_to_safe_html("a & b\nc\n\nd"), "<p>a &amp; b<br>c</p><p>d</p>");
    EXPECT_EQ(markup_to_text("a &amp; b"), "a & b");
    EXPECT_EQ(markup_to_safe_html("  "), "");
}

TEST(Markup, AbsurdNestingEnds) {
    const std::string quotes(100'000, '>');
    EXPECT_LT(markup_to_safe_html(quotes + " x").size(), 2'000'000U);
    const std::string brackets(60'000, '[');
    EXPECT_LT(markup_to_text(brackets + "](x)").size(), 200'000U);
}

TEST(WithoutMarks, KeepsTheWordsOfMarkdownThatNoStandardReads) {
    EXPECT_EQ(without_marks("Fin. ## Limites\nLes zones"), "Fin. Limites\nLes zones");
    EXPECT_EQ(without_marks("#### Titre\n* un\n- deux\n> trois"), "Titre\nun\ndeux\ntrois");
    EXPECT_EQ(
        without_marks("Valeurs. * première : code * seconde : an"),
        "Valeurs. première : code seconde : an"
    );
    EXPECT_EQ(
        without_marks("**Note :**Les chiffres ** provisoires **"),
        "Note :Les chiffres provisoires"
    );
    EXPECT_EQ(without_marks("une *rupture* et *deux mots*."), "une rupture et deux mots.");
    EXPECT_EQ(without_marks("Titre\n=====\nUn `code` __gras__"), "Titre\nUn code gras");
    EXPECT_EQ(without_marks("| a | b |\n|---|:-:|\n| 1 | 2 |"), "a b\n1 2");
    EXPECT_EQ(
        without_marks("voir [ici](https://x.example/a) et ![logo](l.png)"),
        "voir ici et logo"
    );
    EXPECT_EQ(without_marks("voir [la notice](https://x.exam"), "voir la notice");
}

TEST(WithoutMarks, LeavesProseAlone) {
    for (const char* const prose :
         {"3 * 4 = 12, C# et F#",
          "tarif* et a*b*c",
          "le nom_du_champ",
          "de 10 - 20 ans, a > b",
          "[1] Source : INS",
          "5 | 6",
          "n# 4"})
        EXPECT_EQ(without_marks(prose), prose);
}

TEST(WithoutMarks, EndsOnAnything) {
    Rng rng(11);
    constexpr std::string_view letters = "[](!*_#>|-` \na\xC3\xA9";
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::uint64_t n = rng.below(20); n > 0; --n)
            text += letters[rng.below(letters.size())];
        EXPECT_LE(without_marks(text).size(), text.size()) << text;
    }
}

} // namespace
} // namespace moisson::text
