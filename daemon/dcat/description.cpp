// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/description.hpp"

#include "dcat/vocabulary.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <utility>

namespace moisson::dcat {
namespace {

const std::vector<rdf::Term> nothing;

} // namespace

const std::vector<rdf::Term>& Node::values(std::string_view property) const {
    const auto found = properties.find(property);
    return found == properties.end() ? nothing : found->second;
}

bool Node::is_a(std::string_view type) const {
    const std::vector<rdf::Term>& types = values("rdf:type");
    return std::any_of(types.begin(), types.end(), [type](const rdf::Term& one) {
        return short_name(one.value) == type;
    });
}

const std::vector<rdf::Term>& View::values(std::initializer_list<std::string_view> properties
) const {
    for (const std::string_view property : properties) {
        if (node_ == nullptr)
            break;
        const std::vector<rdf::Term>& found = node_->values(property);
        const bool full = std::any_of(found.begin(), found.end(), [](const rdf::Term& one) {
            return !text::trim(one.value).empty();
        });
        if (full)
            return found;
    }
    return nothing;
}

std::string View::text(std::initializer_list<std::string_view> properties) const {
    for (const std::string_view property : properties) {
        for (const rdf::Term& one : values({property})) {
            const std::string_view text = text::trim(one.value);
            if (one.kind != rdf::TermKind::blank && !text.empty())
                return std::string(text);
        }
    }
    return {};
}

View View::follow(const rdf::Term& value) const {
    return all_ == nullptr ? View() : all_->view(value);
}

Node& Description::node(const rdf::TermView& name) {
    const auto [at, fresh] = by_name_.emplace(rdf::Term(name), nodes_.size());
    if (fresh)
        nodes_.emplace_back().name = at->first;
    return nodes_[at->second];
}

void Description::add(Node added) {
    Node& mine = node(added.name.view());
    mine.kinds |= added.kinds;
    for (auto& [property, values] : added.properties) {
        std::vector<rdf::Term>& all = mine.properties[property];
        if (all.empty()) {
            all = std::move(values);
            continue;
        }
        // Met before as something else: mostly the same values.
        if (all == values)
            continue;
        for (rdf::Term& one : values)
            if (std::find(all.begin(), all.end(), one) == all.end())
                all.push_back(std::move(one));
    }
}

void Description::add(
    const rdf::Graph& graph,
    rdf::TermId start,
    Kind kind,
    const Barrier& is_barrier
) {
    for (const auto& [id, kinds] : reach(graph, start, kind, is_barrier)) {
        Node found;
        found.name = rdf::Term(graph.term(id));
        found.kinds = kinds;
        for (const rdf::Triple& triple : graph.about(id)) {
            std::string property = short_name(graph.term(triple.predicate).value);
            if (rule_of(kinds, property))
                found.properties[std::move(property)].emplace_back(graph.term(triple.object));
        }
        add(std::move(found));
    }
}

const Node* Description::find(const rdf::Term& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &nodes_[found->second];
}

View Description::view(const rdf::Term& name) const {
    const Node* found = find(name);
    return found == nullptr ? View() : View(*this, *found);
}

void Description::write_to(rdf::Graph& graph) const {
    for (const Node& one : nodes_)
        for (const auto& [property, values] : one.properties) {
            const std::string predicate = iri_of(property);
            for (const rdf::Term& value : values)
                graph.add(one.name.view(), predicate, value.view());
        }
}

} // namespace moisson::dcat
