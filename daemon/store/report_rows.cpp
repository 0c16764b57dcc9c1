// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The tables of the reports, a page at a time by key: what a page costs does not depend on how many
// rows there are.
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/record_issues.hpp"
#include "store/run_reader.hpp"

#include <fmt/format.h>

namespace moisson::store {
namespace {

// A row has at most 5 kB of text.
constexpr std::int64_t rows_per_page = 500;
// A record has at most 50 issues.
constexpr std::int64_t records_per_page = 100;
// Records looked at for them: what is archived keeps its issues and is not shown.
constexpr std::int64_t records_looked_at = 5'000;

// Of the record that an issue `i` of source `s` names; OFFSET 0: see merge::classify.
constexpr const char* named_record = R"sql(
left join lateral (select t.dataset from remote_id t
                   where i.remote_id <> '' and t.source = s.id and t.remote_id = i.remote_id
                   offset 0) n on true
left join dataset d on d.id = n.dataset and d.state in ('active', 'missing'))sql";

// $1 run, $2 after this issue, $3 rows.
constexpr const char* run_rows_sql = R"sql(
select {}, coalesce(d.title, ''), coalesce(d.slug, '')
from (select * from issue where run = $1 and id > $2 and {} order by id limit $3) i
join run r on r.id = i.run join source s on s.id = r.source join portal p on p.id = s.portal {}
order by i.id)sql";

// $1 portal, $2 this source or the next one. `{}`: run_reader's told_run.
constexpr const char* find_told_source = R"sql(
select s.id, s.key, {} from source s join portal p on p.id = s.portal
where p.key = $1 and s.id >= $2 order by s.id limit 1)sql";

// $1 source, $2 after this dataset, $3 records, $4 looked at. OFFSET 0: record by record, in order,
// until there are enough.
constexpr const char* record_rows = R"sql(
select i.dataset, d.remote_id, coalesce(d.metadata ->> 'remote_url', ''), d.title, d.slug, i.issues,
    d.changed_at
from (select * from dataset_issue where source = $1 and dataset > $2 order by dataset limit $4) i
cross join lateral (
    select * from dataset t where t.id = i.dataset and t.state = 'active'
        and not exists (select from takedown x where x.lifted_at is null
                        and x.kind <> 'distribution' and x.scope in (t.id, t.publisher))
    offset 0) d
order by i.dataset limit $3)sql";

// $1 source, $2 after this dataset, $3 looked at: the last of them, when there are so many.
constexpr const char* last_looked_at = R"sql(
select dataset from dataset_issue where source = $1 and dataset > $2
order by dataset offset $3 - 1 limit 1)sql";

// $1 run, $2 after this issue, $3 rows. What is told with its record is not told again.
constexpr const char* beyond_rows_sql = R"sql(
select {}, coalesce(d.title, ''), coalesce(d.slug, ''),
    exists (select from dataset_issue k where k.dataset = n.dataset and i.code = any(k.codes)),
    r.decision is not null
from (select * from issue where run = $1 and id > $2 and {} order by id limit $3) i
join run r on r.id = i.run join source s on s.id = r.source join portal p on p.id = s.portal {}
order by i.id)sql";

// A question that somebody has answered is no trouble of today, nor is what a run says of itself.
bool is_settled(const IssueRow& row, const Rows& rows, int i) {
    const Code code = row.issue.code;
    const bool is_question = code == Code::mass_deletion_held || code == Code::mass_arrival_held;
    return code == Code::settings_changed ||
           (is_question && rows.boolean(i, issue_column_count + 3));
}

ReportedIssue reported(const Rows& rows, int row) {
    ReportedIssue out;
    out.row = read_issue(rows, row);
    out.name = RecordName{rows.str(row, issue_column_count), rows.str(row, issue_column_count + 1)};
    return out;
}

struct WalkedSource {
    std::string portal_key;
    std::int64_t id = 0;
    std::string key;
    std::optional<std::int64_t> told_run;
};

// In one snapshot: both statements look at the same records.
void add_records(Connection& connection, const WalkedSource& source, BacklogPage& page) {
    BacklogPlace& place = *page.next;
    const Rows rows = connection.exec_prepared(
        record_rows,
        Params(source.id, place.dataset, records_per_page, records_looked_at)
    );
    for (int i = 0; i < rows.size(); ++i) {
        for (Issue& issue : decode_issues(rows.text(i, 5), rows.str(i, 1), rows.str(i, 2))) {
            ReportedIssue& line = page.issues.emplace_back();
            line.row.portal_key = source.portal_key;
            line.row.source_key = source.key;
            line.row.issue = std::move(issue);
            line.row.at = rows.instant(i, 6);
            line.name = RecordName{rows.str(i, 3), rows.str(i, 4)};
        }
    }
    if (rows.size() == records_per_page) {
        place.dataset = rows.uuid(rows.size() - 1, 0);
        return;
    }
    const Rows last = connection.exec_prepared(
        last_looked_at,
        Params(source.id, place.dataset, records_looked_at)
    );
    if (last.size() == 1)
        place.dataset = last.uuid(0, 0);
    else
        place.beyond_records = true;
}

// True when the source is done.
bool add_beyond(Connection& connection, const WalkedSource& source, BacklogPage& page) {
    if (!source.told_run)
        return true;
    static const std::string sql =
        fmt::format(beyond_rows_sql, issue_columns, shown_issue, named_record);
    BacklogPlace& place = *page.next;
    const Rows rows =
        connection.exec_prepared(sql.c_str(), Params(*source.told_run, place.issue, rows_per_page));
    for (int i = 0; i < rows.size(); ++i) {
        place.issue = rows.int64(i, 0);
        ReportedIssue issue = reported(rows, i);
        if (!rows.boolean(i, issue_column_count + 2) && !is_settled(issue.row, rows, i))
            page.issues.push_back(std::move(issue));
    }
    return rows.size() < rows_per_page;
}

} // namespace

Result<std::vector<ReportedIssue>>
run_issues(Connection& connection, RunId id, std::int64_t after) {
    static const std::string sql =
        fmt::format(run_rows_sql, issue_columns, shown_issue, named_record);
    const Rows rows = connection.exec_prepared(sql.c_str(), Params(id.value, after, rows_per_page));
    if (rows.size() == 0 && after == 0 &&
        connection.exec("select from run where id = $1", Params(id.value)).size() == 0)
        return Error(Code::not_found, fmt::format("no run {}", id.value));
    std::vector<ReportedIssue> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(reported(rows, i));
    return out;
}

Result<BacklogPage>
backlog_page(Connection& connection, const std::string& portal_key, const BacklogPlace& place) {
    static const std::string sql = fmt::format(find_told_source, told_run);
    const Rows found = connection.exec(sql.c_str(), Params(portal_key, place.source));
    BacklogPage page;
    if (found.size() == 0 && place == BacklogPlace{} &&
        connection.exec("select from portal where key = $1", Params(portal_key)).size() == 0)
        return Error(Code::not_found, "no portal " + portal_key);
    if (found.size() == 0)
        return page;
    WalkedSource source{portal_key, found.int64(0, 0), found.str(0, 1), found.optional_int64(0, 2)};
    page.next = place.source == source.id ? place : BacklogPlace{};
    page.next->source = source.id;
    if (!page.next->beyond_records) {
        add_records(connection, source, page);
        return page;
    }
    if (add_beyond(connection, source, page)) {
        page.next = BacklogPlace{};
        page.next->source = source.id + 1;
    }
    return page;
}

} // namespace moisson::store
