// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/health_store.hpp"

#include "store/connection.hpp"
#include "store/stores.hpp"

#include <utility>

namespace moisson::store {
namespace {

// $1 seconds.
constexpr const char* watch_portals = R"sql(
insert into portal_watch (portal, next_at)
select p.id, moisson.now() + $1 * interval '1 second' from portal p
where p.enabled and not exists (select from portal_watch w where w.portal = p.id)
on conflict do nothing)sql";

// $1 seconds it is held.
constexpr const char* claim_portal = R"sql(
with due as (
    select w.portal from portal_watch w join portal p on p.id = w.portal and p.enabled
    where w.next_at <= moisson.now()
    order by w.next_at, w.portal limit 1 for update of w skip locked),
taken as (
    update portal_watch w set next_at = moisson.now() + $1 * interval '1 second'
    from due where w.portal = due.portal returning w.portal)
select p.id, p.key, moisson.now(), exists (
    select from source s where s.portal = p.id and s.paused_until > moisson.now())
from taken t join portal p on p.id = t.portal)sql";

constexpr const char* read_memory = R"sql(
select p.health, p.health_since, p.health_reasons, w.recent, w.level, w.level_since, w.transitions,
    w.probed_at, moisson.now()
from portal_watch w join portal p on p.id = w.portal where w.portal = $1 for update of w)sql";

constexpr const char* write_watch = R"sql(
update portal_watch set probed_at = case when $8 then moisson.now() else probed_at end,
    watched_until = case when $8 then moisson.now() + $9 * interval '1 second' else watched_until end,
    recent = $2, level = $3, level_since = $4,
    transitions = $5, certificate_expires = coalesce($6, certificate_expires),
    -- The last 144: a day of them.
    answer_ms = case when $10 is null then answer_ms
        else (array_append(answer_ms, $10))[greatest(1, cardinality(answer_ms) + 2 - 144):] end,
    -- A tenth earlier or later, so that portals do not keep step.
    next_at = moisson.now() + $7 * (0.9 + 0.2 * random()) * interval '1 second'
where portal = $1)sql";
constexpr const char* write_portal = R"sql(
update portal set health = $2, health_since = $3, health_reasons = $4 where id = $1)sql";
// $2 the end.
constexpr const char* close_interval = R"sql(
update portal_health set until = greatest($2, since) where portal = $1 and until is null)sql";
constexpr const char* open_interval = R"sql(
insert into portal_health (portal, since, state, reasons) values ($1, $2, $3, $4)
on conflict (portal, since) do update set state = excluded.state, reasons = excluded.reasons,
    until = null)sql";

constexpr const char* has_open = R"sql(
select exists (select from portal_health where portal = $1 and until is null))sql";

constexpr const char* measured = R"sql(
select exists (select from daily_measure where scope = 'all' and day = (moisson.now() at time zone 'UTC')::date))sql";

// A verdict holds as of the least recent of the last complete runs of a portal's sources.
constexpr const char* measure = R"sql(
with seen as (
    select s.portal, min(r.started_at) as until
    from source s cross join lateral (
        select t.started_at from run t
        where t.source = s.id and t.state = 'complete' and t.mode <> 'probe'
          and t.started_at is not null
        order by t.id desc limit 1) r
    where s.enabled group by s.portal),
judged as materialized (
    select p.key as portal, d.publisher, d.countries, g.quality, g.mqa,
        case when g.basis = 'not_due' then 'sans_objet'
             when g.expected_at is null or n.until is null then 'inconnue'
             when n.until >= g.very_late_at then 'tres_en_retard'
             when n.until >= g.late_at then 'en_retard'
             when n.until >= g.expected_at then 'attendue'
             else 'a_jour' end as state
    from dataset d join source s on s.id = d.source join portal p on p.id = s.portal
    left join dataset_signal g on g.dataset = d.id
    left join seen n on n.portal = p.id
    where d.state in ('active', 'missing')
      and not exists (select from takedown x where x.lifted_at is null
                      and x.kind <> 'distribution' and x.scope in (d.id, d.publisher))),
subjects as (
    select 'all' as scope, '' as subject, state, quality, mqa from judged
    union all select 'portal', portal, state, quality, mqa from judged
    union all select 'publisher', publisher::text, state, quality, mqa from judged
        where publisher is not null
    union all select 'country', c.code, state, quality, mqa from judged, unnest(countries) c (code)
    -- A day without a dataset is a day that was measured.
    union all select 'all', '', null, null, null)
insert into daily_measure (day, scope, subject, datasets, a_jour, attendue, en_retard,
    tres_en_retard, sans_objet, inconnue, quality_sum, scored, mqa_sum, mqa_scored)
select (moisson.now() at time zone 'UTC')::date, scope, subject, count(state),
    count(*) filter (where state = 'a_jour'), count(*) filter (where state = 'attendue'),
    count(*) filter (where state = 'en_retard'), count(*) filter (where state = 'tres_en_retard'),
    count(*) filter (where state = 'sans_objet'), count(*) filter (where state = 'inconnue'),
    coalesce(sum(quality), 0), count(quality), coalesce(sum(mqa), 0), count(mqa)
from subjects group by scope, subject
on conflict do nothing)sql";

// "2026" counts from its last day, which is yet to come.
constexpr const char* find_newest = R"sql(
with newest as (
    select s.portal,
        least(max(g.counted_from), date_trunc('day', moisson.now(), 'UTC')) as at
    from dataset_signal g join dataset d on d.id = g.dataset and d.state in ('active', 'missing')
    join source s on s.id = d.source
    where g.evidence in ('resource', 'dataset', 'publication')
    group by s.portal)
insert into portal_watch as w (portal, next_at, newest_change)
select portal, moisson.now() + interval '10 minutes', at from newest
on conflict (portal) do update set newest_change = excluded.newest_change
where w.newest_change is distinct from excluded.newest_change)sql";

constexpr const char* take_health_turn = "select pg_try_advisory_xact_lock(7113980654202910441)";

std::vector<std::string> as_texts(const std::vector<Instant>& instants) {
    std::vector<std::string> out;
    for (const Instant one : instants)
        out.push_back(to_iso8601(one));
    return out;
}

struct Stored {
    PortalMemory memory;
    std::optional<Instant> probed_at;
    Instant now{};
};

Stored read_watched(Connection& connection, std::int64_t portal) {
    const Rows rows = connection.exec_prepared(read_memory, Params(portal));
    if (rows.size() == 0)
        throw ErrorException(Error(Code::not_found, "no portal " + std::to_string(portal)));
    Stored out;
    out.memory.state = portal_health_from_string(rows.text(0, 0)).value_or(PortalHealth::unknown);
    out.memory.since = rows.optional_instant(0, 1);
    out.memory.reasons = rows.texts(0, 2);
    out.memory.recent = rows.str(0, 3);
    out.memory.level = static_cast<PortalLevel>(rows.int64(0, 4));
    out.memory.level_since = rows.optional_instant(0, 5);
    for (const std::string& text : rows.texts(0, 6))
        if (const auto at = from_iso8601(text))
            out.memory.transitions.push_back(*at);
    out.probed_at = rows.optional_instant(0, 7);
    out.now = rows.instant(0, 8);
    return out;
}

PortalMemory write_probe(
    Connection& connection,
    std::int64_t portal,
    const ProbeOutcome& outcome,
    const WatchTimes& times,
    const std::function<PortalMemory(PortalMemory)>& next
) {
    Transaction transaction(connection);
    const Stored stored = read_watched(connection, portal);
    const bool blind = stored.probed_at && stored.now - *stored.probed_at > times.blind_after();
    if (blind)
        connection.exec_prepared(close_interval, Params(portal, *stored.probed_at + times.every));
    const PortalMemory after = next(stored.memory);
    std::optional<std::int64_t> answer_ms;
    if (outcome.answered_after)
        answer_ms = outcome.answered_after->count();
    const std::chrono::seconds wait = outcome.something_wrong ? times.again : times.every;
    connection.exec_prepared(
        write_watch,
        Params(
            portal,
            after.recent,
            static_cast<int>(after.level),
            after.level_since,
            as_texts(after.transitions),
            outcome.certificate_expires,
            static_cast<std::int64_t>(wait.count()),
            outcome.proved,
            static_cast<std::int64_t>(times.blind_after().count()),
            answer_ms
        )
    );
    const bool moved = after.state != stored.memory.state || after.since != stored.memory.since;
    if (moved) {
        connection.exec_prepared(
            write_portal,
            Params(portal, to_string(after.state), after.since, after.reasons)
        );
        connection.exec_prepared(close_interval, Params(portal, stored.now));
    }
    const bool known = after.state != PortalHealth::unknown;
    if (known && outcome.proved &&
        !connection.exec_prepared(has_open, Params(portal)).boolean(0, 0))
        connection.exec_prepared(
            open_interval,
            Params(portal, stored.now, to_string(after.state), after.reasons)
        );
    transaction.commit();
    return after;
}

class PgHealthStore final : public HealthStore {
public:
    explicit PgHealthStore(Database& database) : database_(database) {}

    asio::awaitable<Result<std::optional<WatchedPortal>>> claim(WatchTimes times) override {
        using Claimed = std::optional<WatchedPortal>;
        return database_.run<Claimed>("claim_portal", [times](Connection& c) -> Result<Claimed> {
            Transaction transaction(c);
            c.exec_prepared(watch_portals, Params(static_cast<std::int64_t>(times.every.count())));
            const Rows rows = c.exec_prepared(
                claim_portal,
                Params(static_cast<std::int64_t>(times.hold.count()))
            );
            Claimed out;
            if (rows.size() == 1) {
                out.emplace();
                out->id = rows.int64(0, 0);
                out->key = rows.str(0, 1);
                out->now = rows.instant(0, 2);
                out->maintenance = rows.boolean(0, 3);
            }
            transaction.commit();
            return out;
        });
    }

    asio::awaitable<Result<PortalMemory>> record(
        std::int64_t portal,
        ProbeOutcome outcome,
        WatchTimes times,
        std::function<PortalMemory(PortalMemory)> next
    ) override {
        return database_.run<PortalMemory>(
            "record_probe",
            [portal, outcome, times, next = std::move(next)](Connection& c
            ) -> Result<PortalMemory> { return write_probe(c, portal, outcome, times, next); }
        );
    }

    asio::awaitable<Result<std::int64_t>> measure_day() override {
        return database_.run<std::int64_t>(
            "measure_day",
            [](Connection& c) -> Result<std::int64_t> {
                Transaction transaction(c);
                if (!c.exec(take_health_turn).boolean(0, 0))
                    return 0;
                if (c.exec(measured).boolean(0, 0))
                    return 0;
                const std::int64_t rows = c.exec(measure).affected();
                // Last: probes that are recorded meanwhile wait for the rows it locks.
                c.exec(find_newest);
                transaction.commit();
                return rows;
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<HealthStore> make_health_store(Database& database) {
    return std::make_unique<PgHealthStore>(database);
}

} // namespace moisson::store
