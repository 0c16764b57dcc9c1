// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON as publishers write it: repaired, or refused with its place.
#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_text.hpp"

#include <gtest/gtest.h>

namespace moisson::rdf::jsonld {
namespace {

TEST(JsonLdText, ACommaTooManyAndCommentsAreTakenOut) {
    ReadReport report;
    const auto value = parse_text(
        "{\n  // titre\n  \"a\": [1, 2, ], /* fin */\n  \"b\": \"x, ] // y\",\n}\n",
        report
    );
    ASSERT_TRUE(value);
    EXPECT_EQ(value->dump(), R"({"a":[1,2],"b":"x, ] // y"})");
    ASSERT_EQ(report.count(Code::parse_json), 1U);
    EXPECT_EQ(report.findings.front().line, 2U);
    EXPECT_EQ(report.findings.front().excerpt, "  // titre");
    EXPECT_TRUE(report.complete);
}

TEST(JsonLdText, WhatIsNoJsonIsRefusedWithLineColumnAndExcerpt) {
    ReadReport report;
    const auto value = parse_text("{\n  \"titre\": \"été\",\n  \"b\": {{ modele }}\n}", report);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().code, Code::parse_json);
    EXPECT_EQ(value.error().detail, "invalid JSON, line 3, column 9:   \"b\": {{ modele }}");
}

TEST(JsonLdText, AnEmptyOrCutDocumentIsRefusedAtItsEnd) {
    ReadReport report;
    const auto cut = parse_text("{\"a\": [1, 2", report);
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, Code::parse_json);
    EXPECT_NE(cut.error().detail.find("line 1, column 12"), std::string::npos)
        << cut.error().detail;
    EXPECT_FALSE(parse_text("", report));
    EXPECT_FALSE(parse_text("/* only", report));
}

TEST(JsonLdText, DuplicateKeysAreNamedByTheirPath) {
    ReadReport report;
    const auto value =
        parse_text(R"({"a": {"title": "x", "b": 1, "title": "y"}, "c": ":"})", report);
    ASSERT_TRUE(value);
    EXPECT_EQ(value->dump(), R"({"a":{"b":1,"title":"y"},"c":":"})");
    ASSERT_EQ(report.count(Code::parse_json), 1U);
    EXPECT_EQ(report.findings.front().detail, "a key comes twice, the last one holds: /a/title");
}

TEST(JsonLdText, GoodTextHasNoFinding) {
    ReadReport report;
    ASSERT_TRUE(parse_text(R"({"a\":": [{"b": "c:\\"}, {"b": ":\u003a"}], "d": {}})", report));
    EXPECT_TRUE(report.is_clean());
}

TEST(JsonLdText, AByteOrderMarkAndWrongBytesAreFindings) {
    ReadReport report;
    const auto value = parse_text("\xEF\xBB\xBF{\"a\": \"caf\xE9\"}", report);
    ASSERT_TRUE(value);
    EXPECT_EQ(value->dump(), "{\"a\":\"café\"}");
    EXPECT_EQ(report.count(Code::encoding_repaired), 2U);
}

TEST(JsonLdText, AMillionLevelsEndWithTheLimitAndNotTheStack) {
    for (const std::string_view open : {"[", "{\"a\":"}) {
        std::string text;
        for (int i = 0; i < 1'000'000; ++i)
            text += open;
        ReadReport report;
        const auto value = parse_text(text, report);
        ASSERT_FALSE(value);
        EXPECT_EQ(value.error().code, Code::limit_reached);
    }
}

TEST(JsonLdText, ADocumentBeyondTheBoundIsNotParsed) {
    ReadReport report;
    const auto value = parse_text(std::string(bounds::jsonld_bytes + 1, ' '), report);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().code, Code::too_large);
}

} // namespace
} // namespace moisson::rdf::jsonld
