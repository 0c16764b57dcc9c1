// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Values that are maps by language, index, id or type.
#include "rdf/jsonld_expander.hpp"
#include "rdf/jsonld_keywords.hpp"

#include <utility>

namespace moisson::rdf::jsonld {

bool Expander::language_map(
    const ActiveContext& context,
    const TermDefinition& term,
    const Value& map,
    Value& out
) {
    out = Value::array();
    const Direction direction = term.direction ? *term.direction : context.direction;
    for (const auto& [language, texts] : map.items()) {
        const auto expanded = iri(context, language, Relative::to_nothing, Vocabulary::yes);
        const bool is_none = expanded && *expanded == kw::none;
        const auto add = [&, &tag = language](const Value& item) {
            if (item.is_null())
                return true;
            if (!item.is_string())
                return session_.fail(Fault::invalid_language_map_value, json::dump(item));
            Value text = Value::object();
            text[std::string(kw::value)] = item;
            if (!is_none)
                text[std::string(kw::language)] = tag;
            if (direction != Direction::none)
                text[std::string(kw::direction)] = to_string(direction);
            out.push_back(std::move(text));
            return true;
        };
        if (!texts.is_array()) {
            if (!add(texts) && !session_.tolerate({}))
                return false;
            continue;
        }
        for (const Value& item : texts)
            if (!add(item) && !session_.tolerate({}))
                return false;
    }
    return true;
}

bool Expander::keyed_map(
    const ContextPtr& context,
    std::string_view key,
    const TermDefinition& term,
    const Value& map,
    Value& out
) {
    out = Value::array();
    for (const auto& [index, value] : map.items()) {
        ContextPtr inner;
        if (!map_context(context, term, index, inner))
            return false;
        Value items;
        if (!expand(inner, key, value, Origin::map, items))
            return false;
        if (items.is_null())
            continue;
        items = as_array(std::move(items));
        for (Value& item : items) {
            if (term.has(container::graph) && !has(item, kw::graph)) {
                Value graph = Value::object();
                graph[std::string(kw::graph)] = as_array(std::move(item));
                item = std::move(graph);
            }
            if (!place_index(context, term, index, item))
                return false;
            out.push_back(std::move(item));
        }
    }
    return true;
}

bool Expander::map_context(
    const ContextPtr& context,
    const TermDefinition& term,
    std::string_view index,
    ContextPtr& out
) {
    out = context;
    if (!term.has(container::id | container::type))
        return true;
    if (context->previous)
        out = context->previous;
    if (!term.has(container::type))
        return true;
    const ContextPtr outer = out;
    const TermDefinition* type = outer->find(index);
    return type == nullptr || type->context == nullptr ||
           processor_.enter_scope(outer, *type, ContextProcessor::Scope::type, out);
}

bool Expander::place_index(
    const ContextPtr& context,
    const TermDefinition& term,
    const std::string& index,
    Value& item
) {
    if (!item.is_object())
        return true;
    auto expanded = iri(*context, index, Relative::to_nothing, Vocabulary::yes);
    if (expanded && *expanded == kw::none)
        return true;
    if (term.has(container::index)) {
        if (!term.index.empty() && term.index != kw::index)
            return place_index_property(*context, term, index, item);
        if (!has(item, kw::index))
            item[std::string(kw::index)] = index;
    } else if (term.has(container::id)) {
        if (!has(item, kw::id)) {
            auto id = iri(*context, index, Relative::to_base, Vocabulary::no);
            item[std::string(kw::id)] = id ? Value(std::move(*id)) : Value();
        }
    } else if (expanded) {
        Value types = Value::array({std::move(*expanded)});
        if (const auto known = item.find(kw::type); known != item.end())
            append_to(types, std::move(*known));
        item[std::string(kw::type)] = std::move(types);
    }
    return true;
}

bool Expander::place_index_property(
    const ActiveContext& context,
    const TermDefinition& term,
    const std::string& index,
    Value& item
) {
    Value value;
    if (!expand_value(context, term.index, Value(index), value))
        return false;
    const auto property = iri(context, term.index, Relative::to_nothing, Vocabulary::yes);
    if (has(item, kw::value))
        return session_.fail(Fault::invalid_value_object, term.index);
    if (!property)
        return true;
    Value values = Value::array({std::move(value)});
    if (const auto known = item.find(*property); known != item.end())
        append_to(values, std::move(*known));
    item[*property] = std::move(values);
    return true;
}

} // namespace moisson::rdf::jsonld
