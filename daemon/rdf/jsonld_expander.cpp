// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_expander.hpp"

#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_keywords.hpp"

#include <utility>

namespace moisson::rdf::jsonld {

json::Value as_array(json::Value value) {
    if (value.is_array())
        return value;
    json::Value array = json::Value::array();
    array.push_back(std::move(value));
    return array;
}

void append_to(json::Value& array, json::Value value) {
    if (!value.is_array()) {
        array.push_back(std::move(value));
        return;
    }
    for (json::Value& item : value)
        array.push_back(std::move(item));
}

void add_to(json::Value& object, std::string_view key, json::Value value) {
    auto& members = *object.get_ptr<json::Value::object_t*>();
    const auto [place, is_new] = members.try_emplace(std::string(key), json::Value::array());
    if (!is_new && !place->second.is_array())
        place->second = as_array(std::move(place->second));
    append_to(place->second, std::move(value));
}

bool has(const json::Value& value, std::string_view key) {
    return json::find(value, key) != nullptr;
}

std::optional<std::string> Expander::iri(
    const ActiveContext& context,
    std::string_view text,
    Relative relative,
    Vocabulary vocabulary
) {
    auto expanded = expand_iri(context, text, relative, vocabulary);
    // The next step that can fail sees a budget that is used up.
    session_.spend_bytes(expanded ? expanded->size() : 0);
    return expanded;
}

bool Expander::expand_document(const ContextPtr& context, const Value& document, Value& out) {
    Value expanded;
    if (!expand(context, std::nullopt, document, Origin::plain, expanded))
        return false;
    if (expanded.is_object() && expanded.size() == 1 && has(expanded, kw::graph))
        expanded = Value(std::move(expanded.begin().value()));
    out = expanded.is_null() ? Value::array() : as_array(std::move(expanded));
    return true;
}

bool Expander::expand(
    const ContextPtr& context,
    Property property,
    const Value& element,
    Origin origin,
    Value& out
) {
    out = nullptr;
    if (element.is_null())
        return true;
    if (depth_ >= bounds::jsonld_depth)
        return session_.fail(Fault::limit_reached, "the document nests too deep");
    if (!session_.spend_bytes(0))
        return false;
    ++depth_;
    bool success = false;
    if (element.is_array())
        success = expand_array(context, property, element, origin, out);
    else if (element.is_object())
        success = expand_object(context, property, element, origin, out);
    else
        success = expand_scalar(context, property, element, out);
    --depth_;
    return success;
}

bool Expander::expand_scalar(
    const ContextPtr& context,
    Property property,
    const Value& element,
    Value& out
) {
    if (!property || *property == kw::graph)
        return true;
    const TermDefinition* term = context->find(*property);
    if (term == nullptr || term->context == nullptr)
        return expand_value(*context, *property, element, out);
    ContextPtr scoped;
    return processor_.enter_scope(context, *term, ContextProcessor::Scope::property, scoped) &&
           expand_value(*scoped, *property, element, out);
}

bool Expander::expand_array(
    const ContextPtr& context,
    Property property,
    const Value& items,
    Origin origin,
    Value& out
) {
    const TermDefinition* term = property ? context->find(*property) : nullptr;
    const bool is_list = term != nullptr && term->has(container::list);
    Value result = Value::array();
    for (const Value& item : items) {
        Value expanded;
        if (!expand(context, property, item, origin, expanded)) {
            if (!session_.tolerate(json::text(item, kw::id)))
                return false;
            continue;
        }
        if (is_list && expanded.is_array()) {
            Value list = Value::object();
            list[std::string(kw::list)] = std::move(expanded);
            expanded = std::move(list);
        }
        if (!expanded.is_null())
            append_to(result, std::move(expanded));
    }
    out = std::move(result);
    return true;
}

bool Expander::expand_value(
    const ActiveContext& context,
    std::string_view property,
    const Value& value,
    Value& out
) {
    const TermDefinition* term = context.find(property);
    const std::string_view type = term != nullptr ? std::string_view(term->type) : "";
    const auto* text = value.get_ptr<const Value::string_t*>();
    out = Value::object();
    if (text != nullptr && (type == kw::id || type == kw::vocab)) {
        const auto vocabulary = type == kw::vocab ? Vocabulary::yes : Vocabulary::no;
        auto id = iri(context, *text, Relative::to_base, vocabulary);
        out[std::string(kw::id)] = id ? Value(std::move(*id)) : Value();
        return true;
    }
    out[std::string(kw::value)] = value;
    if (!type.empty() && type != kw::id && type != kw::vocab && type != kw::none) {
        out[std::string(kw::type)] = type;
    } else if (text != nullptr) {
        const bool has_language = term != nullptr && term->language;
        const std::string& language = has_language ? *term->language : context.language;
        if (!language.empty())
            out[std::string(kw::language)] = language;
        const Direction direction =
            term != nullptr && term->direction ? *term->direction : context.direction;
        if (direction != Direction::none)
            out[std::string(kw::direction)] = to_string(direction);
    }
    return true;
}

} // namespace moisson::rdf::jsonld
