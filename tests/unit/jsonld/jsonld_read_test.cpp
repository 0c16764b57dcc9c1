// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogues as they are published, and what is wrong with single values.
#include "unit/jsonld/reading.hpp"

#include <gtest/gtest.h>

namespace moisson::rdf::jsonld::test {
namespace {

TEST(JsonLdRead, ACatalogueOfProjectOpenDataIsRead) {
    const Reading reading = read_text(R"({
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@id": "http://a/catalogue", "@type": "dcat:Catalog",
        "dataset": [{"@id": "http://a/1", "@type": "dcat:Dataset", "title": "Communes",
                     "keyword": ["carte", "limites"], "license": "http://a/licence",
                     "modified": "2026-01-02", "landingPage": "http://a/page 1"}]})");
    ASSERT_TRUE(reading.report);
    EXPECT_EQ(reading.lines.size(), 9U);
    EXPECT_TRUE(reading.has("<http://a/catalogue> <http://www.w3.org/ns/dcat#dataset> <http://a/1>")
    );
    EXPECT_TRUE(reading.has("<http://a/1> <http://www.w3.org/ns/dcat#keyword> \"carte\""));
    EXPECT_TRUE(reading.has("<http://a/1> <http://purl.org/dc/terms/license> <http://a/licence>"));
    EXPECT_TRUE(reading.has("<http://a/1> <http://purl.org/dc/terms/modified> "
                            "\"2026-01-02\"^^http://www.w3.org/2001/XMLSchema#dateTime"));
    EXPECT_TRUE(
        reading.has("<http://a/1> <http://www.w3.org/ns/dcat#landingPage> <http://a/page%201>")
    );
    EXPECT_EQ(reading.count(Code::bad_url), 1U);
    EXPECT_TRUE(reading.report->read.complete);
}

TEST(JsonLdRead, TheClassesOfDcatApScopeTheirTerms) {
    const Reading reading = read_text(R"({
        "@context": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld",
        "@id": "http://a/1", "@type": "Dataset",
        "title": {"fr": "Communes", "en": ["Towns", "Municipalities"]},
        "description": {"@value": "Limites", "@language": "fr"},
        "datasetDistribution": {"@id": "http://a/1/csv", "@type": "Distribution",
                                "accessUrl": "http://a/1.csv", "byteSize": 12}})");
    ASSERT_TRUE(reading.report);
    EXPECT_EQ(reading.lines.size(), 9U);
    EXPECT_TRUE(reading.has("<http://a/1> <http://purl.org/dc/terms/title> \"Communes\"@fr"));
    EXPECT_TRUE(reading.has("<http://a/1> <http://purl.org/dc/terms/title> \"Towns\"@en"));
    EXPECT_TRUE(reading.has("<http://a/1> <http://purl.org/dc/terms/description> \"Limites\"@fr"));
    EXPECT_TRUE(
        reading.has("<http://a/1/csv> <http://www.w3.org/ns/dcat#accessURL> <http://a/1.csv>")
    );
    EXPECT_TRUE(reading.has("<http://a/1/csv> <http://www.w3.org/ns/dcat#byteSize> "
                            "\"12\"^^http://www.w3.org/2001/XMLSchema#nonNegativeInteger"));
}

TEST(JsonLdRead, SchemaOrgHasOneVocabulary) {
    const Reading reading = read_text(R"({"@context": "https://schema.org/",
        "type": "Dataset", "id": "http://a/1", "name": "Communes", "license": "http://a/licence",
        "datePublished": "2026-01-02"})");
    ASSERT_TRUE(reading.report);
    EXPECT_EQ(reading.lines.size(), 4U);
    EXPECT_TRUE(reading.has("<http://a/1> <http://schema.org/name> \"Communes\""));
    EXPECT_TRUE(reading.has("<http://a/1> <http://schema.org/license> <http://a/licence>"));
    EXPECT_TRUE(reading.has(
        "<http://a/1> <http://schema.org/datePublished> \"2026-01-02\"^^http://schema.org/Date"
    ));
}

TEST(JsonLdRead, OneWrongValueCostsOneValue) {
    const Reading reading = read_text(R"([
        {"@id": "http://a/1", "http://a/p": [{"@value": "a", "@language": 5}, "b"]},
        {"@id": 7, "http://a/p": "c"},
        {"@id": "http://a/3", "http://a/p": {"@value": "d", "@language": "fr", "@type": "x:y"}},
        {"@id": "http://a/4", "http://a/p": {"@value": "e", "@language": "fr_FR!"}}])");
    ASSERT_TRUE(reading.report);
    EXPECT_TRUE(reading.has("<http://a/1> <http://a/p> \"b\""));
    EXPECT_TRUE(reading.has("<http://a/4> <http://a/p> \"e\""));
    EXPECT_GE(reading.count(Code::parse_rdf), 3U);
    EXPECT_FALSE(reading.report->read.complete);
    EXPECT_EQ(reading.count(Code::unmapped_language), 1U);
}

TEST(JsonLdRead, StrictReadingEndsAtTheFirstFaultByItsName) {
    Options options = options_at();
    options.strictness = Strictness::strict;
    const Reading reading = read_text(R"({"@id": 7, "http://a/p": "c"})", options);
    ASSERT_FALSE(reading.report);
    EXPECT_EQ(reading.report.error().code, Code::parse_rdf);
    EXPECT_EQ(reading.report.error().detail, "JSON-LD: invalid @id value: 7");
}

TEST(JsonLdRead, GraphsListsAndNumbersKeepTheirPlace) {
    Options options = options_at();
    options.blank_prefix = "page3x";
    const Reading reading = read_text(
        R"({"@id": "http://a/g", "@graph": [{"@id": "_:n", "http://a/p": {"@list": [1, 2.5]}}]})",
        options
    );
    ASSERT_TRUE(reading.report);
    const std::set<std::string> expected = {
        "_:page3x0 <http://a/p> _:page3x1 in <http://a/g>",
        "_:page3x1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "
        "\"1\"^^http://www.w3.org/2001/XMLSchema#integer in <http://a/g>",
        "_:page3x1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:page3x2 in <http://a/g>",
        "_:page3x2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "
        "\"2.5E0\"^^http://www.w3.org/2001/XMLSchema#double in <http://a/g>",
        "_:page3x2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> in <http://a/g>",
    };
    EXPECT_EQ(reading.lines, expected);
}

TEST(JsonLdRead, TheSinkCanStopTheReading) {
    ContextLibrary library;
    LineSink sink(1);
    const auto report = read(
        R"([{"@id": "http://a/1", "http://a/p": "a"}, {"@id": "http://a/2", "http://a/p": "b"}])",
        options_at(),
        library,
        sink
    );
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->stopped);
    EXPECT_EQ(report->read.triples, 1U);
}

TEST(JsonLdRead, ATooLongLiteralIsLeftOutAndSaid) {
    const std::string text = R"({"@id": "http://a/1", "http://a/p": [")" +
                             std::string(5'000'000, 'x') + R"(", "court"]})";
    const Reading reading = read_text(text);
    ASSERT_TRUE(reading.report);
    EXPECT_EQ(reading.lines.size(), 1U);
    EXPECT_EQ(reading.count(Code::limit_reached), 1U);
}

TEST(JsonLdRead, WhatIsNoCatalogueGivesNothing) {
    for (const std::string_view text : {"null", "5", "\"x\"", "[]", "{}", "[[[1]]]"}) {
        const Reading reading = read_text(text);
        ASSERT_TRUE(reading.report) << text;
        EXPECT_TRUE(reading.lines.empty()) << text;
    }
}

} // namespace
} // namespace moisson::rdf::jsonld::test
