// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The reports of the sources of a portal: where each stands, and how it got there.
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/run_reader.hpp"

#include <fmt/format.h>

namespace moisson::store {
namespace {

constexpr std::int64_t trend_runs = 30;
constexpr std::int64_t reported_values_max = 100;

// $1 portal.
constexpr const char* select_sources = R"sql(
select s.id, s.key, s.next_mode,
    (select max(r.id) from run r where r.source = s.id and r.state = 'complete'),
    (select count(*) from unmapped_value u where u.source = s.id and u.until is null)
from source s join portal p on p.id = s.portal where p.key = $1 order by s.key)sql";

// $1 portal, $2 runs of each source. Values are noted since the tenth migration: of a run that
// ended before it nobody knows them.
constexpr const char* select_trend = R"sql(
select s.id, t.id,
    case when t.ended_at >= (select v.applied_at from schema_version v where v.version = 10) then
    (select count(*) from unmapped_value u where u.source = s.id and u.since <= t.ended_at
        and (u.until is null or u.until > t.ended_at)) end
from source s join portal p on p.id = s.portal
cross join lateral (select r.id, r.ended_at from run r where r.source = s.id and r.state <> 'pending'
                    order by r.id desc limit $2) t
where p.key = $1 order by s.id, t.id desc)sql";

// $1 portal, $2 values of each source.
constexpr const char* select_values = R"sql(
select s.id, v.code, v.value, v.total, v.since, v.until
from source s join portal p on p.id = s.portal
cross join lateral (select * from unmapped_value u where u.source = s.id
                    order by u.until desc nulls first, u.total desc, u.code, u.value limit $2) v
where p.key = $1 order by s.id, v.until desc nulls first, v.total desc, v.code, v.value)sql";

// $1 portal. `{}`: run_reader's told_run and still_open.
constexpr const char* backlog_sql = R"sql(
select s.id, b.code, sum(b.total)::bigint
from source s join portal p on p.id = s.portal
cross join lateral (
    select i.code, i.total from source_issue i where i.source = s.id
    union all
    select c.code, c.total - c.on_record from issue_count c
    where c.run = {} and c.total > c.on_record and {}) b
where p.key = $1 group by s.id, b.code)sql";

using BySource = std::map<std::int64_t, SourceReport*>;

void add_trend(Connection& connection, const std::string& portal_key, const BySource& reports) {
    const Rows rows = connection.exec(select_trend, Params(portal_key, trend_runs));
    std::vector<std::int64_t> ids;
    for (int i = 0; i < rows.size(); ++i)
        ids.push_back(rows.int64(i, 1));
    std::map<std::int64_t, RunDetail> runs = read_run_details(connection, ids);
    for (int i = 0; i < rows.size(); ++i)
        reports.at(rows.int64(i, 0))
            ->trend.push_back(
                TrendPoint{std::move(runs.at(rows.int64(i, 1))), rows.optional_int64(i, 2)}
            );
}

void add_values(Connection& connection, const std::string& portal_key, const BySource& reports) {
    const Rows rows = connection.exec(select_values, Params(portal_key, reported_values_max));
    for (int i = 0; i < rows.size(); ++i) {
        const auto code = code_from_string(rows.text(i, 1));
        if (!code)
            continue;
        UnmappedValue& value = reports.at(rows.int64(i, 0))->unmapped.emplace_back();
        value.count = UnmappedCount{*code, rows.str(i, 2), rows.int64(i, 3)};
        value.since = rows.instant(i, 4);
        value.until = rows.optional_instant(i, 5);
    }
}

void add_backlog(Connection& connection, const std::string& portal_key, const BySource& reports) {
    static const std::string sql = fmt::format(backlog_sql, told_run, still_open);
    const Rows rows = connection.exec(sql.c_str(), Params(portal_key));
    for (int i = 0; i < rows.size(); ++i)
        reports.at(rows.int64(i, 0))->backlog[rows.str(i, 1)] = rows.int64(i, 2);
}

} // namespace

std::vector<SourceReport> source_reports(Connection& connection, const std::string& portal_key) {
    const Rows rows = connection.exec(select_sources, Params(portal_key));
    std::vector<SourceReport> out(static_cast<std::size_t>(rows.size()));
    BySource reports;
    std::vector<std::int64_t> successes;
    for (int i = 0; i < rows.size(); ++i) {
        SourceReport& report = out[static_cast<std::size_t>(i)];
        reports[rows.int64(i, 0)] = &report;
        report.source_key = rows.str(i, 1);
        report.next_mode = run_mode_from_string(rows.text(i, 2)).value_or(RunMode::automatic);
        if (const auto success = rows.optional_int64(i, 3))
            successes.push_back(*success);
        report.unmapped_open = rows.int64(i, 4);
    }
    if (out.empty())
        return out;
    for (auto& [id, run] : read_runs(connection, successes))
        reports.at(run.source.value)->last_success = run;
    add_trend(connection, portal_key, reports);
    add_values(connection, portal_key, reports);
    add_backlog(connection, portal_key, reports);
    return out;
}

} // namespace moisson::store
