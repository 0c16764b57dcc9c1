// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which syntax a document is found to be.
#include "rdf/syntax.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::rdf::testing {
namespace {

std::string found(
    std::string_view body,
    std::string_view type = {},
    std::string_view name = {},
    std::optional<Syntax> configured = std::nullopt
) {
    SyntaxHints hints;
    hints.body = body;
    hints.content_type = type;
    hints.name = name;
    hints.configured = configured;
    const auto syntax = find_syntax(hints);
    if (!syntax)
        return "none";
    std::string text(to_string(syntax->syntax));
    if (syntax->promised)
        text += ", not " + std::string(to_string(*syntax->promised));
    return text;
}

TEST(RdfSyntax, ConfigurationWinsOverAll) {
    EXPECT_EQ(found("{\"a\":1}", "text/turtle", "x.rdf", Syntax::ntriples), "ntriples");
}

TEST(RdfSyntax, TheBodyWinsOverItsLabels) {
    EXPECT_EQ(found("@prefix a: <b> .", "application/rdf+xml"), "turtle, not rdfxml");
    EXPECT_EQ(found("# c\nPREFIX a: <b>\n", "", "catalogue.rdf"), "turtle, not rdfxml");
    EXPECT_EQ(found("<?xml version=\"1.0\"?>\n<rdf:RDF>", "text/turtle"), "rdfxml, not turtle");
    EXPECT_EQ(found("<rdf:RDF xmlns:rdf=\"x\">", "", "catalog.xml"), "rdfxml");
    EXPECT_EQ(found(" { \"@context\": {} }", "application/rdf+xml"), "jsonld, not rdfxml");
    EXPECT_EQ(found("[ a <x> ] .", ""), "turtle");
    EXPECT_EQ(found("[{\"@id\":\"x\"}]", "application/json"), "jsonld");
    EXPECT_EQ(found("<http://a> <http://b> <http://c> .", ""), "turtle");
    EXPECT_EQ(
        found("<!-- x --><!DOCTYPE r [<!ENTITY a \"b\">]><r:RDF xmlns:r=\"...\">", "text/turtle"),
        "rdfxml, not turtle"
    );
}

TEST(RdfSyntax, LabelsDecideInsideTheTurtleFamily) {
    EXPECT_EQ(found("<http://a> <http://b> <http://c> .", "application/n-triples"), "ntriples");
    EXPECT_EQ(found("<http://a> <http://b> <http://c> .", "", "dump.nq.gz"), "nquads");
    EXPECT_EQ(found("@prefix a: <b> .", "application/trig"), "trig");
    EXPECT_EQ(found("@prefix a: <b> .", "application/n-triples"), "turtle, not ntriples");
}

TEST(RdfSyntax, LabelsDecideWhenTheBodySaysNothing) {
    EXPECT_EQ(found("", "text/turtle; charset=UTF-8"), "turtle");
    EXPECT_EQ(found("a:b a:c a:d .", "", "https://a.tg/catalog.ttl?page=2#x"), "turtle");
    EXPECT_EQ(found("", "text/plain", "/dcat"), "none");
}

TEST(RdfSyntax, PagesAreNotRdf) {
    EXPECT_EQ(found("<!DOCTYPE html><html>", "text/turtle"), "none");
    EXPECT_EQ(found("<html><body>", "application/rdf+xml"), "none");
    EXPECT_EQ(found("<!-- x --><html>", "text/html", "c.ttl", Syntax::turtle), "none");
    EXPECT_EQ(found("\xEF\xBB\xBF <!DOCTYPE HTML>", "", "", Syntax::rdf_xml), "none");
}

TEST(RdfSyntax, WordsAreReadBack) {
    for (const auto syntax :
         {Syntax::turtle,
          Syntax::trig,
          Syntax::ntriples,
          Syntax::nquads,
          Syntax::rdf_xml,
          Syntax::json_ld})
        EXPECT_EQ(syntax_from_string(to_string(syntax)), syntax);
}

} // namespace
} // namespace moisson::rdf::testing
