// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/rules.hpp"

namespace moisson::opendatasoft {
namespace {

// Counters, and addresses of the API that answered.
constexpr std::string_view volatile_paths[] = {
    "_links",
    "extra_metas.explore",
    "links",
    "metas.default.records_count",
    "metas.default.records_size",
    "metas.explore",
    "metas.records_count",
    "metas.records_size",
};

constexpr std::string_view unordered_paths[] = {
    "alternative_exports",
    "attachments",
    "features",
    "metas.default.attributions",
    "metas.default.geographic_reference",
    "metas.default.keyword",
    "metas.default.metadata_languages",
    "metas.default.territory",
    "metas.default.theme",
    "metas.keyword",
    "metas.theme",
};

} // namespace

const kit::CanonicalRules& canonical_rules() {
    static constexpr kit::CanonicalRules rules{volatile_paths, unordered_paths, {}};
    return rules;
}

} // namespace moisson::opendatasoft
