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

} // namespace moisson::api
