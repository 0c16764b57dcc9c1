// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/alert_look.hpp"

#include "store/alert_rows.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

namespace moisson::store {
namespace {

// $1 seconds of a baseline. A portal that was there before the engine has its baseline now.
constexpr const char* add_portals = R"sql(
insert into alert_portal (portal, baseline_until)
select p.id, greatest(min(f.ended_at) + $1 * interval '1 second', moisson.now())
from portal p join source s on s.portal = p.id
cross join lateral (
    select r.ended_at from run r
    where r.source = s.id and r.state = 'complete' and r.mode <> 'probe' and r.ended_at is not null
    order by r.id limit 1) f
where p.enabled and not exists (select from alert_portal a where a.portal = p.id)
group by p.id on conflict do nothing)sql";

// $1 seconds between two scans. It came back when it was next seen to work.
constexpr const char* read_portals = R"sql(
select p.id, p.key, p.countries, p.health, p.health_since, p.health_reasons, w.watched_until,
    w.certificate_expires, m.peak, m.latest,
    case when down.since is not null then coalesce(
        (select min(u.since) from portal_health u
         where u.portal = p.id and u.since > down.since and u.state in ('UP', 'DEGRADED')),
        down.until) end,
    exists (select from source s where s.portal = p.id and s.paused_until > moisson.now()),
    a.baseline_until, a.onboarded_at is not null,
    (select count(*) from alert x where x.portal = p.key and x.closed_at is null and x.held),
    (select count(distinct x.dataset) from alert x where x.portal = p.key and x.closed_at is null
        and not x.held and x.firing_since > greatest(moisson.now() - interval '1 day',
                                                     a.approved_at, a.baseline_until)),
    a.portal is not null and (a.scanned_at is null
        or a.scanned_at <= moisson.now() - $1 * interval '1 second'), down.since
from portal p
left join portal_watch w on w.portal = p.id
left join alert_portal a on a.portal = p.id
left join lateral (
    select h.since, h.until from portal_health h
    where h.portal = p.id and h.state in ('DOWN', 'DORMANT') order by h.since desc limit 1) down on true
cross join lateral (
    select max(d.datasets) as peak, (array_agg(d.datasets order by d.day desc))[1] as latest
    from daily_measure d
    where d.scope = 'portal' and d.subject = p.key
      and d.day > (moisson.now() at time zone 'UTC')::date - 90) m
where p.enabled order by p.id)sql";

// A run that rests takes days, and so does the next one: its source is read all the same.
constexpr const char* read_sources = R"sql(
select s.portal, s.id, s.key, seen.started_at,
    s.every > interval '0' and (seen.started_at is null
        or seen.ended_at + (seen.ended_at - seen.started_at) < moisson.now() - 2 * s.every),
    s.failures, s.failing_since, held.id, held.ended_at, coalesce(held.missing, 0),
    held.id is not null and exists (
        select from run q
        where q.source = s.id and q.decision = 'refused' and q.id_set = held.id_set)
from source s join portal p on p.id = s.portal and p.enabled
left join lateral (
    select t.started_at, coalesce(t.ended_at, t.started_at) as ended_at from run t
    where t.source = s.id and t.state = 'complete' and t.mode <> 'probe'
      and t.started_at is not null
    order by t.id desc limit 1) seen on true
left join lateral (
    select t.id, t.ended_at, t.missing, t.id_set from run t
    where t.source = s.id and t.state = 'held' and t.decision is null
    order by t.id desc limit 1) held on true
where s.enabled order by s.id)sql";

// Of a host at most a thousand links are looked at: enough to know whose it is.
constexpr const char* read_hosts = R"sql(
with home as materialized (
    select p.key, lower(substring(a.url from '^[A-Za-z]+://([^/:?#]+)')) as name
    from portal p cross join lateral (
        select p.url union select s.url from source s where s.portal = p.id and s.enabled) a (url)
    where p.enabled)
select h.host, h.state, h.since,
    (select count(*) from (select from link l where l.host = h.host limit 1000) l),
    coalesce(c.datasets, 0)::bigint, c.portal,
    array(select distinct home.key from home
          where home.name = h.host or home.name like '%.' || h.host order by 1)
from link_host h
left join lateral (
    select p.key as portal, sum(count(distinct t.dataset)) over () as datasets
    from (select l.id from link l where l.host = h.host limit 1000) l
    join distribution t on t.link = l.id
    join dataset d on d.id = t.dataset and d.state in ('active', 'missing')
    join source s on s.id = d.source join portal p on p.id = s.portal
    group by p.key order by count(distinct t.dataset) desc, p.key limit 1) c on true
where h.state <> '' order by h.host limit 5000)sql";

// By keys alone: this is read every minute. A value that is no UUID is of nothing. Those whose mail
// arrives again come with none that cannot be reached.
constexpr const char* read_contacts = R"sql(
with c as materialized (
    select b.scope, b.value, b.contacts, b.since,
        case when b.value ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
             then b.value::uuid end as id
    from (select scope, value, contacts, since from bouncing_contact
          union all
          select distinct r.scope, r.value, 0::bigint, null::timestamptz from reached_contact r
          where not exists (
              select from bouncing_contact b where b.scope = r.scope and b.value = r.value)) b
    order by b.contacts = 0, b.scope, b.value limit 1000)
select c.scope, c.value, c.contacts, c.since, p.key, g.id,
    coalesce(p.countries, case when c.scope = 'country' then array[c.value] end, '{}')
from c
left join dataset d on d.id = case when c.scope = 'dataset' then c.id end
left join agent g on g.id = case c.scope when 'organization' then c.id
                                         when 'dataset' then d.publisher end
left join portal p on case when c.scope = 'portal' then p.key = c.value
                           else p.id = g.portal end
order by c.contacts = 0, c.scope, c.value)sql";

// $1 portal.
constexpr const char* read_baseline = R"sql(
select count(*),
    count(*) filter (where g.basis = 'declared' and g.late_at <= n.seen),
    count(*) filter (where g.basis = 'declared' and g.very_late_at <= n.seen),
    count(*) filter (where g.links in ('broken', 'partial'))
from source s
cross join lateral (
    select max(t.started_at) as seen from run t
    where t.source = s.id and t.state = 'complete' and t.mode <> 'probe') n
join dataset d on d.source = s.id and d.state in ('active', 'missing')
left join dataset_signal g on g.dataset = d.id
where s.portal = $1 and s.enabled)sql";

constexpr const char* note_onboarded = R"sql(
update alert_portal set onboarded_at = moisson.now() where portal = any($1))sql";

PortalStanding read_standing(const Rows& rows, int row) {
    PortalStanding out;
    out.state = portal_health_from_string(rows.text(row, 3)).value_or(PortalHealth::unknown);
    out.since = rows.optional_instant(row, 4);
    out.reasons = rows.texts(row, 5);
    out.watched_until = rows.optional_instant(row, 6);
    out.certificate_expires = rows.optional_instant(row, 7);
    out.dataset_peak = rows.optional_int64(row, 8);
    return out;
}

AlertBaselineFacts baseline_of(Connection& connection, std::int64_t portal) {
    const Rows rows = connection.exec_prepared(read_baseline, Params(portal));
    AlertBaselineFacts out;
    out.datasets = rows.int64(0, 0);
    out.late = rows.int64(0, 1);
    out.very_late = rows.int64(0, 2);
    out.broken = rows.int64(0, 3);
    return out;
}

void add_sources(Connection& connection, std::vector<AlertPortalFacts>& portals) {
    std::unordered_map<std::int64_t, AlertPortalFacts*> by_id;
    for (AlertPortalFacts& portal : portals)
        by_id[portal.id] = &portal;
    const Rows rows = connection.exec_prepared(read_sources);
    for (int i = 0; i < rows.size(); ++i) {
        const auto found = by_id.find(rows.int64(i, 0));
        if (found == by_id.end())
            continue;
        AlertSourceFacts& source = found->second->sources.emplace_back();
        source.id = rows.int64(i, 1);
        source.key = rows.str(i, 2);
        source.seen = rows.optional_instant(i, 3);
        source.unharvested = rows.boolean(i, 4);
        source.failures = rows.int64(i, 5);
        source.failing_since = rows.optional_instant(i, 6);
        source.held_run = rows.optional_int64(i, 7);
        source.held_since = rows.optional_instant(i, 8);
        source.held_missing = rows.int64(i, 9);
        source.held_refused_before = rows.boolean(i, 10);
    }
}

std::vector<AlertPortalFacts>
portals_of(Connection& connection, const AlertTimes& times, Instant now) {
    const Rows rows = connection.exec_prepared(
        read_portals,
        Params(static_cast<std::int64_t>(times.scan_every.count()))
    );
    std::vector<AlertPortalFacts> out;
    for (int i = 0; i < rows.size(); ++i) {
        AlertPortalFacts& portal = out.emplace_back();
        portal.id = rows.int64(i, 0);
        portal.key = rows.str(i, 1);
        portal.countries = rows.texts(i, 2);
        portal.standing = read_standing(rows, i);
        portal.datasets = rows.optional_int64(i, 9);
        portal.recovered_at = rows.optional_instant(i, 10);
        portal.maintenance = rows.boolean(i, 11);
        portal.baseline_until = rows.optional_instant(i, 12);
        portal.onboarded = rows.boolean(i, 13);
        portal.held = rows.int64(i, 14);
        portal.opened_lately = rows.int64(i, 15);
        portal.scan_due = rows.boolean(i, 16);
        portal.away_since = rows.optional_instant(i, 17);
        if (portal.baseline_until && *portal.baseline_until <= now && !portal.onboarded)
            portal.baseline = baseline_of(connection, portal.id);
    }
    add_sources(connection, out);
    return out;
}

std::vector<AlertHostFacts> hosts_of(Connection& connection) {
    const Rows rows = connection.exec_prepared(read_hosts);
    std::vector<AlertHostFacts> out;
    for (int i = 0; i < rows.size(); ++i) {
        AlertHostFacts& host = out.emplace_back();
        host.host = rows.str(i, 0);
        host.state = rows.str(i, 1);
        host.since = rows.optional_instant(i, 2);
        host.links = rows.int64(i, 3);
        host.datasets = rows.int64(i, 4);
        if (!rows.is_null(i, 5))
            host.portal = rows.str(i, 5);
        host.home_of = rows.texts(i, 6);
    }
    return out;
}

std::vector<AlertContactFacts> contacts_of(Connection& connection) {
    const Rows rows = connection.exec_prepared(read_contacts);
    std::vector<AlertContactFacts> out;
    for (int i = 0; i < rows.size(); ++i) {
        AlertContactFacts& contact = out.emplace_back();
        contact.scope = rows.str(i, 0);
        contact.value = rows.str(i, 1);
        contact.contacts = rows.int64(i, 2);
        contact.since = rows.optional_instant(i, 3);
        if (!rows.is_null(i, 4))
            contact.portal = rows.str(i, 4);
        contact.organization = rows.optional_uuid(i, 5);
        contact.countries = rows.texts(i, 6);
    }
    return out;
}

// A portal that is out of the configuration for a day may be back with its datasets as they were.
std::vector<AlertEpisode> episodes_of(Connection& connection) {
    static const std::string sql = fmt::format(
        R"sql(
select {0} from alert a where a.closed_at is null and a.dataset is null
union all
(select {0} from alert a
 where a.closed_at is null and a.dataset is not null and not exists (
     select from portal p left join alert_portal w on w.portal = p.id
     where p.key = a.portal
       and (p.enabled or w.scanned_at > moisson.now() - interval '7 days'))
 order by a.id limit 500)
order by 1)sql",
        alert_columns
    );
    return read_episodes(connection.exec_prepared(sql.c_str()));
}

} // namespace

AlertOverview
look_at_alerts(Connection& connection, const AlertTimes& times, const AlertOverviewJudge& judge) {
    connection.exec_prepared(
        add_portals,
        Params(static_cast<std::int64_t>(times.baseline.count()))
    );
    AlertOverview facts;
    facts.now = connection.exec_prepared("select moisson.now()").instant(0, 0);
    facts.portals = portals_of(connection, times, facts.now);
    facts.hosts = hosts_of(connection);
    facts.contacts = contacts_of(connection);
    // What takes long is read: from here whoever acknowledges an alert waits.
    Transaction transaction(connection);
    lock_alerts(connection);
    facts.silences = silences_in_force(connection);
    facts.episodes = episodes_of(connection);
    AlertOverviewOutcome outcome = judge(facts);
    write_alerts(connection, outcome.writes);
    if (!outcome.onboarded.empty())
        connection.exec_prepared(note_onboarded, Params(outcome.onboarded));
    if (!outcome.writes.empty())
        facts.episodes = episodes_of(connection);
    transaction.commit();
    return facts;
}

} // namespace moisson::store
