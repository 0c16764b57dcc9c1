// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "access/admin_json.hpp"

#include "api/operators_json.hpp"
#include "i18n/labels.hpp"

namespace moisson::access {

Json principal_json(const Principal& who) {
    Json out;
    out["name"] = who.name;
    out["role"] = to_string(who.role);
    out["scopes"] = who.scopes;
    out["countries"] = who.countries;
    out["portals"] = who.portals;
    out["rate_class"] = to_string(who.rate);
    out["token"] = {{"id", who.token}, {"prefix", who.token_prefix}};
    return out;
}

Json token_json(const store::TokenRow& row) {
    Json out;
    out["id"] = row.id;
    out["label"] = row.label;
    out["prefix"] = row.prefix;
    out["scopes"] = row.scopes;
    out["rate_class"] = to_string(row.rate);
    out["created_at"] = to_iso8601(row.created_at);
    out["expires_at"] = to_iso8601(row.expires_at);
    out["last_used_at"] = api::instant_json(row.last_used_at);
    out["revoked_at"] = api::instant_json(row.revoked_at);
    out["in_force"] = row.in_force;
    return out;
}

Json run_json(const HarvestRun& run) {
    Json out;
    out["id"] = run.id.value;
    out["source"] = run.source_key;
    out["portal"] = run.portal_key;
    out["state"] = to_string(run.state);
    out["missing"] = run.counts.missing;
    out["archived"] = run.counts.archived;
    out["decision"] = run.decision ? api::signed_decision_json(*run.decision) : Json(nullptr);
    return out;
}

Json requested_json(const store::RequestedRun& run, const std::string& source) {
    Json out;
    out["run"] = run.id.value;
    out["source"] = source;
    out["resumes_at"] = api::instant_json(run.resumes_at);
    out["resume_reason"] = nullptr;
    out["sentence"] = nullptr;
    if (run.resumes_at) {
        out["resume_reason"] = run.resume_reason;
        out["sentence"] =
            "La source est " + i18n::waiting_text(*run.resumes_at, run.resume_reason) + ".";
    }
    return out;
}

Json takedown_json(const store::TakedownRow& row) {
    Json out;
    out["id"] = row.id;
    out["kind"] = to_string(row.kind);
    out["subject"] = to_string(row.subject);
    out["label"] = row.label;
    out["ground"] = to_string(row.takedown.ground);
    out["reason"] = row.takedown.reason;
    out["author"] = row.author;
    out["at"] = to_iso8601(row.takedown.at);
    out["lifted_at"] = api::instant_json(row.lifted_at);
    out["lifted_by"] = row.lifted_by;
    out["lift_reason"] = row.lift_reason;
    return out;
}

Json audit_json(const store::AuditRow& row) {
    Json out;
    out["id"] = row.id;
    out["at"] = to_iso8601(row.at);
    out["actor"] = row.actor;
    out["action"] = row.action;
    out["subject"] = row.subject;
    out["detail"] = Json::parse(row.detail, nullptr, false);
    return out;
}

} // namespace moisson::access
