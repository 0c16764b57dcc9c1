// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The way of a document: text, contexts, expansion, triples.
#include "rdf/jsonld.hpp"

#include "rdf/jsonld_context_processor.hpp"
#include "rdf/jsonld_expander.hpp"
#include "rdf/jsonld_listed.hpp"
#include "rdf/jsonld_session.hpp"
#include "rdf/jsonld_text.hpp"
#include "rdf/jsonld_to_rdf.hpp"

#include <optional>
#include <utility>

namespace moisson::rdf::jsonld {
namespace {

bool expand_with(
    Session& session,
    ContextProcessor& processor,
    const json::Value& document,
    json::Value& expanded
) {
    ContextPtr context;
    return processor.start(context) &&
           Expander(session, processor).expand_document(context, document, expanded);
}

Result<Report> read_whole(
    std::string_view bytes,
    const Options& options,
    ContextLoader& loader,
    TripleSink& sink
) {
    Report report;
    auto document = parse_text(bytes, report.read, options.tree_bytes_max, options.tree_values_max);
    if (!document)
        return document.error();
    // A key that names something came twice: entry by entry, only the one that has it is lost.
    if (!report.read.complete && options.whole_bytes_max > 0) {
        Options apart = options;
        apart.whole_bytes_max = 0;
        std::optional<Result<Report>> listed = read_listed(bytes, apart, loader, sink);
        if (listed)
            return std::move(*listed);
    }
    json::Value expanded;
    {
        Session session(options, loader, report);
        ContextProcessor processor(session);
        if (!expand_with(session, processor, *document, expanded))
            return session.error();
    }
    // The text has been read: its memory is free for the triples.
    *document = nullptr;
    Session session(options, loader, report);
    if (!TripleWriter(session, sink).write(expanded) && !report.stopped)
        return session.error();
    return report;
}

} // namespace

Result<json::Value>
expand(const json::Value& document, const Options& options, ContextLoader& loader, Report& report) {
    Session session(options, loader, report);
    ContextProcessor processor(session);
    json::Value expanded;
    if (!expand_with(session, processor, document, expanded))
        return session.error();
    return expanded;
}

Result<Report>
read(std::string_view bytes, const Options& options, ContextLoader& loader, TripleSink& sink) {
    if (bytes.size() > options.whole_bytes_max) {
        std::optional<Result<Report>> listed = read_listed(bytes, options, loader, sink);
        if (listed)
            return std::move(*listed);
    }
    return read_whole(bytes, options, loader, sink);
}

} // namespace moisson::rdf::jsonld
