// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Values of the store as JSON.
#include "cli/json.hpp"

#include "api/operators_json.hpp"
#include "i18n/details.hpp"

#include <fmt/format.h>

namespace moisson::cli {

Json time_json(const std::optional<Instant>& time) {
    if (!time)
        return nullptr;
    return to_iso8601(*time);
}

Json run_json(const HarvestRun& run) {
    Json out;
    out["id"] = run.id.value;
    out["portal"] = run.portal_key;
    out["source"] = run.source_key;
    out["mode"] = to_string(run.mode);
    out["mode_reason"] = run.mode_reason;
    out["state"] = to_string(run.state);
    out["reason"] = run.reason;
    out["started_at"] = time_json(run.started_at);
    out["ended_at"] = time_json(run.ended_at);
    out["advertised"] = run.advertised_count ? Json(*run.advertised_count) : Json(nullptr);
    const RunCounts& counts = run.counts;
    Json numbers;
    numbers["pages"] = counts.pages;
    numbers["received"] = counts.received;
    numbers["created"] = counts.created;
    numbers["updated"] = counts.updated;
    numbers["unchanged"] = counts.unchanged;
    numbers["remapped"] = counts.remapped;
    numbers["refused"] = counts.refused;
    numbers["left_out"] = counts.left_out();
    numbers["missing"] = counts.missing;
    numbers["archived"] = counts.archived;
    numbers["revived"] = counts.revived;
    numbers["renamed"] = counts.renamed;
    out["counts"] = std::move(numbers);
    out["issues"] = Json::object();
    for (const auto& [code, count] : run.issues)
        out["issues"][code] = count;
    out["decision"] = run.decision ? api::signed_decision_json(*run.decision) : Json(nullptr);
    out["awaits_decision"] = run.awaits_decision();
    out["resumes_at"] = time_json(run.resumes_at);
    out["resume_reason"] = run.resumes_at ? Json(run.resume_reason) : Json(nullptr);
    return out;
}

Json portal_json(const store::PortalSummary& portal) {
    Json out;
    out["key"] = portal.key;
    out["title"] = portal.title;
    out["url"] = portal.url;
    out["countries"] = portal.countries;
    out["enabled"] = portal.enabled;
    out["health"] = portal.health;
    out["active"] = portal.active;
    out["missing"] = portal.missing;
    out["archived"] = portal.archived;
    out["sources"] = Json::array();
    for (const store::SourceSummary& source : portal.sources) {
        Json item;
        item["key"] = source.key;
        item["connector"] = source.connector;
        item["url"] = source.url;
        item["enabled"] = source.enabled;
        item["interval_s"] = source.interval.count();
        item["next_due"] = time_json(source.next_due);
        item["paused_until"] = time_json(source.paused_until);
        const HarvestRun* const waiting = source.waiting_run();
        item["resumes_at"] = waiting != nullptr ? time_json(waiting->resumes_at) : Json(nullptr);
        item["resume_reason"] = waiting != nullptr ? Json(waiting->resume_reason) : Json(nullptr);
        item["failures"] = source.failures;
        item["suspended_at"] = time_json(source.suspended_at);
        item["suspended_reason"] = source.suspended_reason;
        item["awaiting_decision"] =
            source.awaiting_decision ? Json(source.awaiting_decision->value) : Json(nullptr);
        item["last_run"] = source.last_run ? run_json(*source.last_run) : Json(nullptr);
        out["sources"].push_back(std::move(item));
    }
    return out;
}

Json issue_json(const store::IssueRow& row) {
    Json out;
    out["number"] = row.number;
    out["code"] = to_string(row.issue.code);
    out["stage"] = to_string(row.issue.stage);
    out["severity"] = to_string(row.issue.severity);
    out["record"] = row.issue.remote_id;
    out["url"] = row.issue.remote_url;
    out["detail"] = i18n::detail_text(row.issue.code, row.issue.detail);
    out["at"] = to_iso8601(row.at);
    return out;
}

void print_json(const Output& output, const Json& value) {
    fmt::print(
        output.out,
        "{}\n",
        value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
    );
}

} // namespace moisson::cli
