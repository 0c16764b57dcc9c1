// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/rules.hpp"

#include <array>

namespace moisson::ckan {
namespace {

// Counters, link checks and index bookkeeping: they change without the record changing. Sorted.
constexpr std::array<std::string_view, 55> volatile_paths{
    "_version_",
    "archiver",
    "due_date",
    "extras.harvest_object_id",
    "groups.num_followers",
    "groups.package_count",
    "groups.packages",
    "has_popular_tag",
    "index_id",
    "indexed_ts",
    "is_fresh",
    "last_build_date",
    "notes_rendered",
    "num_followers",
    "num_res",
    "num_resources",
    "num_tags",
    "organization.num_followers",
    "organization.package_count",
    "organization.packages",
    "overdue_date",
    "page_views",
    "pageviews_last_14_days",
    "qa",
    "ratings_average",
    "ratings_count",
    "relationships_as_object.__extras",
    "relationships_as_subject.__extras",
    "resources.archiver",
    "resources.cache_last_updated",
    "resources.cache_url",
    "resources.datastore_active",
    "resources.datastore_contains_all_records_of_source_file",
    "resources.download_count",
    "resources.fs_check_info",
    "resources.openness_score",
    "resources.openness_score_failure_count",
    "resources.openness_score_reason",
    "resources.package_id",
    "resources.qa",
    "resources.resource_group_id",
    "resources.revision_id",
    "resources.total_res_downloads",
    "resources.tracking_summary",
    "resources.webstore_last_updated",
    "resources.webstore_url",
    "review_date",
    "revision_id",
    "revision_timestamp",
    "score",
    "total_res_downloads",
    "tracking_summary",
    "update_status",
    "validated_data_dict",
    "views_total",
};

// Arrays that are sets. Resources keep their position where they have one. Sorted.
constexpr std::array<std::string_view, 14> unordered_paths{
    "conforms_to",
    "extras",
    "groups",
    "keywords",
    "keywords.ar",
    "keywords.en",
    "keywords.fr",
    "language",
    "languages",
    "resources",
    "resources.language",
    "tags",
    "theme",
    "themes",
};

} // namespace

const kit::CanonicalRules& canonical_rules() {
    static constexpr kit::CanonicalRules rules{volatile_paths, unordered_paths, "position"};
    return rules;
}

} // namespace moisson::ckan
