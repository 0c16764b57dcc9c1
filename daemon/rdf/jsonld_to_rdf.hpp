// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Expanded JSON-LD to triples (json-ld-api 7 and 8). Nodes are pushed as they are met: a graph is
// a set, so that the node map of the specification would add nothing but memory. Internal to the
// room.
#pragma once

#include "rdf/jsonld_session.hpp"
#include "rdf/sink.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace moisson::rdf::jsonld {

class TripleWriter {
public:
    // Both outlive this object.
    TripleWriter(Session& session, TripleSink& sink) : session_(session), sink_(sink) {}

    // Pushes what `expanded`, the array that expansion made, says. False: failed.
    bool write(const json::Value& expanded);
    // Called behind each entry of an object with its key and the object's subject.
    using Behind = std::function<bool(const std::string& key, const std::optional<Term>& subject)>;
    // The same for one expanded object; `behind` may write more values of its entries.
    bool write_outer(const json::Value& node, const Behind& behind);
    // More `values` of the entry `key` of `subject`.
    bool write_more(
        const std::string& key,
        const json::Value& values,
        const std::optional<Term>& subject
    );

private:
    // What the triples of one place have in common.
    struct Place {
        TermView graph;
        // False inside a graph whose name is no IRI: nothing is pushed.
        bool is_pushed = true;
    };

    bool write_node(const json::Value& node, const Place& place, std::optional<Term>& subject);
    bool find_subject(const json::Value& node, const Place& place, std::optional<Term>& subject);
    bool write_entry(
        const std::string& key,
        const json::Value& values,
        const std::optional<Term>& subject,
        const Place& place
    );
    bool
    write_types(const json::Value& types, const std::optional<Term>& subject, const Place& place);
    bool write_reverse(
        const json::Value& reverse_map,
        const std::optional<Term>& subject,
        const Place& place
    );
    bool write_graph(const json::Value& graph, const std::optional<Term>& name);
    bool write_nodes(const json::Value& nodes, const Place& place);
    // The term of one expanded value and the triples behind it; nothing when it has none.
    bool object_of(const json::Value& value, const Place& place, std::optional<Term>& object);
    bool write_list(const json::Value& items, const Place& place, std::optional<Term>& head);
    std::optional<Term> literal_of(const json::Value& value, const Place& place, bool& success);
    std::optional<Term> text_literal(const json::Value& value, const Place& place, bool& success);
    bool write_compound(const json::Value& value, const Place& place, std::optional<Term>& object);

    bool check_index(const json::Value& node, const Term& subject, const Place& place);
    // An IRI or blank node that may stand in a triple; mended when the session is lenient.
    std::optional<Term> resource(std::string_view id);
    std::optional<std::string> usable_iri(std::string_view text);
    Term fresh_blank();
    Term blank_of(std::string_view label);
    bool push(
        const std::optional<Term>& subject,
        std::string_view predicate,
        const std::optional<Term>& object,
        const Place& place
    );

    Session& session_;
    TripleSink& sink_;
    std::map<std::string, std::string, std::less<>> blanks_;
    std::size_t blank_count_ = 0;
    std::map<std::pair<std::string, std::string>, std::string> indexes_;
    // Compound literals of one subject and property, which are the same when they say the same.
    std::map<std::string, Term> compounds_;
    std::string compound_scope_;
    std::size_t depth_ = 0;
};

} // namespace moisson::rdf::jsonld
