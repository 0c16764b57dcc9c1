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
#include <string_view>

namespace moisson::harvest {

struct Recipe {
    // normalise::mapping_digest of the source's context.
    Digest digest{};
    // Pure and thread-safe.
    std::function<normalise::Normalised(const RawRecord&)> normalise;
};

using RecipeMaker = std::function<
    Recipe(const Portal& portal, const Source& source, std::string_view scheme, Instant now)>;

// The real one: the normalise room with these vocabularies.
RecipeMaker make_recipes(std::shared_ptr<const normalise::Vocabularies> vocabularies);

} // namespace moisson::harvest
