// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// BoundedSink: stands between a reader and the caller's sink, counts triples and holds the bounds
// of one document.
#pragma once

#include "rdf/report.hpp"
#include "rdf/sink.hpp"

#include <cstddef>
#include <utility>

namespace moisson::rdf {

class BoundedSink final : public TripleSink {
public:
    // Both outlive this object.
    BoundedSink(TripleSink& sink, ReadReport& report) : sink_(sink), report_(report) {}

    // A triple whose literal or IRI is too long is dropped and reported; false when the caller
    // wants no more, or the document gave too many triples or grew too much.
    bool on_triple(const TripleView& triple) override;
    bool is_stopped() const { return stopped_; }
    // The graph that the triples to come belong to, when the reader below does not say.
    void set_graph(Term graph) { graph_ = std::move(graph); }
    // For findings made here.
    void set_line(std::size_t line) { line_ = line; }

private:
    TripleSink& sink_;
    ReadReport& report_;
    Term graph_;
    std::size_t line_ = 0;
    std::size_t text_bytes_ = 0;
    bool stopped_ = false;
};

} // namespace moisson::rdf
