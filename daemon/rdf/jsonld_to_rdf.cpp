// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_to_rdf.hpp"

#include "rdf/bounds.hpp"
#include "rdf/iri_mend.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_iri.hpp"
#include "rdf/jsonld_keywords.hpp"
#include "rdf/known_prefixes.hpp"

#include <fmt/format.h>

namespace moisson::rdf::jsonld {

using json::Value;

namespace {

// The namespace that the scheme of `iri` is the usual prefix of: the context did not say so, or
// could not be had. "geo" is a scheme too (RFC 5870).
std::string_view undeclared_namespace(std::string_view iri) {
    if (iri.starts_with("http"))
        return {};
    const std::string_view scheme = iri.substr(0, iri.find(':'));
    return scheme == "geo" ? std::string_view() : known_namespace(scheme);
}

} // namespace

bool TripleWriter::write(const Value& expanded) {
    return write_nodes(expanded, Place{});
}

bool TripleWriter::write_nodes(const Value& nodes, const Place& place) {
    for (const Value& node : nodes) {
        std::optional<Term> ignored;
        if (node.is_object() && json::find(node, kw::value) == nullptr &&
            !object_of(node, place, ignored))
            return false;
    }
    return true;
}

bool TripleWriter::write_outer(const Value& node, const Behind& behind) {
    std::optional<Term> subject;
    if (!find_subject(node, Place{}, subject))
        return false;
    for (const auto& [key, values] : node.items())
        if (!write_entry(key, values, subject, Place{}) || !behind(key, subject))
            return false;
    return true;
}

bool TripleWriter::write_more(
    const std::string& key,
    const Value& values,
    const std::optional<Term>& subject
) {
    return write_entry(key, values, subject, Place{});
}

bool TripleWriter::find_subject(
    const Value& node,
    const Place& place,
    std::optional<Term>& subject
) {
    if (const Value* id = json::find(node, kw::id)) {
        const auto* text = id->get_ptr<const Value::string_t*>();
        subject = text != nullptr ? resource(*text) : std::nullopt;
    } else {
        subject = fresh_blank();
    }
    return !subject || check_index(node, *subject, place);
}

bool TripleWriter::write_node(const Value& node, const Place& place, std::optional<Term>& subject) {
    if (!find_subject(node, place, subject))
        return false;
    for (const auto& [key, values] : node.items())
        if (!write_entry(key, values, subject, place))
            return false;
    return true;
}

bool TripleWriter::write_entry(
    const std::string& key,
    const Value& values,
    const std::optional<Term>& subject,
    const Place& place
) {
    if (key == kw::type)
        return write_types(values, subject, place);
    if (key == kw::reverse)
        return write_reverse(values, subject, place);
    if (key == kw::graph)
        return write_graph(values, subject);
    if (key == kw::included)
        return write_nodes(values, place);
    if (is_keyword(key))
        return true;
    // A blank node as predicate is generalized RDF, which we do not make.
    const auto predicate = is_blank_id(key) ? std::nullopt : usable_iri(key);
    const bool has_direction = session_.options().direction == RdfDirection::compound_literal;
    for (const Value& value : values) {
        std::optional<Term> object;
        if (has_direction && subject)
            compound_scope_ = fmt::format("{} {} {}", place.graph.value, subject->value, key);
        if (!object_of(value, place, object))
            return false;
        if (predicate && !push(subject, *predicate, object, place))
            return false;
    }
    return true;
}

bool TripleWriter::write_types(
    const Value& types,
    const std::optional<Term>& subject,
    const Place& place
) {
    for (const Value& type : types) {
        const auto* text = type.get_ptr<const Value::string_t*>();
        if (text != nullptr && !push(subject, ns::type, resource(*text), place))
            return false;
    }
    return true;
}

bool TripleWriter::write_reverse(
    const Value& reverse_map,
    const std::optional<Term>& subject,
    const Place& place
) {
    for (const auto& [key, values] : reverse_map.items()) {
        const auto predicate = is_blank_id(key) ? std::nullopt : usable_iri(key);
        for (const Value& value : values) {
            std::optional<Term> other;
            if (!object_of(value, place, other))
                return false;
            if (predicate && !push(other, *predicate, subject, place))
                return false;
        }
    }
    return true;
}

bool TripleWriter::write_graph(const Value& graph, const std::optional<Term>& name) {
    Place place;
    place.is_pushed = name.has_value();
    if (name)
        place.graph = name->view();
    return write_nodes(graph, place);
}

bool TripleWriter::object_of(const Value& value, const Place& place, std::optional<Term>& object) {
    if (depth_ >= 2 * bounds::jsonld_depth)
        return session_.fail(Fault::limit_reached, "the document nests too deep");
    ++depth_;
    bool success = true;
    if (json::find(value, kw::value) != nullptr)
        object = literal_of(value, place, success);
    else if (const Value* items = json::find(value, kw::list))
        success = write_list(*items, place, object);
    else
        success = write_node(value, place, object);
    --depth_;
    return success;
}

bool TripleWriter::write_list(const Value& items, const Place& place, std::optional<Term>& head) {
    Term link = fresh_blank();
    head = items.empty() ? Term(iri(ns::nil)) : link;
    std::size_t left = items.size();
    for (const Value& item : items) {
        std::optional<Term> object;
        if (!object_of(item, place, object) || !push(link, ns::first, object, place))
            return false;
        Term next = --left == 0 ? Term(iri(ns::nil)) : fresh_blank();
        if (!push(link, ns::rest, next, place))
            return false;
        link = std::move(next);
    }
    return true;
}

bool TripleWriter::check_index(const Value& node, const Term& subject, const Place& place) {
    const Value* index = json::find(node, kw::index);
    // Only the specification minds, and remembering every index costs.
    if (index == nullptr || !session_.is_strict())
        return true;
    const auto key = std::make_pair(std::string(place.graph.value), subject.value);
    const auto known = indexes_.emplace(key, json::dump(*index)).first;
    return known->second == json::dump(*index) ||
           session_.fail(Fault::conflicting_indexes, subject.value);
}

std::optional<std::string> TripleWriter::usable_iri(std::string_view text) {
    if (text.size() > bounds::iri_bytes) {
        session_.report().read.lost(Code::limit_reached, "an IRI is too long", 0, text);
        return std::nullopt;
    }
    if (session_.is_strict())
        return is_well_formed_iri(text) ? std::optional(std::string(text)) : std::nullopt;
    if (is_well_formed_iri(text)) {
        const std::string_view space = undeclared_namespace(text);
        if (space.empty())
            return std::string(text);
        const std::size_t colon = text.find(':');
        session_.repaired(Code::parse_rdf, "a prefix is not declared", text.substr(0, colon));
        return std::string(space).append(text.substr(colon + 1));
    }
    std::string mended = mend_iri(text).value_or(std::string(text));
    // A second fragment belongs to the first.
    for (std::size_t mark = mended.find('#'); mark != std::string::npos;) {
        mark = mended.find('#', mark + 1);
        if (mark != std::string::npos)
            mended.replace(mark, 1, "%23");
    }
    if (is_well_formed_iri(mended)) {
        session_.repaired(Code::bad_url, "an IRI holds what none may", text);
        return mended;
    }
    session_.report().read.lost(Code::bad_url, "not an absolute IRI", 0, text);
    return std::nullopt;
}

std::optional<Term> TripleWriter::resource(std::string_view id) {
    if (is_blank_id(id))
        return blank_of(id);
    auto text = usable_iri(id);
    return text ? std::optional(Term(iri(*text))) : std::nullopt;
}

Term TripleWriter::fresh_blank() {
    return Term(blank(fmt::format("{}{}", session_.options().blank_prefix, blank_count_++)));
}

Term TripleWriter::blank_of(std::string_view label) {
    auto known = blanks_.find(label);
    if (known == blanks_.end())
        known = blanks_.emplace(std::string(label), fresh_blank().value).first;
    return Term(blank(known->second));
}

bool TripleWriter::push(
    const std::optional<Term>& subject,
    std::string_view predicate,
    const std::optional<Term>& object,
    const Place& place
) {
    if (!subject || !object || !place.is_pushed)
        return true;
    Report& report = session_.report();
    if (object->value.size() > bounds::literal_bytes) {
        report.read.lost(Code::limit_reached, "a literal is too long", 0, object->value);
        return true;
    }
    if (report.read.triples >= bounds::document_triples)
        return session_.fail(Fault::limit_reached, "the document holds too many triples");
    TripleView triple;
    triple.subject = subject->view();
    triple.predicate = predicate;
    triple.object = object->view();
    triple.graph = place.graph;
    if (!sink_.on_triple(triple)) {
        report.stopped = true;
        return false;
    }
    ++report.read.triples;
    return true;
}

} // namespace moisson::rdf::jsonld
