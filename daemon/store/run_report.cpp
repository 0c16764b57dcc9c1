// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The report of one run. What its row says is checked against the rows that it stands for, as long
// as they are there.
#include "core/limits.hpp"
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/run_reader.hpp"
#include "store/unmapped.hpp"

#include <fmt/format.h>

#include <map>

namespace moisson::store {
namespace {

constexpr std::int64_t unmapped_max = 100;

// $1 run.
constexpr const char* find_before = R"sql(
select q.id from run r join run q on q.source = r.source and q.id < r.id
where r.id = $1 and q.ended_at is not null and (q.mode = 'probe') = (r.mode = 'probe')
order by q.id desc limit 1)sql";

// $1 run, $2 rows of issues kept for each code, $3 COUNT_MISMATCH. Retention keeps everything for a
// day at least; changes go in their order, so that the oldest one left says what may be missing.
constexpr const char* read_evidence = R"sql(
select r.started_at > moisson.now() - interval '1 day',
    (select number = 0 from change_floor)
        or coalesce((select c.at from change c order by c.number limit 1) <= r.started_at, false),
    p.pages, p.received, p.unchanged, p.refused,
    (select count(*) from issue i where i.run = r.id),
    (select coalesce(sum(least(c.total, $2)), 0)::bigint from issue_count c where c.run = r.id),
    (select i.severity from issue i where i.run = r.id and i.code = $3 order by i.id limit 1)
from run r cross join lateral (
    select count(*) as pages, coalesce(sum(q.received), 0)::bigint as received,
        coalesce(sum(q.unchanged), 0)::bigint as unchanged,
        coalesce(sum(q.refused), 0)::bigint as refused
    from run_page q where q.run = r.id) p
where r.id = $1)sql";

// $1 run.
constexpr const char* count_changes = R"sql(
select c.cause, count(*) from run r join change c on c.run = r.id
    and c.at between r.started_at and greatest(r.ended_at, r.decided_at)
where r.id = $1 group by c.cause)sql";

// $1 run, $2 codes, $3 values. `{}`: run_reader's shown_issue.
constexpr const char* count_unmapped = R"sql(
select code, detail, count(*) from issue
where run = $1 and code = any($2) and detail <> '' and {}
group by code, detail order by count(*) desc, code, detail limit $3)sql";

struct PageEvidence {
    // So young that retention took nothing.
    bool young = false;
    bool changes_kept = false;
    std::int64_t pages = 0;
    std::int64_t received = 0;
    std::int64_t unchanged = 0;
    std::int64_t refused = 0;
    std::int64_t issues = 0;
    std::int64_t issues_told = 0;
    std::optional<Severity> mismatch;
    // By cause.
    std::map<std::string, std::int64_t> changes;
};

PageEvidence evidence_of(Connection& connection, RunId id) {
    const Rows rows = connection.exec(
        read_evidence,
        Params(
            id.value,
            static_cast<std::int64_t>(limits::issue_rows_per_code_and_run),
            to_string(Code::count_mismatch)
        )
    );
    PageEvidence out;
    out.young = rows.boolean(0, 0);
    out.changes_kept = rows.boolean(0, 1);
    out.pages = rows.int64(0, 2);
    out.received = rows.int64(0, 3);
    out.unchanged = rows.int64(0, 4);
    out.refused = rows.int64(0, 5);
    out.issues = rows.int64(0, 6);
    out.issues_told = rows.int64(0, 7);
    if (!rows.is_null(0, 8))
        out.mismatch = severity_from_string(rows.text(0, 8));
    const Rows causes = connection.exec(count_changes, Params(id.value));
    for (int i = 0; i < causes.size(); ++i)
        out.changes[causes.str(i, 0)] = causes.int64(i, 1);
    return out;
}

std::vector<CountCheck> compare(const RunCounts& counts, PageEvidence found) {
    std::vector<CountCheck> out;
    const auto check = [&out](const char* name, std::int64_t stored, std::int64_t rows) {
        out.push_back(CountCheck{name, stored, rows, rows});
    };
    if (found.young || found.pages >= counts.pages) {
        check("pages", counts.pages, found.pages);
        check("received", counts.received, found.received);
        check("unchanged", counts.unchanged, found.unchanged);
        check("refused", counts.refused, found.refused);
    }
    // A run that was cancelled is not summed up: without its pages nobody knows its counters.
    if (found.changes_kept && counts.pages > 0) {
        auto& changes = found.changes;
        // What was created and then found to be an older record has its change all the same.
        check("created", counts.created, changes["created"] - counts.renamed);
        check("updated", counts.updated, changes["updated"]);
        check("remapped", counts.remapped, changes["remapped"]);
        check("revived", counts.revived, changes["revived"]);
        check("archived", counts.archived, changes["archived"]);
        out.push_back(CountCheck{
            "missing",
            counts.missing,
            changes["missing"],
            changes["missing"] + changes["archived"]});
    }
    if (found.young || found.issues >= found.issues_told)
        check("issues", found.issues_told, found.issues);
    return out;
}

} // namespace

Result<RunReport> run_report(Connection& connection, RunId id) {
    Result<RunDetail> detail = run_detail(connection, id);
    if (!detail)
        return detail.error();
    RunReport report;
    report.detail = std::move(*detail);
    const Rows before = connection.exec(find_before, Params(id.value));
    if (before.size() == 1)
        report.before = read_runs(connection, {before.int64(0, 0)}).begin()->second;
    if (report.detail.run.started_at) {
        const PageEvidence found = evidence_of(connection, id);
        report.issue_rows = found.issues;
        report.mismatch = found.mismatch;
        if (report.detail.run.ended_at)
            report.checks = compare(report.detail.run.counts, found);
    }
    static const std::string unmapped_sql = fmt::format(count_unmapped, shown_issue);
    const Rows values =
        connection.exec(unmapped_sql.c_str(), Params(id.value, unmapped_codes(), unmapped_max));
    for (int i = 0; i < values.size(); ++i)
        report.unmapped.push_back(UnmappedCount{
            *code_from_string(values.text(i, 0)),
            values.str(i, 1),
            values.int64(i, 2)});
    return report;
}

} // namespace moisson::store
