// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/report_csv.hpp"

#include "i18n/details.hpp"
#include "i18n/messages.hpp"
#include "text/csv.hpp"

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
        line.name.slug.empty() ? std::string()
                               : url.absolute(routes::dataset_page_of(line.name.slug)),
        issue.remote_url,
        i18n::detail_text(issue.code, issue.detail),
        issue.excerpt,
        to_iso8601(line.row.at)};
}

} // namespace

std::string issue_table_head(const CsvForm& form) {
    std::string out(form.mark ? text::csv_mark : std::string_view());
    text::append_csv_line(out, columns, form.delimiter);
    return out;
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

} // namespace moisson::views
