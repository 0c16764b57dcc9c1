// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a body of the admin API may say.
#include "access/body_keys.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace moisson::access {
namespace {

constexpr auto within = std::to_array<std::string_view>({"field", "value"});
constexpr auto some = std::to_array<BodyKey>({
    {"field"},
    {"when", BodyKind::object, true, within},
    {"matchers", BodyKind::object},
    {"hours", BodyKind::whole_number},
});

std::string told(std::string_view body) {
    return body_fault(moisson::json::parse(body).value(), some);
}

TEST(BodyKeys, NamesTheKeyThatNobodyReadsAndTheNearestOne) {
    EXPECT_EQ(told("{}"), "");
    EXPECT_EQ(told(R"({"when": {"field": "a", "value": "b"}, "field": "c"})"), "");
    EXPECT_EQ(
        told(R"({"field": "a", "wehn": 2})"),
        "clé inconnue « wehn » ; vouliez-vous dire « when » ?"
    );
    EXPECT_EQ(
        told(R"({"xyzzy": 1})"),
        "clé inconnue « xyzzy » ; attendues : field, when, matchers, hours."
    );
    EXPECT_EQ(
        body_fault(moisson::json::parse(R"({"reason": "x"})").value(), {}),
        "clé inconnue « reason » ; aucune n’est attendue."
    );
}

TEST(BodyKeys, NamesTheKeyWhoseValueIsOfAnotherType) {
    EXPECT_EQ(told(R"({"when": null})"), "");
    EXPECT_EQ(told(R"({"hours": 12, "matchers": {"portal": "bf"}})"), "");
    for (const char* const other : {"1", "true", "null", "[]", "{}"})
        EXPECT_EQ(
            told(std::string("{\"field\": ") + other + "}"),
            "« field » : un texte est attendu."
        );
    for (const char* const other : {"\"12\"", "1.5", "null"})
        EXPECT_EQ(
            told(std::string("{\"hours\": ") + other + "}"),
            "« hours » : un nombre entier est attendu."
        );
    EXPECT_EQ(told(R"({"when": "field"})"), "« when » : un objet JSON est attendu.");
    EXPECT_EQ(told(R"({"when": {"field": 1}})"), "« when.field » : un texte est attendu.");
    EXPECT_EQ(told(R"({"matchers": null})"), "« matchers » : un objet JSON est attendu.");
    EXPECT_EQ(
        told(R"({"when": {"feild": "a"}})"),
        "« when » : clé inconnue « feild » ; vouliez-vous dire « field » ?"
    );
}

TEST(BodyKeys, NamesTheTextThatHoldsANul) {
    EXPECT_EQ(
        told(R"({"field": "a\u0000b"})"),
        "« field » : le caractère nul (U+0000) n’est pas admis."
    );
    EXPECT_EQ(
        told(R"({"matchers": {"portal": "\u0000"}})"),
        "« matchers.portal » : le caractère nul (U+0000) n’est pas admis."
    );
    EXPECT_EQ(told(R"({"field": "\\u0000"})"), "") << "six characters";
}

} // namespace
} // namespace moisson::access
