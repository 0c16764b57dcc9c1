// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Expansion of a document whose lists are given entry by entry: the same steps as for a whole one,
// where they do not need to see all entries at once.
#include "rdf/jsonld_expander.hpp"
#include "rdf/jsonld_keywords.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace moisson::rdf::jsonld {
namespace {

// Whether the values of a list mean the same one by one: not those of an ordered list, of a JSON
// literal, of a graph, of a reversed term.
bool is_taken_apart(const TermDefinition* term) {
    if (term == nullptr)
        return true;
    const bool is_plain = !term->has(static_cast<std::uint8_t>(~container::set));
    return is_plain && !term->is_reverse && term->type != kw::json;
}

} // namespace

// False: a list is of a kind that is needed whole.
bool Expander::place_lists(const ActiveContext& context, const Value& element, Outer& outer) {
    std::size_t graphs = 0;
    for (const auto& member : element.items()) {
        if (member.key() == kw::context)
            continue;
        const auto expanded = iri(context, member.key(), Relative::to_nothing, Vocabulary::yes);
        const bool is_graph = expanded && *expanded == kw::graph;
        graphs += is_graph ? 1 : 0;
        const auto list = outer.lists.find(member.key());
        if (list == outer.lists.end() || !expanded)
            continue;
        if (!is_graph && is_keyword(*expanded))
            return false;
        if (!is_graph && expanded->find(':') == std::string::npos)
            continue;
        if (!is_graph && !is_taken_apart(context.find(member.key())))
            return false;
        list->second = *expanded;
    }
    // The second one is a fault, and what it holds is left out.
    return graphs <= 1;
}

bool Expander::expand_outer(ContextPtr context, const Value& element, Outer& outer) {
    Object object;
    if (!enter_contexts(context, std::nullopt, element, Origin::plain) ||
        !enter_types(context, element, object))
        return false;
    outer.context = context;
    outer.fits = place_lists(*context, element, outer);
    if (!outer.fits)
        return true;
    if (!expand_entries(context, std::nullopt, element, object) ||
        !finish(std::nullopt, object, outer.node))
        return false;
    const Value& node = outer.node;
    outer.fits =
        node.is_null() || (node.is_object() && !has(node, kw::value) && !has(node, kw::list));
    for (const auto& [key, expanded] : outer.lists) {
        if (expanded.empty())
            continue;
        // What another key or a nest says under the same IRI stands before or behind the list.
        const Value* place = json::find(node, expanded);
        if (place == nullptr || !place->empty())
            outer.fits = false;
    }
    return true;
}

bool Expander::expand_item(
    const ContextPtr& context,
    Property property,
    const Value& item,
    Value& out
) {
    out = Value::array();
    Value expanded;
    if (!expand(context, property, item, Origin::plain, expanded))
        return session_.tolerate(json::text(item, kw::id));
    if (!expanded.is_null())
        append_to(out, std::move(expanded));
    return true;
}

} // namespace moisson::rdf::jsonld
