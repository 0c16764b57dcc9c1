// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Recipe: how the records of one source are normalised during one run, and the digest of all that
// decides the result.
#pragma once

#include "core/digest.hpp"
#include "core/time.hpp"
#include "model/portal.hpp"
#include "normalise/normalise.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace moisson::harvest {

struct Recipe {
    // normalise::mapping_digest of the source's context.
    Digest digest{};
    // Pure and thread-safe.
    std::function<normalise::Normalised(const RawRecord&)> normalise;
    // Of the source's file, those in force.
    std::vector<Correction> corrections;
    // normalise::correct. Pure and thread-safe; null: nothing is corrected.
    std::function<void(Dataset&, std::span<const Correction>)> correct;
};

using RecipeMaker = std::function<
    Recipe(const Portal& portal, const Source& source, std::string_view scheme, Instant now)>;

// The real one: the normalise room with these vocabularies.
RecipeMaker make_recipes(std::shared_ptr<const normalise::Vocabularies> vocabularies);

} // namespace moisson::harvest
