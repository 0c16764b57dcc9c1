// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The query language of CKAN's `q` and `fq`, a subset of Lucene's (research A1.4), as a tree. Pure,
// any bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::ckan_api {

// One end of a range.
struct Bound {
    std::string text;
    // "*".
    bool open = false;
    bool inclusive = true;

    bool operator==(const Bound&) const = default;
};

struct Node {
    enum class Kind { all_of, any_of, negation, term, range };

    Kind kind = Kind::all_of;
    std::vector<Node> parts;
    // Empty: the reader named none.
    std::string field;
    // Of a term, without quotes and escapes.
    std::string text;
    bool phrase = false;
    // An asterisk or question mark of `text` stands for any text or letter.
    bool wildcard = false;
    Bound from;
    Bound to;

    bool operator==(const Node&) const = default;
};

// Side by side means AND and binds less than OR: "organization:a OR organization:b modified:[..]",
// which ckanext-harvest writes, means what it means. Nothing: not of the grammar, or beyond its
// bounds. An empty text is an empty all_of.
std::optional<Node> parse_query(std::string_view text);

// "{!...}": Solr's own switches, which CKAN refuses.
bool has_local_parameters(std::string_view text);
// Whether a field is named anywhere.
bool names_a_field(const Node& node);

// For tests: "and(organization:a, not(tags:b))".
std::string show(const Node& node);

} // namespace moisson::ckan_api
