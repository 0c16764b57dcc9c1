// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON-LD 1.1 to triples: JSON text, contexts, expansion, RDF (W3C json-ld-api, whole). Remote
// contexts come from a ContextLoader. What is wrong with one value, term or context is an issue,
// and the rest of the document is read; a failed Result is for what leaves nothing to read.
#pragma once

#include "core/json_access.hpp"
#include "core/result.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_loader.hpp"
#include "rdf/report.hpp"
#include "rdf/sink.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::jsonld {

enum class Version : unsigned char { v1_0, v1_1 };
// What becomes of @direction, for which RDF has no place.
enum class RdfDirection : unsigned char { none, i18n_datatype, compound_literal };
// strict: the first fault that the specification names ends the reading.
enum class Strictness : unsigned char { lenient, strict };

// Told of a part of the text that will not be looked at for a while; may be empty.
using DoneWith = std::function<void(std::string_view)>;

struct Options {
    // Address of the document: relative references are resolved against it.
    std::string base;
    Version version = Version::v1_1;
    RdfDirection direction = RdfDirection::none;
    Strictness strictness = Strictness::lenient;
    // Put before every label of a blank node, to keep the nodes of several documents apart.
    std::string blank_prefix = "b";
    // A context that applies before the document's own; null when there is none.
    json::Value expand_context;
    // A text up to this is read whole, and so is a list inside of a larger one.
    std::size_t whole_bytes_max = bounds::jsonld_whole_bytes;
    // What is no list is held whole up to this.
    std::size_t tree_bytes_max = bounds::jsonld_bytes;
    // Values of it, and of one entry of a list: one with more is left out, which is told, unless
    // all of the text is small enough to be held.
    std::size_t tree_values_max = bounds::jsonld_values;
    std::size_t entry_values_max = bounds::jsonld_entry_values;
    DoneWith done_with;
};

struct Report {
    // Triples, and what was set right or left out.
    ReadReport read;
    // Addresses of contexts that the loader did not have.
    std::vector<std::string> missing_contexts;
    // The sink asked to stop.
    bool stopped = false;
};

// Reads `bytes` and pushes its triples into `sink`; pure but for what `loader` and `sink` do, for
// the cpu pool. A long list at the top, or in the object at the top (@graph, dcat:dataset), is read
// entry by entry, and so is a document in which a key that names something comes twice; any other
// one is held whole, and has Options::tree_bytes_max. Errors:
// PARSE_JSON with line, column and what stands there, TOO_LARGE, LIMIT_REACHED for what passes the
// bounds, PARSE_RDF with the name of the fault of the specification when strict; for the last two,
// triples pushed before stay pushed.
Result<Report>
read(std::string_view bytes, const Options& options, ContextLoader& loader, TripleSink& sink);

// Values of `bytes` that read() holds at once, as far as their brackets tell: all of them, or those
// of one entry and of what is around the lists. Nothing is built.
std::size_t values_held(std::string_view bytes, const Options& options);

// The expanded form of a parsed document, an array of node objects; `report` receives the findings.
Result<json::Value>
expand(const json::Value& document, const Options& options, ContextLoader& loader, Report& report);

} // namespace moisson::rdf::jsonld
