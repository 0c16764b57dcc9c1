// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JSON-LD: one @graph of node objects; the @context holds prefixes only, so that any JSON-LD
// processor reads every value back as it was. Blank nodes stand inside the property that names
// them.
#include "core/json_access.hpp"
#include "rdf/iri_mend.hpp"
#include "rdf/writer_formats.hpp"

#include <set>

namespace moisson::rdf {

namespace {

class JsonLdWriter {
public:
    explicit JsonLdWriter(const WriterPlan& plan) : plan_(plan) {}

    void run(const TextSink& sink) {
        find_ambiguous_prefixes();
        out_ = "{\n  \"@context\": {";
        const char* comma = "\n    ";
        for (const auto& [prefix, space] : plan_.prefixes()) {
            if (ambiguous_.contains(prefix))
                continue;
            out_ += comma;
            add_string(prefix);
            out_ += ": ";
            add_string(space);
            comma = ",\n    ";
        }
        out_ += "\n  },\n  \"@graph\": [";
        comma = "\n    ";
        for (const TermId subject : plan_.subjects()) {
            out_ += comma;
            add_node(subject);
            sink(out_);
            out_.clear();
            comma = ",\n    ";
        }
        out_ += "\n  ]\n}\n";
        sink(out_);
    }

private:
    // An IRI <dct:title>, left behind by a prefix that nobody declared, would be read as the term:
    // its prefix is not used in such a document.
    void find_ambiguous_prefixes() {
        const Graph& graph = plan_.graph();
        for (std::uint32_t i = 0; i < graph.term_count(); ++i) {
            if (graph.kind(TermId{i}) != TermKind::iri)
                continue;
            const std::string_view text = graph.term(TermId{i}).value;
            const std::string_view scheme = text.substr(0, text.find(':'));
            if (text.substr(scheme.size()).starts_with("://"))
                continue;
            for (const auto& [prefix, space] : plan_.prefixes())
                if (scheme == prefix)
                    ambiguous_.insert(scheme);
        }
    }

    void add_string(std::string_view text) { out_ += json::dump(json::Value(std::string(text))); }

    // An IRI, short where a prefix allows it.
    void add_iri(std::string_view text) {
        const auto name = plan_.short_name(text);
        if (name && !ambiguous_.contains(name->prefix)) {
            add_string(std::string(name->prefix) + ":" + std::string(name->local));
            return;
        }
        const auto mended = mend_iri(text);
        add_string(mended ? std::string_view(*mended) : text);
    }

    void add_reference(const TermView& term) {
        if (term.is_blank())
            add_string("_:" + std::string(term.value));
        else
            add_iri(term.value);
    }

    void add_node(TermId subject) {
        const char* comma = "{";
        if (!plan_.is_nested(subject)) {
            out_ += "{\"@id\": ";
            add_reference(plan_.term(subject, room_));
            comma = ", ";
        }
        const auto triples = plan_.triples(subject);
        if (triples.empty() && plan_.is_nested(subject)) {
            out_ += "{}";
            return;
        }
        for (std::size_t i = 0; i < triples.size();) {
            std::size_t end = i;
            while (end < triples.size() && triples[end].predicate == triples[i].predicate)
                ++end;
            out_ += comma;
            comma = ", ";
            add_property(triples.data() + i, triples.data() + end);
            i = end;
        }
        out_ += '}';
    }

    void add_property(const Triple* first, const Triple* last) {
        const std::string_view predicate = plan_.graph().term(first->predicate).value;
        // "@type" takes IRIs and blank nodes only.
        bool is_type = predicate == ns::type;
        for (const Triple* triple = first; triple != last; ++triple)
            is_type = is_type && plan_.graph().kind(triple->object) != TermKind::literal &&
                      !plan_.is_nested(triple->object);
        if (is_type)
            out_ += "\"@type\"";
        else
            add_iri(predicate);
        out_ += last - first > 1 ? ": [" : ": ";
        for (const Triple* triple = first; triple != last; ++triple) {
            if (triple != first)
                out_ += ", ";
            if (is_type)
                add_reference(plan_.term(triple->object, room_));
            else
                add_object(triple->object);
        }
        if (last - first > 1)
            out_ += ']';
    }

    void add_object(TermId id) {
        const TermView term = plan_.term(id, room_);
        if (term.is_literal()) {
            out_ += "{\"@value\": ";
            add_string(term.value);
            if (!term.language.empty()) {
                out_ += ", \"@language\": ";
                add_string(term.language);
            } else if (!term.datatype.empty()) {
                out_ += ", \"@type\": ";
                add_iri(term.datatype);
            }
            out_ += '}';
        } else if (term.is_blank() && plan_.is_nested(id)) {
            add_node(id);
        } else {
            out_ += "{\"@id\": ";
            add_reference(term);
            out_ += '}';
        }
    }

    const WriterPlan& plan_;
    std::set<std::string_view> ambiguous_;
    std::string out_;
    std::string room_;
};

} // namespace

void write_json_ld(const WriterPlan& plan, const TextSink& sink) {
    JsonLdWriter(plan).run(sink);
}

} // namespace moisson::rdf
