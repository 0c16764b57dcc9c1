// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The graph: one sorted vector of triples and one permutation of it.
#include "rdf/graph.hpp"

#include "core/assert.hpp"
#include "rdf/bounds.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>

namespace moisson::rdf {
namespace {

// Not std::ranges::equal_range: clang 14 refuses the subrange of libstdc++ 12.
template <class T, std::size_t Extent, class Projection>
std::span<T> equal_span(std::span<T, Extent> sorted, TermId value, Projection projection) {
    const auto first = std::ranges::lower_bound(sorted, value, std::ranges::less{}, projection);
    const auto last =
        std::ranges::upper_bound(first, sorted.end(), value, std::ranges::less{}, projection);
    return {first, last};
}

} // namespace

bool Graph::add(const TermView& subject, std::string_view predicate, const TermView& object) {
    MOISSON_ASSERT(!subject.is_literal());
    if (full_)
        return false;
    const auto s = terms_.intern(subject);
    const auto p = terms_.intern(iri(predicate));
    const auto o = terms_.intern(object);
    full_ = !(s && p && o);
    return !full_ && add(Triple{*s, *p, *o});
}

bool Graph::add(const Triple& triple) {
    full_ = full_ || triples_.size() >= bounds::graph_triples || bytes() > bounds::graph_bytes;
    if (full_)
        return false;
    if (triples_.size() == triples_.capacity())
        triples_.reserve(grown_capacity(triples_.size()));
    triples_.push_back(triple);
    sealed_ = false;
    return true;
}

void Graph::seal() {
    if (sealed_)
        return;
    std::sort(triples_.begin(), triples_.end());
    triples_.erase(std::unique(triples_.begin(), triples_.end()), triples_.end());
    by_object_.resize(triples_.size());
    std::iota(by_object_.begin(), by_object_.end(), 0U);
    std::sort(by_object_.begin(), by_object_.end(), [this](std::uint32_t a, std::uint32_t b) {
        const Triple& x = triples_[a];
        const Triple& y = triples_[b];
        return std::tie(x.object, x.predicate, x.subject) <
               std::tie(y.object, y.predicate, y.subject);
    });
    sealed_ = true;
}

std::size_t Graph::bytes() const {
    return terms_.bytes() + triples_.capacity() * sizeof(Triple) +
           std::max(by_object_.capacity(), triples_.size()) * sizeof(by_object_[0]);
}

std::span<const Triple> Graph::triples() const {
    MOISSON_ASSERT(sealed_);
    return triples_;
}

std::span<const Triple> Graph::about(TermId subject) const {
    MOISSON_ASSERT(sealed_);
    return equal_span(triples(), subject, &Triple::subject);
}

std::span<const Triple> Graph::about(TermId subject, TermId predicate) const {
    return equal_span(about(subject), predicate, &Triple::predicate);
}

std::optional<TermId> Graph::object(TermId subject, TermId predicate) const {
    const auto found = about(subject, predicate);
    return found.empty() ? std::nullopt : std::optional(found.front().object);
}

bool Graph::contains(const Triple& triple) const {
    MOISSON_ASSERT(sealed_);
    return std::binary_search(triples_.begin(), triples_.end(), triple);
}

std::span<const std::uint32_t> Graph::pointing_at(TermId object) const {
    MOISSON_ASSERT(sealed_);
    return equal_span(
        std::span<const std::uint32_t>(by_object_),
        object,
        [this](std::uint32_t position) { return triples_[position].object; }
    );
}

std::span<const std::uint32_t> Graph::pointing_at(TermId predicate, TermId object) const {
    return equal_span(pointing_at(object), predicate, [this](std::uint32_t position) {
        return triples_[position].predicate;
    });
}

std::vector<TermId> Graph::subjects(TermId predicate, TermId object) const {
    std::vector<TermId> found;
    for (const std::uint32_t position : pointing_at(predicate, object))
        found.push_back(triples_[position].subject);
    return found;
}

std::vector<TermId> Graph::subjects_of_type(std::string_view type) const {
    const auto predicate = find_iri(ns::type);
    const auto object = find_iri(type);
    return predicate && object ? subjects(*predicate, *object) : std::vector<TermId>{};
}

} // namespace moisson::rdf
