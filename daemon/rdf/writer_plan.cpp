// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Order, labels, nesting and prefixes of what is written.
#include "rdf/writer_plan.hpp"

#include "rdf/bounds.hpp"
#include "rdf/iri_mend.hpp"
#include "rdf/known_prefixes.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace moisson::rdf {

namespace {

// How deep blank nodes are written inside one another.
constexpr std::size_t nested_depth = bounds::nesting_depth / 4;

// A name that every syntax takes as it is: ASCII, no dot.
bool is_plain_name(std::string_view text) {
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
           text.front() != '-' && std::ranges::all_of(text, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte < 0x80 && (std::isalnum(byte) != 0 || c == '_' || c == '-');
           });
}

} // namespace

WriterPlan::WriterPlan(const Graph& graph)
    : graph_(graph), nested_(graph.term_count(), false), numbers_(graph.term_count(), 0) {
    std::uint32_t number = 0;
    for (std::uint32_t i = 0; i < graph.term_count(); ++i)
        if (graph.kind(TermId{i}) == TermKind::blank)
            numbers_[i] = ++number;
    find_nested();
    find_prefixes();
    order_subjects();
}

bool WriterPlan::less(TermId a, TermId b) const {
    const TermView x = graph_.term(a);
    const TermView y = graph_.term(b);
    if (x.is_blank() && y.is_blank())
        return numbers_[index_of(a)] < numbers_[index_of(b)];
    return x < y;
}

void WriterPlan::find_nested() {
    for (std::uint32_t i = 0; i < nested_.size(); ++i) {
        const TermId id{i};
        if (graph_.kind(id) == TermKind::blank)
            nested_[i] = graph_.pointing_at(id).size() == 1;
    }
    // A chain upwards must end at a node that stands on its own, and soon enough.
    for (std::uint32_t i = 0; i < nested_.size(); ++i) {
        TermId at{i};
        std::size_t steps = 0;
        while (nested_[index_of(at)] && ++steps <= nested_depth)
            at = graph_.at(graph_.pointing_at(at).front()).subject;
        if (steps > nested_depth)
            nested_[i] = false;
    }
}

void WriterPlan::find_prefixes() {
    const auto use = [this](std::string_view text) {
        const auto cut = text.find_last_of("#/");
        if (cut == std::string_view::npos)
            return;
        for (const KnownPrefix& known : preferred_prefixes())
            if (known.space == text.substr(0, cut + 1))
                prefixes_.emplace(known.prefix, known.space);
    };
    std::vector<bool> seen(graph_.term_count(), false);
    // Each syntax has its own word for rdf:type.
    if (const auto type = graph_.find_iri(ns::type))
        seen[index_of(*type)] = true;
    std::set<std::string_view> schemes;
    for (const Triple& triple : graph_.triples()) {
        for (const TermId id : {triple.subject, triple.predicate, triple.object}) {
            if (seen[index_of(id)])
                continue;
            seen[index_of(id)] = true;
            const TermView term = graph_.term(id);
            if (term.is_iri()) {
                use(term.value);
                // "geo:48.8,2.3" is an address, and "geo" no prefix then.
                schemes.insert(term.value.substr(0, term.value.find(':')));
            }
            if (term.is_literal() && !term.datatype.empty())
                use(term.datatype);
        }
    }
    for (const std::string_view scheme : schemes)
        prefixes_.erase(scheme);
}

void WriterPlan::order_subjects() {
    for (const Triple& triple : graph_.triples())
        if ((subjects_.empty() || subjects_.back() != triple.subject) &&
            !nested_[index_of(triple.subject)])
            subjects_.push_back(triple.subject);
    std::sort(subjects_.begin(), subjects_.end(), [this](TermId a, TermId b) {
        return less(a, b);
    });
}

std::vector<Triple> WriterPlan::triples(TermId subject) const {
    const auto range = graph_.about(subject);
    std::vector<Triple> ordered(range.begin(), range.end());
    const auto type = graph_.find_iri(ns::type);
    std::sort(ordered.begin(), ordered.end(), [&](const Triple& a, const Triple& b) {
        if (a.predicate == b.predicate)
            return less(a.object, b.object);
        const bool a_type = type && a.predicate == *type;
        const bool b_type = type && b.predicate == *type;
        return a_type != b_type ? a_type : less(a.predicate, b.predicate);
    });
    return ordered;
}

std::string WriterPlan::label(TermId node) const {
    return "b" + std::to_string(numbers_[index_of(node)]);
}

TermView WriterPlan::term(TermId id, std::string& room) const {
    if (graph_.kind(id) != TermKind::blank)
        return graph_.term(id);
    room = label(id);
    return blank(room);
}

std::optional<ShortName> WriterPlan::short_name(std::string_view iri) const {
    for (const auto& [prefix, space] : prefixes_)
        if (iri.starts_with(space) && is_plain_name(iri.substr(space.size())))
            return ShortName{prefix, iri.substr(space.size())};
    return std::nullopt;
}

} // namespace moisson::rdf
