// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The syntaxes of the feeds: their suffixes, media types and writers, once.
#pragma once

#include "rdf/syntax.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace moisson::opendata {

struct Format {
    std::string_view suffix; // "ttl"
    std::string_view media_type;
    rdf::Syntax syntax = rdf::Syntax::turtle;
};

// In the order of our preference; "xml", "n3" and "json" are other names for what comes before.
std::span<const Format> formats();
// Null when nothing has this suffix.
const Format* format_of_suffix(std::string_view suffix);

// What an address with content negotiation may answer with.
struct Offer {
    std::string_view media_type;
    // Null: the page for people.
    const Format* format = nullptr;
};

enum class Preferred { data, page };
// Every media type under which a format is asked for, the preferred one first.
std::span<const Offer> offers(Preferred preferred);

} // namespace moisson::opendata
