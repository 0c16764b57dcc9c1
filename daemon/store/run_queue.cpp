// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/run_queue.hpp"

#include "core/json_access.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/issue_writer.hpp"
#include "store/page_commit.hpp"
#include "store/source_health.hpp"
#include "store/source_past.hpp"
#include "store/transient.hpp"

namespace moisson::store {
namespace {

constexpr const char* expire_leases = R"sql(
update run set state = 'interrupted', lease_until = null
where id in (select id from run where state = 'running' and lease_until < clock_timestamp()
             for update skip locked))sql";

// Sessions that keep the run of a worker that was stopped, or whose host is lost, in the middle of
// a transaction: PostgreSQL ends those that are idle by itself, but not one that waits for the rest
// of a COPY. Older than its lease, such a transaction cannot count any more.
constexpr const char* cut_off = R"sql(
select pg_terminate_backend(l.pid)
from run r
join pg_locks l on l.locktype = 'advisory' and l.classid = 1297044787 and l.objsubid = 2
    and l.objid = (r.id & 2147483647)::int::oid and l.granted
join pg_stat_activity a on a.pid = l.pid and a.datname = current_database()
    and a.usename = current_user
where r.state = 'running' and r.lease_until < clock_timestamp()
  and a.xact_start < pg_catalog.clock_timestamp() - r.lease)sql";

// A source is due when the engine said so (next_at); its first run, planned or asked for, is due at
// once and sets the anchor of the schedule. Nothing is planned inside a maintenance window. Runs
// are claimed in the order of their ids: that of the sources, so that nothing depends on where rows
// lie.
constexpr const char* plan = R"sql(
with due as (
    select s.id, s.anchor is null as first, s.suspended_at is not null as asleep,
        s.next_mode = 'probe' as probe
    from source s
    where s.enabled
      and not exists (select from run r where r.source = s.id
                      and r.state in ('pending', 'running', 'interrupted'))
      and (s.anchor is null or s.next_at <= moisson.now())
      and (s.paused_until is null or s.paused_until <= moisson.now())
    order by s.id for update of s skip locked),
taken as (
    update source s set anchor = coalesce(s.anchor, moisson.now()), next_at = null
    from due where due.id = s.id)
insert into run (source, mode, state, reason, planned, requested_at)
select id, case when asleep or (probe and not first) then 'probe' else 'auto' end, 'pending',
    case when first then 'first run' when asleep then 'does it answer again' when probe then 'probe'
         else 'scheduled' end,
    true, moisson.now()
from due order by id
on conflict do nothing)sql";

constexpr const char* waiting = R"sql(
select count(*) filter (where r.state <> 'running'
                        and (r.resume_at is null or r.resume_at <= moisson.now())),
    coalesce(bool_or(r.state = 'running' and r.lease_until < clock_timestamp()), false)
from run r join source s on s.id = r.source
where r.state in ('pending', 'interrupted', 'running') and s.enabled)sql";

// Claims take turns, so that each sees what the one before it took.
constexpr const char* claim_lock = "select pg_advisory_xact_lock(6129484611666145821)";

// $1 runs at a time of one portal, $2 keys of the sources that the worker knows (empty: all), $3
// whether only what was begun. Portals with the fewest runs first: one that is slow or has many
// sources keeps no other waiting. Asked for by hand before planned, then the oldest.
constexpr const char* pick = R"sql(
select r.id, r.source, r.state <> 'pending' as begun,
    r.state <> 'pending' and (r.config_hash <> s.config_hash or coalesce(
        (select max(p.committed_at) from run_page p where p.run = r.id), r.started_at)
        < moisson.now() - interval '24 hours') as stale
from run r join source s on s.id = r.source
cross join lateral (
    select count(*) as busy from run o join source t on t.id = o.source
    where t.portal = s.portal and o.state = 'running' and o.lease_until >= clock_timestamp()) f
where s.enabled and (r.state in ('pending', 'interrupted')
                     or (r.state = 'running' and r.lease_until < clock_timestamp()))
  and f.busy < $1
  and (cardinality($2::text[]) = 0 or s.key = any($2))
  and (not $3 or r.state <> 'pending')
  and (not r.planned or s.paused_until is null or s.paused_until <= moisson.now())
  and (r.resume_at is null or r.resume_at <= moisson.now())
order by f.busy, r.planned, r.id limit 1 for update of r, s skip locked)sql";

constexpr const char* begin_anew = R"sql(
with old as (
    update run set state = 'cancelled', ended_at = moisson.now(), token = token + 1,
        reason = 'interrupted, and cannot be resumed: the source changed or a day has passed'
    where id = $1 returning source, mode, mode_reason, planned)
select source, case when mode_reason = 'asked for' then mode else 'auto' end, planned,
    case when mode_reason = 'asked for' then mode_reason else '' end from old)sql";

constexpr const char* grant = R"sql(
update run r set state = 'running', token = r.token + 1, worker = $2,
    lease = make_interval(secs => $3), lease_until = clock_timestamp() + make_interval(secs => $3),
    started_at = coalesce(r.started_at, moisson.now()), config_hash = s.config_hash,
    resume_at = null,
    active_before = case when r.started_at is null
        then (select count(*) from dataset d where d.source = r.source and d.state = 'active')
        else r.active_before end
from source s where s.id = r.source and r.id = $1
returning r.token, r.source, s.key, r.mode, r.reason, r.active_before, r.config_hash,
    r.mode_reason, r.pauses)sql";

// The first run of a source decides when the next ones are due.
constexpr const char* set_anchor =
    "update source set anchor = moisson.now() where id = $1 and anchor is null";

constexpr const char* last_page = R"sql(
select t.pages, t.received, p.next_cursor, p.body_digest,
    (select a.advertised from run_page a where a.run = $1 and a.advertised is not null
     order by a.page desc limit 1)
from (select count(*) as pages, sum(received)::bigint as received, max(page) as page
      from run_page where run = $1) t
join run_page p on p.run = $1 and p.page = t.page)sql";

// What is planned and has not begun becomes what is asked for.
constexpr const char* request_run_sql = R"sql(
insert into run (source, mode, state, reason, requested_at, mode_reason)
values ($1, $2, 'pending', $3, moisson.now(), $4)
on conflict (source) where state in ('pending', 'running', 'interrupted')
do update set planned = false, reason = excluded.reason,
    mode = case when run.planned or excluded.mode <> 'auto' then excluded.mode else run.mode end,
    mode_reason = case when run.planned or excluded.mode <> 'auto' then excluded.mode_reason
                       else run.mode_reason end
where run.state = 'pending')sql";

std::string_view why_mode(RunMode mode) {
    return mode == RunMode::automatic ? std::string_view() : asked_for;
}

Checkpoint read_checkpoint(Connection& connection, RunId run) {
    Checkpoint checkpoint;
    const Rows rows = connection.exec(last_page, Params(run.value));
    if (rows.size() == 0)
        return checkpoint;
    checkpoint.pages = rows.int64(0, 0);
    checkpoint.received = rows.int64(0, 1);
    checkpoint.pages_done = rows.is_null(0, 2);
    checkpoint.cursor = rows.str(0, 2);
    checkpoint.last_body_digest = rows.str(0, 3);
    checkpoint.advertised_count = rows.optional_int64(0, 4);
    return checkpoint;
}

constexpr const char* release_sql = R"sql(
update run set state = 'interrupted', lease_until = null, not_modified = not_modified + $3,
    certificate_expires = least(certificate_expires, $4)
where id = $1 and token = $2 and state = 'running' returning id)sql";

// $1 run, $2 seconds, $3 pauses in a row. A pause is a length of time: whose clock is wrong asks
// for the same one.
constexpr const char* pause_run_sql = R"sql(
update run set resume_at = moisson.now() + make_interval(secs => $2), pauses = $3
where id = $1)sql";

// $1 source. An import that was given back, or whose process died, goes on in no other one.
constexpr const char* leave_import = R"sql(
update run set state = 'cancelled', ended_at = moisson.now(), token = token + 1,
    lease_until = null, reason = 'interrupted, and begun anew from a file'
where source = $1 and config_hash = ''
  and (state = 'interrupted' or (state = 'running' and lease_until < clock_timestamp())))sql";

// Who holds a run takes its source next: whoever asks for a run of a source waits for the open one
// before the source.
constexpr const char* wait_for_open_run = R"sql(
select from run r join source s on s.id = r.source
where s.key = $1 and r.state in ('pending', 'running', 'interrupted') for update of r)sql";

// The successor of a run that cannot be resumed.
std::int64_t replace_run(Connection& connection, std::int64_t run) {
    const Rows old = connection.exec(begin_anew, Params(run));
    const Rows fresh = connection.exec(
        "insert into run (source, mode, state, reason, planned, requested_at, mode_reason) "
        "values ($1, $2, 'pending', 'begun anew after an interruption', $3, moisson.now(), $4) "
        "returning id",
        Params(old.int64(0, 0), old.text(0, 1), old.boolean(0, 2), old.text(0, 3))
    );
    return fresh.int64(0, 0);
}

// The run in the hands of `worker`.
ClaimedRun granted(
    Connection& connection,
    std::int64_t id,
    const std::string& worker,
    std::chrono::seconds lease
) {
    const Rows rows =
        connection.exec(grant, Params(id, worker, static_cast<double>(lease.count())));
    ClaimedRun run;
    run.lease.run = RunId(id);
    run.lease.token = rows.int64(0, 0);
    run.lease.duration = lease;
    run.source = SourceId(rows.int64(0, 1));
    run.source_key = rows.str(0, 2);
    run.mode = run_mode_from_string(rows.text(0, 3)).value_or(RunMode::full);
    run.reason = rows.str(0, 4);
    run.active_before = rows.int64(0, 5);
    run.config_hash = rows.str(0, 6);
    run.mode_reason = rows.str(0, 7);
    run.pauses = static_cast<int>(rows.int64(0, 8));
    run.past = read_past(connection, id);
    return run;
}

} // namespace

Result<std::int64_t> plan_due_runs(Connection& connection) {
    Transaction transaction(connection);
    connection.exec_prepared(expire_leases);
    connection.exec_prepared(plan);
    const Rows open = connection.exec_prepared(waiting);
    // Locked by a transaction, or it would not run any more.
    if (open.boolean(0, 1))
        connection.exec_prepared(cut_off);
    transaction.commit();
    return open.int64(0, 0);
}

Result<RunId> request_run(
    Connection& connection,
    const std::string& source_key,
    RunMode mode,
    const std::string& reason,
    const std::string& by
) {
    return again_when_refused([&]() -> Result<RunId> {
        Transaction transaction(connection);
        connection.exec(wait_for_open_run, Params(source_key));
        const Rows source = connection.exec(
            "select id from source where key = $1 and enabled for update",
            Params(source_key)
        );
        if (source.size() == 0)
            return Error(Code::not_found, "no enabled source " + source_key);
        const std::int64_t id = source.int64(0, 0);
        connection.exec(request_run_sql, Params(id, to_string(mode), reason, why_mode(mode)));
        connection.exec(set_anchor, Params(id));
        forget_failures(connection, id);
        const Rows run = connection.exec(
            "select id from run where source = $1 and state in ('pending', 'running', "
            "'interrupted')",
            Params(id)
        );
        if (!by.empty() && run.size() > 0)
            put_audit(
                connection,
                by,
                "run.requested",
                "run:" + std::to_string(run.int64(0, 0)),
                json::dump({{"source", source_key}, {"mode", to_string(mode)}})
            );
        transaction.commit();
        if (run.size() == 0)
            return Error(Code::store_unavailable, "the open run just ended: ask again");
        return RunId(run.int64(0, 0));
    });
}

Result<std::optional<ClaimedRun>>
claim_run(Connection& connection, const ClaimRequest& wish, int runs_per_portal) {
    Transaction transaction(connection);
    connection.exec_prepared(claim_lock);
    const Rows picked =
        connection.exec_prepared(pick, Params(runs_per_portal, wish.sources, wish.begun_only));
    if (picked.size() == 0)
        return std::optional<ClaimedRun>();
    std::int64_t id = picked.int64(0, 0);
    const bool stale = picked.boolean(0, 3);
    if (stale)
        id = replace_run(connection, id);
    ClaimedRun run = granted(connection, id, wish.worker, wish.lease);
    run.resumed = picked.boolean(0, 2) && !stale;
    run.checkpoint = read_checkpoint(connection, run.lease.run);
    transaction.commit();
    return std::optional(std::move(run));
}

Result<std::optional<ClaimedRun>> begin_run(
    Connection& connection,
    const std::string& source_key,
    RunMode mode,
    const std::string& reason,
    const std::string& worker,
    std::chrono::seconds lease
) {
    return again_when_refused([&]() -> Result<std::optional<ClaimedRun>> {
        Transaction transaction(connection);
        connection.exec(wait_for_open_run, Params(source_key));
        const Rows source =
            connection.exec("select id from source where key = $1 for update", Params(source_key));
        if (source.size() == 0)
            return Error(Code::not_found, "no source " + source_key);
        connection.exec(leave_import, Params(source.int64(0, 0)));
        const Rows fresh = connection.exec(
            "insert into run (source, mode, state, reason, requested_at, mode_reason) "
            "values ($1, $2, 'pending', $3, moisson.now(), $4) on conflict do nothing returning id",
            Params(source.int64(0, 0), to_string(mode), reason, why_mode(mode))
        );
        if (fresh.size() == 0)
            return std::optional<ClaimedRun>();
        connection.exec(set_anchor, Params(source.int64(0, 0)));
        forget_failures(connection, source.int64(0, 0));
        const std::int64_t id = fresh.int64(0, 0);
        ClaimedRun run = granted(connection, id, worker, lease);
        // What is in this process's hands cannot be resumed by another one (see `pick`).
        connection.exec("update run set config_hash = '' where id = $1", Params(id));
        transaction.commit();
        return std::optional(std::move(run));
    });
}

Result<void> heartbeat(Connection& connection, const Lease& lease) {
    // The row is locked while a page of this very lease commits: that renews it as well.
    const Rows renewed = connection.exec(
        "update run set lease_until = clock_timestamp() + lease where id = (select id from run "
        "where id = $1 and token = $2 and state = 'running' for update skip locked) returning id",
        Params(lease.run.value, lease.token)
    );
    if (renewed.size() == 1)
        return {};
    const Rows held = connection.exec(
        "select from run where id = $1 and token = $2 and state = 'running'",
        Params(lease.run.value, lease.token)
    );
    if (held.size() == 1)
        return {};
    return Error(Code::run_cancelled, "the lease of this run is lost");
}

Result<void> release(
    Connection& connection,
    const Lease& lease,
    const NetworkFacts& network,
    const std::optional<RunPause>& pause
) {
    Transaction transaction(connection);
    const Rows rows = connection.exec(
        release_sql,
        Params(lease.run.value, lease.token, network.not_modified, network.certificate_expires)
    );
    if (rows.size() == 0)
        return Error(Code::run_cancelled, "the lease of this run is lost");
    if (pause) {
        connection.exec(
            pause_run_sql,
            Params(
                lease.run.value,
                static_cast<double>(pause->lasts.count()),
                static_cast<std::int64_t>(pause->in_a_row)
            )
        );
        const std::vector<Issue> why = {Issue(Code::run_paused, Stage::fetch, pause->detail)};
        write_issues(connection, lease.run, std::nullopt, all_of(why));
    }
    transaction.commit();
    return {};
}

} // namespace moisson::store
