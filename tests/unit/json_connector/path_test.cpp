// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The language of paths and templates, and what is wrong with a description, in French.
#include "json/description.hpp"

#include <gtest/gtest.h>

namespace moisson::paths {
namespace {

const Value& sample() {
    static const Value value =
        json::parse(R"({"a":{"b":[{"c":1},{"c":"deux"},{"d":3}]},"x.y":"point",
        "t/u":"barre","v~w":"tilde","vide":"","liste":["un",["deux"],null,{"nom":"trois"}],
        "0":"zéro","titre":{"fr":"Eau","en":"Water"},"url":"a b/é"})")
            .value();
    return value;
}

std::string found(const std::string& text) {
    const std::optional<Path> path = Path::parse(text);
    if (!path)
        return "!";
    std::string out;
    for (const Value* value : path->find(sample()))
        out += (out.empty() ? "" : " ") + json::dump(*value);
    return out;
}

TEST(Paths, LeadToKeysElementsAndEachElement) {
    EXPECT_EQ(found("a.b[0].c"), "1");
    EXPECT_EQ(found("a.b[*].c"), R"(1 "deux")");
    EXPECT_EQ(found("a.b[2]"), R"({"d":3})");
    EXPECT_EQ(found("a.b[9].c"), "");
    EXPECT_EQ(found("a.inconnu"), "");
    EXPECT_EQ(found("a.b.c"), "") << "a list is not opened by itself";
    EXPECT_EQ(found("titre[*]"), R"("Water" "Eau")");
    EXPECT_EQ(found("@"), json::dump(sample()));
    EXPECT_EQ(found(""), json::dump(sample()));
}

TEST(Paths, AreAlsoJsonPointers) {
    EXPECT_EQ(found("/x.y"), R"("point")");
    EXPECT_EQ(found("/t~1u"), R"("barre")");
    EXPECT_EQ(found("/v~0w"), R"("tilde")");
    EXPECT_EQ(found("/a/b/1/c"), R"("deux")");
    EXPECT_EQ(found("/0"), R"("zéro")");
}

TEST(Paths, RefuseWhatIsNone) {
    for (const char* text :
         {"a..b",
          ".a",
          "a.",
          "a[",
          "a[x]",
          "a[-1]",
          "a[01]",

          "a b",
          "a]",
          "{a}",
          "/a~2",
          "a[*]b",
          "\"a\"",
          "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q"}) {
        EXPECT_EQ(found(text), "!") << text;
        EXPECT_FALSE(path_fault(text).empty()) << text;
    }
    EXPECT_EQ(path_fault("a.b[*]"), "");
}

std::string text_of(std::vector<std::string> alternatives) {
    const std::optional<Expression> expression = Expression::parse(alternatives);
    return expression ? expression->text(sample()) : "!";
}

TEST(Expressions, TakeTheFirstAlternativeThatGivesSomething) {
    EXPECT_EQ(text_of({"inconnu", "vide", "a.b[1].c"}), "deux");
    EXPECT_EQ(text_of({"inconnu"}), "");
    const auto list = Expression::parse({"liste"});
    EXPECT_EQ(list->texts(sample()), (std::vector<std::string>{"un", "deux", "trois"}));
}

TEST(Expressions, FillTemplatesAndEncodeAddresses) {
    EXPECT_EQ(
        text_of({"https://x.example/{url}?q={a.b[0].c}"}),
        "https://x.example/a%20b%2F%C3%A9?q=1"
    );
    EXPECT_EQ(text_of({"no {url}"}), "no a b/é");
    EXPECT_EQ(text_of({"{inconnu}-x", "{/x.y}"}), "point");
    for (const char* bad : {"{", "{}", "a}", "{a", "{a..b}"}) {
        EXPECT_EQ(text_of({bad}), "!") << bad;
        EXPECT_FALSE(expression_fault(bad).empty()) << bad;
    }
}

TEST(Expressions, ReadTextsByLanguage) {
    const LocalizedText texts = Expression::parse({"titre"})->localized(sample());
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0].lang, "en");
    EXPECT_EQ(texts[1].text, "Eau");
}

JsonDescription described() {
    JsonDescription words;
    words.list = {"/api/jeux"};
    words.fields["title"] = {"titre"};
    return words;
}

TEST(Descriptions, NameTheirFaultsInFrench) {
    EXPECT_TRUE(description_faults(described()).empty());
    EXPECT_EQ(description_faults(JsonDescription()).size(), 2U);
    JsonDescription words = described();
    words.paging = JsonPaging::page;
    EXPECT_EQ(
        description_faults(words),
        std::vector<std::string>{"paging: page demande {page} dans chaque adresse de list"}
    );
    words.list = {"/api/jeux?p={page}"};
    EXPECT_TRUE(description_faults(words).empty());
    words.distributions = "fichiers";
    EXPECT_EQ(description_faults(words).size(), 1U);
    words.distribution["title"] = {"nom"};
    EXPECT_EQ(
        description_faults(words),
        std::vector<std::string>{"distribution demande url ou access_url"}
    );
    EXPECT_EQ(list_fault("/a?p={page}&d={offset}&n={size}"), "");
    EXPECT_FALSE(list_fault("/a?p={pages}").empty());
    EXPECT_EQ(items_fault("a.b.c"), "");
    EXPECT_FALSE(items_fault("a.b.c.d").empty());
    EXPECT_FALSE(items_fault("a[0]").empty());
}

TEST(Descriptions, ChangeTheMappingVersionWithTheirMappingOnly) {
    const int version = ready(described())->version;
    JsonDescription other = described();
    other.list = {"/ailleurs"};
    EXPECT_EQ(ready(other)->version, version);
    other.fields["title"] = {"nom"};
    EXPECT_NE(ready(other)->version, version);
    JsonDescription constant = described();
    constant.constants["licence"] = "etalab-2.0";
    EXPECT_NE(ready(constant)->version, version);
}

} // namespace
} // namespace moisson::paths
