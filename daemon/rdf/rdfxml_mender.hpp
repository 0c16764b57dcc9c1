// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The attributes and names of RDF/XML, mended one tag at a time, and the tag written anew. Knows
// what a tag means (node, property, literal), not where it stands.
#pragma once

#include "rdf/report.hpp"
#include "rdf/xml_source.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::rdf::xml {

enum class Role : unsigned char {
    // rdf:RDF
    document,
    node,
    property,
    // Inside a literal of XML: not ours to change.
    literal,
};

struct MendedTag {
    std::string start;
    std::string end;
    // What the elements inside are.
    Role inside = Role::node;
    // The part of the graph that this tag opens cannot be taken up again once left.
    bool is_fragile = false;
};

class TagMender {
public:
    // `report` outlives this object.
    explicit TagMender(ReadReport& report) : report_(report) {}

    MendedTag mend(const Tag& tag, Role role, std::size_t line);

private:
    struct Facts;
    void open(const Tag& tag, MendedTag& mended);
    void add_prefix(std::string_view prefix, MendedTag& mended);
    void add_own_prefix(MendedTag& mended);
    void add_attribute(const Attribute& attribute, Facts& facts, MendedTag& mended);
    void add_rdf_attribute(
        std::string_view name,
        std::string_view value,
        Facts& facts,
        MendedTag& mended
    );
    void add_id(std::string_view name, std::string_view value, Facts& facts, MendedTag& mended);
    void write(std::string_view name, std::string_view value, MendedTag& mended);
    std::string iri(std::string_view value);

    ReadReport& report_;
    std::size_t line_ = 0;
    std::size_t nodes_ = 0;
    // Prefixes declared on the tag at hand by us.
    std::string added_;
};

// Text and attribute values of XML.
void append_text(std::string& out, std::string_view text);
void append_attribute(std::string& out, std::string_view text);

} // namespace moisson::rdf::xml
