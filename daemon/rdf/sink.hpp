// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// TripleSink: where readers push triples one by one, so that a document larger than memory can be
// read.
#pragma once

#include "rdf/term.hpp"

namespace moisson::rdf {

class TripleSink {
public:
    virtual ~TripleSink() = default;
    // The views hold until the call returns. False asks the reader to stop: nothing more is pushed.
    virtual bool on_triple(const TripleView& triple) = 0;
};

} // namespace moisson::rdf
