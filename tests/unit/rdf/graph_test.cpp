// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The graph as a set, and its lookups against a plain search of all triples.
#include "rdf/bounds.hpp"
#include "rdf/graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace moisson::rdf::testing {
namespace {

TEST(RdfGraph, TermsThatDifferInOneThingAreDifferent) {
    TermTable table;
    const auto a = table.intern(iri("x"));
    EXPECT_NE(a, table.intern(blank("x")));
    EXPECT_NE(a, table.intern(literal("x")));
    EXPECT_NE(table.intern(literal("x")), table.intern(literal("x", xsd::integer)));
    EXPECT_NE(table.intern(literal_in("x", "fr")), table.intern(literal_in("x", "fr-t-nl")));
    EXPECT_NE(table.intern(literal_in("x", "t")), table.intern(literal("x", "t")));
    EXPECT_EQ(table.intern(literal("x", xsd::string)), table.intern(literal("x")));
    EXPECT_EQ(a, table.find(iri("x")));
    EXPECT_EQ(table.find(literal("x", "unknown")), std::nullopt);
    EXPECT_EQ(table.view(*table.find(literal_in("x", "fr"))), literal_in("x", "fr"));
}

TEST(RdfGraph, TakesNoMoreThanItsMemory) {
    Graph graph;
    std::string text(bounds::literal_bytes, 'x');
    bool taken = true;
    std::size_t adds = 0;
    for (; taken && adds < 200; ++adds) {
        text.front() = static_cast<char>('A' + adds % 26);
        text.back() = static_cast<char>('A' + adds / 26);
        EXPECT_FALSE(graph.is_full());
        taken = graph.add(iri("urn:s"), "urn:p", literal(text));
    }
    EXPECT_TRUE(graph.is_full());
    EXPECT_EQ(adds, bounds::graph_bytes / bounds::literal_bytes);
    EXPECT_LT(graph.bytes(), bounds::graph_bytes + 2 * bounds::literal_bytes);
    EXPECT_FALSE(graph.add(iri("urn:s"), "urn:p", iri("urn:o"))) << "nothing gets in behind it";
    graph.seal();
    EXPECT_EQ(graph.size(), adds - 1);
}

TEST(RdfGraph, ManyTermsKeepTheirTextAndNumber) {
    TermTable table;
    std::vector<TermId> ids;
    for (int i = 0; i < 20'000; ++i)
        ids.push_back(*table.intern(
            literal(std::string(static_cast<std::size_t>(i % 97), 'a') + std::to_string(i))
        ));
    for (int i = 0; i < 20'000; ++i) {
        const std::string text =
            std::string(static_cast<std::size_t>(i % 97), 'a') + std::to_string(i);
        EXPECT_EQ(table.view(ids[static_cast<std::size_t>(i)]).value, text);
        EXPECT_EQ(table.find(literal(text)), ids[static_cast<std::size_t>(i)]);
    }
    EXPECT_EQ(table.size(), 20'000U);
}

TEST(RdfGraph, LookupsFindWhatASearchFinds) {
    Graph graph;
    std::mt19937 random(7);
    const auto name = [&](unsigned kinds) { return "n" + std::to_string(random() % kinds); };
    for (int i = 0; i < 3'000; ++i)
        graph.add(iri(name(40)), name(7), literal(name(60)));
    EXPECT_FALSE(graph.is_sealed());
    graph.seal();
    const auto all = graph.triples();
    EXPECT_EQ(std::set<Triple>(all.begin(), all.end()).size(), graph.size());
    const auto count = [&](auto matches) {
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), matches));
    };
    for (std::uint32_t i = 0; i < graph.term_count(); ++i) {
        const TermId x{i};
        EXPECT_EQ(graph.about(x).size(), count([&](auto& t) { return t.subject == x; }));
        EXPECT_EQ(graph.pointing_at(x).size(), count([&](auto& t) { return t.object == x; }));
        for (std::uint32_t j = 0; j < graph.term_count(); j += 5) {
            const TermId y{j};
            EXPECT_EQ(graph.about(x, y).size(), count([&](auto& t) {
                          return t.subject == x && t.predicate == y;
                      }));
            EXPECT_EQ(graph.subjects(y, x).size(), count([&](auto& t) {
                          return t.object == x && t.predicate == y;
                      }));
        }
    }
}

TEST(RdfGraph, SubjectsOfATypeComeInOrderOfFirstSight) {
    Graph graph;
    for (const char* subject : {"z", "a", "m"})
        graph.add(iri(subject), ns::type, iri("T"));
    graph.add(iri("a"), ns::type, iri("T"));
    graph.seal();
    std::string order;
    for (const TermId id : graph.subjects_of_type("T"))
        order += graph.term(id).value;
    EXPECT_EQ(order, "zam");
    EXPECT_TRUE(graph.subjects_of_type("U").empty());
}

} // namespace
} // namespace moisson::rdf::testing
