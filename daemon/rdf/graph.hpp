// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Graph: a set of triples over one table of terms. Filled first, then sealed (sorted, duplicates
// gone), then asked; 16 bytes a triple. No syntax here.
#pragma once

#include "rdf/sink.hpp"
#include "rdf/term_table.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace moisson::rdf {

struct Triple {
    TermId subject{};
    TermId predicate{};
    TermId object{};

    auto operator<=>(const Triple&) const = default;
};

class Graph {
public:
    // False when the table of terms is full or a bound of bounds.hpp is reached: not added, and the
    // graph is full from then on.
    bool add(const TermView& subject, std::string_view predicate, const TermView& object);
    bool add(const Triple& triple);
    std::optional<TermId> intern(const TermView& term) { return terms_.intern(term); }

    // Sorts and drops duplicates; lookups need it after the last add. Cheap when nothing changed.
    void seal();
    bool is_sealed() const { return sealed_; }
    // Something was left out.
    bool is_full() const { return full_; }

    // Number of triples; exact once sealed.
    std::size_t size() const { return triples_.size(); }
    std::size_t term_count() const { return terms_.size(); }
    // Memory held by terms, triples and their index, which seal() makes.
    std::size_t bytes() const;

    TermView term(TermId id) const { return terms_.view(id); }
    TermKind kind(TermId id) const { return terms_.kind(id); }
    std::optional<TermId> find(const TermView& term) const { return terms_.find(term); }
    std::optional<TermId> find_iri(std::string_view text) const { return terms_.find(iri(text)); }

    // -- Lookups, on a sealed graph. Spans hold until the next add. -------------------------------
    // All triples: by subject in order of first sight, then predicate, then object.
    std::span<const Triple> triples() const;
    std::span<const Triple> about(TermId subject) const;
    std::span<const Triple> about(TermId subject, TermId predicate) const;
    // The first object of (subject, predicate).
    std::optional<TermId> object(TermId subject, TermId predicate) const;
    bool contains(const Triple& triple) const;
    // Triples that point at `object` (through `predicate`), as positions in triples().
    std::span<const std::uint32_t> pointing_at(TermId object) const;
    std::span<const std::uint32_t> pointing_at(TermId predicate, TermId object) const;
    const Triple& at(std::uint32_t position) const { return triples_[position]; }
    // Subjects of (?, predicate, object), each once, in order of first sight.
    std::vector<TermId> subjects(TermId predicate, TermId object) const;
    // Subjects whose rdf:type is the IRI `type`.
    std::vector<TermId> subjects_of_type(std::string_view type) const;

private:
    TermTable terms_;
    std::vector<Triple> triples_;
    // Positions in triples_, sorted by (object, predicate, subject).
    std::vector<std::uint32_t> by_object_;
    bool sealed_ = true;
    bool full_ = false;
};

// Adds everything it is given to a graph, whatever the name of the graph it comes from.
class GraphSink final : public TripleSink {
public:
    // `graph` outlives this object.
    explicit GraphSink(Graph& graph) : graph_(graph) {}
    bool on_triple(const TripleView& triple) override {
        return graph_.add(triple.subject, triple.predicate, triple.object);
    }

private:
    Graph& graph_;
};

} // namespace moisson::rdf
