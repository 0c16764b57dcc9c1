// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/formats.hpp"

#include <algorithm>
#include <array>

namespace moisson::opendata {
namespace {

using rdf::Syntax;

constexpr std::array<Format, 7> table{{
    {"ttl", "text/turtle", Syntax::turtle},
    {"rdf", "application/rdf+xml", Syntax::rdf_xml},
    {"jsonld", "application/ld+json", Syntax::json_ld},
    {"nt", "application/n-triples", Syntax::ntriples},
    // Turtle is N3 too.
    {"n3", "text/n3", Syntax::turtle},
    {"xml", "application/rdf+xml", Syntax::rdf_xml},
    {"json", "application/ld+json", Syntax::json_ld},
}};

constexpr Offer page_offer{"text/html", nullptr};
constexpr Offer xhtml_offer{"application/xhtml+xml", nullptr};

// The vague types come last: who sends them beside an exact one means that one.
constexpr std::array<Offer, 9> data_offers{{
    {table[0].media_type, &table[0]},
    {table[1].media_type, &table[1]},
    {table[2].media_type, &table[2]},
    {table[3].media_type, &table[3]},
    {table[4].media_type, &table[4]},
    {"application/x-turtle", &table[0]},
    {"application/json", &table[2]},
    {"application/xml", &table[1]},
    {"text/xml", &table[1]},
}};

constexpr std::array<Offer, 11> with_page(Preferred preferred) {
    std::array<Offer, 11> out{};
    std::size_t at = 0;
    if (preferred == Preferred::page) {
        out[at++] = page_offer;
        out[at++] = xhtml_offer;
    }
    for (const Offer& one : data_offers)
        out[at++] = one;
    if (preferred == Preferred::data) {
        out[at++] = page_offer;
        out[at++] = xhtml_offer;
    }
    return out;
}

constexpr std::array<Offer, 11> data_first = with_page(Preferred::data);
constexpr std::array<Offer, 11> page_first = with_page(Preferred::page);

} // namespace

std::span<const Format> formats() {
    return table;
}

const Format* format_of_suffix(std::string_view suffix) {
    const auto* const found = std::ranges::find(table, suffix, &Format::suffix);
    return found == table.end() ? nullptr : found;
}

std::span<const Offer> offers(Preferred preferred) {
    return preferred == Preferred::data ? data_first : page_first;
}

} // namespace moisson::opendata
