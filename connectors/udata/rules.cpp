// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/rules.hpp"

#include <algorithm>
#include <array>

namespace moisson::udata {
namespace {

// Counters, scores, rights of the asker and times of robots: they change without the record
// changing. Sorted.
constexpr std::array<std::string_view, 33> volatile_paths{
    "community_resources",
    "extras.datagouv_ckan_last_sync",
    "extras.harvest:last_update",
    "extras.recommendations",
    "extras.recommendations-externals",
    "extras.recommendations-reuses",
    "extras.recommendations:sources",
    "featured",
    "harvest.last_update",
    "internal.last_modified_internal",
    "last_modified_internal",
    "metrics",
    "nb_hits",
    "nb_uniq_visitors",
    "nb_visits",
    "organization.badges",
    "organization.logo",
    "organization.logo_thumbnail",
    "organization.metrics",
    "organization.permissions",
    "owner.avatar",
    "owner.avatar_thumbnail",
    "owner.last_login_at",
    "owner.metrics",
    "owner.permissions",
    "permissions",
    "quality",
    "quality_cached",
    "resources.harvest.last_update",
    "resources.internal.last_modified_internal",
    "resources.metrics",
    "resources.preview_url",
    "reuses",
};

// Arrays that are sets. Sorted.
constexpr std::array<std::string_view, 6> unordered_paths{
    "access_audiences",
    "badges",
    "contact_points",
    "resources",
    "spatial.zones",
    "tags",
};

// Written by link checkers, file analysers and schema validators.
constexpr std::array<std::string_view, 5> volatile_prefixes{
    "analysis:",
    "check:",
    "consolidation_schema:",
    "validata:",
    "validation-report:",
};

bool is_volatile_extra(std::string_view key) {
    return std::any_of(
        volatile_prefixes.begin(),
        volatile_prefixes.end(),
        [&](std::string_view prefix) { return key.starts_with(prefix); }
    );
}

void clean_extras(json::Value& owner) {
    const auto extras = owner.find("extras");
    if (extras == owner.end() || !extras->is_object())
        return;
    for (auto it = extras->begin(); it != extras->end();)
        it = is_volatile_extra(it.key()) ? extras->erase(it) : std::next(it);
}

} // namespace

const kit::CanonicalRules& canonical_rules() {
    static constexpr kit::CanonicalRules rules{volatile_paths, unordered_paths, "position"};
    return rules;
}

void drop_volatile_extras(json::Value& dataset) {
    if (!dataset.is_object())
        return;
    clean_extras(dataset);
    const auto resources = dataset.find("resources");
    if (resources == dataset.end() || !resources->is_array())
        return;
    for (json::Value& resource : *resources) {
        if (resource.is_object())
            clean_extras(resource);
    }
}

} // namespace moisson::udata
