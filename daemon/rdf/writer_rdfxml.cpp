// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RDF/XML: one description a subject. A predicate that ends in no XML name cannot be written in
// this syntax and is left out; control characters that XML forbids become spaces, U+FFFE and U+FFFF
// are left out.
#include "core/utf8.hpp"
#include "rdf/iri_mend.hpp"
#include "rdf/rdfxml_mender.hpp"
#include "rdf/writer_formats.hpp"

#include <algorithm>
#include <cctype>

namespace moisson::rdf {

namespace {

class RdfXmlWriter {
public:
    explicit RdfXmlWriter(const WriterPlan& plan) : plan_(plan) {}

    void run(const TextSink& sink) {
        out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF";
        add_attribute("xmlns:rdf", ns::rdf);
        for (const auto& [prefix, space] : plan_.prefixes())
            if (prefix != "rdf")
                add_attribute("xmlns:" + std::string(prefix), space);
        out_ += ">\n";
        sink(out_);
        for (const TermId subject : plan_.subjects()) {
            out_.clear();
            add_node(subject, 1);
            sink(out_);
        }
        sink("</rdf:RDF>\n");
    }

private:
    void add_attribute(std::string_view name, std::string_view value) {
        out_.append(" ").append(name).append("=\"");
        xml::append_attribute(out_, without_xml_noncharacters(value));
        out_ += '"';
    }

    void add_iri_attribute(std::string_view name, std::string_view text) {
        const auto mended = mend_iri(text);
        add_attribute(name, mended ? std::string_view(*mended) : text);
    }

    void add_node(TermId subject, std::size_t depth) {
        out_.append(2 * depth, ' ').append("<rdf:Description");
        if (plan_.graph().kind(subject) == TermKind::iri)
            add_iri_attribute("rdf:about", plan_.graph().term(subject).value);
        else if (!plan_.is_nested(subject))
            add_attribute("rdf:nodeID", plan_.label(subject));
        const auto triples = plan_.triples(subject);
        if (triples.empty()) {
            out_ += "/>\n";
            return;
        }
        out_ += ">\n";
        for (const Triple& triple : triples)
            add_property(triple, depth + 1);
        out_.append(2 * depth, ' ').append("</rdf:Description>\n");
    }

    // Opens the element of a predicate; its name for the end, empty when it has none.
    std::string open(std::string_view predicate) {
        if (predicate == ns::type) {
            out_ += "<rdf:type";
            return "rdf:type";
        }
        if (const auto name = plan_.short_name(predicate)) {
            const std::string tag = std::string(name->prefix) + ":" + std::string(name->local);
            out_.append("<").append(tag);
            return tag;
        }
        // The longest end that is a name.
        std::size_t start = predicate.size();
        for (std::size_t at = predicate.size(); at-- > 0;) {
            const auto byte = static_cast<unsigned char>(predicate[at]);
            if (std::isalnum(byte) == 0 && byte != '_' && byte != '-' && byte != '.' && byte < 0x80)
                break;
            if (is_ncname(predicate.substr(at)) && (byte < 0x80 || byte >= 0xC0))
                start = at;
        }
        if (start == predicate.size())
            return {};
        const std::string tag = "p:" + std::string(predicate.substr(start));
        out_.append("<").append(tag);
        add_attribute("xmlns:p", predicate.substr(0, start));
        return tag;
    }

    void add_text(std::string_view text) {
        std::string clean = without_xml_noncharacters(text);
        std::ranges::replace_if(
            clean,
            [](char c) {
                const auto byte = static_cast<unsigned char>(c);
                return byte < 0x20 && c != '\n' && c != '\t' && c != '\r';
            },
            ' '
        );
        xml::append_text(out_, clean);
    }

    void add_property(const Triple& triple, std::size_t depth) {
        const std::size_t start = out_.size();
        out_.append(2 * depth, ' ');
        const std::string tag = open(plan_.graph().term(triple.predicate).value);
        if (tag.empty()) {
            out_.resize(start);
            return;
        }
        const TermView object = plan_.term(triple.object, room_);
        if (object.is_iri()) {
            add_iri_attribute("rdf:resource", object.value);
            out_ += "/>\n";
        } else if (object.is_blank() && plan_.is_nested(triple.object)) {
            out_ += ">\n";
            add_node(triple.object, depth + 1);
            out_.append(2 * depth, ' ').append("</").append(tag).append(">\n");
        } else if (object.is_blank()) {
            add_attribute("rdf:nodeID", object.value);
            out_ += "/>\n";
        } else {
            if (!object.language.empty())
                add_attribute("xml:lang", object.language);
            else if (!object.datatype.empty())
                add_iri_attribute("rdf:datatype", object.datatype);
            out_ += '>';
            add_text(object.value);
            out_.append("</").append(tag).append(">\n");
        }
    }

    const WriterPlan& plan_;
    std::string out_;
    std::string room_;
};

} // namespace

void write_rdfxml(const WriterPlan& plan, const TextSink& sink) {
    RdfXmlWriter(plan).run(sink);
}

} // namespace moisson::rdf
