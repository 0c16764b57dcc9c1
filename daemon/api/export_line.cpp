// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/export_line.hpp"

#include "text/email_mask.hpp"

#include <array>

namespace moisson::api {
namespace {

constexpr auto export_names = std::to_array<std::string_view>(
    {"id",
     "slug",
     "state",
     "type",
     "portal",
     "source",
     "remote_id",
     "aliases",
     "uri",
     "identifiers",
     "title",
     "title_lang",
     "titles",
     "descriptions",
     "publisher",
     "creator",
     "contacts",
     "keywords",
     "themes",
     "themes_inferred",
     "raw_themes",
     "licence",
     "access_rights",
     "languages",
     "accrual_periodicity",
     "issued",
     "modified",
     "record_created",
     "record_modified",
     "temporal",
     "spatial",
     "countries",
     "country_source",
     "conforms_to",
     "provenance",
     "version",
     "origin",
     "landing_page",
     "remote_url",
     "first_seen",
     "changed_at",
     "missing_since",
     "archived_at",
     "popularity",
     "link_status",
     "distributions",
     "taken_down_distributions",
     "corrections",
     "links",
     "freshness",
     "next_expected",
     "quality_score",
     "link_counts",
     "last_seen",
     "duplicate_of"}
);

} // namespace

std::span<const std::string_view> export_fields() {
    return export_names;
}

Json export_json(
    const JsonContext& context,
    const store::ExportRow& row,
    const views::FreshnessView& freshness
) {
    const store::DatasetRecord& record = row.record;
    const auto& quality = record.signal.quality;
    Json json = dataset_json(context, record);
    json.erase("cluster");
    json["freshness"] = to_string(freshness.state);
    json["next_expected"] = instant_json(record.signal.freshness.expected_at);
    json["quality_score"] = quality ? Json(*quality) : Json(nullptr);
    json["link_counts"] = {{"ok", row.links_ok}, {"broken", row.links_broken}};
    json["last_seen"] = instant_json(row.last_seen);
    json["duplicate_of"] = row.duplicate_of ? Json(to_string(*row.duplicate_of)) : Json(nullptr);
    return json;
}

std::string export_line(const Json& json) {
    return text::mask_emails(dump(json));
}

} // namespace moisson::api
