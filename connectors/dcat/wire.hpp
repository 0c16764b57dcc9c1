// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bytes of an RDF document in any syntax -> canonical records of its datasets. What is broken is
// repaired or left out by the readers and told with line and excerpt.
#pragma once

#include "core/limits.hpp"
#include "core/result.hpp"
#include "kit/document_connector.hpp"
#include "model/portal.hpp"
#include "net/body.hpp"
#include "net/spool.hpp"
#include "rdf/graph.hpp"
#include "rdf/report.hpp"
#include "rdf/syntax.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::dcat {

// How a document is read, beyond what it shows.
struct GraphOptions {
    std::optional<rdf::Syntax> syntax;
    // Texts of JSON-LD contexts by their addresses, beside those that are carried along.
    std::shared_ptr<const std::map<std::string, std::string>> contexts;
};

struct ReadOptions {
    std::string source_key;
    // "organization", "tag" (keywords), "group" (themes), "licence", "format".
    std::map<std::string, Filter> filters;
    // Of one document.
    std::size_t records_max = limits::records_per_document;
    GraphOptions graph;
};

// A document as a graph, sealed.
struct WireGraph {
    rdf::Graph graph;
    rdf::Syntax syntax = rdf::Syntax::turtle;
    // Repairs and losses, with lines.
    std::vector<Issue> issues;
    // False when a part could not be read.
    bool is_complete = true;
    // Text of records may be among it.
    bool lost_text = false;
};

// What reading a document takes in trees: those of JSON-LD.
std::size_t tree_bytes_of(const net::Body& body);

// Read piece by piece, JSON-LD by the entries of its list, and let go as soon as it is read; a copy
// of a large JSON-LD whose encoding is repaired goes to `spool`. Errors: BAD_SHAPE (nothing says
// RDF), PARSE_JSON (JSON beyond repair), TOO_LARGE (JSON-LD that is no list, beyond
// rdf::bounds::jsonld_bytes), LIMIT_REACHED (a graph beyond rdf::bounds::graph_bytes),
// SPOOL_FAILED, those of a context that cannot be read.
Result<WireGraph> read_graph(
    net::Body body,
    std::string_view url,
    std::string_view content_type,
    const net::SpoolOptions& spool = net::SpoolOptions(),
    const GraphOptions& options = GraphOptions()
);

// The datasets of a document. Errors: those of read_graph, PARSE_RDF (nothing could be read of a
// broken document), BAD_SHAPE (neither a dataset nor a catalogue in it).
Result<std::shared_ptr<const kit::DocumentContents>>
read_document(kit::Document document, const ReadOptions& options);

} // namespace moisson::dcat
