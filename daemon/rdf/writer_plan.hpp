// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// WriterPlan: what all writers share: the order of subjects and of their triples, labels of blank
// nodes, which blank nodes can stand inside the one that names them, and the prefixes in use.
#pragma once

#include "rdf/graph.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf {

struct ShortName {
    std::string_view prefix;
    std::string_view local;
};

class WriterPlan {
public:
    // `graph` is sealed and outlives this object.
    explicit WriterPlan(const Graph& graph);

    const Graph& graph() const { return graph_; }
    // Subjects that stand on their own, IRIs first, each in the order of its text.
    const std::vector<TermId>& subjects() const { return subjects_; }
    // The triples of a subject: rdf:type first, then by predicate and object.
    std::vector<Triple> triples(TermId subject) const;
    // A blank node that one triple names, and no chain of such leads back to itself.
    bool is_nested(TermId node) const { return nested_[index_of(node)]; }
    // "b1"..., in the order of first sight.
    std::string label(TermId node) const;
    // The term with the label above, for blank nodes; `room` holds its text.
    TermView term(TermId id, std::string& room) const;

    // Prefix and local part, for IRIs of known namespaces whose local part is a plain name.
    std::optional<ShortName> short_name(std::string_view iri) const;
    // Prefix -> namespace, those that some predicate, type or datatype of the graph uses.
    const std::map<std::string_view, std::string_view>& prefixes() const { return prefixes_; }
    bool less(TermId a, TermId b) const;

private:
    void find_nested();
    void find_prefixes();
    void order_subjects();

    const Graph& graph_;
    std::vector<TermId> subjects_;
    std::vector<bool> nested_;
    std::vector<std::uint32_t> numbers_;
    std::map<std::string_view, std::string_view> prefixes_;
};

} // namespace moisson::rdf
