// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Errors in one entry of a context are tolerated entry by entry when the session is lenient.
#include "rdf/jsonld_context_processor.hpp"

#include "rdf/bounds.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_expand_iri.hpp"
#include "rdf/jsonld_iri.hpp"
#include "rdf/jsonld_keywords.hpp"
#include "rdf/jsonld_term_definer.hpp"

#include <algorithm>
#include <utility>

namespace moisson::rdf::jsonld {

using json::Value;

ContextPtr ContextProcessor::initial() const {
    auto context = std::make_shared<ActiveContext>();
    context->base = session_.options().base;
    context->original_base = context->base;
    return context;
}

bool ContextProcessor::start(ContextPtr& out) {
    out = initial();
    const Value& given = session_.options().expand_context;
    if (given.is_null())
        return true;
    const Value* local = json::find(given, kw::context);
    const ContextPtr before = out;
    ContextPlace place(session_.options().base);
    return process(before, local != nullptr ? *local : given, std::move(place), out);
}

bool ContextProcessor::process(
    const ContextPtr& active,
    const Value& local,
    ContextPlace place,
    ContextPtr& out
) {
    // Every record of a catalogue may name the same remote context.
    const auto* reference = local.get_ptr<const Value::string_t*>();
    const LoadedContext* loaded = nullptr;
    const bool is_plain = place.remotes.empty() && place.propagates &&
                          !place.may_override_protected && place.validates_scoped;
    if (reference != nullptr && is_plain)
        loaded = session_.loaded(resolve_iri(place.base_url, *reference));
    const Key key(active.get(), loaded != nullptr ? &loaded->document : nullptr, Scope::remote);
    if (loaded != nullptr && (out = recall(key)))
        return true;
    if (!session_.spend_steps(active->terms.size() + 1))
        return false;
    auto result = std::make_shared<ActiveContext>(*active);
    if (!apply(result, local, std::move(place), active))
        return false;
    out = std::move(result);
    if (loaded != nullptr)
        remember(key, active, out);
    return true;
}

bool ContextProcessor::enter_scope(
    const ContextPtr& active,
    const TermDefinition& term,
    Scope scope,
    ContextPtr& out
) {
    const Key key(active.get(), term.context, scope);
    if (ContextPtr known = recall(key)) {
        out = std::move(known);
        return true;
    }
    ContextPlace place(term.base_url);
    place.may_override_protected = scope == Scope::property;
    place.propagates = scope == Scope::property;
    ContextPtr result;
    if (!process(active, *term.context, std::move(place), result))
        return false;
    remember(key, active, result);
    out = std::move(result);
    return true;
}

ContextPtr ContextProcessor::recall(const Key& key) const {
    const auto known = remembered_.find(key);
    if (known != remembered_.end())
        return known->second.result;
    return outer_ != nullptr ? outer_->recall(key) : nullptr;
}

void ContextProcessor::remember(
    const Key& key,
    const ContextPtr& active,
    const ContextPtr& result
) {
    terms_remembered_ += result->terms.size() + 1;
    if (terms_remembered_ > bounds::jsonld_terms_kept) {
        remembered_.clear();
        terms_remembered_ = result->terms.size() + 1;
    }
    remembered_.emplace(key, Remembered{active, result});
}

bool ContextProcessor::apply(
    Building& result,
    const Value& local,
    ContextPlace place,
    const ContextPtr& origin
) {
    if (const Value* propagate = json::find(local, kw::propagate);
        propagate != nullptr && propagate->is_boolean())
        place.propagates = propagate->get<bool>();
    if (!place.propagates && !result->previous)
        result->previous = origin ? origin : std::make_shared<ActiveContext>(*result);
    if (!local.is_array())
        return apply_item(result, local, place) || session_.tolerate({});
    if (local.size() > bounds::jsonld_context_items)
        return session_.fail(Fault::limit_reached, "too many contexts in one array");
    for (const Value& item : local)
        if (!apply_item(result, item, place) && !session_.tolerate({}))
            return false;
    return true;
}

bool ContextProcessor::apply_item(Building& result, const Value& item, const ContextPlace& place) {
    if (item.is_null())
        return nullify(result, place);
    if (const auto* reference = item.get_ptr<const Value::string_t*>())
        return apply_remote(result, *reference, place);
    if (item.is_object())
        return apply_object(result, item, place);
    return session_.fail(Fault::invalid_local_context, json::dump(item));
}

bool ContextProcessor::nullify(Building& result, const ContextPlace& place) {
    if (!session_.spend_steps(result->terms.size() + 1))
        return false;
    if (!place.may_override_protected && result->has_protected_terms())
        return session_.fail(Fault::invalid_context_nullification, "null");
    auto fresh = std::make_shared<ActiveContext>();
    fresh->base = result->original_base;
    fresh->original_base = result->original_base;
    if (!place.propagates)
        fresh->previous = std::move(result);
    result = std::move(fresh);
    return true;
}

bool ContextProcessor::apply_remote(
    Building& result,
    const std::string& reference,
    ContextPlace place
) {
    const std::string address = resolve_iri(place.base_url, reference);
    if (!has_iri_form(address))
        return session_.fail(Fault::loading_document_failed, address);
    auto& remotes = place.remotes;
    if (!place.validates_scoped &&
        std::find(remotes.begin(), remotes.end(), address) != remotes.end())
        return true;
    if (remotes.size() >= bounds::jsonld_remote_chain)
        return session_.fail(Fault::context_overflow, address);
    const LoadedContext* loaded = session_.load(address);
    if (loaded == nullptr)
        return false;
    const Value* context = json::find(loaded->document, kw::context);
    if (context == nullptr)
        return session_.fail(Fault::invalid_remote_context, address);
    remotes.push_back(address);
    place.base_url = loaded->address;
    return apply(result, *context, std::move(place), nullptr);
}

bool ContextProcessor::apply_object(
    Building& result,
    const Value& item,
    const ContextPlace& place
) {
    if (!check_version(item) && !session_.tolerate({}))
        return false;
    const Value* context = &item;
    if (!import(item, place, context) && !session_.tolerate({}))
        return false;
    return apply_entries(result, *context, place);
}

bool ContextProcessor::apply_entries(
    Building& result,
    const Value& item,
    const ContextPlace& place
) {
    const auto done = [this](bool success) { return success || session_.tolerate({}); };
    if (const Value* base = json::find(item, kw::base); base != nullptr && place.remotes.empty())
        if (!done(set_base(*result, *base)))
            return false;
    if (const Value* vocab = json::find(item, kw::vocab))
        if (!done(set_vocab(*result, *vocab)))
            return false;
    if (const Value* language = json::find(item, kw::language))
        if (!done(set_language(*result, *language)))
            return false;
    if (const Value* direction = json::find(item, kw::direction))
        if (!done(set_direction(*result, *direction)))
            return false;
    if (const Value* propagate = json::find(item, kw::propagate))
        if (!done(check_propagate(*propagate)))
            return false;
    bool is_protected = false;
    if (const Value* value = json::find(item, kw::protected_)) {
        if (value->is_boolean())
            is_protected = value->get<bool>();
        else if (!done(session_.fail(Fault::invalid_protected_value, json::dump(*value))))
            return false;
    }
    TermDefiner definer(*this, session_, result, item, place, is_protected);
    return definer.define_all();
}

bool ContextProcessor::check_version(const Value& item) {
    const Value* version = json::find(item, kw::version);
    if (version == nullptr)
        return true;
    if (!version->is_number() || version->get<double>() != 1.1)
        return session_.fail(Fault::invalid_version_value, json::dump(*version));
    return session_.is_1_1() || session_.fail(Fault::processing_mode_conflict, "1.1");
}

bool ContextProcessor::import(const Value& item, const ContextPlace& place, const Value*& merged) {
    const Value* import = json::find(item, kw::import);
    if (import == nullptr)
        return true;
    if (!session_.is_1_1())
        return session_.fail(Fault::invalid_context_entry, kw::import);
    const auto* reference = import->get_ptr<const Value::string_t*>();
    if (reference == nullptr)
        return session_.fail(Fault::invalid_import_value, json::dump(*import));
    const std::string address = resolve_iri(place.base_url, *reference);
    const LoadedContext* loaded = session_.load(address);
    if (loaded == nullptr)
        return false;
    const Value* context = json::find(loaded->document, kw::context);
    if (context == nullptr || !context->is_object())
        return session_.fail(Fault::invalid_remote_context, address);
    if (json::find(*context, kw::import) != nullptr)
        return session_.fail(Fault::invalid_context_entry, address);
    if (!session_.spend_steps(context->size()))
        return false;
    merged = context;
    if (item.size() == 1)
        return true;
    if (imported_.size() >= bounds::jsonld_import_copies)
        return session_.fail(Fault::limit_reached, "too many contexts change one they import");
    Value& whole = imported_.emplace_back(*context);
    for (const auto& [key, value] : item.items())
        whole[key] = value;
    merged = &whole;
    return true;
}

bool ContextProcessor::set_base(ActiveContext& result, const Value& value) {
    if (value.is_null()) {
        result.base.clear();
        return true;
    }
    const auto* text = value.get_ptr<const Value::string_t*>();
    if (text == nullptr || text->size() > bounds::iri_bytes)
        return session_.fail(Fault::invalid_base_iri, json::dump(value));
    const bool is_absolute = has_iri_form(*text);
    if (!is_absolute && result.base.empty())
        return session_.fail(Fault::invalid_base_iri, *text);
    result.base = is_absolute ? *text : resolve_iri(result.base, *text);
    return result.base.size() <= bounds::iri_bytes ||
           session_.fail(Fault::limit_reached, "the base IRI is too long");
}

bool ContextProcessor::set_vocab(ActiveContext& result, const Value& value) {
    if (value.is_null()) {
        result.vocab.reset();
        return true;
    }
    const auto* text = value.get_ptr<const Value::string_t*>();
    if (text == nullptr)
        return session_.fail(Fault::invalid_vocab_mapping, json::dump(value));
    if (!session_.is_1_1() && !has_iri_form(*text) && !is_blank_id(*text))
        return session_.fail(Fault::invalid_vocab_mapping, *text);
    auto iri = expand_iri(result, *text, Relative::to_base, Vocabulary::yes);
    if (!iri || is_keyword(*iri) || iri->size() > bounds::iri_bytes)
        return session_.fail(Fault::invalid_vocab_mapping, *text);
    if (!has_iri_form(*iri) && !is_blank_id(*iri) && !(result.base.empty() && text->empty()))
        return session_.fail(Fault::invalid_vocab_mapping, *text);
    result.vocab = std::move(*iri);
    return true;
}

bool ContextProcessor::set_language(ActiveContext& result, const Value& value) {
    if (value.is_null()) {
        result.language.clear();
        return true;
    }
    const auto* text = value.get_ptr<const Value::string_t*>();
    if (text == nullptr)
        return session_.fail(Fault::invalid_default_language, json::dump(value));
    result.language = *text;
    return true;
}

bool ContextProcessor::set_direction(ActiveContext& result, const Value& value) {
    if (!session_.is_1_1())
        return session_.fail(Fault::invalid_context_entry, kw::direction);
    if (value.is_null()) {
        result.direction = Direction::none;
        return true;
    }
    const auto* text = value.get_ptr<const Value::string_t*>();
    const auto direction = text != nullptr ? direction_from_string(*text) : std::nullopt;
    if (!direction)
        return session_.fail(Fault::invalid_base_direction, json::dump(value));
    result.direction = *direction;
    return true;
}

bool ContextProcessor::check_propagate(const Value& value) {
    if (!session_.is_1_1())
        return session_.fail(Fault::invalid_context_entry, kw::propagate);
    return value.is_boolean() || session_.fail(Fault::invalid_propagate_value, json::dump(value));
}

} // namespace moisson::rdf::jsonld
