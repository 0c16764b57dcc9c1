// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Entries of an object whose key is a keyword or an alias of one.
#include "rdf/jsonld_expander.hpp"
#include "rdf/jsonld_keywords.hpp"

#include <utility>

namespace moisson::rdf::jsonld {

bool Expander::expand_keyword(
    const ContextPtr& context,
    Property property,
    const std::string& keyword,
    const Value& value,
    Object& object
) {
    if (property && *property == kw::reverse)
        return session_.fail(Fault::invalid_reverse_property_map, keyword);
    const bool may_repeat = session_.is_1_1() && (keyword == kw::included || keyword == kw::type);
    if (!may_repeat && has(object.result, keyword))
        return session_.fail(Fault::colliding_keywords, keyword);
    if (keyword == kw::id)
        return keyword_id(*context, value, object);
    if (keyword == kw::type)
        return keyword_type(value, object);
    if (keyword == kw::value)
        return keyword_value(value, object);
    if (keyword == kw::language || keyword == kw::direction || keyword == kw::index)
        return keyword_text(keyword, value, object);
    if (keyword == kw::included)
        return !session_.is_1_1() || keyword_included(context, value, object);
    if (keyword == kw::reverse)
        return keyword_reverse(context, value, object);
    const bool is_graph = keyword == kw::graph;
    const bool is_list = keyword == kw::list;
    if (!is_graph && !is_list && keyword != kw::set)
        return true;
    if (is_list && (!property || *property == kw::graph))
        return true;
    Value expanded;
    if (!expand(context, is_graph ? Property(kw::graph) : property, value, Origin::plain, expanded))
        return false;
    if (is_list && expanded.is_null())
        expanded = Value::array();
    if (is_graph || is_list)
        expanded = expanded.is_null() ? Value::array() : as_array(std::move(expanded));
    object.result[keyword] = std::move(expanded);
    return true;
}

bool Expander::keyword_id(const ActiveContext& context, const Value& value, Object& object) {
    const auto* text = value.get_ptr<const Value::string_t*>();
    if (text == nullptr)
        return session_.fail(Fault::invalid_id_value, json::dump(value));
    auto id = iri(context, *text, Relative::to_base, Vocabulary::no);
    object.result[std::string(kw::id)] = id ? Value(std::move(*id)) : Value();
    return true;
}

bool Expander::keyword_type(const Value& value, Object& object) {
    Value types = Value::array();
    const auto add = [&](const Value& item) {
        const auto* text = item.get_ptr<const Value::string_t*>();
        if (text == nullptr)
            return session_.fail(Fault::invalid_type_value, json::dump(item));
        if (auto type = iri(*object.type_scoped, *text, Relative::to_base, Vocabulary::yes))
            types.push_back(std::move(*type));
        return session_.spend_bytes(0);
    };
    if (!value.is_array()) {
        if (!add(value))
            return false;
    } else {
        for (const Value& item : value)
            if (!add(item) && !session_.tolerate({}))
                return false;
    }
    const std::string key(kw::type);
    if (has(object.result, key))
        add_to(object.result, key, std::move(types));
    else if (value.is_array())
        object.result[key] = std::move(types);
    else if (!types.empty())
        object.result[key] = Value(types.front());
    return true;
}

bool Expander::keyword_included(const ContextPtr& context, const Value& value, Object& object) {
    Value expanded;
    if (!expand(context, std::nullopt, value, Origin::plain, expanded))
        return false;
    expanded = as_array(std::move(expanded));
    for (const Value& item : expanded)
        if (!item.is_object() || has(item, kw::value) || has(item, kw::list) || has(item, kw::set))
            return session_.fail(Fault::invalid_included_value, json::dump(item));
    add_to(object.result, kw::included, std::move(expanded));
    return true;
}

bool Expander::keyword_value(const Value& value, Object& object) {
    if (object.input_type == kw::json) {
        if (!session_.is_1_1())
            return session_.fail(Fault::invalid_value_object_value, json::dump(value));
    } else if (value.is_structured()) {
        return session_.fail(Fault::invalid_value_object_value, json::dump(value));
    }
    object.result[std::string(kw::value)] = value;
    return true;
}

bool Expander::keyword_text(const std::string& keyword, const Value& value, Object& object) {
    const bool is_direction = keyword == kw::direction;
    if (is_direction && !session_.is_1_1())
        return true;
    const auto* text = value.get_ptr<const Value::string_t*>();
    if (text == nullptr || (is_direction && !direction_from_string(*text))) {
        const Fault fault = is_direction           ? Fault::invalid_base_direction
                            : keyword == kw::index ? Fault::invalid_index_value
                                                   : Fault::invalid_language_tagged_string;
        return session_.fail(fault, json::dump(value));
    }
    object.result[keyword] = *text;
    return true;
}

bool Expander::keyword_reverse(const ContextPtr& context, const Value& value, Object& object) {
    if (!value.is_object())
        return session_.fail(Fault::invalid_reverse_value, json::dump(value));
    Value expanded;
    if (!expand(context, kw::reverse, value, Origin::plain, expanded))
        return false;
    if (!expanded.is_object())
        return true;
    if (const auto twice = expanded.find(kw::reverse); twice != expanded.end()) {
        for (auto& member : twice->items())
            add_to(object.result, member.key(), std::move(member.value()));
        expanded.erase(twice);
    }
    if (expanded.empty())
        return true;
    Value& reverse_map = object.result[std::string(kw::reverse)];
    if (reverse_map.is_null())
        reverse_map = Value::object();
    for (auto& member : expanded.items())
        if (!add_reversed(reverse_map, member.key(), std::move(member.value())))
            return false;
    return true;
}

bool Expander::add_reversed(Value& reverse_map, const std::string& iri, Value items) {
    items = as_array(std::move(items));
    for (Value& item : items) {
        if (has(item, kw::value) || has(item, kw::list)) {
            session_.fail(Fault::invalid_reverse_property_value, json::dump(item));
            if (!session_.tolerate({}))
                return false;
            continue;
        }
        add_to(reverse_map, iri, std::move(item));
    }
    return true;
}

} // namespace moisson::rdf::jsonld
