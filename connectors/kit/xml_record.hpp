// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One XML record as a JSON value in canonical shape (decision 23): names with the prefixes we give
// to their namespaces, no attribute or element that says nothing, sorted siblings. What prefixes,
// white space between tags, comments, order of elements or serialiser were does not show.
#pragma once

#include "core/json_access.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace moisson::kit {

// What a connector knows of its records. The tables are static data of the connector.
struct XmlRules {
    // Namespace -> prefix; several namespaces may share one (versions of a schema).
    std::span<const std::pair<std::string_view, std::string_view>> prefixes;
    // Left out with all that they hold: "geonet:info".
    std::span<const std::string_view> volatile_elements;
    // Attributes that are kept, by canonical name, everywhere ("xlink:href") or on one element
    // ("gmd:PT_Locale@id"); all others are left out.
    std::span<const std::string_view> attributes;
    // Attribute that names the element which this one specialises ("gco:isoType"): profiles are
    // read as what they are made from. Empty = none.
    std::string_view type_attribute;
    // Elements whose order among their like says something: "gml:pos".
    std::span<const std::string_view> ordered;
};

// Elements inside one another in one record; JSON has up to two levels for each.
inline constexpr std::size_t xml_depth_max = 28;

struct XmlRecord {
    // Canonical name of the element: "gmd:MD_Metadata".
    std::string name;
    // An element is its text when it has nothing else, otherwise an object: "@name" attributes,
    // "#" text, and its children by name: one value, or a list when there are several.
    json::Value value;
    // Slips of escaping that were repaired.
    std::size_t repairs = 0;
};

// `scope`: declarations of namespaces around the record (XmlSpan). Never loads a document type or
// anything from outside, expands no entity. Errors: PARSE_XML (not well formed, also after
// repair_xml_escapes), TOO_LARGE, LIMIT_REACHED (depth).
Result<XmlRecord>
parse_xml_record(std::string_view record, std::string_view scope, const XmlRules& rules);

} // namespace moisson::kit
