// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz/graphs.hpp"

#include "fuzz/harness.hpp"
#include "rdf/bounds.hpp"
#include "rdf/canonical.hpp"
#include "rdf/jsonld.hpp"
#include "rdf/reader.hpp"
#include "rdf/writer.hpp"

namespace moisson::fuzz {
namespace {

std::string lines_of(const rdf::Graph& graph) {
    const std::vector<rdf::Triple> all(graph.triples().begin(), graph.triples().end());
    return rdf::canonical_text(graph, all);
}

void check_written(const rdf::Graph& graph, const std::string& canonical, rdf::Syntax syntax) {
    const std::string text = rdf::write(graph, syntax);
    const std::string name(rdf::to_string(syntax));
    require_clean(text, name);
    rdf::Graph again;
    rdf::GraphSink sink(again);
    if (syntax == rdf::Syntax::json_ld) {
        rdf::jsonld::ContextLibrary contexts;
        // The lenient reader knows usual prefixes that nobody declared, and data that hold
        // "dct:title" as an IRI would change.
        rdf::jsonld::Options options;
        options.strictness = rdf::jsonld::Strictness::strict;
        const auto report = rdf::jsonld::read(text, options, contexts, sink);
        require(report.has_value(), "what is written in JSON-LD is read");
    } else {
        const rdf::ReadReport report = rdf::read_text(text, syntax, rdf::ReadOptions(), sink);
        require(report.is_clean(), "what is written in " + name + " is read without a finding");
    }
    again.seal();
    // JSON-LD is stricter about IRIs: those of broken documents ("http:/x", "http://a%3E") are left
    // out. It invents nothing.
    if (syntax == rdf::Syntax::json_ld) {
        require(again.size() <= graph.size(), "JSON-LD invents nothing");
        return;
    }
    require(again.size() == graph.size(), "what is written in " + name + " is all read");
    require(lines_of(again) == canonical, "what is written in " + name + " is the same graph");
}

} // namespace

void check_report(const rdf::ReadReport& report) {
    require(report.complete || !report.findings.empty(), "what is lost is said");
    for (const rdf::Finding& finding : report.findings) {
        require_clean(finding.detail, "the detail of a finding");
        require_clean(finding.excerpt, "the excerpt of a finding");
        require(finding.excerpt.size() <= rdf::bounds::excerpt_bytes, "an excerpt is short");
        require(report.count(finding.code) > 0, "what is told is counted");
    }
}

void check_graph(rdf::Graph& graph) {
    graph.seal();
    if (graph.size() == 0)
        return;
    const std::string canonical = lines_of(graph);
    require_clean(canonical, "canonical lines");
    for (const rdf::Syntax syntax :
         {rdf::Syntax::ntriples, rdf::Syntax::turtle, rdf::Syntax::json_ld})
        check_written(graph, canonical, syntax);
}

void check_reader(std::string_view input, rdf::Syntax syntax) {
    rdf::Graph graph;
    rdf::GraphSink sink(graph);
    const rdf::ReadReport report = rdf::read_text(input, syntax, rdf::ReadOptions(), sink);
    check_report(report);
    check_graph(graph);
    rdf::Graph pieces;
    rdf::GraphSink second(pieces);
    const auto reader = rdf::make_reader(syntax, rdf::ReadOptions(), second);
    std::size_t at = 0;
    bool wants_more = true;
    while (at < input.size() && wants_more) {
        const std::size_t length = 1 + static_cast<unsigned char>(input[at]) % 29;
        wants_more = reader->feed(input.substr(at, length));
        at += length;
    }
    const rdf::ReadReport cut = reader->finish();
    pieces.seal();
    check_report(cut);
    // What a mender sees of broken text, and how stray bytes are decoded, depends on the cuts.
    if (!report.is_clean())
        return;
    require(pieces.size() == graph.size(), "pieces give the same graph");
    require(cut.complete == report.complete, "pieces are as complete");
}

} // namespace moisson::fuzz
