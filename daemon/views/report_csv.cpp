// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/report_csv.hpp"

#include "i18n/change_labels.hpp"
#include "i18n/details.hpp"
#include "i18n/messages.hpp"

#include <array>
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
