// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The parts of a term definition that stand on their own: IRI, container, index, language,
// nest, prefix.
#include "rdf/bounds.hpp"
#include "rdf/jsonld_container.hpp"
#include "rdf/jsonld_iri.hpp"
#include "rdf/jsonld_keywords.hpp"
#include "rdf/jsonld_term_definer.hpp"

namespace moisson::rdf::jsonld {

using json::Value;

namespace {

bool has_inner_colon(std::string_view term) {
    const std::size_t colon = term.find(':', 1);
    return colon != std::string_view::npos && colon + 1 < term.size();
}

// An IRI that a suffix can follow: ends with a delimiter of RFC 3986, or is a blank node.
bool can_be_prefix(std::string_view iri) {
    return is_blank_id(iri) ||
           (!iri.empty() && std::string_view(":/?#[]@").find(iri.back()) != std::string_view::npos);
}

bool has_colon_or_slash(std::string_view term) {
    return term.find(':') != std::string_view::npos || term.find('/') != std::string_view::npos;
}

} // namespace

TermDefiner::Step
TermDefiner::set_iri(std::string_view term, const Value& value, bool simple, TermDefinition& out) {
    if (value.is_null())
        return Step::go_on;
    const Value* id = simple ? &value : json::find(value, kw::id);
    if (id != nullptr && *id != Value(term))
        return set_explicit_iri(term, *id, simple, out);
    return set_implicit_iri(term, out) ? Step::go_on : Step::failed;
}

TermDefiner::Step TermDefiner::set_explicit_iri(
    std::string_view term,
    const Value& id,
    bool simple,
    TermDefinition& out
) {
    const auto failed = [this](Fault fault, std::string_view detail) {
        session_.fail(fault, detail);
        return Step::failed;
    };
    if (id.is_null())
        return Step::go_on;
    const auto* text = id.get_ptr<const Value::string_t*>();
    if (text == nullptr)
        return failed(Fault::invalid_iri_mapping, json::dump(id));
    if (has_keyword_form(*text) && !is_keyword(*text))
        return Step::ignore;
    std::optional<std::string> iri;
    if (!expand(*text, Relative::to_nothing, Vocabulary::yes, iri))
        return Step::failed;
    if (!iri || iri->size() > bounds::iri_bytes ||
        !(is_keyword(*iri) || has_iri_form(*iri) || is_blank_id(*iri)))
        return failed(Fault::invalid_iri_mapping, *text);
    if (*iri == kw::context)
        return failed(Fault::invalid_keyword_alias, *text);
    if (has_inner_colon(term) || term.find('/') != std::string_view::npos) {
        states_[std::string(term)] = State::defined;
        std::optional<std::string> of_term;
        if (!expand(term, Relative::to_nothing, Vocabulary::yes, of_term))
            return Step::failed;
        if (of_term != iri)
            return failed(Fault::invalid_iri_mapping, term);
    }
    out.is_prefix = simple && !has_colon_or_slash(term) && !is_keyword(*iri) && can_be_prefix(*iri);
    out.iri = std::move(*iri);
    return Step::go_on;
}

bool TermDefiner::set_implicit_iri(std::string_view term, TermDefinition& out) {
    if (term.find(':', 1) != std::string_view::npos) {
        const std::string_view prefix = compact_prefix(term);
        if (!prefix.empty() && !define_if_local(prefix))
            return false;
        const TermDefinition* known = prefix.empty() ? nullptr : result_->find(prefix);
        if (known != nullptr && known->iri)
            out.iri = std::string(*known->iri).append(term.substr(prefix.size() + 1));
        else
            out.iri = std::string(term);
    } else if (term.find('/') != std::string_view::npos) {
        out.iri = expand_iri(*result_, term, Relative::to_nothing, Vocabulary::yes);
        if (!out.iri || !has_iri_form(*out.iri))
            return session_.fail(Fault::invalid_iri_mapping, term);
    } else if (term == kw::type) {
        out.iri = std::string(kw::type);
    } else if (result_->vocab) {
        out.iri = std::string(*result_->vocab).append(term);
    } else {
        return session_.fail(Fault::invalid_iri_mapping, term);
    }
    return out.iri->size() <= bounds::iri_bytes || session_.fail(Fault::invalid_iri_mapping, term);
}

bool TermDefiner::set_container(const Value& value, TermDefinition& out) {
    const Value* entry = json::find(value, kw::container);
    if (entry == nullptr)
        return true;
    const auto flags = container_flags(*entry);
    if (!flags)
        return session_.fail(Fault::invalid_container_mapping, json::dump(*entry));
    constexpr std::uint8_t added = container::graph | container::id | container::type;
    if (!session_.is_1_1() && (!entry->is_string() || (*flags & added) != 0))
        return session_.fail(Fault::invalid_container_mapping, json::dump(*entry));
    out.containers = *flags;
    if (out.has(container::type)) {
        if (out.type.empty())
            out.type = kw::id;
        if (out.type != kw::id && out.type != kw::vocab)
            return session_.fail(Fault::invalid_type_mapping, out.type);
    }
    return true;
}

bool TermDefiner::set_index(const Value& value, TermDefinition& out) {
    const Value* entry = json::find(value, kw::index);
    if (entry == nullptr)
        return true;
    const auto* text = entry->get_ptr<const Value::string_t*>();
    if (!session_.is_1_1() || !out.has(container::index) || text == nullptr)
        return session_.fail(Fault::invalid_term_definition, json::dump(*entry));
    std::optional<std::string> iri;
    if (!expand(*text, Relative::to_nothing, Vocabulary::yes, iri))
        return false;
    if (!iri || !has_iri_form(*iri))
        return session_.fail(Fault::invalid_term_definition, *text);
    out.index = *text;
    return true;
}

bool TermDefiner::set_language(const Value& value, TermDefinition& out) {
    if (json::find(value, kw::type) != nullptr)
        return true;
    if (const Value* entry = json::find(value, kw::language)) {
        const auto* text = entry->get_ptr<const Value::string_t*>();
        if (text == nullptr && !entry->is_null())
            return session_.fail(Fault::invalid_language_mapping, json::dump(*entry));
        out.language = text != nullptr ? *text : std::string();
    }
    if (const Value* entry = json::find(value, kw::direction)) {
        const auto* text = entry->get_ptr<const Value::string_t*>();
        const auto direction = entry->is_null()  ? std::optional(Direction::none)
                               : text != nullptr ? direction_from_string(*text)
                                                 : std::nullopt;
        if (!direction)
            return session_.fail(Fault::invalid_base_direction, json::dump(*entry));
        out.direction = direction;
    }
    return true;
}

bool TermDefiner::set_nest(const Value& value, TermDefinition& out) {
    const Value* entry = json::find(value, kw::nest);
    if (entry == nullptr)
        return true;
    if (!session_.is_1_1())
        return session_.fail(Fault::invalid_term_definition, kw::nest);
    const auto* text = entry->get_ptr<const Value::string_t*>();
    if (text == nullptr || (is_keyword(*text) && *text != kw::nest))
        return session_.fail(Fault::invalid_nest_value, json::dump(*entry));
    out.nest = *text;
    return true;
}

bool TermDefiner::set_prefix(std::string_view term, const Value& value, TermDefinition& out) {
    const Value* entry = json::find(value, kw::prefix);
    if (entry == nullptr)
        return true;
    if (!session_.is_1_1() || has_colon_or_slash(term))
        return session_.fail(Fault::invalid_term_definition, term);
    if (!entry->is_boolean())
        return session_.fail(Fault::invalid_prefix_value, json::dump(*entry));
    out.is_prefix = entry->get<bool>();
    if (out.is_prefix && out.iri && is_keyword(*out.iri))
        return session_.fail(Fault::invalid_term_definition, term);
    return true;
}

} // namespace moisson::rdf::jsonld
