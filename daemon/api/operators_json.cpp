// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/operators_json.hpp"

namespace moisson::api {

Json signed_decision_json(const RunDecision& decision) {
    Json out;
    out["verdict"] = to_string(decision.verdict);
    out["at"] = to_iso8601(decision.at);
    out["by"] = decision.by;
    out["reason"] = decision.reason;
    return out;
}

Json correction_json(const store::Overlay& overlay) {
    const Correction& correction = overlay.correction;
    Json out;
    out["id"] = overlay.id;
    out["source"] = overlay.source_key;
    out["dataset"] = overlay.dataset ? Json(to_string(*overlay.dataset)) : Json(nullptr);
    out["slug"] = overlay.slug;
    out["field"] = correction.field;
    out["action"] = to_string(correction.action);
    out["value"] = correction.value;
    out["when"] = correction.when.empty()
                      ? Json(nullptr)
                      : Json({{"field", correction.when.field}, {"value", correction.when.value}});
    out["author"] = correction.author;
    out["reason"] = correction.reason;
    out["made_at"] = instant_json(correction.made_at);
    out["expires_at"] = instant_json(correction.expires_at);
    out["ended_at"] = instant_json(overlay.ended_at);
    out["ended_by"] = overlay.ended_by;
    out["end_reason"] = overlay.end_reason;
    return out;
}

Json candidate_json(const store::InvitationCandidate& candidate) {
    Json out;
    out["address"] = candidate.address;
    out["organization"] = to_string(candidate.organization);
    out["organization_title"] = candidate.organization_title;
    out["portal"] = candidate.portal;
    out["datasets"] = candidate.datasets;
    out["late"] = candidate.late;
    out["broken"] = candidate.broken;
    return out;
}

std::string_view record_media_type(std::string_view raw) {
    if (raw.starts_with('{'))
        return "application/json";
    if (raw.starts_with('<') || raw.starts_with("_:"))
        return "application/n-triples";
    return "text/plain; charset=utf-8";
}

} // namespace moisson::api
