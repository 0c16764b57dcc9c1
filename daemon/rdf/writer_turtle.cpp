// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Turtle: prefixes, one block a subject, blank nodes inside the triple that names them.
#include "rdf/writer_formats.hpp"

namespace moisson::rdf {

namespace {

class TurtleWriter {
public:
    explicit TurtleWriter(const WriterPlan& plan) : plan_(plan) {}

    void run(const TextSink& sink) {
        for (const auto& [prefix, space] : plan_.prefixes())
            out_.append("@prefix ").append(prefix).append(": <").append(space).append("> .\n");
        sink(out_);
        for (const TermId subject : plan_.subjects()) {
            out_ = "\n";
            add_term(subject, 0);
            add_properties(subject, 1);
            out_ += " .\n";
            sink(out_);
        }
    }

private:
    void add_iri(std::string_view text) {
        const auto name = plan_.short_name(text);
        if (name)
            out_.append(name->prefix).append(":").append(name->local);
        else
            append_term(out_, iri(text));
    }

    void add_term(TermId id, std::size_t depth) {
        const TermView term = plan_.term(id, room_);
        if (term.is_iri()) {
            add_iri(term.value);
        } else if (term.is_blank() && depth > 0 && plan_.is_nested(id)) {
            if (plan_.graph().about(id).empty()) {
                out_ += "[]";
                return;
            }
            out_ += '[';
            add_properties(id, depth + 1);
            out_.append("\n").append(4 * depth, ' ').append("]");
        } else if (term.is_literal() && !term.datatype.empty()) {
            append_term(out_, literal(term.value));
            out_ += "^^";
            add_iri(term.datatype);
        } else {
            append_term(out_, term);
        }
    }

    void add_properties(TermId subject, std::size_t depth) {
        std::optional<TermId> last;
        const auto type = plan_.graph().find_iri(ns::type);
        for (const Triple& triple : plan_.triples(subject)) {
            if (last == triple.predicate) {
                out_ += ", ";
            } else {
                out_.append(last ? " ;\n" : "\n").append(4 * depth, ' ');
                if (type && triple.predicate == *type)
                    out_ += 'a';
                else
                    add_iri(plan_.graph().term(triple.predicate).value);
                out_ += ' ';
            }
            last = triple.predicate;
            add_term(triple.object, depth);
        }
    }

    const WriterPlan& plan_;
    std::string out_;
    std::string room_;
};

} // namespace

void write_turtle(const WriterPlan& plan, const TextSink& sink) {
    TurtleWriter(plan).run(sink);
}

} // namespace moisson::rdf
