// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents damaged at random, by seed: reading ends, says what it lost, and what it gives can be
// written and read again without loss.
#include "quads.hpp"
#include "rdf/canonical.hpp"
#include "rdf/graph.hpp"
#include "rdf/reader.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

namespace moisson::rdf::testing {
namespace {

const std::string turtle = "@prefix d: <http://d/> .\n@base <http://b/> .\nd:a a d:T ; d:p "
                           "\"é\"@fr, 'x', 1.5, true, \"\"\"l\n"
                           "m\"\"\"^^d:t ; d:q [ d:r ( 1 d:s ) ] .\n<rel> d:p _:n1 . _:n1 d:q <x "
                           "y> .\nd:g { d:a d:b d:c . }\n";

const std::string xml =
    "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY n \"http://n/\">]>\n<rdf:RDF "
    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:d=\"http://d/\"><d:T "
    "rdf:about=\"&n;a b\"><d:p xml:lang=\"fr\">é &amp; &eacute;</d:p><d:q "
    "rdf:parseType=\"Resource\">"
    "<d:r rdf:resource=\"x\"/></d:q><d:l rdf:parseType=\"Collection\"><d:T/><d:T "
    "rdf:nodeID=\"n\"/></d:l><d:x rdf:parseType=\"Literal\"><b>c</b></d:x></d:T></rdf:RDF>\n";

std::string damaged(std::string text, std::mt19937& random) {
    static const std::string signs = "<>\"'&;.,[](){}@^:#\\ \n_?!/=a\xE9";
    const int blows = 1 + static_cast<int>(random() % 4);
    for (int i = 0; i < blows && !text.empty(); ++i) {
        const std::size_t at = random() % text.size();
        const std::size_t length = 1 + random() % 12;
        switch (random() % 4) {
        case 0:
            text.erase(at, length);
            break;
        case 1:
            text.insert(at, 1, signs[random() % signs.size()]);
            break;
        case 2:
            text[at] = signs[random() % signs.size()];
            break;
        default:
            text.insert(random() % text.size(), text.substr(at, length * 4));
        }
    }
    return text;
}

void read_all(const std::string& text) {
    for (const Syntax syntax :
         {Syntax::turtle, Syntax::trig, Syntax::ntriples, Syntax::nquads, Syntax::rdf_xml}) {
        Graph graph;
        GraphSink sink(graph);
        const ReadReport report = read_text(text, syntax, ReadOptions{}, sink);
        graph.seal();
        EXPECT_EQ(report.complete || !report.findings.empty(), true) << text;
        if (graph.size() == 0)
            continue;
        Graph again;
        GraphSink second(again);
        const std::string lines = write(graph, Syntax::ntriples);
        const ReadReport clean = read_text(lines, Syntax::ntriples, ReadOptions{}, second);
        again.seal();
        EXPECT_TRUE(clean.complete) << text << "\n--\n" << lines;
        EXPECT_EQ(again.size(), graph.size()) << text << "\n--\n" << lines;
        const std::vector<Triple> all(graph.triples().begin(), graph.triples().end());
        EXPECT_FALSE(canonical_text(graph, all).empty());
    }
}

TEST(RdfDamage, DamagedTurtleIsReadToItsEnd) {
    std::mt19937 random(20261125);
    for (int round = 0; round < 600; ++round)
        read_all(damaged(turtle, random));
}

TEST(RdfDamage, OneStatementAndOneTagAreBounded) {
    std::string statement = "<http://d/a> <http://d/p> ";
    for (int i = 0; i < 1'200'000; ++i)
        statement += "[],";
    statement += "1 .\n<http://d/b> <http://d/p> 2 .\n";
    std::string tag =
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
        "xmlns:d=\"http://d/\"><rdf:Description d:b=\"a > b\" rdf:about=\"http://d/a\"";
    for (int i = 0; i < 600; ++i)
        tag += " d:a" + std::to_string(i) + "=\"\"";
    tag += "/></rdf:RDF>";
    for (const auto& [text, syntax, code] :
         {std::tuple(statement, Syntax::turtle, Code::too_large),
          std::tuple(tag, Syntax::rdf_xml, Code::limit_reached)}) {
        Graph graph;
        GraphSink sink(graph);
        const ReadReport report = read_text(text, syntax, ReadOptions{}, sink);
        EXPECT_FALSE(report.complete);
        EXPECT_GT(report.count(code), 0U);
        // Whatever follows the statement is read.
        if (syntax == Syntax::turtle)
            EXPECT_EQ(report.triples, 1U);
    }
}

TEST(RdfDamage, DamagedRdfXmlIsReadToItsEnd) {
    std::mt19937 random(20261126);
    for (int round = 0; round < 600; ++round)
        read_all(damaged(xml, random));
}

} // namespace
} // namespace moisson::rdf::testing
