// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_canonical.hpp"
#include "rdf/jsonld_iri.hpp"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace moisson::rdf::jsonld {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

// RFC 3986, section 5.4.
TEST(JsonLdIri, ReferencesAreResolvedAsTheRfcShows) {
    constexpr auto rows = std::to_array<Row>({
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"},
        {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {"jeu de données", "http://a/b/c/jeu de données"},
    });
    for (const auto& [reference, resolved] : rows)
        EXPECT_EQ(resolve_iri("http://a/b/c/d;p?q", reference), resolved) << reference;
    EXPECT_EQ(resolve_iri("http://a", "b"), "http://a/b");
    EXPECT_EQ(resolve_iri("", "b"), "b");
    EXPECT_EQ(resolve_iri("file.json", "b"), "b");
}

TEST(JsonLdIri, OnlyAbsoluteIrisWithoutForbiddenSignsAreWellFormed) {
    EXPECT_TRUE(is_well_formed_iri("http://exemple.fr/jeu-de-données?a=b#c"));
    EXPECT_TRUE(is_well_formed_iri("urn:uuid:1"));
    for (const std::string_view wrong :
         {"", "a/b", "://x", "1a:b", "http://a b", "http://a/<b>", "http://a/{b}", "http://a#b#c"})
        EXPECT_FALSE(is_well_formed_iri(wrong)) << wrong;
}

TEST(JsonLdIri, LanguageTagsHaveTheShapeOfBcp47) {
    for (const std::string_view good : {"fr", "fr-CA", "zh-Hans-CN", "x-moisson"})
        EXPECT_TRUE(is_well_formed_language(good)) << good;
    for (const std::string_view wrong : {"", "fr_CA", "français", "f1", "fr-", "abcdefghi"})
        EXPECT_FALSE(is_well_formed_language(wrong)) << wrong;
}

TEST(JsonLdCanonical, DoublesAreWrittenAsXmlSchemaDoes) {
    EXPECT_EQ(canonical_double(5.3), "5.3E0");
    EXPECT_EQ(canonical_double(0), "0.0E0");
    EXPECT_EQ(canonical_double(-1234.5), "-1.2345E3");
    EXPECT_EQ(canonical_double(1e-9), "1.0E-9");
    EXPECT_EQ(canonical_double(1e30), "1.0E30");
}

// Samples of RFC 8785, appendix B and section 3.2.3.
TEST(JsonLdCanonical, NumbersAreWrittenAsEcmaScriptDoes) {
    EXPECT_EQ(ecmascript_number(-0.0), "0");
    EXPECT_EQ(ecmascript_number(333333333.33333329), "333333333.3333333");
    EXPECT_EQ(ecmascript_number(1e30), "1e+30");
    EXPECT_EQ(ecmascript_number(4.50), "4.5");
    EXPECT_EQ(ecmascript_number(2e-3), "0.002");
    EXPECT_EQ(ecmascript_number(1e-27), "1e-27");
    EXPECT_EQ(ecmascript_number(1e20), "100000000000000000000");
    EXPECT_EQ(ecmascript_number(1e21), "1e+21");
    EXPECT_EQ(ecmascript_number(1e-6), "0.000001");
    EXPECT_EQ(ecmascript_number(1.5e-7), "1.5e-7");
    EXPECT_EQ(ecmascript_number(9007199254740992.0), "9007199254740992");
}

TEST(JsonLdCanonical, MembersAreSortedByUtf16Units) {
    const auto value = json::parse(
        R"({"€":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"ö":[true,null,"a\"\u0001"]})"
    );
    EXPECT_EQ(
        canonical_json(value.value()),
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":[true,null,\"a\\\"\\u0001\"],\"€\":1,\"😀\":5,"
        "\"\uFB33\":3}"
    );
}

} // namespace
} // namespace moisson::rdf::jsonld
