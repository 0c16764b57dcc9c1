// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the writers write is read back as the same graph, and does not depend on the order in which
// the graph was filled.
#include "core/json_access.hpp"
#include "core/json_reader.hpp"
#include "quads.hpp"
#include "rdf/graph.hpp"
#include "rdf/reader.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace moisson::rdf::testing {
namespace {

const std::string sample = R"(
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://a.tg/catalogue> a dcat:Catalog ; dcat:dataset <http://a.tg/1>, <http://a.tg/2> .
<http://a.tg/1> a dcat:Dataset ;
    dct:title "Marchés & \"prix\" <2020>"@fr, "a\\b\tc\nd\re" ;
    dct:issued "2020-01-01"^^xsd:date ;
    dct:publisher [ a <http://xmlns.com/foaf/0.1/Agent> ; <http://o.tg/x/y-z> [ ] ] ;
    dct:creator _:shared ; dct:contributor _:shared ;
    <http://o.tg/été#1a> "x" ;
    dct:relation ( 1 "deux"@fr ) .
<http://a.tg/2> dct:relation _:loop .
_:loop dct:relation _:loop2 . _:loop2 dct:relation _:loop .
<urn:x:y> <http://o.tg/p> "z"^^<http://o.tg/type/> .
)";

Graph read_graph(const std::string& text, Syntax syntax, bool clean = true) {
    Graph graph;
    GraphSink sink(graph);
    const ReadReport report = read_text(text, syntax, ReadOptions{}, sink);
    EXPECT_TRUE(!clean || report.is_clean())
        << (report.findings.empty() ? "" : report.findings[0].detail + report.findings[0].excerpt);
    graph.seal();
    return graph;
}

Quads quads_of(const Graph& graph) {
    QuadSink sink;
    for (const Triple& triple : graph.triples()) {
        TripleView view;
        view.subject = graph.term(triple.subject);
        view.predicate = graph.term(triple.predicate).value;
        view.object = graph.term(triple.object);
        sink.on_triple(view);
    }
    return sink.quads;
}

TEST(RdfWriters, WhatIsWrittenIsReadBack) {
    const Graph graph = read_graph(sample, Syntax::turtle);
    EXPECT_EQ(graph.size(), 22U);
    for (const Syntax syntax : {Syntax::turtle, Syntax::ntriples, Syntax::rdf_xml}) {
        const std::string text = write(graph, syntax);
        EXPECT_TRUE(isomorphic(quads_of(read_graph(text, syntax)), quads_of(graph)))
            << to_string(syntax) << '\n'
            << text;
    }
}

TEST(RdfWriters, TurtleIsGroupedAndNested) {
    const std::string text = write(read_graph(sample, Syntax::turtle), Syntax::turtle);
    EXPECT_NE(text.find("@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"), std::string::npos);
    EXPECT_NE(
        text.find("<http://a.tg/catalogue>\n    a dcat:Catalog ;\n    dcat:dataset "
                  "<http://a.tg/1>, <http://a.tg/2> .\n"),
        std::string::npos
    ) << text;
    EXPECT_NE(text.find("dct:publisher [\n        a foaf:Agent"), std::string::npos) << text;
}

TEST(RdfWriters, OrderOfArrivalChangesNothing) {
    const Graph graph = read_graph(
        "@prefix d: <http://purl.org/dc/terms/> .\n<http://a> d:title \"x\", \"y\"@fr ; d:type "
        "<http://t> .\n<http://b> d:title \"z\" ; a <http://u> .",
        Syntax::turtle
    );
    std::vector<Quad> quads;
    for (const Quad& quad : quads_of(graph))
        quads.push_back(quad);
    std::mt19937 random(3);
    for (int round = 0; round < 10; ++round) {
        std::shuffle(quads.begin(), quads.end(), random);
        Graph other;
        for (const Quad& quad : quads)
            other.add(quad[0].view(), quad[1].value, quad[2].view());
        other.seal();
        for (const Syntax syntax :
             {Syntax::turtle, Syntax::ntriples, Syntax::rdf_xml, Syntax::json_ld})
            EXPECT_EQ(write(other, syntax), write(graph, syntax));
    }
}

TEST(RdfWriters, JsonLdHoldsEveryValue) {
    const std::string text = write(
        read_graph(
            "<http://a> a <http://www.w3.org/ns/dcat#Dataset> ; "
            "<http://purl.org/dc/terms/title> \"é\\n\"@fr ; <http://p> 1, [ <http://q> _:b ] ; "
            "<http://r> _:b .",
            Syntax::turtle
        ),
        Syntax::json_ld
    );
    const auto parsed = json::parse(text);
    ASSERT_TRUE(parsed.has_value()) << text;
    EXPECT_EQ(
        json::dump(*parsed),
        "{\"@context\":{\"dcat\":\"http://www.w3.org/ns/dcat#\",\"dct\":\"http://purl.org/dc/"
        "terms/\",\"xsd\":\"http://www.w3.org/2001/XMLSchema#\"},\"@graph\":[{\"@id\":\"http://"
        "a\",\"@type\":\"dcat:Dataset\",\"dct:title\":{\"@language\":\"fr\",\"@value\":\"é\\n\"},"
        "\"http://p\":[{\"http://q\":{\"@id\":\"_:b2\"}},{\"@type\":\"xsd:integer\",\"@value\":"
        "\"1\"}],\"http://r\":{\"@id\":\"_:b2\"}}]}"
    );
}

// A prefix that nobody declared leaves the IRI <dct:Location> behind; it is not the term.
TEST(RdfWriters, JsonLdTakesNoIriForAShortName) {
    const std::string text = write(
        read_graph(
            "<http://a> <http://purl.org/dc/terms/spatial> <dct:Location> .",
            Syntax::turtle
        ),
        Syntax::json_ld
    );
    const auto parsed = json::parse(text);
    ASSERT_TRUE(parsed.has_value()) << text;
    EXPECT_EQ(
        json::dump(*parsed),
        "{\"@context\":{},\"@graph\":[{\"@id\":\"http://a\",\"http://purl.org/dc/terms/"
        "spatial\":{\"@id\":\"dct:Location\"}}]}"
    );
}

TEST(RdfWriters, TextOfXmlHoldsNoForbiddenCharacter) {
    Graph graph;
    graph.add(
        iri("http://a"),
        "http://o.tg/p",
        literal("a\x01"
                "b")
    );
    graph.add(iri("http://a"), "http://o.tg/1", literal("no name"));
    graph.seal();
    const std::string text = write(graph, Syntax::rdf_xml);
    EXPECT_NE(text.find(">a b<"), std::string::npos) << text;
    EXPECT_EQ(read_graph(text, Syntax::rdf_xml).size(), 1U);
}

TEST(RdfWriters, XmlHoldsNoNoncharacterThatItCannotCarry) {
    Graph graph;
    graph.add(
        iri("http://a/\xEF\xBF\xBE"),
        "http://o.tg/p",
        literal("a\xEF\xBF\xBE\xEF\xBF\xBFz\xF0\x9F\xBF\xBF\xEF\xBF\xBD")
    );
    graph.seal();
    const std::string text = write(graph, Syntax::rdf_xml);
    EXPECT_EQ(text.find("\xEF\xBF\xBE"), std::string::npos) << text;
    EXPECT_EQ(text.find("\xEF\xBF\xBF"), std::string::npos) << text;
    // U+1FFFF and U+FFFD are characters of XML.
    EXPECT_NE(text.find(">az\xF0\x9F\xBF\xBF\xEF\xBF\xBD<"), std::string::npos) << text;
    EXPECT_EQ(read_graph(text, Syntax::rdf_xml).size(), 1U);
}

} // namespace
} // namespace moisson::rdf::testing
