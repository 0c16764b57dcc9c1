// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// N-Quads as sets of quads, and whether two sets say the same: the judge of the JSON-LD suite,
// which shares no code with the room.
#pragma once

#include "rdf/sink.hpp"

#include <array>
#include <set>
#include <string>
#include <string_view>

namespace moisson::rdf::test {

// Subject, predicate, object and graph as N-Quads writes them; language tags in lower case, the
// default graph empty.
using Quad = std::array<std::string, 4>;
using Quads = std::set<Quad>;

// Throws std::invalid_argument for what is no N-Quads.
Quads parse_quads(std::string_view text);

// Whether a renaming of blank nodes makes the sets equal.
bool isomorphic(const Quads& left, const Quads& right);

std::string to_text(const Quads& quads);

// Collects what a reader pushes.
class QuadSink final : public TripleSink {
public:
    bool on_triple(const TripleView& triple) override;
    const Quads& quads() const { return quads_; }

private:
    Quads quads_;
};

} // namespace moisson::rdf::test
