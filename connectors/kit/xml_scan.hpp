// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reads a page of XML without building it: a scanner finds the spans of the records inside the body
// by the tags of their own name only, so that a record that is not well formed, too deep or too
// large fails alone (the twin of json_stream).
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::kit {

// A start tag above the records.
struct XmlTag {
    // As written ("csw:SearchResults") and without the prefix.
    std::string_view name;
    std::string_view local;
    // Names as written; values still escaped.
    std::vector<std::pair<std::string_view, std::string_view>> attributes;
    bool self_closing = false;

    // Value of the attribute, empty when absent.
    std::string_view attribute(std::string_view wanted) const;
};

// One record, still as bytes of the body; valid during the call.
struct XmlSpan {
    std::string_view bytes;
    std::string_view name;
    std::size_t offset = 0;
    // Namespace declarations of its ancestors, as attributes: ` xmlns:gmd="..." xmlns="..."`.
    std::string_view scope;
};

struct XmlHandlers {
    std::function<void(const XmlTag&)> on_element;
    std::function<void(const XmlSpan&)> on_record;
};

// Elements above a record.
inline constexpr std::size_t xml_nesting_above_records_max = 16;

// Scans a whole document. Children of elements whose local name is one of `parents` are records.
// PARSE_XML with the byte where the structure breaks (a document type, a record without an end, no
// element at all); records before it were already given.
Result<void> scan_xml(
    std::string_view body,
    std::span<const std::string_view> parents,
    const XmlHandlers& handlers
);

std::string_view xml_local_name(std::string_view name);

// Whether libxml2 would compare too much: it looks at every attribute of a tag for each further
// one, and at every namespace in force for each name.
bool is_costly_xml(std::string_view text);

} // namespace moisson::kit
