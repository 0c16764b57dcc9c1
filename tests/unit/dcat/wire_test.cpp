// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which datasets a document holds, under which ids, and what becomes of the rest; the same graph
// in another form is the same catalogue.
#include "corpus.hpp"
#include "dcat/identity.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace moisson::dcat::testing {
namespace {

const std::string wire_prefixes = R"(@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ex: <http://ex.example/> .
)";

Outcome wire_outcome(const std::string& turtle) {
    const Result<Outcome> outcome = read(wire_prefixes + turtle, "http://ex.example/catalog.ttl");
    EXPECT_TRUE(outcome.has_value()) << (outcome.has_error() ? outcome.error().detail : "");
    return outcome.has_value() ? *outcome : Outcome();
}

Error error_of(const std::string& text, const std::string& url) {
    const Result<Outcome> outcome = read(text, url);
    EXPECT_TRUE(outcome.has_error());
    return outcome.has_error() ? outcome.error() : Error();
}

std::vector<std::string> ids_of(const Outcome& outcome) {
    std::vector<std::string> ids;
    for (const auto& [id, text] : outcome.canonical)
        ids.push_back(id);
    return ids;
}

using Ids = std::vector<std::string>;

TEST(DcatWire, StoresOrRefusesEverythingInThePlaceOfADataset) {
    const Outcome outcome = wire_outcome(R"(
ex:cat a dcat:Catalog ; dct:title "Catalogue" ; dcat:dataset ex:a, ex:listed, ex:untyped, ex:api .
ex:a a dcat:Dataset ; dct:title "A" ; dct:isVersionOf ex:external ; dct:hasPart ex:part .
ex:part a dcat:Dataset ; dct:title "Partie" .
ex:external a dcat:Dataset ; dct:issued "2020" .
ex:untyped dct:title "Sans type" .
ex:serie a dcat:DatasetSeries ; dct:title "Série" .
ex:api a dcat:DataService ; dct:title "API" .
)");
    EXPECT_EQ(outcome.entries, 7U);
    EXPECT_EQ(
        ids_of(outcome),
        (Ids{
            "https://ex.example/a",
            "https://ex.example/part",
            "https://ex.example/serie",
            "https://ex.example/untyped"})
    );
    EXPECT_EQ(outcome.refused, 3U);
    EXPECT_EQ(outcome.codes.at("NOT_A_DATASET"), 2);
    EXPECT_EQ(outcome.codes.at("BAD_SHAPE"), 1);
    for (const RawRecord& record : outcome.records)
        EXPECT_EQ(record.type, record.title.front().text == "Série" ? "series" : "dataset");
}

TEST(DcatWire, IdentifiesByIdentifierThenAddressThenContent) {
    const Outcome outcome = wire_outcome(R"(
ex:a a dcat:Dataset ; dct:title "A" ; dct:identifier "un" .
ex:b a dcat:Dataset ; dct:title "B" ; dct:identifier "un" .
<http://EX.example/c> a dcat:Dataset ; dct:title "C" .
[] a dcat:Dataset ; dct:title "D" ; dct:publisher "Mairie" .
[] a dcat:Dataset ; dct:issued "2020" .
)");
    ASSERT_EQ(outcome.canonical.size(), 4U);
    EXPECT_TRUE(outcome.canonical.contains("un"));
    EXPECT_NE(outcome.canonical.at("un").find("\"A\""), std::string::npos);
    EXPECT_TRUE(outcome.canonical.contains("https://ex.example/b"));
    EXPECT_TRUE(outcome.canonical.contains("https://ex.example/c"));
    EXPECT_EQ(outcome.codes.at("DUP_ID"), 1);
    EXPECT_EQ(outcome.codes.at("ID_SYNTHETIC"), 1);
    EXPECT_EQ(outcome.codes.at("MISSING_ID"), 1);
    EXPECT_EQ(outcome.refused, 1U);
}

TEST(DcatWire, OneIdForHttpAndHttpsAndNoneForStandInsOfBlankNodes) {
    EXPECT_EQ(id_of_uri("http://Portail.BF/Jeu/1"), "https://portail.bf/Jeu/1");
    EXPECT_EQ(id_of_uri("https://portail.bf/Jeu/1"), "https://portail.bf/Jeu/1");
    EXPECT_EQ(id_of_uri("http://portail.bf/.well-known/genid/4f2a"), "");
    EXPECT_EQ(id_of_uri("urn:uuid:1"), "");
}

TEST(DcatWire, ADatasetDoesNotChangeWithWhatOthersSay) {
    const std::string dataset =
        "ex:a a dcat:Dataset ; dct:title \"A\" ; dct:publisher ex:p ;\n"
        "  dcat:distribution [ dcat:accessService ex:s ] .\n"
        "ex:p foaf:name \"Mairie\" . ex:s a dcat:DataService ; dcat:servesDataset ex:a .\n";
    const Outcome alone = wire_outcome(dataset);
    const Outcome among = wire_outcome(
        dataset + "ex:b a dcat:Dataset ; dct:title \"B\" ; dct:publisher ex:p .\n"
                  "ex:s dcat:servesDataset ex:b . ex:p foaf:made ex:b .\n"
                  "ex:cat a dcat:Catalog ; dcat:dataset ex:a, ex:b .\n"
    );
    ASSERT_EQ(alone.canonical.size(), 1U);
    EXPECT_EQ(
        among.canonical.at("https://ex.example/a"),
        alone.canonical.at("https://ex.example/a")
    );
}

TEST(DcatWire, NamesOfPrefixesOrderAndLabelsChangeNothing) {
    const std::string one = R"(@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
_:x a dcat:Dataset ; dct:title "A"@fr, "B"@en ; dct:identifier "1" ; dct:temporal _:y, _:z .
_:y dcat:startDate "2020" . _:z dcat:startDate "2021" .
)";
    const std::string other = R"(@prefix d: <http://www.w3.org/ns/dcat#> .
@prefix t: <http://purl.org/dc/terms/> .
_:z d:startDate "2020" . _:k t:temporal _:m, _:z ; t:identifier "1" ; t:title "B"@en .
_:m d:startDate "2021" . _:k t:title "A"@fr ; a d:Dataset .
)";
    const Result<Outcome> first = read(one, "http://ex.example/catalog.ttl");
    const Result<Outcome> second = read(other, "http://ex.example/autre.ttl?page=2");
    ASSERT_TRUE(first.has_value() && second.has_value());
    EXPECT_EQ(first->canonical, second->canonical);
    EXPECT_EQ(first->canonical.size(), 1U);
}

TEST(DcatWire, ATruncatedCatalogueIsKeptAsFarAsItGoesAndNeverComplete) {
    std::string text = wire_prefixes;
    for (int i = 0; i < 50; ++i)
        text += "ex:d" + std::to_string(i) + " a dcat:Dataset ; dct:title \"Jeu\" .\n";
    text += "ex:e a dcat:Dataset ; dct:title \"coup";
    const Result<Outcome> outcome = read(text, "http://ex.example/catalog.ttl");
    ASSERT_TRUE(outcome.has_value());
    EXPECT_GE(outcome->records.size(), 50U);
    EXPECT_FALSE(outcome->is_complete);
    ASSERT_FALSE(outcome->issues.empty());
    EXPECT_NE(outcome->issues.front().detail.find("line 5"), std::string::npos)
        << outcome->issues.front().detail;
    EXPECT_FALSE(outcome->issues.front().excerpt.empty());
}

TEST(DcatWire, WhatIsNoCatalogueIsAnErrorAndNotAnEmptyCatalogue) {
    const std::string url = "http://ex.example/catalog.ttl";
    EXPECT_EQ(
        error_of("<!DOCTYPE html><html><body>Panne</body></html>", url).code,
        Code::bad_shape
    );
    EXPECT_EQ(error_of("", "http://ex.example/catalogue").code, Code::bad_shape);
    EXPECT_EQ(error_of(wire_prefixes + "ex:a dct:title \"rien\" .", url).code, Code::bad_shape);
    const Error broken =
        error_of("{\"@context\":{},\n\"@graph\":[{\"@id\":}", "http://ex.example/c.jsonld");
    EXPECT_EQ(broken.code, Code::parse_json);
    EXPECT_NE(broken.detail.find("line 2"), std::string::npos) << broken.detail;
    const Outcome empty = wire_outcome("ex:cat a dcat:Catalog ; dct:title \"Vide\" .");
    EXPECT_EQ(empty.entries, 0U);
    EXPECT_TRUE(empty.is_complete);
}

TEST(DcatWire, ASyntaxOtherThanPromisedIsReadAndTold) {
    const Result<Outcome> outcome = read(
        wire_prefixes + "ex:a a dcat:Dataset ; dct:title \"A\" .",
        "http://ex.example/dcat.rdf"
    );
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->records.size(), 1U);
    EXPECT_EQ(outcome->codes.at("MEDIA_TYPE_WRONG"), 1);
}

// Every recorded catalogue, written anew in each syntax: other order, other labels, other prefixes.
TEST(DcatCorpus, AnotherSyntaxOfTheSameGraphChangesNoDigest) {
    if (!has_corpus())
        return;
    std::size_t compared = 0, records = 0;
    for (const std::string& file : recorded_files()) {
        const std::string url = "http://base.example/" + file;
        const std::string text = content_of(corpus() / file);
        if (text.size() > 300'000)
            continue;
        Result<WireGraph> wire = read_graph(text, url, "");
        const Result<Outcome> outcome = read(text, url);
        if (wire.has_error() || outcome.has_error() || outcome->records.empty())
            continue;
        for (const rdf::Syntax syntax :
             {rdf::Syntax::turtle,
              rdf::Syntax::rdf_xml,
              rdf::Syntax::ntriples,
              rdf::Syntax::json_ld}) {
            if (syntax == rdf::Syntax::json_ld && holds_undeclared_names(wire->graph))
                continue;
            const Result<Outcome> again = read(rdf::write(wire->graph, syntax), url);
            ASSERT_TRUE(again.has_value()) << file << ' ' << rdf::to_string(syntax);
            EXPECT_EQ(again->canonical, outcome->canonical)
                << file << ' ' << rdf::to_string(syntax);
        }
        ++compared;
        records += outcome->records.size();
    }
    std::cout << compared << " documents, " << records << " datasets, four syntaxes each\n";
    EXPECT_GT(compared, 300U);
}

} // namespace
} // namespace moisson::dcat::testing
