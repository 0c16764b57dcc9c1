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

// An issue about bad text must not itself be refused for bad text.
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

} // namespace

void write_issues(
    Connection& connection,
    RunId run,
    std::optional<std::int64_t> page,
    const std::vector<Issue>& issues
) {
    if (issues.empty())
        return;
    auto total = totals(connection, run);
    std::map<std::string, std::int64_t> added;
    std::string rows;
    for (const Issue& issue : issues) {
        const std::string code(to_string(issue.code));
        ++added[code];
        if (++total[code] > static_cast<std::int64_t>(limits::issue_rows_per_code_and_run))
            continue;
        CopyRow(rows, columns)
            .int64(run.value)
            .optional_int64(page)
            .text(code)
            .text(to_string(issue.stage))
            .text(to_string(issue.severity))
            .text(clean(issue.remote_id, limits::short_text_bytes))
            .text(clean(issue.remote_url, limits::url_bytes))
            .text(clean(issue.detail, limits::short_text_bytes))
            .text(clean(issue.excerpt, limits::excerpt_bytes));
    }
    connection.copy_in(
        "copy issue (run, page, code, stage, severity, remote_id, remote_url, detail, excerpt) "
        "from stdin (format binary)",
        rows
    );
    std::vector<std::string> codes;
    std::vector<std::int64_t> counts;
    for (const auto& [code, count] : added) {
        codes.push_back(code);
        counts.push_back(count);
    }
    connection.exec_prepared(
        "insert into issue_count as c (run, code, total) select $1, code, n from unnest($2, $3) "
        "t (code, n) on conflict (run, code) do update set total = c.total + excluded.total",
        Params(run.value, codes, counts)
    );
}

} // namespace moisson::store
