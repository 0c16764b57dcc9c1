// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The canonical form of a record: labels, order and syntax change nothing, content does, and no
// graph makes it run away.
#include "quads.hpp"
#include "rdf/canonical.hpp"
#include "rdf/reader.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

namespace moisson::rdf::testing {
namespace {

Graph graph_of(const std::string& text, Syntax syntax = Syntax::turtle) {
    Graph graph;
    GraphSink sink(graph);
    EXPECT_TRUE(read_text(text, syntax, ReadOptions{}, sink).complete);
    graph.seal();
    return graph;
}

std::string canonical(const Graph& graph, const std::string& root) {
    return canonical_record(graph, *graph.find_iri(root), [&](TermId id) {
        return graph.term(id).value == "http://other";
    });
}

const std::string record =
    "<http://a> <http://p> [ <http://t> \"x\" ; <http://n> _:s ], [ <http://t> \"y\" ], [ "
    "<http://t> "
    "\"y\" ] ; <http://l> ( 1 1 2 ) ; <http://d> <http://f>, <http://other> .\n"
    "<http://f> <http://t> \"f\" .\n_:s <http://t> \"s\" .\n<http://other> <http://t> \"o\" .\n"
    "<http://far> <http://t> \"far\" .\n";

TEST(RdfCanonical, TakesWhatIsReachedUpToTheBarrier) {
    const std::string text = canonical(graph_of(record), "http://a");
    EXPECT_NE(text.find("<http://f> <http://t> \"f\""), std::string::npos);
    EXPECT_NE(text.find("<http://d> <http://other>"), std::string::npos);
    EXPECT_EQ(text.find("\"o\""), std::string::npos);
    EXPECT_EQ(text.find("far"), std::string::npos);
    EXPECT_EQ(std::ranges::count(text, '\n'), 18);
}

TEST(RdfCanonical, LabelsOrderAndSyntaxChangeNothing) {
    const Graph graph = graph_of(record);
    const std::string expected = canonical(graph, "http://a");
    EXPECT_EQ(
        canonical(graph_of(write(graph, Syntax::rdf_xml), Syntax::rdf_xml), "http://a"),
        expected
    );
    EXPECT_EQ(canonical(graph_of(write(graph, Syntax::turtle)), "http://a"), expected);
    std::vector<Triple> triples(graph.triples().begin(), graph.triples().end());
    std::mt19937 random(11);
    for (int round = 0; round < 20; ++round) {
        std::shuffle(triples.begin(), triples.end(), random);
        Graph other;
        for (const Triple& triple : triples) {
            const auto renamed = [&](TermId id) {
                Term term(graph.term(id));
                if (term.kind == TermKind::blank)
                    term.value = "r" + std::to_string((index_of(id) * 7919U + 13U) % 1009U);
                return term;
            };
            other.add(
                renamed(triple.subject).view(),
                graph.term(triple.predicate).value,
                renamed(triple.object).view()
            );
        }
        other.seal();
        EXPECT_EQ(canonical(other, "http://a"), expected);
    }
}

TEST(RdfCanonical, EveryChangeOfContentShows) {
    const std::string expected = canonical(graph_of(record), "http://a");
    for (const auto& [from, to] :
         {std::pair("\"s\"", "\"S\""),
          std::pair("( 1 1 2 )", "( 1 2 1 )"),
          std::pair(", [ <http://t> \"y\" ] ;", " ;"),
          std::pair("\"f\"", "\"f\"@fr")}) {
        std::string changed = record;
        const auto at = changed.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        changed.replace(at, std::string(from).size(), to);
        EXPECT_NE(canonical(graph_of(changed), "http://a"), expected) << from;
    }
}

TEST(RdfCanonical, GraphsOfManyLikeNodesEndSoon) {
    std::string like;
    for (int i = 0; i < 300; ++i)
        for (int j = 0; j < 300; ++j)
            if (i != j && (i * j) % 7 != 1)
                like += "_:n" + std::to_string(i) + " <http://p> _:n" + std::to_string(j) + " .\n";
    like += "<http://a> <http://p> _:n0 .\n";
    const Graph graph = graph_of(like, Syntax::ntriples);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_FALSE(canonical(graph, "http://a").empty());
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(40));
}

} // namespace
} // namespace moisson::rdf::testing
