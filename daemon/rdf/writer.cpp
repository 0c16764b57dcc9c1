// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// N-Triples, and which writer writes what.
#include "rdf/writer.hpp"

#include "core/assert.hpp"
#include "rdf/iri_mend.hpp"
#include "rdf/turtle_escapes.hpp"
#include "rdf/writer_formats.hpp"
#include "rdf/writer_plan.hpp"

namespace moisson::rdf {

void append_term(std::string& out, const TermView& term) {
    if (term.is_blank()) {
        out += "_:";
        out += term.value;
        return;
    }
    const auto append_iri = [&out](std::string_view text) {
        const auto mended = mend_iri(text);
        out += '<';
        out += mended ? std::string_view(*mended) : text;
        out += '>';
    };
    if (term.is_iri()) {
        append_iri(term.value);
        return;
    }
    out += '"';
    turtle::append_escaped(out, term.value);
    out += '"';
    if (!term.language.empty()) {
        out += '@';
        out += term.language;
    } else if (!term.datatype.empty()) {
        out += "^^";
        append_iri(term.datatype);
    }
}

void append_ntriple(
    std::string& out,
    const TermView& subject,
    std::string_view predicate,
    const TermView& object
) {
    append_term(out, subject);
    out += ' ';
    append_term(out, iri(predicate));
    out += ' ';
    append_term(out, object);
    out += " .\n";
}

namespace {

// Subject by subject, nested ones too.
void write_ntriples(const WriterPlan& plan, const TextSink& sink) {
    const Graph& graph = plan.graph();
    std::string out;
    std::string subject;
    std::string object;
    std::vector<TermId> subjects = plan.subjects();
    for (std::uint32_t i = 0; i < graph.term_count(); ++i)
        if (plan.is_nested(TermId{i}) && !graph.about(TermId{i}).empty())
            subjects.push_back(TermId{i});
    for (const TermId id : subjects) {
        out.clear();
        for (const Triple& triple : plan.triples(id))
            append_ntriple(
                out,
                plan.term(id, subject),
                graph.term(triple.predicate).value,
                plan.term(triple.object, object)
            );
        sink(out);
    }
}

} // namespace

void write(const Graph& graph, Syntax syntax, const TextSink& sink) {
    MOISSON_ASSERT(graph.is_sealed());
    const WriterPlan plan(graph);
    switch (syntax) {
    case Syntax::ntriples:
    case Syntax::nquads:
        return write_ntriples(plan, sink);
    case Syntax::turtle:
    case Syntax::trig:
        return write_turtle(plan, sink);
    case Syntax::rdf_xml:
        return write_rdfxml(plan, sink);
    case Syntax::json_ld:
        return write_json_ld(plan, sink);
    }
}

std::string write(const Graph& graph, Syntax syntax) {
    std::string document;
    write(graph, syntax, [&document](std::string_view piece) { document += piece; });
    return document;
}

} // namespace moisson::rdf
