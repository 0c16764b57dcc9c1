// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From bytes to a graph: which syntax, which reader.
#include "dcat/wire.hpp"

#include "kit/body.hpp"
#include "rdf/bounds.hpp"
#include "rdf/jsonld.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_loader.hpp"
#include "rdf/reader.hpp"

#include <utility>

namespace moisson::dcat {
namespace {

constexpr std::size_t sniffed_bytes = 8 * limits::kib;

void take_report(const rdf::ReadReport& report, std::string_view url, WireGraph& wire) {
    wire.is_complete = wire.is_complete && report.complete;
    wire.lost_text = wire.lost_text || report.lost_text;
    for (Issue& issue : rdf::issues_of(report)) {
        issue.remote_url = url;
        wire.issues.push_back(std::move(issue));
    }
}

Result<void> read_json_ld(
    const net::Body& body,
    std::string_view url,
    const GraphOptions& graph,
    WireGraph& wire
) {
    rdf::GraphSink sink(wire.graph);
    rdf::jsonld::ContextLibrary library;
    if (graph.contexts)
        for (const auto& [address, text] : *graph.contexts)
            if (const Result<void> added = library.add(address, text); added.has_error())
                return added.error();
    rdf::jsonld::Options options;
    options.base = url;
    options.done_with = [&body](std::string_view part) { body.forget(part); };
    const Result<rdf::jsonld::Report> report =
        rdf::jsonld::read(body.view(), options, library, sink);
    if (report.has_error())
        return report.error();
    take_report(report->read, url, wire);
    wire.is_complete = wire.is_complete && !report->stopped;
    body.forget(body.view());
    for (const std::string& address : report->missing_contexts) {
        Issue issue(Code::parse_rdf, Stage::parse, "a context that is not known: " + address);
        issue.severity = Severity::warning;
        issue.remote_url = url;
        wire.issues.push_back(std::move(issue));
    }
    return {};
}

void read_stream(const net::Body& body, rdf::Syntax syntax, std::string_view url, WireGraph& wire) {
    rdf::GraphSink sink(wire.graph);
    rdf::ReadOptions options;
    options.base = url;
    const auto reader = rdf::make_reader(syntax, options, sink);
    net::in_pieces(body, [&](std::string_view piece) { return reader->feed(piece); });
    take_report(reader->finish(), url, wire);
}

} // namespace

std::size_t tree_bytes_of(const net::Body& body) {
    if (!kit::looks_like_json(body))
        return 0;
    rdf::jsonld::Options options;
    options.done_with = [&body](std::string_view part) { body.forget(part); };
    return rdf::jsonld::values_held(body.view(), options) * rdf::bounds::jsonld_value_bytes;
}

Result<WireGraph> read_graph(
    net::Body body,
    std::string_view url,
    std::string_view content_type,
    const net::SpoolOptions& spool,
    const GraphOptions& options
) {
    rdf::SyntaxHints hints;
    hints.configured = options.syntax;
    hints.body = body.view().substr(0, sniffed_bytes);
    hints.content_type = content_type;
    hints.name = url;
    const auto found = rdf::find_syntax(hints);
    if (!found)
        return Error(Code::bad_shape, "no RDF: " + kit::excerpt_of(hints.body.substr(0, 200)));
    WireGraph wire;
    wire.syntax = found->syntax;
    if (found->promised) {
        std::string detail(rdf::to_string(found->syntax));
        detail += " in the place of ";
        detail += rdf::to_string(*found->promised);
        Issue issue(Code::media_type_wrong, Stage::parse, std::move(detail));
        issue.remote_url = url;
        wire.issues.push_back(std::move(issue));
    }
    if (found->syntax == rdf::Syntax::json_ld) {
        // The reader repairs in memory what is small enough to be held whole.
        if (body.size() > rdf::bounds::jsonld_bytes) {
            Result<net::Body> ready =
                kit::prepared_json_body(std::move(body), spool, url, wire.issues);
            if (ready.has_error())
                return ready.error();
            body = std::move(ready.value());
        }
        if (Result<void> read = read_json_ld(body, url, options, wire); read.has_error())
            return read.error();
    } else {
        read_stream(body, found->syntax, url, wire);
    }
    // The text has been read: its memory is free for the records.
    body = net::Body();
    // What is missing may belong to any record: none is worth more than the one that is stored.
    if (wire.graph.is_full()) {
        const std::string bytes = std::to_string(wire.graph.bytes());
        return Error(Code::limit_reached, "a graph of " + bytes + " bytes in memory");
    }
    wire.graph.seal();
    return wire;
}

} // namespace moisson::dcat
