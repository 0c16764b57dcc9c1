// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/export_line.hpp"

#include "text/email_mask.hpp"

namespace moisson::api {

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
