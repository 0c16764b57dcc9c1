// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/fields.hpp"
#include "ckan/filters.hpp"
#include "ckan/language.hpp"
#include "ckan/rules.hpp"
#include "kit/canonical_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::ckan {
namespace {

Value parsed(std::string_view text) {
    return json::parse(text).value();
}

TEST(Fields, FoldsTheSpellingOfKeys) {
    EXPECT_EQ(normalised_key("Frequência de atualização\xc2\xa0"), "frequencia_de_atualizacao");
    EXPECT_EQ(normalised_key("temporal_coverage-from"), "temporal_coverage_from");
    EXPECT_EQ(normalised_key("Périodicité"), "periodicite");
}

TEST(Fields, LooksInTheRootThenInExtrasOfBothShapes) {
    const Value list =
        parsed(R"({"a":"","extras":[{"key":"a","value":"x"},{"key":"B","value":2}]})");
    EXPECT_EQ(Fields(list).text({"a"}), "x");
    EXPECT_EQ(Fields(list).text({"b"}), "2");
    const Value dictionary = parsed(R"({"a":"root","extras":{"a":"extra","b-c":"y"}})");
    EXPECT_EQ(Fields(dictionary).text({"a"}), "root");
    EXPECT_EQ(Fields(dictionary).text({"missing", "b_c"}), "y");
}

TEST(Fields, FindsNamesOfAnyLength) {
    Value package = Value::object_t();
    for (std::size_t length = 1; length < 20; ++length)
        for (const char letter : {'c', 'a', 'b'})
            package[std::string(length, letter)] = std::string(1, letter);
    const Fields fields(package);
    for (std::size_t length = 1; length < 20; ++length) {
        for (const char letter : {'a', 'b', 'c'})
            EXPECT_EQ(fields.text({std::string(length, letter)}), std::string(1, letter));
        EXPECT_EQ(fields.find(std::string(length, 'd')), nullptr);
    }
    EXPECT_EQ(fields.find(std::string(20, 'a')), nullptr);
}

TEST(Fields, OpensJsonInsideStrings) {
    const Value value = parsed(R"({"theme":"[\"A\", \"B\"]","author":"{\"name\": \"Awa\"}"})");
    EXPECT_EQ(Fields(value).list({"theme"}), (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(Fields(value).text({"author"}), "Awa");
}

TEST(Fields, ReadsTextInLanguages) {
    const Value translated =
        parsed(R"({"title":"x","title_translated":{"fr":"Eau","en":"Water"}})");
    const LocalizedText texts = Fields(translated).localized({"title"});
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(best_text(texts, "fr"), "Eau");
    const Value suffixed = parsed(R"({"title":"Water","title_fra":"Eau"})");
    EXPECT_EQ(best_text(Fields(suffixed).localized({"title"}), "fr"), "Eau");
    const Value fluent = parsed(R"({"title":{"fr-t-en":"Eau","en":"Water"}})");
    EXPECT_TRUE(best(Fields(fluent).localized({"title"}), "fr")->machine_translated);
}

TEST(Fields, UnwrapsValuesHiddenInAJsonSchema) {
    const Value schema = parsed(R"({"title":{"required":true,"description":"Budget 2013"}})");
    EXPECT_EQ(Fields(schema).text({"title"}), "Budget 2013");
    EXPECT_EQ(best_text(Fields(schema).localized({"title"}), "fr"), "Budget 2013");
}

TEST(Fields, KeepsATitleThatOnlyLooksLikeAList) {
    const Value value = parsed(R"({"title":"[2020] Population"})");
    EXPECT_EQ(best_text(Fields(value).localized({"title"}), "fr"), "[2020] Population");
}

TEST(LanguageTag, KnowsTheFormsOfPortals) {
    EXPECT_EQ(language_tag("fra")->code, "fr");
    EXPECT_EQ(language_tag("pt_BR")->code, "pt");
    EXPECT_TRUE(language_tag("fr-t-en")->machine_translated);
    EXPECT_FALSE(language_tag("name"));
    EXPECT_FALSE(language_tag("x"));
}

TEST(CanonicalRules, TablesAreSortedForBinarySearch) {
    const kit::CanonicalRules& rules = canonical_rules();
    EXPECT_TRUE(std::is_sorted(rules.volatile_paths.begin(), rules.volatile_paths.end()));
    EXPECT_TRUE(std::is_sorted(rules.unordered_paths.begin(), rules.unordered_paths.end()));
}

TEST(CanonicalRules, LeaveOutEachVolatilePathAndNoOther) {
    const kit::CanonicalRules& rules = canonical_rules();
    for (const std::string_view path : rules.volatile_paths) {
        const std::size_t dot = path.find('.');
        const bool is_inside = dot != std::string_view::npos;
        const std::string key(is_inside ? path.substr(dot + 1) : path);
        std::string text = "{\"" + key + "\":1}";
        std::string left = "{}";
        if (is_inside) {
            const std::string before = "{\"" + std::string(path.substr(0, dot)) + "\":";
            text = before + text + "}";
            left = before + left + "}";
        }
        EXPECT_EQ(kit::canonical_json(parsed(text), rules), left);
    }
    const Value record = parsed(R"({"qa":1,"id":"t","organization":{"packages":4,"qa":3},
        "resources":[{"url":"u","qa":2},{"url":"a","position":0}]})");
    const std::string canonical = kit::canonical_json(record, rules);
    EXPECT_EQ(
        canonical,
        R"({"id":"t","organization":{"qa":3},"resources":[{"position":0,"url":"a"},{"url":"u"}]})"
    );
    // A page keeps a thousand of them.
    EXPECT_LT(canonical.capacity(), 2 * canonical.size());
}

TEST(CanonicalRules, SetsAreSortedInsideOneAnotherToo) {
    const auto canonical = [](std::string_view text) {
        return kit::canonical_json(parsed(text), canonical_rules());
    };
    const std::string sorted = R"({"resources":[{"language":["ar","fr"],"position":-1},)"
                               R"({"language":["en","fr"],"position":2,"url":"a"},)"
                               R"({"language":["en","fr"],"position":2}],)"
                               R"("tags":["a","a","a,b","é"],"x":["b","a"]})";
    EXPECT_EQ(canonical(sorted), sorted);
    EXPECT_EQ(
        canonical(R"({"x":["b","a"],"tags":["é","a","a,b","a"],"resources":[
            {"position":2,"language":["fr","en"]},{"language":["fr","ar"],"position":-1},
            {"url":"a","position":2,"language":["en","fr"]}]})"),
        sorted
    );
    EXPECT_EQ(canonical(R"({"tags":[[],{},null]})"), R"({"tags":[[],null,{}]})");
}

TEST(Filters, AreBracketedQuotedAndCheckedLocally) {
    Filters filters;
    filters["organization"].include = {"ministere-sante", "ins \"b\""};
    filters["tag"].exclude = {"test"};
    EXPECT_EQ(
        solr_filter(filters),
        R"(+organization:("ministere-sante" OR "ins \"b\"") -tags:("test"))"
    );
    const Value wanted = parsed(R"({"organization":{"name":"ministere-sante"},"tags":["eau"]})");
    const Value other = parsed(R"({"organization":{"name":"autre"}})");
    const Value excluded =
        parsed(R"({"organization":{"name":"ministere-sante"},"tags":[{"name":"Test"}]})");
    EXPECT_TRUE(passes(wanted, filters));
    EXPECT_FALSE(passes(other, filters));
    EXPECT_FALSE(passes(excluded, filters));
}

} // namespace
} // namespace moisson::ckan
