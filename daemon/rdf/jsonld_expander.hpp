// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Expansion (json-ld-api 5.1): a document without its contexts, every term an IRI, every value an
// object. Internal to the room.
#pragma once

#include "rdf/jsonld_context_processor.hpp"
#include "rdf/jsonld_expand_iri.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::rdf::jsonld {

// Steps return false when they failed; a result of null is "nothing".
class Expander {
public:
    // Both outlive this object.
    Expander(Session& session, ContextProcessor& processor)
        : session_(session), processor_(processor) {}

    // The expanded form of a whole document under `context`: an array.
    bool expand_document(const ContextPtr& context, const json::Value& document, json::Value& out);

    // The term whose value is expanded; nothing at the top.
    using Property = std::optional<std::string_view>;

    // -- jsonld_expand_outer.cpp: a document whose lists come entry by entry

    // What is around the lists.
    struct Outer {
        // Keys of the lists, and what they are expanded; empty for one that nothing is made of.
        std::map<std::string, std::string> lists;
        // What the entries of the lists stand under.
        ContextPtr context;
        // Expanded, an empty array in the place of each list; null for nothing.
        json::Value node;
        // False: what this object is depends on its lists.
        bool fits = false;
    };
    // `element`: the object at the top, an empty array in the place of each list. It outlives
    // `outer`, whose keys are given.
    bool expand_outer(ContextPtr context, const json::Value& element, Outer& outer);
    // One entry of the list under `property`: an array of what it says.
    bool expand_item(
        const ContextPtr& context,
        Property property,
        const json::Value& item,
        json::Value& out
    );

private:
    using Value = json::Value;
    enum class Origin : unsigned char { plain, map };

    // One object while it is expanded.
    struct Object {
        ContextPtr type_scoped;
        std::string input_type;
        Value result = Value::object();
    };

    bool expand(
        const ContextPtr& context,
        Property property,
        const Value& element,
        Origin origin,
        Value& out
    );
    bool
    expand_scalar(const ContextPtr& context, Property property, const Value& element, Value& out);
    bool expand_array(
        const ContextPtr& context,
        Property property,
        const Value& items,
        Origin origin,
        Value& out
    );
    bool expand_value(
        const ActiveContext& context,
        std::string_view property,
        const Value& value,
        Value& out
    );

    // -- jsonld_expand_object.cpp
    bool expand_object(
        ContextPtr context,
        Property property,
        const Value& element,
        Origin origin,
        Value& out
    );
    bool
    enter_contexts(ContextPtr& context, Property property, const Value& element, Origin origin);
    bool enter_types(ContextPtr& context, const Value& element, Object& object);
    bool reverts(const ActiveContext& context, const Value& element);
    bool expand_entries(
        const ContextPtr& context,
        Property property,
        const Value& element,
        Object& object
    );
    bool expand_nest(
        const ContextPtr& context,
        std::string_view key,
        const Value& nested,
        Object& object
    );
    bool expand_property(
        const ContextPtr& context,
        std::string_view key,
        const std::string& iri,
        const Value& value,
        Object& object
    );
    bool is_mistaken_map(const Value& value) const;
    bool finish(Property property, Object& object, Value& out);
    bool check_value_object(Object& object, bool& is_null);

    // -- jsonld_expand_keywords.cpp
    bool expand_keyword(
        const ContextPtr& context,
        Property property,
        const std::string& keyword,
        const Value& value,
        Object& object
    );
    bool keyword_id(const ActiveContext& context, const Value& value, Object& object);
    bool keyword_type(const Value& value, Object& object);
    bool keyword_included(const ContextPtr& context, const Value& value, Object& object);
    bool keyword_value(const Value& value, Object& object);
    bool keyword_text(const std::string& keyword, const Value& value, Object& object);
    bool keyword_reverse(const ContextPtr& context, const Value& value, Object& object);
    bool add_reversed(Value& reverse_map, const std::string& iri, Value items);

    // -- jsonld_expand_maps.cpp
    bool language_map(
        const ActiveContext& context,
        const TermDefinition& term,
        const Value& map,
        Value& out
    );
    bool keyed_map(
        const ContextPtr& context,
        std::string_view key,
        const TermDefinition& term,
        const Value& map,
        Value& out
    );
    bool map_context(
        const ContextPtr& context,
        const TermDefinition& term,
        std::string_view index,
        ContextPtr& out
    );
    bool place_index(
        const ContextPtr& context,
        const TermDefinition& term,
        const std::string& index,
        Value& item
    );
    bool place_index_property(
        const ActiveContext& context,
        const TermDefinition& term,
        const std::string& index,
        Value& item
    );

    bool place_lists(const ActiveContext& context, const Value& element, Outer& outer);

    // expand_iri, accounted for.
    std::optional<std::string>
    iri(const ActiveContext& context,
        std::string_view text,
        Relative relative,
        Vocabulary vocabulary);

    Session& session_;
    ContextProcessor& processor_;
    std::size_t depth_ = 0;
};

// -- Small helpers on expanded values
// --------------------------------------------------------------- `value`, in an array unless it is
// one.
json::Value as_array(json::Value value);
// Adds `value`, or its items, to the end of `array`.
void append_to(json::Value& array, json::Value value);
// The same to the array at `key`, made when it is not there.
void add_to(json::Value& object, std::string_view key, json::Value value);
bool has(const json::Value& value, std::string_view key);

} // namespace moisson::rdf::jsonld
