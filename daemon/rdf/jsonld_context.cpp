// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_context.hpp"

#include <algorithm>

namespace moisson::rdf::jsonld {

std::string_view to_string(Direction direction) {
    switch (direction) {
    case Direction::left_to_right:
        return "ltr";
    case Direction::right_to_left:
        return "rtl";
    case Direction::none:
        break;
    }
    return {};
}

std::optional<Direction> direction_from_string(std::string_view text) {
    if (text == "ltr")
        return Direction::left_to_right;
    if (text == "rtl")
        return Direction::right_to_left;
    return std::nullopt;
}

bool TermDefinition::means(const TermDefinition& other) const {
    const bool same_context =
        context == other.context ||
        (context != nullptr && other.context != nullptr && *context == *other.context);
    return same_context && iri == other.iri && is_prefix == other.is_prefix &&
           is_reverse == other.is_reverse && containers == other.containers && type == other.type &&
           language == other.language && direction == other.direction && index == other.index &&
           nest == other.nest;
}

const TermDefinition* ActiveContext::find(std::string_view term) const {
    const auto place = terms.find(term);
    return place == terms.end() ? nullptr : place->second.get();
}

bool ActiveContext::has_protected_terms() const {
    return std::any_of(terms.begin(), terms.end(), [](const auto& term) {
        return term.second->is_protected;
    });
}

} // namespace moisson::rdf::jsonld
