// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/issue_writer.hpp"

#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "store/connection.hpp"

#include <map>
#include <string>

namespace moisson::store {
namespace {

constexpr std::int16_t columns = 9;

std::string clean(std::string_view text, std::size_t bytes_max) {
    return std::string(utf8_prefix(repair_utf8(text.substr(0, bytes_max + 4)).text, bytes_max));
}

std::map<std::string, std::int64_t, std::less<>> totals(Connection& connection, RunId run) {
    std::map<std::string, std::int64_t, std::less<>> out;
    const Rows rows = connection.exec_prepared(
        "select code, total from issue_count where run = $1",
        Params(run.value)
    );
    for (int i = 0; i < rows.size(); ++i)
        out[rows.str(i, 0)] = rows.int64(i, 1);
    return out;
}

struct Added {
    std::int64_t total = 0;
    std::int64_t on_record = 0;
};

void count(Connection& connection, RunId run, const std::map<std::string, Added>& added) {
    std::vector<std::string> codes;
    std::vector<std::int64_t> totals;
    std::vector<std::int64_t> on_record;
    for (const auto& [code, numbers] : added) {
        codes.push_back(code);
        totals.push_back(numbers.total);
        on_record.push_back(numbers.on_record);
    }
    connection.exec_prepared(
        "insert into issue_count as c (run, code, total, on_record) "
        "select $1, code, n, m from unnest($2, $3, $4) t (code, n, m) "
        "on conflict (run, code) do update set total = c.total + excluded.total, "
        "on_record = c.on_record + excluded.on_record",
        Params(run.value, codes, totals, on_record)
    );
}

} // namespace

CleanIssue::CleanIssue(const Issue& issue)
    : remote_id(clean(issue.remote_id, limits::short_text_bytes)),
      remote_url(clean(issue.remote_url, limits::url_bytes)),
      detail(clean(issue.detail, limits::short_text_bytes)),
      excerpt(clean(issue.excerpt, limits::excerpt_bytes)) {}

std::vector<IssueToWrite> all_of(const std::vector<Issue>& issues) {
    std::vector<IssueToWrite> out;
    out.reserve(issues.size());
    for (const Issue& issue : issues)
        out.push_back(IssueToWrite{&issue, false});
    return out;
}

void write_issues(
    Connection& connection,
    RunId run,
    std::optional<std::int64_t> page,
    const std::vector<IssueToWrite>& issues
) {
    if (issues.empty())
        return;
    auto total = totals(connection, run);
    std::map<std::string, Added> added;
    std::string rows;
    for (const auto& [found, on_record] : issues) {
        const Issue& issue = *found;
        const std::string code(to_string(issue.code));
        Added& numbers = added[code];
        ++numbers.total;
        numbers.on_record += on_record ? 1 : 0;
        if (++total[code] > static_cast<std::int64_t>(limits::issue_rows_per_code_and_run))
            continue;
        const CleanIssue texts(issue);
        CopyRow(rows, columns)
            .int64(run.value)
            .optional_int64(page)
            .text(code)
            .text(to_string(issue.stage))
            .text(to_string(issue.severity))
            .text(texts.remote_id)
            .text(texts.remote_url)
            .text(texts.detail)
            .text(texts.excerpt);
    }
    if (!rows.empty())
        connection.copy_in(
            "copy issue (run, page, code, stage, severity, remote_id, remote_url, detail, excerpt) "
            "from stdin (format binary)",
            rows
        );
    count(connection, run, added);
}

} // namespace moisson::store
