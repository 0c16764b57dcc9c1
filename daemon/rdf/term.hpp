// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Terms and triples of RDF 1.1 as values: borrowed (TermView, TripleView: what readers push and
// writers take) and owned (Term). No parsing, no table.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace moisson::rdf {

enum class TermKind : unsigned char { iri, blank, literal };

namespace xsd {
inline constexpr std::string_view string = "http://www.w3.org/2001/XMLSchema#string";
inline constexpr std::string_view boolean = "http://www.w3.org/2001/XMLSchema#boolean";
inline constexpr std::string_view integer = "http://www.w3.org/2001/XMLSchema#integer";
inline constexpr std::string_view decimal = "http://www.w3.org/2001/XMLSchema#decimal";
inline constexpr std::string_view double_ = "http://www.w3.org/2001/XMLSchema#double";
} // namespace xsd

namespace ns {
inline constexpr std::string_view rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
inline constexpr std::string_view type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
inline constexpr std::string_view first = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
inline constexpr std::string_view rest = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
inline constexpr std::string_view nil = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
inline constexpr std::string_view lang_string =
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
} // namespace ns

// A term whose text lives elsewhere, at least as long as the call that receives it.
// xsd:string and rdf:langString are never written out: a literal with neither datatype nor
// language is an xsd:string. The makers below hold that.
struct TermView {
    TermKind kind = TermKind::iri;
    // The IRI, the label of the blank node without "_:", or the lexical form.
    std::string_view value;
    // Literals only.
    std::string_view datatype;
    std::string_view language;

    constexpr bool is_iri() const { return kind == TermKind::iri; }
    constexpr bool is_blank() const { return kind == TermKind::blank; }
    constexpr bool is_literal() const { return kind == TermKind::literal; }
    constexpr bool operator==(const TermView&) const = default;
    constexpr auto operator<=>(const TermView&) const = default;
};

constexpr TermView iri(std::string_view value) {
    return TermView{TermKind::iri, value, {}, {}};
}
constexpr TermView blank(std::string_view label) {
    return TermView{TermKind::blank, label, {}, {}};
}
constexpr TermView literal(std::string_view text, std::string_view datatype = {}) {
    return TermView{TermKind::literal, text, datatype == xsd::string ? "" : datatype, {}};
}
constexpr TermView literal_in(std::string_view text, std::string_view language) {
    return TermView{TermKind::literal, text, {}, language};
}

// The same, owning its text.
struct Term {
    TermKind kind = TermKind::iri;
    std::string value;
    std::string datatype;
    std::string language;

    Term() = default;
    explicit Term(const TermView& view)
        : kind(view.kind), value(view.value), datatype(view.datatype), language(view.language) {}
    TermView view() const { return TermView{kind, value, datatype, language}; }

    bool operator==(const Term&) const = default;
    auto operator<=>(const Term&) const = default;
};

struct TripleView {
    // An IRI or a blank node.
    TermView subject;
    std::string_view predicate;
    TermView object;
    // Name of the graph (an IRI or a blank node); an empty value is the default graph.
    TermView graph = {};
};

} // namespace moisson::rdf
