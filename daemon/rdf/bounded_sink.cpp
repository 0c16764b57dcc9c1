// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The bounds of a document, held where its triples leave the reader.
#include "rdf/bounded_sink.hpp"

#include "rdf/bounds.hpp"
#include "rdf/iri_mend.hpp"

#include <algorithm>

namespace moisson::rdf {

namespace {

bool fits(const TermView& term) {
    return term.value.size() <= (term.is_literal() ? bounds::literal_bytes : bounds::iri_bytes);
}

// Names of RDF/XML are put together from namespaces, which nothing resolves: "(ttp://x#" is one.
bool is_absolute(const TermView& term) {
    return term.kind != TermKind::iri || has_scheme(term.value);
}

} // namespace

bool BoundedSink::on_triple(const TripleView& triple) {
    if (stopped_)
        return false;
    for (const TermView& term : {triple.subject, iri(triple.predicate), triple.object}) {
        if (is_absolute(term))
            continue;
        report_.lost(Code::bad_url, "not an absolute IRI", line_, term.value);
        return true;
    }
    if (!fits(triple.subject) || !fits(triple.object) || !fits(iri(triple.predicate))) {
        report_.lost(
            Code::too_large,
            "literal or IRI too long, its triple is dropped",
            line_,
            triple.object.value
        );
        return true;
    }
    text_bytes_ += triple.object.value.size();
    const std::size_t allowed =
        std::max(bounds::expansion_floor_bytes, report_.bytes * bounds::expansion_ratio);
    if (report_.triples >= bounds::document_triples || text_bytes_ > allowed) {
        report_.lost(Code::limit_reached, "too many triples or too much text", line_, {});
        stopped_ = true;
        return false;
    }
    ++report_.triples;
    TripleView placed = triple;
    if (placed.graph.value.empty())
        placed.graph = graph_.view();
    stopped_ = !sink_.on_triple(placed);
    if (stopped_)
        report_.complete = false;
    return !stopped_;
}

} // namespace moisson::rdf
