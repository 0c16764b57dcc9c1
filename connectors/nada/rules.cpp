// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "nada/rules.hpp"

#include <array>

namespace moisson::nada {
namespace {

// Counters, marks of one search and of the catalogue's administration. Sorted.
constexpr std::array<std::string_view, 9> volatile_paths{
    "changed_by",
    "created_by",
    "rank_",
    "rownum",
    "score",
    "total_downloads",
    "total_views",
    "var_found",
    "var_rank",
};

// Arrays that are sets. Sorted.
constexpr std::array<std::string_view, 13> unordered_paths{
    "metadata.study_desc.data_access.dataset_use.contact",
    "metadata.study_desc.distribution_statement.contact",
    "metadata.study_desc.study_info.bbox",
    "metadata.study_desc.study_info.coll_dates",
    "metadata.study_desc.study_info.geog_units",
    "metadata.study_desc.study_info.keywords",
    "metadata.study_desc.study_info.nation",
    "metadata.study_desc.study_info.time_periods",
    "metadata.study_desc.study_info.topics",
    "metadata.study_desc.title_statement.identifiers",
    "metadata.tags",
    "repositories",
    "tags",
};

} // namespace

const kit::CanonicalRules& canonical_rules() {
    static constexpr kit::CanonicalRules rules{volatile_paths, unordered_paths, ""};
    return rules;
}

} // namespace moisson::nada
