// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/fields.hpp"

#include <algorithm>
#include <array>

namespace moisson::ckan_api {
namespace {

using search::Facet;

constexpr std::array fields{
    Field{"id", Way::id},
    Field{"name", Way::slug},
    Field{"text", Way::words},
    Field{"notes", Way::words},
    Field{"res_name", Way::words},
    Field{"res_description", Way::words},
    Field{"title", Way::title},
    Field{"title_string", Way::title},
    Field{"author", Way::publisher},
    Field{"maintainer", Way::publisher},
    Field{"publisher_name", Way::publisher},
    Field{"extras_publisher_name", Way::publisher},
    Field{"tags", Way::facet, Facet::tag},
    Field{"keywords", Way::facet, Facet::tag},
    Field{"groups", Way::facet, Facet::theme},
    Field{"theme", Way::facet, Facet::theme},
    Field{"extras_theme", Way::facet, Facet::theme},
    Field{"organization", Way::facet, Facet::organization},
    Field{"res_format", Way::facet, Facet::format},
    Field{"format", Way::facet, Facet::format},
    Field{"portal", Way::facet, Facet::portal},
    Field{"extras_mc_portal", Way::facet, Facet::portal},
    Field{"mc_portal", Way::facet, Facet::portal},
    Field{"country", Way::facet, Facet::country},
    Field{"extras_mc_country", Way::facet, Facet::country},
    Field{"mc_country", Way::facet, Facet::country},
    Field{"freshness", Way::facet, Facet::freshness},
    Field{"extras_mc_freshness", Way::facet, Facet::freshness},
    Field{"mc_freshness", Way::facet, Facet::freshness},
    Field{"extras_mc_link_status", Way::facet, Facet::links},
    Field{"mc_link_status", Way::facet, Facet::links},
    Field{"links", Way::facet, Facet::links},
    Field{"format_family", Way::facet, Facet::format_family},
    Field{"frequency", Way::frequency, Facet::frequency},
    Field{"extras_frequency", Way::frequency, Facet::frequency},
    Field{"mc_type", Way::facet, Facet::type},
    Field{"extras_mc_type", Way::facet, Facet::type},
    Field{"language", Way::facet, Facet::language},
    Field{"extras_language", Way::facet, Facet::language},
    Field{"access_rights", Way::facet, Facet::access},
    Field{"extras_access_rights", Way::facet, Facet::access},
    Field{"license_id", Way::licence, Facet::licence},
    Field{"license", Way::licence, Facet::licence},
    Field{"isopen", Way::open, Facet::licence},
    Field{"owner_org", Way::organization_id, Facet::organization},
    Field{"harvest_source_title", Way::portal_title, Facet::portal},
    Field{"extras_harvest_source_title", Way::portal_title, Facet::portal},
    Field{"harvest_source_id", Way::portal_id, Facet::portal},
    Field{"extras_harvest_source_id", Way::portal_id, Facet::portal},
    Field{"metadata_modified", Way::date, Facet::country, search::Column::changed},
    Field{"metadata_created", Way::date, Facet::country, search::Column::first_seen},
    Field{"modified", Way::date, Facet::country, search::Column::modified},
    Field{"extras_modified", Way::date, Facet::country, search::Column::modified},
    Field{"issued", Way::date, Facet::country, search::Column::created},
    Field{"extras_issued", Way::date, Facet::country, search::Column::created},
    Field{"num_resources", Way::count, Facet::country, search::Column::distributions},
    Field{"num_tags", Way::count, Facet::country, search::Column::tags},
    Field{"quality", Way::count, Facet::country, search::Column::quality},
    Field{"mc_quality", Way::count, Facet::country, search::Column::quality},
    Field{"extras_mc_quality", Way::count, Facet::country, search::Column::quality},
    Field{"state", Way::constant, Facet::country, search::Column::changed, "active"},
    Field{"private", Way::constant, Facet::country, search::Column::changed, "false"},
    Field{"capacity", Way::constant, Facet::country, search::Column::changed, "public"},
    Field{"type", Way::constant, Facet::country, search::Column::changed, "dataset"},
    Field{"dataset_type", Way::constant, Facet::country, search::Column::changed, "dataset"},
    Field{"entity_type", Way::constant, Facet::country, search::Column::changed, "package"},
    Field{"site_id", Way::constant, Facet::country, search::Column::changed, "*"},
    Field{"url"},
    Field{"version"},
    Field{"author_email"},
    Field{"maintainer_email"},
    Field{"creator_user_id"},
    Field{"res_url"},
    Field{"res_type"}};

} // namespace

const Field* find_field(std::string_view name) {
    const auto at = std::find_if(fields.begin(), fields.end(), [name](const Field& field) {
        return field.name == name;
    });
    return at == fields.end() ? nullptr : &*at;
}

} // namespace moisson::ckan_api
