// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The W3C's RDF 1.1 suites: what is right is read without a finding and gives the expected graph,
// what is wrong never passes without one. The exceptions are named in suite_exceptions.txt, and the
// list must match exactly. Needs MOISSON_CORPUS (default ../shared/corpus).
#include "corpus.hpp"
#include "quads.hpp"
#include "rdf/graph.hpp"
#include "rdf/reader.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

namespace moisson::rdf::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mf = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";

struct Case {
    std::string name;
    std::string kind;
    std::string action;
    std::string result;
};

struct Suite {
    std::string base;
    std::vector<Case> cases;
};

std::string value_of(const Graph& graph, TermId subject, const std::string& property) {
    const auto predicate = graph.find_iri(std::string(mf) + property);
    const auto object = predicate ? graph.object(subject, *predicate) : std::nullopt;
    return object ? std::string(graph.term(*object).value) : "";
}

Suite suite_of(const fs::path& folder) {
    Graph graph;
    GraphSink sink(graph);
    ReadOptions options;
    options.base = "https://suite.example/manifest.ttl";
    const ReadReport report =
        read_text(content_of(folder / "manifest.ttl"), Syntax::turtle, options, sink);
    EXPECT_TRUE(report.complete);
    graph.seal();
    Suite suite;
    for (const TermId manifest : graph.subjects_of_type(std::string(mf) + "Manifest"))
        suite.base = value_of(graph, manifest, "assumedTestBase");
    const auto type = graph.find_iri(ns::type);
    for (const Triple& triple : graph.triples()) {
        if (triple.predicate != *type)
            continue;
        const std::string kind(graph.term(triple.object).value);
        const auto mark = kind.find("rdftest#Test");
        if (mark == std::string::npos)
            continue;
        Case found;
        found.kind = kind.substr(mark + 12);
        const std::string subject(graph.term(triple.subject).value);
        found.name = subject.substr(subject.find('#') + 1);
        const std::string root = "https://suite.example/";
        found.action = value_of(graph, triple.subject, "action").substr(root.size());
        const std::string result = value_of(graph, triple.subject, "result");
        found.result = result.empty() ? "" : result.substr(root.size());
        suite.cases.push_back(std::move(found));
    }
    return suite;
}

std::string verdict(const fs::path& folder, const Suite& suite, const Case& test, Syntax syntax) {
    QuadSink sink;
    ReadOptions options;
    options.base = suite.base + test.action;
    const ReadReport report = read_text(content_of(folder / test.action), syntax, options, sink);
    if (test.kind.find("Negative") != std::string::npos)
        return report.is_clean() ? "read without a finding" : "";
    if (!report.is_clean())
        return "finding: " + (report.findings.empty() ? ""
                                                      : report.findings.front().detail + ": " +
                                                            report.findings.front().excerpt);
    if (test.result.empty())
        return "";
    QuadSink expected;
    const bool quads = test.result.ends_with(".nq");
    read_text(
        content_of(folder / test.result),
        quads ? Syntax::nquads : Syntax::ntriples,
        options,
        expected
    );
    return isomorphic(sink.quads, expected.quads) ? "" : "another graph";
}

// "suite name: reason" of each line that is no comment.
std::set<std::string> exceptions(const std::string& suite) {
    std::set<std::string> names;
    std::ifstream in(fs::path(MOISSON_SOURCE_DIR) / "tests/unit/rdf/suite_exceptions.txt");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(suite + " "))
            names.insert(line.substr(suite.size() + 1, line.find(':') - suite.size() - 1));
    return names;
}

void run(const std::string& name, Syntax syntax) {
    if (!has_corpus("suites"))
        return;
    const fs::path folder = corpus() / "suites/rdf-tests/rdf11" / name;
    const Suite suite = suite_of(folder);
    ASSERT_GT(suite.cases.size(), 50U);
    std::set<std::string> failed;
    std::map<std::string, std::string> reasons;
    for (const Case& test : suite.cases) {
        const std::string reason = verdict(folder, suite, test, syntax);
        if (reason.empty())
            continue;
        failed.insert(test.name);
        reasons[test.name] = reason;
    }
    std::cout << name << ": " << suite.cases.size() - failed.size() << " of " << suite.cases.size()
              << " pass\n";
    const std::set<std::string> allowed = exceptions(name);
    for (const std::string& test : failed)
        EXPECT_TRUE(allowed.contains(test)) << name << ' ' << test << ": " << reasons[test];
    for (const std::string& test : allowed)
        EXPECT_TRUE(failed.contains(test)) << name << ' ' << test << " passes: no exception";
}

TEST(RdfSuites, Turtle) {
    run("rdf-turtle", Syntax::turtle);
}
TEST(RdfSuites, TriG) {
    run("rdf-trig", Syntax::trig);
}
TEST(RdfSuites, NTriples) {
    run("rdf-n-triples", Syntax::ntriples);
}
TEST(RdfSuites, NQuads) {
    run("rdf-n-quads", Syntax::nquads);
}
TEST(RdfSuites, RdfXml) {
    run("rdf-xml", Syntax::rdf_xml);
}

} // namespace
} // namespace moisson::rdf::testing
