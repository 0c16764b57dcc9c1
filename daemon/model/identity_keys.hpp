// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// By what a record is recognised under another id, of values in memory: what
// store/identity_clues.cpp reads out of tables, for a plan, which writes none. Keys of the two are
// not comparable. Pure.
#pragma once

#include "core/uuid.hpp"
#include "model/dataset.hpp"
#include "model/identity.hpp"

#include <compare>
#include <string_view>
#include <vector>

namespace moisson {

struct IdentityKey {
    IdentityEvidence evidence = IdentityEvidence::uri;
    Uuid key;

    auto operator<=>(const IdentityKey&) const = default;
};

// URI and DOIs, content without the id, the set of file URLs; each once.
std::vector<IdentityKey> identity_keys(const Dataset& dataset);

// A DOI inside the text: the first "10.", four to nine digits, a slash and what follows. Empty when
// there is none.
std::string_view doi_in(std::string_view text);

} // namespace moisson
