// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Adding of statements about one subject, by short names. What is empty is left out.
#pragma once

#include "model/date.hpp"
#include "model/text.hpp"
#include "rdf/graph.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace moisson::dcat {

class Statements {
public:
    // `graph` outlives this object.
    Statements(rdf::Graph& graph, rdf::Term subject);

    const rdf::Term& subject() const { return subject_; }
    void type(std::string_view name);
    void text(std::string_view property, std::string_view value);
    void typed(std::string_view property, std::string_view value, std::string_view datatype);
    void texts(std::string_view property, const LocalizedText& values);
    // With the datatype of its precision.
    void date(std::string_view property, const std::optional<PartialDate>& value);
    // An IRI; a value that is no web address is left out.
    void iri(std::string_view property, std::string_view value);
    // An IRI that is said to be of this type: readers who cannot look it up know what it is.
    void named(std::string_view property, std::string_view value, std::string_view type);
    // A blank node of this type behind the property.
    Statements node(std::string_view property, std::string_view type);
    // A thing of the portal's own: an IRI of this type when it has one, else a labelled blank node.
    void named_or_labelled(
        std::string_view property,
        std::string_view iri,
        std::string_view type,
        std::string_view label
    );

private:
    void add(std::string_view property, const rdf::TermView& value);

    rdf::Graph& graph_;
    rdf::Term subject_;
};

} // namespace moisson::dcat
