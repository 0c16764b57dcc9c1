// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/statements.hpp"

#include "dcat/vocabulary.hpp"

#include <utility>

namespace moisson::dcat {
namespace {

std::string_view datatype_of(DatePrecision precision) {
    switch (precision) {
    case DatePrecision::year:
        return "http://www.w3.org/2001/XMLSchema#gYear";
    case DatePrecision::month:
        return "http://www.w3.org/2001/XMLSchema#gYearMonth";
    case DatePrecision::day:
        return "http://www.w3.org/2001/XMLSchema#date";
    case DatePrecision::second:
        break;
    }
    return "http://www.w3.org/2001/XMLSchema#dateTime";
}

} // namespace

Statements::Statements(rdf::Graph& graph, rdf::Term subject)
    : graph_(graph), subject_(std::move(subject)) {}

void Statements::add(std::string_view property, const rdf::TermView& value) {
    graph_.add(subject_.view(), iri_of(property), value);
}

void Statements::type(std::string_view name) {
    const std::string iri = iri_of(name);
    add("rdf:type", rdf::iri(iri));
}

void Statements::text(std::string_view property, std::string_view value) {
    if (!value.empty())
        add(property, rdf::literal(value));
}

void Statements::typed(
    std::string_view property,
    std::string_view value,
    std::string_view datatype
) {
    if (!value.empty())
        add(property, rdf::literal(value, datatype));
}

void Statements::texts(std::string_view property, const LocalizedText& values) {
    for (const LangText& one : values) {
        if (one.text.empty())
            continue;
        // From which language a machine translated is not kept: "und".
        const std::string tag =
            one.machine_translated && !one.lang.empty() ? one.lang + "-t-und" : one.lang;
        add(property, tag.empty() ? rdf::literal(one.text) : rdf::literal_in(one.text, tag));
    }
}

void Statements::date(std::string_view property, const std::optional<PartialDate>& value) {
    if (value)
        add(property, rdf::literal(to_string(*value), datatype_of(value->precision)));
}

void Statements::iri(std::string_view property, std::string_view value) {
    if (is_web_address(value) || value.starts_with("mailto:") || value.starts_with("urn:"))
        add(property, rdf::iri(value));
}

void Statements::named(
    std::string_view property,
    std::string_view value,
    std::string_view type_name
) {
    if (!is_web_address(value))
        return;
    iri(property, value);
    Statements(graph_, rdf::Term(rdf::iri(value))).type(type_name);
}

Statements Statements::node(std::string_view property, std::string_view type) {
    // Grows with each term: no two nodes of a graph have the same label.
    const std::string label = "n" + std::to_string(graph_.term_count());
    add(property, rdf::blank(label));
    Statements inner(graph_, rdf::Term(rdf::blank(label)));
    inner.type(type);
    return inner;
}

void Statements::named_or_labelled(
    std::string_view property,
    std::string_view iri_text,
    std::string_view type,
    std::string_view label
) {
    if (is_web_address(iri_text))
        named(property, iri_text, type);
    else if (!label.empty())
        node(property, type).text("rdfs:label", label);
}

} // namespace moisson::dcat
