// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portals, runs and issues as lists.
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/record_issues.hpp"
#include "store/run_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::store {
namespace {

constexpr int limit_max = 1000;

int bounded(int limit) {
    return std::clamp(limit, 1, limit_max);
}

// $1 a portal, or none for all. Everything is counted in indexes (dataset_of_source, and the key of
// distribution), and what is hidden is taken off: that few rows have to be looked at for their
// publisher. Those of an organization are looked for in its portal, for lack of an index by
// publisher.
constexpr const char* select_portals = R"sql(
with concerned as (
    select s.id, s.portal from source s join portal p on p.id = s.portal
    where $1 = '' or p.key = $1),
hidden as materialized (
    select d.id, d.source, d.state from dataset d
    where d.id in (select scope from takedown where lifted_at is null and kind = 'dataset')
    union
    select d.id, d.source, d.state from takedown t
    join concerned c on c.portal = t.portal
    join dataset d on d.source = c.id and d.publisher = t.scope
    where t.lifted_at is null and t.kind = 'organization'),
told as (
    select c.portal, d.state, count(*) as datasets
    from concerned c join dataset d on d.source = c.id group by c.portal, d.state
    union all
    select c.portal, h.state, -count(*)
    from concerned c join hidden h on h.source = c.id group by c.portal, h.state),
counted as (
    select portal, sum(datasets) filter (where state = 'active')::bigint as active,
        sum(datasets) filter (where state = 'missing')::bigint as missing,
        sum(datasets) filter (where state = 'archived')::bigint as archived
    from told group by portal),
carried as (
    select c.portal, count(*) as distributions
    from concerned c join dataset d on d.source = c.id join distribution x on x.dataset = d.id
    where d.state = 'active' group by c.portal
    union all
    select c.portal, -count(*)
    from concerned c join hidden h on h.source = c.id join distribution x on x.dataset = h.id
    where h.state = 'active' group by c.portal),
files as (
    select portal, sum(distributions)::bigint as distributions from carried group by portal)
select p.id, p.key, p.title, p.url, p.description, p.countries, p.languages, p.owner, p.enabled,
    p.health, coalesce(n.active, 0), coalesce(n.missing, 0), coalesce(n.archived, 0),
    coalesce(f.distributions, 0), p.health_since, p.health_reasons, w.probed_at,
    coalesce(w.certificate_expires, t.certificate_expires), w.newest_change, m.peak, w.watched_until,
    (select percentile_disc(0.95) within group (order by a) from unnest(w.answer_ms) a
     where cardinality(w.answer_ms) >= 20)
from portal p
left join portal_watch w on w.portal = p.id
left join lateral (
    select r.certificate_expires from run r join source s on s.id = r.source
    where s.portal = p.id and r.certificate_expires is not null
    order by r.id desc limit 1) t on true
left join lateral (
    select max(datasets) as peak from daily_measure
    where scope = 'portal' and subject = p.key and day >= (moisson.now() at time zone 'UTC')::date - 90) m on true
left join counted n on n.portal = p.id
left join files f on f.portal = p.id
where $1 = '' or p.key = $1
order by p.key)sql";

constexpr const char* select_intervals = R"sql(
select h.state, h.reasons, h.since, h.until from portal_health h join portal p on p.id = h.portal
where p.key = $1 and coalesce(h.until, moisson.now()) > moisson.now() - interval '366 days'
order by h.since)sql";

// A probe reads no catalogue: it is neither the last complete run nor what the issues are told by.
constexpr const char* sources_sql = R"sql(
select s.id, s.portal, s.key, s.connector, s.url, s.enabled,
    extract(epoch from s.every)::bigint,
    case when s.enabled then case when s.anchor is null then moisson.now() else s.next_at end end,
    (select max(r.id) from run r where r.source = s.id and r.state <> 'pending'),
    (select max(r.id) from run r where r.source = s.id and r.state = 'complete'
                                   and r.mode <> 'probe'),
    {},
    case when s.paused_until > moisson.now() then s.paused_until end, s.failures, s.suspended_at,
    s.suspended_reason,
    (select max(r.id) from run r where r.source = s.id and r.state = 'held' and r.decision is null)
from source s join portal p on p.id = s.portal
where $1 = '' or p.key = $1
order by s.key)sql";

std::optional<HarvestRun>
find(const std::map<std::int64_t, HarvestRun>& runs, std::optional<std::int64_t> id) {
    if (!id)
        return std::nullopt;
    const auto run = runs.find(*id);
    return run == runs.end() ? std::nullopt : std::optional(run->second);
}

void keep_newer(std::optional<HarvestRun>& kept, const std::optional<HarvestRun>& run) {
    if (run && (!kept || kept->id < run->id))
        kept = run;
}

void add_sources(
    Connection& connection,
    const std::string& key,
    const std::map<std::int64_t, PortalSummary*>& portals
) {
    static const std::string sql = fmt::format(sources_sql, told_run);
    const Rows rows = connection.exec(sql.c_str(), Params(key));
    std::vector<std::int64_t> ids;
    for (int i = 0; i < rows.size(); ++i)
        for (const int column : {8, 9, 10, 15})
            if (const auto id = rows.optional_int64(i, column))
                ids.push_back(*id);
    const auto runs = read_runs(connection, ids);
    std::map<std::int64_t, PortalSummary*> by_source;
    std::vector<std::int64_t> ended;
    for (int i = 0; i < rows.size(); ++i) {
        PortalSummary& portal = *portals.at(rows.int64(i, 1));
        SourceSummary& source = portal.sources.emplace_back();
        source.key = rows.str(i, 2);
        source.connector = rows.str(i, 3);
        source.url = rows.str(i, 4);
        source.enabled = rows.boolean(i, 5);
        source.interval = std::chrono::seconds(rows.int64(i, 6));
        source.next_due = rows.optional_instant(i, 7);
        source.paused_until = rows.optional_instant(i, 11);
        source.failures = rows.int64(i, 12);
        source.suspended_at = rows.optional_instant(i, 13);
        source.suspended_reason = rows.str(i, 14);
        if (const auto held = find(runs, rows.optional_int64(i, 15))) {
            source.awaiting_decision = held->id;
            source.awaiting_reason = held->reason;
        }
        source.last_run = find(runs, rows.optional_int64(i, 8));
        source.last_complete_run = find(runs, rows.optional_int64(i, 9));
        keep_newer(portal.last_run, source.last_run);
        keep_newer(portal.last_complete_run, source.last_complete_run);
        by_source[rows.int64(i, 0)] = &portal;
        if (source.last_run)
            source.told_run = source.last_run->id;
        if (const auto run = rows.optional_int64(i, 10)) {
            source.told_run = RunId(*run);
            ended.push_back(*run);
        } else if (source.last_run)
            for (const auto& [code, count] : source.last_run->issues)
                portal.issues[code] += count;
    }
    add_portal_issues(connection, by_source, ended, !key.empty());
}

} // namespace

std::map<std::int64_t, HarvestRun>
read_runs(Connection& connection, const std::vector<std::int64_t>& ids) {
    static const std::string sql =
        fmt::format("select {}{}where r.id = any($1)", run_columns, run_tables);
    std::map<std::int64_t, HarvestRun> out;
    const Rows rows = connection.exec(sql.c_str(), Params(ids));
    for (int i = 0; i < rows.size(); ++i)
        out.emplace(rows.int64(i, 0), read_run(rows, i));
    std::vector<HarvestRun*> all;
    for (auto& [id, run] : out)
        all.push_back(&run);
    read_issue_counts(connection, std::move(all));
    return out;
}

PortalStanding read_portal_standing(const Rows& rows, int row) {
    PortalStanding out;
    out.state = portal_health_from_string(rows.text(row, 9)).value_or(PortalHealth::unknown);
    out.since = rows.optional_instant(row, 14);
    out.reasons = rows.texts(row, 15);
    out.probed_at = rows.optional_instant(row, 16);
    out.certificate_expires = rows.optional_instant(row, 17);
    out.newest_change = rows.optional_instant(row, 18);
    out.dataset_peak = rows.optional_int64(row, 19);
    out.watched_until = rows.optional_instant(row, 20);
    if (const auto p95 = rows.optional_int64(row, 21))
        out.answer_p95 = std::chrono::milliseconds(*p95);
    return out;
}

void add_intervals(Connection& connection, PortalSummary& portal) {
    const Rows rows = connection.exec(select_intervals, Params(portal.key));
    for (int i = 0; i < rows.size(); ++i) {
        HealthInterval one;
        one.state = portal_health_from_string(rows.text(i, 0)).value_or(PortalHealth::unknown);
        one.reasons = rows.texts(i, 1);
        one.since = rows.instant(i, 2);
        one.until = rows.optional_instant(i, 3);
        portal.standing.intervals.push_back(std::move(one));
    }
}

std::vector<PortalSummary> portal_summaries(Connection& connection, const std::string& key) {
    const Rows rows = connection.exec(select_portals, Params(key));
    std::vector<PortalSummary> out(static_cast<std::size_t>(rows.size()));
    std::map<std::int64_t, PortalSummary*> by_id;
    for (int i = 0; i < rows.size(); ++i) {
        PortalSummary& portal = out[static_cast<std::size_t>(i)];
        by_id[rows.int64(i, 0)] = &portal;
        portal.key = rows.str(i, 1);
        portal.title = rows.str(i, 2);
        portal.url = rows.str(i, 3);
        portal.description = rows.str(i, 4);
        portal.countries = rows.texts(i, 5);
        portal.languages = rows.texts(i, 6);
        portal.owner = rows.str(i, 7);
        portal.enabled = rows.boolean(i, 8);
        portal.health = rows.str(i, 9);
        portal.active = rows.int64(i, 10);
        portal.missing = rows.int64(i, 11);
        portal.archived = rows.int64(i, 12);
        portal.distributions = rows.int64(i, 13);
        portal.standing = read_portal_standing(rows, i);
    }
    if (!out.empty())
        add_sources(connection, key, by_id);
    if (!key.empty())
        for (PortalSummary& portal : out)
            add_intervals(connection, portal);
    return out;
}

namespace {

RunDetail read_detail(const Rows& rows, int row) {
    RunDetail detail;
    detail.run = read_run(rows, row);
    detail.worker = rows.str(row, run_column_count);
    detail.requested_at = rows.instant(row, run_column_count + 1);
    detail.wire_bytes = rows.int64(row, run_column_count + 2);
    detail.requests = rows.int64(row, run_column_count + 3);
    detail.retries = rows.int64(row, run_column_count + 4);
    detail.active_before = rows.int64(row, run_column_count + 5);
    detail.not_modified = rows.int64(row, run_column_count + 6);
    detail.certificate_expires = rows.optional_instant(row, run_column_count + 7);
    return detail;
}

} // namespace

std::map<std::int64_t, RunDetail>
read_run_details(Connection& connection, const std::vector<std::int64_t>& ids) {
    static const std::string sql = fmt::format(
        "select {}, {}{}where r.id = any($1)",
        run_columns,
        run_detail_columns,
        run_tables
    );
    std::map<std::int64_t, RunDetail> out;
    const Rows rows = connection.exec(sql.c_str(), Params(ids));
    for (int i = 0; i < rows.size(); ++i)
        out.emplace(rows.int64(i, 0), read_detail(rows, i));
    std::vector<HarvestRun*> all;
    for (auto& [id, detail] : out)
        all.push_back(&detail.run);
    read_issue_counts(connection, std::move(all));
    return out;
}

RunDetailPage run_detail_page(Connection& connection, const RunQuery& query) {
    static const std::string sql = fmt::format(
        "select {}, {}{}where ($1 = '' or p.key = $1) and ($2 = '' or s.key = $2) "
        "and ($3 = '' or r.state = $3) and ($4::bigint is null or r.id < $4) "
        "order by r.id desc limit $5",
        run_columns,
        run_detail_columns,
        run_tables
    );
    const int limit = bounded(query.limit);
    const std::string state = query.state ? std::string(to_string(*query.state)) : std::string();
    std::optional<std::int64_t> before;
    if (query.before)
        before = query.before->value;
    const Rows rows = connection.exec(
        sql.c_str(),
        Params(query.portal_key, query.source_key, state, before, limit + 1)
    );
    RunDetailPage page;
    page.more = rows.size() > limit;
    for (int i = 0; i < std::min(rows.size(), limit); ++i)
        page.runs.push_back(read_detail(rows, i));
    std::vector<HarvestRun*> all;
    for (RunDetail& detail : page.runs)
        all.push_back(&detail.run);
    read_issue_counts(connection, std::move(all));
    return page;
}

RunPage run_page(Connection& connection, const RunQuery& query) {
    RunDetailPage details = run_detail_page(connection, query);
    RunPage page;
    page.more = details.more;
    for (RunDetail& detail : details.runs)
        page.runs.push_back(std::move(detail.run));
    return page;
}

Result<RunDetail> run_detail(Connection& connection, RunId id) {
    std::map<std::int64_t, RunDetail> found = read_run_details(connection, {id.value});
    if (found.empty())
        return Error(Code::not_found, fmt::format("no run {}", id.value));
    return std::move(found.begin()->second);
}

IssuePage issue_page(Connection& connection, const IssueQuery& query) {
    const int limit = bounded(query.limit);
    std::vector<std::int64_t> runs;
    for (const RunId& run : query.runs)
        runs.push_back(run.value);
    static const std::string sql = fmt::format(
        R"sql(
select {}
from issue i join run r on r.id = i.run join source s on s.id = r.source
join portal p on p.id = s.portal
where (cardinality($1::bigint[]) = 0 or i.run = any($1)) and ($2 = '' or p.key = $2) and ($3 = '' or s.key = $3)
  and ($4 = '' or i.code = $4) and ($5 = '' or i.severity = $5)
  and ($6::bigint is null or i.id < $6)
  and not exists (select from remote_id x join dataset d on d.id = x.dataset
                  join takedown t on t.scope in (d.id, d.publisher)
                  where x.source = r.source and x.remote_id = i.remote_id
                    and t.lifted_at is null and t.kind <> 'distribution')
order by i.id desc limit $7)sql",
        issue_columns
    );
    const Rows rows = connection.exec(
        sql.c_str(),
        Params(
            runs,
            query.portal_key,
            query.source_key,
            query.code ? std::string(to_string(*query.code)) : std::string(),
            query.severity ? std::string(to_string(*query.severity)) : std::string(),
            query.before,
            limit + 1
        )
    );
    IssuePage page;
    page.more = rows.size() > limit;
    for (int i = 0; i < std::min(rows.size(), limit); ++i)
        page.issues.push_back(read_issue(rows, i));
    return page;
}

std::map<std::string, RecordName> record_names(
    Connection& connection,
    const std::string& portal_key,
    const std::vector<std::string>& remote_ids
) {
    const Rows rows = connection.exec(
        R"sql(
select r.remote_id, d.title, d.slug
from remote_id r join source s on s.id = r.source join portal p on p.id = s.portal
join dataset d on d.id = r.dataset
where p.key = $1 and r.remote_id = any($2) and d.state in ('active', 'missing')
  and not exists (select from takedown t where t.lifted_at is null and t.kind <> 'distribution'
                  and t.scope in (d.id, d.publisher)))sql",
        Params(portal_key, remote_ids)
    );
    std::map<std::string, RecordName> names;
    for (int i = 0; i < rows.size(); ++i) {
        RecordName& name = names[rows.str(i, 0)];
        name.title = rows.str(i, 1);
        name.slug = rows.str(i, 2);
    }
    return names;
}

} // namespace moisson::store
