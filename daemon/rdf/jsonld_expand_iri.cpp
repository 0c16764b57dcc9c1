// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_expand_iri.hpp"

#include "rdf/jsonld_iri.hpp"
#include "rdf/jsonld_keywords.hpp"

namespace moisson::rdf::jsonld {

std::string_view compact_prefix(std::string_view text) {
    const std::size_t colon = text.find(':', 1);
    if (text.empty() || colon == std::string_view::npos)
        return {};
    const std::string_view prefix = text.substr(0, colon);
    if (prefix == "_" || text.substr(colon + 1).starts_with("//"))
        return {};
    return prefix;
}

std::optional<std::string> expand_iri(
    const ActiveContext& context,
    std::string_view text,
    Relative relative,
    Vocabulary vocabulary
) {
    if (is_keyword(text))
        return std::string(text);
    if (has_keyword_form(text))
        return std::nullopt;
    if (const TermDefinition* term = context.find(text)) {
        if (term->iri && is_keyword(*term->iri))
            return term->iri;
        if (vocabulary == Vocabulary::yes)
            return term->iri;
    }
    if (text.find(':', 1) != std::string_view::npos) {
        const std::string_view prefix = compact_prefix(text);
        if (prefix.empty())
            return std::string(text);
        const TermDefinition* term = context.find(prefix);
        if (term != nullptr && term->iri && term->is_prefix)
            return std::string(*term->iri).append(text.substr(prefix.size() + 1));
        if (has_iri_form(text))
            return std::string(text);
    }
    if (vocabulary == Vocabulary::yes && context.vocab)
        return std::string(*context.vocab).append(text);
    if (relative == Relative::to_base)
        return resolve_iri(context.base, text);
    return std::string(text);
}

} // namespace moisson::rdf::jsonld
