// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/alert_look.hpp"
#include "store/alert_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace moisson::store {
namespace {

// The months of the dates of its resources ([microseconds, precision]).
constexpr std::string_view months_sql = R"sql(
array(select distinct (extract(year from m.at) * 12 + extract(month from m.at) - 1)::int::text
      from (select to_timestamp((t.metadata -> 'modified' ->> 0)::numeric::double precision / 1e6)
                   at time zone 'UTC' as at
            from distribution t where t.dataset = d.id
              and t.metadata -> 'modified' ->> 0 is not null) m )::text[])sql";

// Of `d`, its links that were concluded upon; documentation is no data. What broke with its whole
// host is the host's as long as it was not asked since, and for a day after the host is back.
constexpr std::string_view links_sql = R"sql(
    select count(*) as links, count(*) filter (where l.standing = 'broken') as broken,
        count(*) filter (where l.standing = 'broken' and f.by_host) as by_host,
        max(l.since) filter (where l.standing = 'broken') as newest,
        max(l.since) filter (where l.standing = 'broken' and not f.by_host) as newest_own,
        coalesce((array_agg(l.code order by l.since desc) filter (where l.standing = 'broken'))[1], '')
            as code
    from distribution t join link l on l.id = t.link and l.standing <> ''
    left join link_host h on h.host = l.host
    cross join lateral (
        select coalesce(h.state, '') <> '' or l.code in ('HOST_DOWN', 'HOST_MOVED')
            or h.since > moisson.now() - interval '24 hours' and exists (
                select from link_outage o where o.link = l.id and o.ended is null
                    and o.cause in ('HOST_DOWN', 'HOST_MOVED')) as known) k
    cross join lateral (select coalesce(k.known, false) as by_host) f
    where t.dataset = d.id and lower(coalesce(t.metadata ->> 'kind', '')) <> 'documentation')sql";

constexpr std::string_view withdrawn_sql =
    "exists (select from takedown x where x.lifted_at is null and x.kind <> 'distribution' "
    "and x.scope in (d.id, d.publisher))";

// $1 source, $2 its last complete run, $3 end of the baseline, $4 how many. What was late before
// the baseline ended or was born late was never good: nobody is told. Nor of what was late as soon
// as we had a frequency for it, which we may read only since today (decision 9).
const std::string& new_freshness_sql() {
    static const std::string sql = fmt::format(
        R"sql(
select d.id, d.publisher, d.countries, g.counted_from, g.late_at, g.very_late_at, d.frequency,
    {}, k.kind
from dataset d join dataset_signal g on g.dataset = d.id
cross join lateral (select case when g.very_late_at <= $2 then 'dataset_very_overdue'
                                else 'dataset_overdue' end as kind) k
where d.source = $1 and d.state = 'active' and g.basis = 'declared' and g.late_at <= $2
  and g.late_at > greatest($3, d.first_seen) and not {}
  and exists (select from verdict v where v.dataset = d.id and v.basis = 'declared'
              and v.since < v.late_at)
  and not exists (select from alert a where a.dataset = d.id and a.kind = k.kind
                  and a.closed_at is null)
order by d.id limit $4)sql",
        months_sql,
        withdrawn_sql
    );
    return sql;
}

// $1 source, $2 end of the baseline, $3 how many. What a fault of its host explains is left to it.
const std::string& new_links_sql() {
    static const std::string sql = fmt::format(
        R"sql(
select d.id, d.publisher, d.countries, b.links, b.broken, b.by_host, b.newest, b.code
from dataset d join dataset_signal g on g.dataset = d.id and g.links in ('broken', 'partial')
cross join lateral ({}) b
where d.source = $1 and d.state = 'active' and b.newest_own > $2 and not {}
  and not exists (select from alert a where a.dataset = d.id and a.kind = 'links_broken'
                  and a.closed_at is null)
order by d.id limit $3)sql",
        links_sql,
        withdrawn_sql
    );
    return sql;
}

// $1 source, $2 end of the baseline, $3 how many. What never had a file is no news.
const std::string& newly_empty_sql() {
    static const std::string sql = fmt::format(
        R"sql(
select d.id, d.publisher, d.countries, e.since
from dataset_empty e join dataset d on d.id = e.dataset
where d.source = $1 and d.state = 'active' and e.since > greatest($2, d.first_seen) and not {}
  and not exists (select from alert a where a.dataset = d.id and a.kind = 'no_resources'
                  and a.closed_at is null)
order by d.id limit $3)sql",
        withdrawn_sql
    );
    return sql;
}

// $1 key of the portal, $2 after, $3 how many.
const std::string& open_sql() {
    static const std::string sql = fmt::format(
        R"sql(
select {}, coalesce(d.source, 0)::bigint, d.publisher, coalesce(d.countries, '{{}}'),
    d.id is null or d.state not in ('active', 'missing') or {}, g.counted_from,
    case when g.basis = 'declared' then g.late_at end,
    case when g.basis = 'declared' then g.very_late_at end, coalesce(d.frequency, ''),
    case when a.kind in ('links_broken', 'no_resources') then '{{}}' else {} end,
    coalesce(b.links, 0)::bigint, coalesce(b.broken, 0)::bigint, coalesce(b.by_host, 0)::bigint,
    b.newest, coalesce(b.code, ''), z.since
from alert a
left join dataset d on d.id = a.dataset
left join dataset_signal g on g.dataset = a.dataset
left join dataset_empty z on z.dataset = a.dataset and a.kind = 'no_resources'
left join lateral ({}) b on a.kind = 'links_broken'
where a.portal = $1 and a.dataset is not null and a.closed_at is null and a.id > $2
order by a.id limit $3)sql",
        alert_columns,
        withdrawn_sql,
        months_sql,
        links_sql
    );
    return sql;
}

constexpr const char* note_scan =
    "update alert_portal set scanned_at = moisson.now() where portal = $1";

std::vector<std::int64_t> read_months(const Rows& rows, int row, int column) {
    // An array of int8 in binary has no reader: it comes as text.
    std::vector<std::int64_t> out;
    for (const std::string& month : rows.texts(row, column))
        out.push_back(std::stoll(month));
    std::sort(out.begin(), out.end());
    return out;
}

AlertDatasetSight sight_of(const Rows& rows, int row, std::int64_t source) {
    AlertDatasetSight out;
    out.dataset = rows.uuid(row, 0);
    out.source = source;
    out.organization = rows.optional_uuid(row, 1);
    out.countries = rows.texts(row, 2);
    return out;
}

void read_new_freshness(
    Connection& connection,
    const AlertScanSource& source,
    Instant baseline,
    std::vector<AlertDatasetSight>& out
) {
    if (!source.new_freshness || !source.seen)
        return;
    const Rows rows = connection.exec_prepared(
        new_freshness_sql().c_str(),
        Params(source.id, *source.seen, baseline, alert_new_max)
    );
    for (int i = 0; i < rows.size(); ++i) {
        AlertDatasetSight sight = sight_of(rows, i, source.id);
        sight.counted_from = rows.optional_instant(i, 3);
        sight.late_at = rows.optional_instant(i, 4);
        sight.very_late_at = rows.optional_instant(i, 5);
        sight.frequency = rows.str(i, 6);
        sight.months = read_months(rows, i, 7);
        sight.kind = rows.text(i, 8) == to_string(AlertKind::dataset_overdue)
                         ? AlertKind::dataset_overdue
                         : AlertKind::dataset_very_overdue;
        out.push_back(std::move(sight));
    }
}

void read_new_links(
    Connection& connection,
    const AlertScanSource& source,
    Instant baseline,
    std::vector<AlertDatasetSight>& out
) {
    if (!source.new_links)
        return;
    const Rows rows = connection.exec_prepared(
        new_links_sql().c_str(),
        Params(source.id, baseline, alert_new_max)
    );
    for (int i = 0; i < rows.size(); ++i) {
        AlertDatasetSight sight = sight_of(rows, i, source.id);
        sight.kind = AlertKind::links_broken;
        sight.links = rows.int64(i, 3);
        sight.broken = rows.int64(i, 4);
        sight.broken_by_host = rows.int64(i, 5);
        sight.broken_since = rows.optional_instant(i, 6);
        sight.broken_code = rows.str(i, 7);
        out.push_back(std::move(sight));
    }
}

void read_newly_empty(
    Connection& connection,
    const AlertScanSource& source,
    Instant baseline,
    std::vector<AlertDatasetSight>& out
) {
    if (!source.new_freshness || !source.seen)
        return;
    const Rows rows = connection.exec_prepared(
        newly_empty_sql().c_str(),
        Params(source.id, baseline, alert_new_max)
    );
    for (int i = 0; i < rows.size(); ++i) {
        AlertDatasetSight sight = sight_of(rows, i, source.id);
        sight.kind = AlertKind::no_resources;
        sight.emptied_at = rows.optional_instant(i, 3);
        out.push_back(std::move(sight));
    }
}

AlertDatasetSight open_sight(const Rows& rows, int row) {
    AlertDatasetSight out;
    out.episode = read_episode(rows, row);
    out.kind = out.episode->condition.kind;
    out.dataset = *out.episode->condition.labels.dataset;
    int column = alert_column_count;
    out.source = rows.int64(row, column++);
    out.organization = rows.optional_uuid(row, column++);
    out.countries = rows.texts(row, column++);
    out.gone = rows.boolean(row, column++);
    out.counted_from = rows.optional_instant(row, column++);
    out.late_at = rows.optional_instant(row, column++);
    out.very_late_at = rows.optional_instant(row, column++);
    out.frequency = rows.str(row, column++);
    out.months = read_months(rows, row, column++);
    out.links = rows.int64(row, column++);
    out.broken = rows.int64(row, column++);
    out.broken_by_host = rows.int64(row, column++);
    out.broken_since = rows.optional_instant(row, column++);
    out.broken_code = rows.str(row, column++);
    out.emptied_at = rows.optional_instant(row, column++);
    return out;
}

void write(Connection& connection, std::vector<AlertWrite> writes, AlertScanReport& report) {
    report.written += static_cast<std::int64_t>(writes.size());
    report.delivered += write_alerts(connection, writes);
}

// The next of those with an episode after `after`, which it moves; true: there may be more. The
// lock is held for these only: whoever acknowledges an alert waits for one step, not for a portal.
bool go_on_some(
    Connection& connection,
    const std::string& portal,
    std::int64_t& after,
    const AlertSightsJudge& go_on,
    AlertScanReport& report
) {
    Transaction transaction(connection);
    lock_alerts(connection);
    const Rows rows =
        connection.exec_prepared(open_sql().c_str(), Params(portal, after, alert_step));
    std::vector<AlertDatasetSight> sights;
    for (int i = 0; i < rows.size(); ++i)
        sights.push_back(open_sight(rows, i));
    if (sights.empty())
        return false;
    after = sights.back().episode->id;
    report.looked_at += rows.size();
    write(connection, go_on(std::move(sights)), report);
    transaction.commit();
    return rows.size() == alert_step;
}

} // namespace

AlertScanReport scan_alerts(
    Connection& connection,
    const AlertScanRequest& request,
    const AlertSightsJudge& open,
    const AlertSightsJudge& go_on
) {
    AlertScanReport report;
    std::vector<AlertDatasetSight> fresh;
    for (const AlertScanSource& source : request.sources) {
        read_new_freshness(connection, source, request.baseline_until, fresh);
        read_new_links(connection, source, request.baseline_until, fresh);
        read_newly_empty(connection, source, request.baseline_until, fresh);
    }
    report.looked_at = static_cast<std::int64_t>(fresh.size());
    std::vector<AlertWrite> opened = open(std::move(fresh));
    // Those that have an episode first: what is opened now is looked at next time.
    std::int64_t after = 0;
    while (go_on_some(connection, request.key, after, go_on, report)) {
    }
    Transaction transaction(connection);
    lock_alerts(connection);
    write(connection, std::move(opened), report);
    connection.exec_prepared(note_scan, Params(request.portal));
    transaction.commit();
    return report;
}

} // namespace moisson::store
