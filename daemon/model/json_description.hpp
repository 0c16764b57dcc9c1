// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// JsonDescription: how a portal's own JSON API is read, as config/portals/*.yaml says it. Paths and
// templates are still text here; connectors/json knows their language.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace moisson {

enum class JsonPaging {
    none,   // one answer holds everything
    page,   // {page} in the address
    offset, // {offset} in the address
    next,   // each answer holds the address of the next one
};

struct JsonDescription {
    // Where each value is: the first of the expressions that gives something.
    using Fields = std::map<std::string, std::vector<std::string>>;

    // Addresses of the lists, absolute or below the source's; {page}, {offset}, {size}.
    std::vector<std::string> list;
    JsonPaging paging = JsonPaging::none;
    int first_page = 1;
    std::string next;
    std::string items;
    std::string total;
    std::vector<std::string> id;
    // Address of one record, with {path} of its entry in the list; empty when the list says all.
    std::string detail;
    std::string detail_item;
    Fields fields;
    std::string distributions;
    Fields distribution;
    // Values that the portal does not say, by field.
    std::map<std::string, std::string> constants;
    // Keys that change without the record changing (counters), as "a.b".
    std::vector<std::string> volatile_keys;

    bool empty() const { return list.empty() && fields.empty(); }
    bool operator==(const JsonDescription&) const = default;
};

} // namespace moisson
