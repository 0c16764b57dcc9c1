// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded RDF document: valid ones are read without loss and written back as the same graph,
// malformed ones are kept as far as they go. Prints a table; tests/oracles/rdf_counts.py counts the
// same files with other libraries. Needs MOISSON_CORPUS (default ../shared/corpus).
#include "corpus.hpp"
#include "quads.hpp"
#include "rdf/bounds.hpp"
#include "rdf/graph.hpp"
#include "rdf/reader.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

namespace moisson::rdf::testing {
namespace {

namespace fs = std::filesystem;

struct Row {
    std::size_t triples = 0;
    std::size_t datasets = 0;
    ReadReport report;
};

// The malformed files as the manifest of the corpus names them.
std::set<std::string> malformed() {
    std::set<std::string> names;
    std::ifstream in(corpus() / "MANIFEST.tsv");
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, '\t');)
            cells.push_back(cell);
        if (cells.size() > 7 && (cells[7].find("rdf ERR") != std::string::npos ||
                                 cells[7].find("INVALID") != std::string::npos ||
                                 cells[7].find("NOT UTF") != std::string::npos))
            names.insert(cells[0]);
    }
    return names;
}

std::vector<std::string> rdf_files() {
    std::vector<std::string> files;
    for (const char* folder : {"dcat-rdfxml", "dcat-turtle", "dumps/rdfxml"}) {
        if (!fs::exists(corpus() / folder))
            continue;
        for (const auto& entry : fs::recursive_directory_iterator(corpus() / folder))
            if (entry.is_regular_file())
                files.push_back(fs::relative(entry.path(), corpus()).string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string codes_of(const ReadReport& report) {
    std::string text;
    for (const auto& [code, count] : report.counts)
        text += " " + std::string(to_string(code)) + "=" + std::to_string(count);
    return text;
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

void expect_written_back(const Graph& graph, const std::string& file) {
    const Quads quads = quads_of(graph);
    for (const Syntax syntax : {Syntax::turtle, Syntax::ntriples, Syntax::rdf_xml}) {
        Graph again;
        GraphSink sink(again);
        const ReadReport report = read_text(write(graph, syntax), syntax, ReadOptions{}, sink);
        again.seal();
        EXPECT_TRUE(report.complete) << file << ' ' << to_string(syntax);
        EXPECT_EQ(again.size(), graph.size()) << file << ' ' << to_string(syntax);
        if (graph.size() < 3'000)
            EXPECT_TRUE(isomorphic(quads_of(again), quads)) << file << ' ' << to_string(syntax);
    }
}

TEST(RdfCorpus, EveryDocumentIsReadOrNamed) {
    if (!has_corpus("dcat-turtle"))
        return;
    const std::set<std::string> broken = malformed();
    std::map<std::string, std::size_t> documents_by_code;
    std::size_t read = 0, clean = 0, incomplete = 0, broken_read = 0, broken_seen = 0;
    const char* const table = std::getenv("MOISSON_RDF_TABLE");
    std::ofstream out(table != nullptr ? table : "/dev/null");
    for (const std::string& file : rdf_files()) {
        const std::string text = content_of(corpus() / file);
        SyntaxHints hints;
        hints.body = std::string_view(text).substr(0, 4096);
        hints.name = file;
        const auto found = find_syntax(hints);
        if (!found || found->syntax == Syntax::json_ld) {
            out << file << "\tno RDF\n";
            continue;
        }
        Graph graph;
        GraphSink sink(graph);
        ReadOptions options;
        options.base = "http://base.example/" + file;
        const ReadReport report = read_text(text, found->syntax, options, sink);
        graph.seal();
        const std::size_t datasets =
            graph.subjects_of_type("http://www.w3.org/ns/dcat#Dataset").size();
        out << file << '\t' << to_string(found->syntax) << '\t' << graph.size() << '\t' << datasets
            << '\t' << (report.complete ? "complete" : "incomplete") << '\t' << codes_of(report)
            << '\n';
        for (const auto& [code, count] : report.counts)
            ++documents_by_code[std::string(to_string(code))];
        ++read;
        clean += report.is_clean() ? 1 : 0;
        incomplete += report.complete ? 0 : 1;
        for (const Finding& finding : report.findings)
            EXPECT_LE(finding.excerpt.size(), 3 * bounds::excerpt_bytes);
        if (broken.contains(file)) {
            ++broken_seen;
            broken_read += graph.size() > 0 ? 1 : 0;
        } else if (report.is_clean() && graph.size() > 0 && graph.size() < 20'000) {
            expect_written_back(graph, file);
        }
    }
    std::cout << read << " documents read, " << clean << " clean, " << incomplete << " incomplete; "
              << broken_read << " of " << broken_seen << " malformed ones give triples\n";
    for (const auto& [code, count] : documents_by_code)
        std::cout << "  " << code << " in " << count << " documents\n";
    EXPECT_GT(read, 500U);
    // Two fragments of a guide are predicates without any subject.
    EXPECT_GE(broken_read + 2, broken_seen);
}

} // namespace
} // namespace moisson::rdf::testing
