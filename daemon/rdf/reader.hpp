// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reader: RDF/XML, Turtle, TriG, N-Triples and N-Quads as a stream. What is broken is repaired or
// left out, with a finding; nothing throws for what a document holds, nothing is fetched. JSON-LD
// is not a stream: rdf/jsonld.hpp.
#pragma once

#include "core/result.hpp"
#include "rdf/report.hpp"
#include "rdf/sink.hpp"
#include "rdf/syntax.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace moisson::rdf {

struct ReadOptions {
    // Address of the document, absolute: what relative IRIs are resolved against.
    std::string base = "http://base.invalid/";
};

class Reader {
public:
    virtual ~Reader() = default;
    // The next bytes, cut anywhere. False when no more are needed: the document is broken beyond
    // repair, passed a bound, or the sink asked to stop.
    virtual bool feed(std::string_view bytes) = 0;
    // Ends the document; nothing may be fed afterwards.
    virtual ReadReport finish() = 0;
};

// `sink` outlives the reader. `syntax` is not json_ld.
std::unique_ptr<Reader> make_reader(Syntax syntax, const ReadOptions& options, TripleSink& sink);

// The whole of a text that is in memory.
ReadReport
read_text(std::string_view text, Syntax syntax, const ReadOptions& options, TripleSink& sink);

// A file, in pieces. Errors: NOT_FOUND when it cannot be opened or read.
Result<ReadReport> read_file(
    const std::filesystem::path& file,
    Syntax syntax,
    const ReadOptions& options,
    TripleSink& sink
);

} // namespace moisson::rdf
