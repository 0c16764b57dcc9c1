// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Expansion of one object: its contexts, its entries, and what the whole must look like.
#include "rdf/jsonld_expander.hpp"
#include "rdf/jsonld_iri.hpp"
#include "rdf/jsonld_keywords.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace moisson::rdf::jsonld {

bool Expander::expand_object(
    ContextPtr context,
    Property property,
    const Value& element,
    Origin origin,
    Value& out
) {
    Object object;
    return enter_contexts(context, property, element, origin) &&
           enter_types(context, element, object) &&
           expand_entries(context, property, element, object) && finish(property, object, out);
}

bool Expander::enter_contexts(
    ContextPtr& context,
    Property property,
    const Value& element,
    Origin origin
) {
    // A local copy: `term` lives in the context that is left.
    const ContextPtr outer = context;
    const TermDefinition* term = property ? outer->find(*property) : nullptr;
    if (context->previous && origin == Origin::plain && reverts(*context, element))
        context = ContextPtr(context->previous);
    if (term != nullptr && term->context != nullptr) {
        ContextPtr scoped;
        if (!processor_.enter_scope(context, *term, ContextProcessor::Scope::property, scoped))
            return false;
        context = std::move(scoped);
    }
    const Value* local = json::find(element, kw::context);
    if (local == nullptr)
        return true;
    ContextPtr inner;
    if (!processor_.process(context, *local, ContextPlace(session_.options().base), inner))
        return false;
    context = std::move(inner);
    return true;
}

// Whether a context that does not propagate ends here: value objects and references stay in it.
bool Expander::reverts(const ActiveContext& context, const Value& element) {
    for (const auto& member : element.items()) {
        const auto key = iri(context, member.key(), Relative::to_nothing, Vocabulary::yes);
        if (key && (*key == kw::value || (*key == kw::id && element.size() == 1)))
            return false;
    }
    return true;
}

bool Expander::enter_types(ContextPtr& context, const Value& element, Object& object) {
    object.type_scoped = context;
    const Value* first = nullptr;
    for (const auto& member : element.items()) {
        const auto key =
            iri(*object.type_scoped, member.key(), Relative::to_nothing, Vocabulary::yes);
        if (!key || *key != kw::type)
            continue;
        if (first == nullptr)
            first = &member.value();
        std::vector<std::string_view> types;
        const auto take = [&types](const Value& type) {
            if (const auto* text = type.get_ptr<const Value::string_t*>())
                types.push_back(*text);
        };
        if (member.value().is_array())
            std::for_each(member.value().begin(), member.value().end(), take);
        else
            take(member.value());
        std::sort(types.begin(), types.end());
        for (const std::string_view type : types) {
            const TermDefinition* term = object.type_scoped->find(type);
            if (term == nullptr || term->context == nullptr)
                continue;
            ContextPtr scoped;
            if (!processor_.enter_scope(context, *term, ContextProcessor::Scope::type, scoped))
                return false;
            context = std::move(scoped);
        }
    }
    if (first != nullptr && first->is_array() && !first->empty())
        first = &first->back();
    if (first != nullptr && first->is_string())
        object.input_type = iri(*context,
                                *first->get_ptr<const Value::string_t*>(),
                                Relative::to_nothing,
                                Vocabulary::yes)
                                .value_or("");
    return true;
}

bool Expander::expand_entries(
    const ContextPtr& context,
    Property property,
    const Value& element,
    Object& object
) {
    std::vector<std::string_view> nests;
    for (const auto& member : element.items()) {
        const std::string& key = member.key();
        if (key == kw::context)
            continue;
        const auto expanded = iri(*context, key, Relative::to_nothing, Vocabulary::yes);
        if (!expanded)
            continue;
        bool success = true;
        if (*expanded == kw::nest)
            nests.push_back(key);
        else if (is_keyword(*expanded))
            success = expand_keyword(context, property, *expanded, member.value(), object);
        else if (expanded->find(':') != std::string::npos)
            success = expand_property(context, key, *expanded, member.value(), object);
        if (!success && !session_.tolerate(json::text(element, kw::id)))
            return false;
    }
    for (const std::string_view key : nests)
        if (!expand_nest(context, key, *json::find(element, key), object) &&
            !session_.tolerate(json::text(element, kw::id)))
            return false;
    return true;
}

bool Expander::expand_nest(
    const ContextPtr& context,
    std::string_view key,
    const Value& nested,
    Object& object
) {
    ContextPtr inner = context;
    const TermDefinition* term = context->find(key);
    if (term != nullptr && term->context != nullptr &&
        !processor_.enter_scope(context, *term, ContextProcessor::Scope::property, inner))
        return false;
    const auto expand_one = [&](const Value& item) {
        if (!item.is_object())
            return session_.fail(Fault::invalid_nest_value, json::dump(item));
        for (const auto& member : item.items()) {
            const auto name = iri(*inner, member.key(), Relative::to_nothing, Vocabulary::yes);
            if (name && *name == kw::value)
                return session_.fail(Fault::invalid_nest_value, json::dump(item));
        }
        return expand_entries(inner, key, item, object);
    };
    if (!nested.is_array())
        return expand_one(nested);
    return std::all_of(nested.begin(), nested.end(), expand_one);
}

// A value object where the context announces a map of languages: publishers mean the value.
bool Expander::is_mistaken_map(const Value& value) const {
    return !session_.is_strict() && (has(value, kw::value) || has(value, kw::id));
}

bool Expander::expand_property(
    const ContextPtr& context,
    std::string_view key,
    const std::string& iri,
    const Value& value,
    Object& object
) {
    static const TermDefinition undefined;
    const TermDefinition* known = context->find(key);
    const TermDefinition& term = known != nullptr ? *known : undefined;
    Value expanded;
    if (term.type == kw::json) {
        expanded = Value::object();
        expanded[std::string(kw::value)] = value;
        expanded[std::string(kw::type)] = kw::json;
    } else if (term.has(container::language) && value.is_object() && !is_mistaken_map(value)) {
        if (!language_map(*context, term, value, expanded))
            return false;
    } else if (term.has(container::index | container::type | container::id) && value.is_object()) {
        if (!keyed_map(context, key, term, value, expanded))
            return false;
    } else if (!expand(context, key, value, Origin::plain, expanded)) {
        return false;
    }
    if (expanded.is_null())
        return true;
    if (term.has(container::list) && !has(expanded, kw::list)) {
        Value list = Value::object();
        list[std::string(kw::list)] = as_array(std::move(expanded));
        expanded = std::move(list);
    }
    if (term.has(container::graph) && !term.has(container::id | container::index)) {
        Value graphs = Value::array();
        expanded = as_array(std::move(expanded));
        for (Value& item : expanded) {
            Value graph = Value::object();
            graph[std::string(kw::graph)] = as_array(std::move(item));
            graphs.push_back(std::move(graph));
        }
        expanded = std::move(graphs);
    }
    if (!term.is_reverse) {
        add_to(object.result, iri, std::move(expanded));
        return true;
    }
    Value& reverse_map = object.result[std::string(kw::reverse)];
    if (reverse_map.is_null())
        reverse_map = Value::object();
    return add_reversed(reverse_map, iri, std::move(expanded));
}

bool Expander::check_value_object(Object& object, bool& is_null) {
    Value& result = object.result;
    for (const auto& member : result.items()) {
        const std::string& key = member.key();
        if (key != kw::value && key != kw::type && key != kw::language && key != kw::direction &&
            key != kw::index)
            return session_.fail(Fault::invalid_value_object, key);
    }
    const Value* type = json::find(result, kw::type);
    const bool has_language = has(result, kw::language);
    if (type != nullptr && (has_language || has(result, kw::direction)))
        return session_.fail(Fault::invalid_value_object, json::dump(result));
    if (type != nullptr && *type == Value(kw::json))
        return true;
    const Value& value = *json::find(result, kw::value);
    is_null = value.is_null() || (value.is_array() && value.empty());
    if (is_null)
        return true;
    if (has_language && !value.is_string())
        return session_.fail(Fault::invalid_language_tagged_value, json::dump(value));
    if (type == nullptr)
        return true;
    const auto* text = type->get_ptr<const Value::string_t*>();
    return (text != nullptr && has_iri_form(*text)) ||
           session_.fail(Fault::invalid_typed_value, json::dump(*type));
}

bool Expander::finish(Property property, Object& object, Value& out) {
    Value& result = object.result;
    const Value* type = json::find(result, kw::type);
    out = nullptr;
    if (has(result, kw::value)) {
        bool is_null = false;
        if (!check_value_object(object, is_null))
            return false;
        if (is_null)
            return true;
    } else if (type != nullptr && !type->is_array()) {
        result[std::string(kw::type)] = as_array(*type);
    } else if (has(result, kw::set) || has(result, kw::list)) {
        if (result.size() > (has(result, kw::index) ? 2U : 1U))
            return session_.fail(Fault::invalid_set_or_list_object, json::dump(result));
        if (has(result, kw::set)) {
            out = std::move(result[std::string(kw::set)]);
            return true;
        }
    }
    if (result.size() == 1 && has(result, kw::language))
        return true;
    const bool floats = !property || *property == kw::graph;
    if (floats && (result.empty() || has(result, kw::value) || has(result, kw::list) ||
                   (result.size() == 1 && has(result, kw::id))))
        return true;
    out = std::move(result);
    return true;
}

} // namespace moisson::rdf::jsonld
