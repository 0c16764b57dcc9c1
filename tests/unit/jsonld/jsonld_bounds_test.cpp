// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Entries of too many values, and keys that come twice where they say what a record is: what is
// left out is told, and the document is not complete.
#include "rdf/jsonld_outline.hpp"
#include "unit/jsonld/reading.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::rdf::jsonld::test {
namespace {

std::string list_of(std::size_t values) {
    std::string list = "[{}";
    for (std::size_t i = 1; i < values; ++i)
        list += ",{}";
    return list + "]";
}

bool tells(const Reading& reading, Code code, std::string_view words) {
    const auto& findings = reading.report->read.findings;
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.code == code && finding.detail.find(words) != std::string::npos;
    });
}

Options few_values() {
    Options options = options_at();
    options.whole_bytes_max = 0;
    options.entry_values_max = 20;
    return options;
}

TEST(JsonLdBounds, AnEntryOfTooManyValuesIsLeftOutAlone) {
    // The entry, its name, the list and what is in it.
    const std::string fits = R"({"@id": "http://a/2", "http://a/p": )" + list_of(17) + "}";
    const std::string large = R"({"@id": "http://a/3", "http://a/p": )" + list_of(18) + "}";
    const std::string entries = R"([{"@id": "http://a/1", "http://a/p": "un"}, )" + fits + ", " +
                                large + R"(, {"@id": "http://a/4", "http://a/p": "quatre"}])";
    for (const std::string& text : {entries, "{\"@graph\": " + entries + "}"}) {
        const Reading reading = read_text(text, few_values());
        ASSERT_TRUE(reading.report) << reading.report.error().detail;
        EXPECT_FALSE(reading.report->read.complete);
        EXPECT_TRUE(reading.report->read.lost_text);
        EXPECT_EQ(reading.count(Code::too_large), 1U);
        EXPECT_TRUE(tells(reading, Code::too_large, "an entry of 21 values, 20 are read at most"));
        EXPECT_TRUE(reading.has("<http://a/1> <http://a/p> \"un\""));
        EXPECT_TRUE(reading.has("<http://a/4> <http://a/p> \"quatre\""));
        const auto says = [&reading](std::string_view subject) {
            return std::any_of(
                reading.lines.begin(),
                reading.lines.end(),
                [&](const std::string& line) { return line.starts_with(subject); }
            );
        };
        EXPECT_TRUE(says("<http://a/2>"));
        EXPECT_FALSE(says("<http://a/3>"));
    }
}

TEST(JsonLdBounds, AnEntryOfTooManyValuesIsReadWithAllOfTheTextThatIsSmallEnough) {
    const std::string entry = R"({"@id": "http://a/1", "http://a/p": )" + list_of(30) + "}";
    for (const std::string& text : {"[" + entry + "]", "{\"@graph\": [" + entry + "]}"}) {
        Options options = few_values();
        options.whole_bytes_max = 40;
        const Reading whole = read_text(text, options);
        ASSERT_TRUE(whole.report) << whole.report.error().detail;
        EXPECT_TRUE(whole.report->read.is_clean());
        EXPECT_EQ(whole.lines, read_text(text).lines);
        EXPECT_FALSE(whole.lines.empty());
        Options few = options;
        few.tree_values_max = 30;
        Options small = options;
        small.tree_bytes_max = text.size() - 1;
        for (const Options& bounded : {few, small}) {
            const Reading reading = read_text(text, bounded);
            ASSERT_TRUE(reading.report) << reading.report.error().detail;
            EXPECT_EQ(reading.count(Code::too_large), 1U);
            EXPECT_FALSE(reading.report->read.complete);
        }
    }
}

TEST(JsonLdBounds, AnEntryThatIsLeftOutMustBeGoodAllTheSame) {
    const std::string large = list_of(30);
    const std::string broken = large.substr(0, large.size() - 1) + ",]";
    for (const std::string& list : {large, broken}) {
        const std::string text = R"([{"http://a/p": "un"}, {"http://a/p": )" + list + "}]";
        const Outline outline = outline_of(text, 0, DoneWith(), 20);
        EXPECT_EQ(outline.shape == Outline::Shape::listed, list == large);
    }
}

TEST(JsonLdBounds, WhatIsReadWholeHasSoManyValues) {
    Options options = few_values();
    options.tree_values_max = 40;
    const std::string outside =
        R"({"@graph": [{"http://a/p": "un"}], "http://a/q": {"http://a/r": )";
    EXPECT_TRUE(read_text(outside + list_of(20) + "}}", options).report);
    const Reading refused = read_text(outside + list_of(60) + "}}", options);
    ASSERT_FALSE(refused.report);
    EXPECT_EQ(refused.report.error().code, Code::too_large);
    EXPECT_EQ(refused.report.error().detail, "66 values of JSON-LD, 40 are read at most");
}

TEST(JsonLdBounds, AnEntryWithTwoNamesIsLeftOut) {
    const std::string text = R"({"@graph": [
        {"@id": "http://a/1", "http://a/p": "un", "@id": "http://a/2"},
        {"@id": "http://a/2", "http://a/p": "deux"},
        {"@id": "http://a/3", "dct:identifier": "3", "dct:identifier": "2"}]})";
    Options by_entry = options_at();
    by_entry.whole_bytes_max = 0;
    // Small enough to be held whole, it is read entry by entry too.
    for (const Options& options : {options_at(), by_entry}) {
        const Reading reading = read_text(text, options);
        ASSERT_TRUE(reading.report);
        EXPECT_FALSE(reading.report->read.complete);
        EXPECT_TRUE(tells(reading, Code::parse_json, "what names records comes twice: /@graph"));
        EXPECT_EQ(reading.lines, (std::set<std::string>{"<http://a/2> <http://a/p> \"deux\""}));
    }
}

TEST(JsonLdBounds, OnlyTwoValuesOfWhatNamesARecordAreALoss) {
    const std::string fine = R"("@id": "http://a/1", "identifier": 1, "http://a/p": "un")";
    const auto of = [](const std::string& members) {
        return read_text("{\"@graph\": [{" + members + "}]}").report.value().read;
    };
    for (const char* const same :
         {R"("@id": "http://a/1")",
          R"("identifier": 1)",
          R"("http://a/q": {"@list": [1, {"http://a/r": null}]},)"
          R"( "http://a/q" : {"@list":[1,{"http://a/r":null}]})"}) {
        const ReadReport report = of(fine + ", " + same);
        EXPECT_TRUE(report.complete) << same;
        EXPECT_EQ(report.count(Code::parse_json), 0U) << same;
    }
    for (const char* const said :
         {R"("dct:publisher": {"@type": "A", "identifier": "x", "@type": "B", "identifier": "y"})",
          R"("dcat:distribution": [{"dct:identifier": "x", "dct:identifier": "y"}])",
          R"("adms:identifier": "x", "adms:identifier": "y")",
          R"("http://a/q": [[1], 2], "http://a/q": [1, [2]])",
          R"("http://a/q": {"http://a/r": "x"}, "http://a/q": {"http://a/s": "x"})"}) {
        const ReadReport report = of(fine + ", " + said);
        EXPECT_TRUE(report.complete) << said;
        EXPECT_GE(report.count(Code::parse_json), 1U) << said;
    }
    for (const char* const other :
         {R"("identifier": 2)",
          R"("dcterms:identifier": "x", "dcterms:identifier": "y")",
          R"("http://purl.org/dc/terms/identifier": "x", "http://purl.org/dc/terms/identifier": 1)",
          R"("@type": "A", "@type": "B")",
          R"("dcat:record": {"@id": "http://a/2", "@id": "http://a/3"})"})
        EXPECT_FALSE(of(fine + ", " + other).complete) << other;
}

TEST(JsonLdBounds, WhatASecondListHidesMakesTheDocumentIncomplete) {
    const std::string first = R"({"@id": "http://a/1", "http://a/p": "un"})";
    const std::string second = R"({"@id": "http://a/2", "http://a/p": "deux"})";
    for (const char* const key : {"@graph", "dcat:dataset", "http://www.w3.org/ns/dcat#dataset"}) {
        const std::string name = "\"" + std::string(key) + "\": ";
        const Reading reading =
            read_text("{" + name + "[" + first + "], " + name + "[" + second + "]}");
        ASSERT_TRUE(reading.report) << key;
        EXPECT_FALSE(reading.report->read.complete) << key;
        EXPECT_TRUE(reading.has("<http://a/2> <http://a/p> \"deux\"")) << key;
    }
    // Words that come twice hide no record.
    const Reading words =
        read_text(R"([{"@id": "http://a/1", "http://a/p": "x", "http://a/p": "y"}])");
    ASSERT_TRUE(words.report);
    EXPECT_TRUE(words.report->read.complete);
    EXPECT_EQ(words.lines.size(), 1U);
}

} // namespace
} // namespace moisson::rdf::jsonld::test
