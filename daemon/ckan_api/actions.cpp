// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The actions by name, with what help_show says of them.
#include "ckan_api/site.hpp"

#include <algorithm>
#include <array>

namespace moisson::ckan_api {
namespace {

constexpr std::array rows{
    ActionRow{
        "current_package_list_with_resources",
        current_package_list,
        "Return datasets with their resources, newest first. limit (100, at most 1000), offset."},
    ActionRow{
        "format_autocomplete",
        format_autocomplete,
        "Return formats of resources that contain a text. q, limit (5)."},
    ActionRow{
        "group_activity_list",
        empty_list,
        "Always empty: the history of groups is not kept."},
    ActionRow{
        "group_autocomplete",
        group_autocomplete,
        "Return groups (themes) whose name or title contains a text. q, limit (20)."},
    ActionRow{
        "group_list",
        group_list,
        "Return the names of all groups (themes). sort, limit, offset, all_fields, groups, q."},
    ActionRow{
        "group_package_show",
        group_package_show,
        "Return the datasets of a group (theme), newest first. id, limit (100), offset."},
    ActionRow{
        "group_show",
        group_show,
        "Return the details of a group (theme). id, include_datasets."},
    ActionRow{"help_show", help_show, "Return the help of an action. name."},
    ActionRow{"license_list", license_list, "Return the licences of this catalogue."},
    ActionRow{
        "organization_activity_list",
        empty_list,
        "Always empty: the history of organizations is not kept."},
    ActionRow{
        "organization_autocomplete",
        organization_autocomplete,
        "Return organizations whose name or title contains a text. q, limit (20)."},
    ActionRow{
        "organization_list",
        organization_list,
        "Return the names of all organizations. sort, limit, offset, all_fields, organizations, "
        "q."},
    ActionRow{
        "organization_list_for_user",
        empty_list,
        "Always empty: this catalogue has no users."},
    ActionRow{
        "organization_show",
        organization_show,
        "Return the details of an organization. id, include_datasets."},
    ActionRow{
        "package_activity_list",
        package_activities,
        "Return what changed in a dataset, newest first. id, limit (31)."},
    ActionRow{
        "package_autocomplete",
        package_autocomplete,
        "Return datasets whose title begins with or contains a text. q, limit (10)."},
    ActionRow{
        "package_list",
        package_list,
        "Return the names of all datasets, in order. limit, offset."},
    ActionRow{
        "package_relationships_list",
        empty_list,
        "Always empty: datasets have no relationships here."},
    ActionRow{
        "package_search",
        package_search,
        "Search for datasets. q, fq, fq_list, rows (10, at most 1000), start, sort, facet, "
        "facet.field, facet.limit, facet.mincount, fl."},
    ActionRow{"package_show", package_show, "Return a dataset and its resources. id."},
    ActionRow{
        "recently_changed_packages_activity_list",
        recent_changes,
        "Return the datasets that changed last. limit (31), offset."},
    ActionRow{
        "resource_search",
        resource_search,
        "Search for resources, of the datasets that changed last first. query (field:term, "
        "several), order_by, limit, offset."},
    ActionRow{"resource_show", resource_show, "Return a resource. id."},
    ActionRow{"resource_view_list", empty_list, "Always empty: resources have no views here."},
    ActionRow{"site_read", site_read, "Return true."},
    ActionRow{"status_show", status_show, "Return what this site is and which CKAN it answers as."},
    ActionRow{
        "tag_autocomplete",
        tag_autocomplete,
        "Return names of tags that contain a text. query, limit (10)."},
    ActionRow{"tag_list", tag_list, "Return the names of all tags. query, all_fields."},
    ActionRow{"tag_search", tag_search, "Return tags that contain a text. query, limit, offset."},
    ActionRow{"tag_show", tag_show, "Return the details of a tag. id, include_datasets."},
    ActionRow{"user_list", empty_list, "Always empty: this catalogue has no users."},
    ActionRow{"vocabulary_list", empty_list, "Always empty: there are no vocabularies of tags."}};

constexpr std::array<std::string_view, 18> writes{
    "_create",
    "_update",
    "_patch",
    "_delete",
    "_purge",
    "_revise",
    "_reorder",
    "_invite",
    "_generate_apikey",
    "_update_many",
    "_transfer",
    "_register",
    "_remove",
    "_clear",
    "_job",
    "_bulk",
    "_create_default_resource_views",
    "_default"};

constexpr std::array<std::string_view, 14> other_writes{
    "bulk_update_private",
    "bulk_update_public",
    "bulk_update_delete",
    "package_owner_org_update",
    "send_email_notifications",
    "dataset_purge",
    "config_option_update",
    "follow_user",
    "follow_dataset",
    "follow_group",
    "unfollow_user",
    "unfollow_dataset",
    "unfollow_group",
    "api_token_revoke"};

} // namespace

std::span<const ActionRow> action_rows() {
    return rows;
}

const ActionRow* find_action(std::string_view name) {
    const auto at = std::find_if(rows.begin(), rows.end(), [name](const ActionRow& row) {
        return row.name == name;
    });
    return at == rows.end() ? nullptr : &*at;
}

bool is_write_action(std::string_view name) {
    // An extension that we do not have: an unknown action.
    if (name.starts_with("datastore_"))
        return false;
    return std::find(other_writes.begin(), other_writes.end(), name) != other_writes.end() ||
           std::any_of(writes.begin(), writes.end(), [name](std::string_view ending) {
               return name.ends_with(ending);
           });
}

} // namespace moisson::ckan_api
