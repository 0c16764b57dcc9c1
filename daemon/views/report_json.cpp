// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/report_json.hpp"

#include "i18n/details.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "routes/list_paths.hpp"
#include "views/report.hpp"

namespace moisson::views {
namespace {

Json time(const std::optional<Instant>& instant) {
    return instant ? Json(to_iso8601(*instant)) : Json(nullptr);
}

Json text(std::string_view value) {
    return value.empty() ? Json(nullptr) : Json(value);
}

Json duration(const HarvestRun& run) {
    if (!run.started_at || !run.ended_at)
        return nullptr;
    return std::chrono::duration_cast<std::chrono::seconds>(*run.ended_at - *run.started_at)
        .count();
}

// Which run, and how it went.
Json run_head(const HarvestRun& run, const routes::PublicUrl& url) {
    return {
        {"id", run.id.value},
        {"source", run.source_key},
        {"mode", to_string(run.mode)},
        {"mode_reason",
         run.mode_reason.empty() ? Json(nullptr) : Json(i18n::phrase_text(run.mode_reason))},
        {"state", to_string(run.state)},
        {"reason", text(i18n::reason_text(run.reason))},
        {"started_at", time(run.started_at)},
        {"ended_at", time(run.ended_at)},
        {"duration_s", duration(run)},
        {"page", url.absolute(routes::run_page_of(run.id.value))}};
}

Json optional_head(const std::optional<HarvestRun>& run, const routes::PublicUrl& url) {
    return run ? run_head(*run, url) : Json(nullptr);
}

Json sample_json(const Issue& sample, const RecordNames& names, const routes::PublicUrl& url) {
    const auto name = names.find(sample.remote_id);
    const bool known = name != names.end();
    return {
        {"remote_id", text(sample.remote_id)},
        {"title", known ? text(name->second.title) : Json(nullptr)},
        {"page",
         known ? Json(url.absolute(routes::dataset_page_of(name->second.slug))) : Json(nullptr)},
        {"remote_url", text(sample.remote_url)},
        {"stage", to_string(sample.stage)},
        {"detail", text(i18n::detail_text(sample.code, sample.detail))}};
}

Json issues_json(
    const std::vector<IssueCount>& issues,
    const HarvestRun* run,
    const std::optional<HarvestRun>& before,
    const RecordNames& names,
    const routes::PublicUrl& url
) {
    Json list = Json::array();
    for (const IssueCount& issue : issues) {
        const std::string code(to_string(issue.code));
        Json one = {
            {"code", code},
            {"severity", to_string(issue.severity)},
            {"count", issue.count},
            {"sentence", i18n::sentence(issue.code)},
            {"advice", advice_of(issue.code, run)}};
        if (before) {
            const auto then = before->issues.find(code);
            one["difference"] = issue.count - (then == before->issues.end() ? 0 : then->second);
        }
        one["samples"] = Json::array();
        for (const Issue& sample : issue.samples)
            one["samples"].push_back(sample_json(sample, names, url));
        list.push_back(std::move(one));
    }
    return list;
}

Json counts_json(const HarvestRun& run, const std::optional<HarvestRun>& before) {
    Json out = Json::object();
    for (const CountLine& line : count_lines(run, before))
        out[std::string(line.name)] = {
            {"value", line.value},
            {"difference", line.difference ? Json(*line.difference) : Json(nullptr)}};
    return out;
}

Json checks_json(const std::vector<store::CountCheck>& checks) {
    Json out = Json::array();
    for (const store::CountCheck& check : checks)
        out.push_back(
            {{"name", check.name},
             {"stored", check.stored},
             {"rows_min", check.rows_min},
             {"rows_max", check.rows_max},
             {"agrees", check.agrees()}}
        );
    return out;
}

Json unmapped_json(const store::UnmappedCount& value) {
    return {
        {"kind", i18n::unmapped_kind_label(to_string(value.code))},
        {"code", to_string(value.code)},
        {"value", value.value},
        {"count", value.total}};
}

Json network_json(const store::RunDetail& detail) {
    return {
        {"requests", detail.requests},
        {"retries", detail.retries},
        {"not_modified", detail.not_modified},
        {"wire_bytes", detail.wire_bytes},
        {"certificate_expires", time(detail.certificate_expires)}};
}

Json advertised_json(const HarvestRun& run) {
    return run.advertised_count ? Json(*run.advertised_count) : Json(nullptr);
}

Json trend_json(const std::vector<store::TrendPoint>& trend, const routes::PublicUrl& url) {
    Json list = Json::array();
    for (const store::TrendPoint& point : trend) {
        const HarvestRun& run = point.detail.run;
        Json one = run_head(run, url);
        one["advertised"] = advertised_json(run);
        for (const CountLine& line : count_lines(run, std::nullopt))
            one[std::string(line.name)] = line.value;
        one["network"] = network_json(point.detail);
        one["unmapped_values"] = point.unmapped ? Json(*point.unmapped) : Json(nullptr);
        list.push_back(std::move(one));
    }
    return list;
}

Json source_json(
    const store::SourceSummary& source,
    const store::SourceReport& report,
    const routes::PublicUrl& url,
    Instant now
) {
    const std::string_view why = why_next(source, report, now);
    Json out;
    out["key"] = source.key;
    out["connector"] = source.connector;
    out["url"] = source.url;
    out["enabled"] = source.enabled;
    out["last_success"] = optional_head(report.last_success, url);
    out["last_complete"] = optional_head(source.last_complete_run, url);
    out["last_run"] = optional_head(source.last_run, url);
    out["health"] = {
        {"failures", source.failures},
        {"suspended_at", time(source.suspended_at)},
        {"awaiting_decision",
         source.awaiting_decision ? Json(source.awaiting_decision->value) : Json(nullptr)}};
    const HarvestRun* const waiting = source.waiting_run();
    out["next"] = {
        {"at", time(next_at(source))},
        {"mode", to_string(waiting != nullptr ? waiting->mode : report.next_mode)},
        {"reason", why},
        {"sentence", i18n::next_run_sentence(why)}};
    out["backlog"] = {
        {"errors", issues_of(report.backlog, Severity::error)},
        {"warnings", issues_of(report.backlog, Severity::warning)},
        {"infos", issues_of(report.backlog, Severity::info)},
        {"codes", report.backlog}};
    out["trend"] = trend_json(report.trend, url);
    Json values = Json::array();
    for (const store::UnmappedValue& value : report.unmapped) {
        Json one = unmapped_json(value.count);
        one["since"] = to_iso8601(value.since);
        one["until"] = time(value.until);
        values.push_back(std::move(one));
    }
    out["unmapped_values"] = report.unmapped_open;
    out["unmapped"] = std::move(values);
    return out;
}

} // namespace

Json run_report_json(const RunView& view, const routes::PublicUrl& url) {
    const store::RunReport& report = view.report;
    const store::RunDetail& detail = report.detail;
    const HarvestRun& run = detail.run;
    const Completeness complete = completeness(report);
    Json out = run_head(run, url);
    out["portal"] = run.portal_key;
    out["completeness"] = {
        {"verdict", complete.verdict},
        {"reason", complete.reason},
        {"sentence", i18n::completeness_sentence(complete.reason)}};
    out["advertised"] = advertised_json(run);
    out["received"] = run.counts.received;
    out["network"] = network_json(detail);
    out["compared_with"] = report.before ? Json(report.before->id.value) : Json(nullptr);
    out["counts"] = counts_json(run, report.before);
    out["checks"] = checks_json(report.checks);
    out["issues"] = issues_json(view.issues, &report.detail.run, report.before, view.names, url);
    out["issue_rows"] = report.issue_rows;
    out["unmapped"] = Json::array();
    for (const store::UnmappedCount& value : report.unmapped)
        out["unmapped"].push_back(unmapped_json(value));
    out["links"] = {
        {"self", url.absolute(routes::api_run_report_of(run.id.value))},
        {"csv", url.absolute(routes::api_run_table_of(run.id.value))},
        {"changes", url.absolute(routes::api_run_changes_of(run.id.value))},
        {"html", url.absolute(routes::run_page_of(run.id.value))}};
    return out;
}

Json portal_report_json(
    const PortalView& view,
    const routes::PublicUrl& url,
    Instant now,
    std::string_view source_key
) {
    const store::PortalSummary& portal = view.summary.portal;
    Json out;
    out["portal"] = portal.key;
    out["title"] = portal.title;
    out["health"] = text(portal.health);
    out["in_difficulty"] = view.summary.in_difficulty;
    out["datasets"] = {
        {"active", portal.active},
        {"missing", portal.missing},
        {"archived", portal.archived}};
    out["issues"] = issues_json(view.issues, nullptr, std::nullopt, view.names, url);
    out["sources"] = Json::array();
    for (const store::SourceSummary& source : portal.sources)
        for (const store::SourceReport& report : view.reports)
            if (report.source_key == source.key && (source_key.empty() || source_key == source.key))
                out["sources"].push_back(source_json(source, report, url, now));
    out["links"] = {
        {"self", url.absolute(routes::api_portal_report_of(portal.key))},
        {"csv", url.absolute(routes::api_portal_table_of(portal.key))},
        {"html", url.absolute(routes::portal_page_of(portal.key))}};
    return out;
}

} // namespace moisson::views
