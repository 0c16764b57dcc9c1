// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datajson/rules.hpp"

#include <array>

namespace moisson::datajson {
namespace {

// Sorted.
constexpr std::array<std::string_view, 14> unordered_paths{
    "bureauCode",
    "conformsTo",
    "contactPoint",
    "distribution",
    "distribution.conformsTo",
    "distribution.language",
    "keyword",
    "language",
    "license",
    "programCode",
    "references",
    "spatial",
    "superTheme",
    "theme"};

} // namespace

const kit::CanonicalRules& canonical_rules() {
    // Nothing in the format counts visits or quality, hence no volatile keys.
    static const kit::CanonicalRules rules{{}, unordered_paths, {}};
    return rules;
}

} // namespace moisson::datajson
