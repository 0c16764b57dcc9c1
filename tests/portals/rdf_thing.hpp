// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A small RDF of the simulator's own: things with properties, nested, and three ways to write them
// (Turtle, RDF/XML, JSON-LD). Written from the W3C texts, apart from the product's writers.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::portals {

struct RdfThing;

struct RdfValue {
    enum class Kind { iri, text, thing };
    Kind kind = Kind::text;
    // The IRI or the text.
    std::string value;
    // Of a text: a language, or a datatype as short name ("xsd:date").
    std::string language;
    std::string datatype;
    std::shared_ptr<RdfThing> thing;
};

// A node; without a name it is blank and stands where it is used.
struct RdfThing {
    std::string name;
    // Short name, "dcat:Dataset".
    std::string type;
    std::vector<std::pair<std::string, RdfValue>> properties;

    // Empty texts are left out.
    void text(const char* property, std::string value, std::string language = {});
    void typed(const char* property, std::string value, std::string datatype);
    void iri(const char* property, std::string value);
    void thing(const char* property, RdfThing value);
};

enum class RdfSyntax { turtle, rdf_xml, json_ld };

// A document of these things, in this order.
std::string write_rdf(const std::vector<RdfThing>& things, RdfSyntax syntax);
std::string_view media_type_of(RdfSyntax syntax);

} // namespace moisson::portals
