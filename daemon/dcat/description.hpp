// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Description: what a graph says about one thing and the things it leads to, kept by the profile,
// as values. Between graph and record in both directions; nothing is interpreted here.
#pragma once

#include "dcat/profile.hpp"
#include "dcat/reach.hpp"
#include "rdf/graph.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::dcat {

class Description;

// One thing that is described. Properties go by short name, in order of their names.
struct Node {
    rdf::Term name;
    Kinds kinds = 0;
    std::map<std::string, std::vector<rdf::Term>, std::less<>> properties;

    const std::vector<rdf::Term>& values(std::string_view property) const;
    bool says(std::string_view property) const { return !values(property).empty(); }
    // "dcat:Dataset" among its types.
    bool is_a(std::string_view type) const;
};

// A thing and what its graph says of it; values that are things can be followed.
class View {
public:
    View() = default;
    View(const Description& all, const Node& node) : all_(&all), node_(&node) {}

    explicit operator bool() const { return node_ != nullptr; }
    const Node& node() const { return *node_; }
    // Values of the first of these properties that has one.
    const std::vector<rdf::Term>& values(std::initializer_list<std::string_view> properties) const;
    // Text of the first value that holds something, trimmed; for a thing, its IRI.
    std::string text(std::initializer_list<std::string_view> properties) const;
    // The described thing behind a value; no view when the value is only named, or a literal.
    View follow(const rdf::Term& value) const;

private:
    const Description* all_ = nullptr;
    const Node* node_ = nullptr;
};

class Description {
public:
    // Adds what `graph` says about `start` taken for `kind`, and about what the profile leads to.
    // Things in the way that are datasets or catalogues of their own (`is_barrier`) stay named.
    void add(const rdf::Graph& graph, rdf::TermId start, Kind kind, const Barrier& is_barrier);
    void add(Node node);

    const Node* find(const rdf::Term& name) const;
    View view(const rdf::Term& name) const;
    const std::vector<Node>& nodes() const { return nodes_; }

    // Every statement, to be sealed and written.
    void write_to(rdf::Graph& graph) const;

private:
    Node& node(const rdf::TermView& name);

    std::vector<Node> nodes_;
    std::map<rdf::Term, std::size_t> by_name_;
};

} // namespace moisson::dcat
