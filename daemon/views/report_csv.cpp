// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/report_csv.hpp"

#include "i18n/change_labels.hpp"
#include "i18n/details.hpp"
#include "i18n/messages.hpp"
#include "views/report.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace moisson::views {
namespace {

constexpr std::array<std::string_view, 12> columns = {
    "source",
    "code",
    "severity",
    "stage",
    "sentence",
    "remote_id",
    "title",
    "page",
    "remote_url",
    "detail",
    "excerpt",
    "at"};

using Line = std::array<std::string, columns.size()>;

constexpr std::array<std::string_view, 8> change_columns =
    {"number", "at", "cause", "sentence", "dataset", "title", "page", "remote_id"};

constexpr std::array<std::string_view, 12> run_columns = {
    "run",
    "portal",
    "source",
    "mode",
    "mode_reason",
    "state",
    "reason",
    "requested_at",
    "started_at",
    "ended_at",
    "duration_s",
    "advertised"};
// Behind the counters.
constexpr std::array<std::string_view, 6> network_columns =
    {"requests", "retries", "not_modified", "wire_bytes", "certificate_expires", "page"};

std::string moment(const std::optional<Instant>& at) {
    return at ? to_iso8601(*at) : std::string();
}

std::string seconds_between(const HarvestRun& run) {
    if (!run.started_at || !run.ended_at)
        return {};
    const auto took = *run.ended_at - *run.started_at;
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(took).count());
}

std::vector<std::string> run_fields(const store::RunDetail& detail, const routes::PublicUrl& url) {
    const HarvestRun& run = detail.run;
    std::vector<std::string> out = {
        std::to_string(run.id.value),
        run.portal_key,
        run.source_key,
        std::string(to_string(run.mode)),
        i18n::phrase_text(run.mode_reason),
        std::string(to_string(run.state)),
        i18n::reason_text(run.reason),
        to_iso8601(detail.requested_at),
        moment(run.started_at),
        moment(run.ended_at),
        seconds_between(run),
        run.advertised_count ? std::to_string(*run.advertised_count) : std::string()};
    for (const CountLine& line : count_lines(run, std::nullopt))
        out.push_back(std::to_string(line.value));
    for (const std::int64_t number :
         {detail.requests, detail.retries, detail.not_modified, detail.wire_bytes})
        out.push_back(std::to_string(number));
    out.push_back(moment(detail.certificate_expires));
    out.push_back(url.absolute(routes::run_page_of(run.id.value)));
    return out;
}

std::string page_address(const store::RecordName& name, const routes::PublicUrl& url) {
    return name.slug.empty() ? std::string() : url.absolute(routes::dataset_page_of(name.slug));
}

Line fields(const store::ReportedIssue& line, const routes::PublicUrl& url) {
    const Issue& issue = line.row.issue;
    return {
        line.row.source_key,
        std::string(to_string(issue.code)),
        std::string(to_string(issue.severity)),
        std::string(to_string(issue.stage)),
        std::string(i18n::sentence(issue.code)),
        issue.remote_id,
        line.name.title,
        page_address(line.name, url),
        issue.remote_url,
        i18n::detail_text(issue.code, issue.detail),
        issue.excerpt,
        to_iso8601(line.row.at)};
}

} // namespace

std::string issue_table_head(const CsvForm& form) {
    return csv_head(columns, form);
}

std::string change_table_head(const CsvForm& form) {
    return csv_head(change_columns, form);
}

std::string issue_table_lines(
    const std::vector<store::ReportedIssue>& issues,
    const routes::PublicUrl& url,
    const CsvForm& form
) {
    std::string out;
    for (const store::ReportedIssue& line : issues)
        text::append_csv_line(out, fields(line, url), form.delimiter);
    return out;
}

std::string run_table_head(const CsvForm& form) {
    std::vector<std::string_view> names(run_columns.begin(), run_columns.end());
    for (const CountLine& line : count_lines(HarvestRun(), std::nullopt))
        names.push_back(line.name);
    names.insert(names.end(), network_columns.begin(), network_columns.end());
    return csv_head(names, form);
}

std::string run_table_lines(
    const std::vector<store::RunDetail>& runs,
    const routes::PublicUrl& url,
    const CsvForm& form
) {
    std::string out;
    for (const store::RunDetail& run : runs)
        text::append_csv_line(out, run_fields(run, url), form.delimiter);
    return out;
}

std::string change_table_lines(
    const std::vector<store::RunChange>& changes,
    const routes::PublicUrl& url,
    const CsvForm& form
) {
    std::string out;
    for (const store::RunChange& change : changes) {
        const std::string_view cause = store::to_string(change.row.cause);
        const std::array<std::string, change_columns.size()> values = {
            std::to_string(change.row.number.value),
            to_iso8601(change.row.at),
            std::string(cause),
            std::string(i18n::change_cause_label(cause)),
            to_string(change.row.dataset),
            change.name.title,
            page_address(change.name, url),
            change.remote_id};
        text::append_csv_line(out, values, form.delimiter);
    }
    return out;
}

} // namespace moisson::views
