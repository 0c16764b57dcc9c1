// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The order of the steps is the specification's: it decides which fault is named.
#include "rdf/jsonld_term_definer.hpp"

#include "rdf/bounds.hpp"
#include "rdf/jsonld_container.hpp"
#include "rdf/jsonld_iri.hpp"
#include "rdf/jsonld_keywords.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::rdf::jsonld {

using json::Value;

namespace {

// Terms whose definitions need one another, one inside the other.
constexpr int term_chain_max = 64;

bool is_context_keyword(std::string_view key) {
    constexpr std::array all = {
        kw::base,
        kw::direction,
        kw::import,
        kw::language,
        kw::propagate,
        kw::protected_,
        kw::version,
        kw::vocab};
    return std::find(all.begin(), all.end(), key) != all.end();
}

bool is_definition_keyword(std::string_view key) {
    constexpr std::array all = {
        kw::id,
        kw::reverse,
        kw::container,
        kw::context,
        kw::direction,
        kw::index,
        kw::language,
        kw::nest,
        kw::prefix,
        kw::protected_,
        kw::type};
    return std::find(all.begin(), all.end(), key) != all.end();
}

bool is_iri_or_blank(std::string_view text) {
    return has_iri_form(text) || is_blank_id(text);
}

} // namespace

bool TermDefiner::define_all() {
    for (const auto& member : local_.items())
        if (!is_context_keyword(member.key()) && !define(member.key()) && !session_.tolerate({}))
            return false;
    return true;
}

bool TermDefiner::define(std::string_view term) {
    const auto [state, is_new] = states_.emplace(std::string(term), State::defining);
    if (!is_new)
        return state->second == State::defined || session_.fail(Fault::cyclic_iri_mapping, term);
    if (term.empty())
        return session_.fail(Fault::invalid_term_definition, "\"\"");
    if (depth_ >= term_chain_max)
        return session_.fail(Fault::cyclic_iri_mapping, term);
    if (!session_.spend_steps(1))
        return false;
    ++depth_;
    const bool success = define_new(term, *json::find(local_, term));
    --depth_;
    if (success)
        states_[std::string(term)] = State::defined;
    return success;
}

bool TermDefiner::define_new(std::string_view term, const Value& value) {
    if (term == kw::type) {
        if (!check_type_term(value))
            return false;
    } else if (is_keyword(term)) {
        return session_.fail(Fault::keyword_redefinition, term);
    } else if (has_keyword_form(term)) {
        return true;
    }
    std::shared_ptr<const TermDefinition> previous;
    if (const auto known = result_->terms.find(term); known != result_->terms.end()) {
        previous = known->second;
        result_->terms.erase(known);
    }
    auto made = std::make_shared<TermDefinition>();
    made->is_protected = is_protected_;
    made->base_url = place_.base_url;
    const bool simple = value.is_string();
    if (!simple && !value.is_null() && !value.is_object())
        return session_.fail(Fault::invalid_term_definition, term);
    switch (fill(term, value, simple, *made)) {
    case Step::ignore:
        return true;
    case Step::failed:
        // A term that cannot be redefined keeps its meaning, when reading goes on at all.
        if (previous)
            result_->terms.insert_or_assign(std::string(term), previous);
        return false;
    case Step::go_on:
        break;
    }
    return store(term, std::move(made), previous);
}

TermDefiner::Step
TermDefiner::fill(std::string_view term, const Value& value, bool simple, TermDefinition& out) {
    const auto step = [](bool success) { return success ? Step::go_on : Step::failed; };
    if (!set_protected(value, out) || !set_type(value, out))
        return Step::failed;
    if (const Value* target = json::find(value, kw::reverse))
        return set_reverse(value, *target, out);
    if (const Step iri = set_iri(term, value, simple, out); iri != Step::go_on)
        return iri;
    if (!value.is_object())
        return Step::go_on;
    return step(
        set_container(value, out) && set_index(value, out) && set_context(value, out) &&
        set_language(value, out) && set_nest(value, out) && set_prefix(term, value, out) &&
        check_entries(value)
    );
}

bool TermDefiner::check_entries(const Value& value) {
    for (const auto& member : value.items())
        if (!is_definition_keyword(member.key()))
            return session_.fail(Fault::invalid_term_definition, member.key());
    return true;
}

bool TermDefiner::check_type_term(const Value& value) {
    if (!session_.is_1_1() || !value.is_object() || value.empty())
        return session_.fail(Fault::keyword_redefinition, kw::type);
    for (const auto& [key, member] : value.items()) {
        const bool is_set = key == kw::container &&
                            (member == Value(kw::set) || member == Value(Value::array({kw::set})));
        if (!is_set && key != kw::protected_)
            return session_.fail(Fault::keyword_redefinition, kw::type);
    }
    return true;
}

bool TermDefiner::set_protected(const Value& value, TermDefinition& out) {
    const Value* entry = json::find(value, kw::protected_);
    if (entry == nullptr)
        return true;
    if (!session_.is_1_1())
        return session_.fail(Fault::invalid_term_definition, kw::protected_);
    if (!entry->is_boolean())
        return session_.fail(Fault::invalid_protected_value, json::dump(*entry));
    out.is_protected = entry->get<bool>();
    return true;
}

bool TermDefiner::set_type(const Value& value, TermDefinition& out) {
    const Value* entry = json::find(value, kw::type);
    if (entry == nullptr)
        return true;
    const auto* text = entry->get_ptr<const Value::string_t*>();
    if (text == nullptr)
        return session_.fail(Fault::invalid_type_mapping, json::dump(*entry));
    std::optional<std::string> type;
    if (!expand(*text, Relative::to_nothing, Vocabulary::yes, type))
        return false;
    if (!type || type->size() > bounds::iri_bytes)
        return session_.fail(Fault::invalid_type_mapping, *text);
    const bool is_new = *type == kw::json || *type == kw::none;
    const bool known = *type == kw::id || *type == kw::vocab || (is_new && session_.is_1_1());
    if (!known && !has_iri_form(*type))
        return session_.fail(Fault::invalid_type_mapping, *text);
    out.type = std::move(*type);
    return true;
}

TermDefiner::Step
TermDefiner::set_reverse(const Value& value, const Value& target, TermDefinition& out) {
    const auto failed = [this](Fault fault, std::string_view detail) {
        session_.fail(fault, detail);
        return Step::failed;
    };
    if (json::find(value, kw::id) != nullptr || json::find(value, kw::nest) != nullptr)
        return failed(Fault::invalid_reverse_property, json::dump(target));
    const auto* text = target.get_ptr<const Value::string_t*>();
    if (text == nullptr)
        return failed(Fault::invalid_iri_mapping, json::dump(target));
    if (has_keyword_form(*text) && !is_keyword(*text))
        return Step::ignore;
    std::optional<std::string> iri;
    if (!expand(*text, Relative::to_nothing, Vocabulary::yes, iri))
        return Step::failed;
    if (!iri || !is_iri_or_blank(*iri) || iri->size() > bounds::iri_bytes)
        return failed(Fault::invalid_iri_mapping, *text);
    if (const Value* entry = json::find(value, kw::container); entry && !entry->is_null()) {
        if (*entry != Value(kw::set) && *entry != Value(kw::index))
            return failed(Fault::invalid_reverse_property, json::dump(*entry));
        out.containers = *entry == Value(kw::set) ? container::set : container::index;
    }
    if (!set_index(value, out))
        return Step::failed;
    out.iri = std::move(*iri);
    out.is_reverse = true;
    return Step::go_on;
}

bool TermDefiner::store(
    std::string_view term,
    std::shared_ptr<TermDefinition> made,
    const std::shared_ptr<const TermDefinition>& previous
) {
    std::shared_ptr<const TermDefinition> stored = std::move(made);
    if (previous && previous->is_protected && !place_.may_override_protected) {
        const bool same = previous->means(*stored);
        stored = previous;
        if (!same) {
            result_->terms.insert_or_assign(std::string(term), std::move(stored));
            return session_.fail(Fault::protected_term_redefinition, term);
        }
    }
    result_->terms.insert_or_assign(std::string(term), std::move(stored));
    return true;
}

bool TermDefiner::define_if_local(std::string_view term) {
    if (json::find(local_, term) == nullptr || is_context_keyword(term))
        return true;
    const auto state = states_.find(std::string(term));
    return (state != states_.end() && state->second == State::defined) || define(term);
}

bool TermDefiner::expand(
    std::string_view text,
    Relative relative,
    Vocabulary vocabulary,
    std::optional<std::string>& out
) {
    if (!is_keyword(text) && !has_keyword_form(text)) {
        if (!define_if_local(text))
            return false;
        const TermDefinition* term = result_->find(text);
        const bool answers = term != nullptr && (vocabulary == Vocabulary::yes ||
                                                 (term->iri && is_keyword(*term->iri)));
        const std::string_view prefix = compact_prefix(text);
        if (!answers && !prefix.empty() && !define_if_local(prefix))
            return false;
    }
    out = expand_iri(*result_, text, relative, vocabulary);
    return session_.spend_bytes(out ? out->size() : 0);
}

bool TermDefiner::set_context(const Value& value, TermDefinition& out) {
    const Value* entry = json::find(value, kw::context);
    if (entry == nullptr)
        return true;
    if (!session_.is_1_1())
        return session_.fail(Fault::invalid_term_definition, kw::context);
    ContextPlace place(place_.base_url);
    place.remotes = place_.remotes;
    place.may_override_protected = true;
    place.validates_scoped = false;
    ContextPtr checked;
    if (!processor_.process(result_, *entry, std::move(place), checked))
        return session_.fail_as(Fault::invalid_scoped_context);
    out.context = entry;
    return true;
}

} // namespace moisson::rdf::jsonld
