// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/run_queue.hpp"

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"
#include "store/issue_writer.hpp"
#include "store/page_commit.hpp"
#include "store/run_reader.hpp"
#include "store/source_health.hpp"
#include "store/source_past.hpp"
#include "store/transient.hpp"

#include <algorithm>

namespace moisson::store {
namespace {

// Claims take turns, so that each sees what the one before it took.
constexpr const char* claim_lock = "select pg_advisory_xact_lock(6129484611666145821)";

// $1 runs at a time of one portal, $2 keys of the sources that the worker knows (empty: all), $3
// whether only what was begun, $4 seconds that a checkpoint lasts. Portals with the fewest runs
// first: one that is slow or has many sources keeps no other waiting. Asked for by hand before
// planned, then the oldest.
constexpr const char* pick = R"sql(
select r.id, r.source, r.state <> 'pending' as begun,
    r.state <> 'pending' and (r.config_hash <> s.config_hash or coalesce(
        (select max(p.committed_at) from run_page p where p.run = r.id), r.started_at)
        < moisson.now() - make_interval(secs => $4)) as stale,
    r.resume_code = 'RUN_RESTED' as rested
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
    resume_at = null, resume_code = '',
    active_before = case when r.started_at is null
        then (select count(*) from dataset d where d.source = r.source and d.state = 'active')
        else r.active_before end
from source s where s.id = r.source and r.id = $1
returning r.token, r.source, s.key, r.mode, r.reason, r.active_before, r.config_hash,
    r.mode_reason, r.pauses, moisson.now(), s.anchor)sql";

// The first run of a source decides when the next ones are due.
constexpr const char* set_anchor =
    "update source set anchor = moisson.now() where id = $1 and anchor is null";

// The slot at which a run that rested goes on is taken: no other one is owed for it.
constexpr const char* take_slot =
    "update source set next_at = null where id = $1 and next_at <= moisson.now()";

constexpr const char* last_page = R"sql(
select t.pages, t.received, p.next_cursor, p.body_digest,
    (select a.advertised from run_page a where a.run = $1 and a.advertised is not null
     order by a.page desc limit 1),
    t.skipped, extract(epoch from moisson.now() - t.begun)::bigint
from (select count(*) as pages, sum(received)::bigint as received, max(page) as page,
        sum(skipped)::bigint as skipped, min(committed_at) as begun
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

// Nobody but us makes a run rest: who asks for one ends that. A pause is its portal's wish.
constexpr const char* end_rest = R"sql(
update run set resume_at = null, resume_code = '', planned = false
where source = $1 and state = 'interrupted' and resume_code = 'RUN_RESTED')sql";

constexpr const char* open_run = R"sql(
select id, case when state = 'interrupted' and resume_at > moisson.now() then resume_at end,
    resume_code
from run where source = $1 and state in ('pending', 'running', 'interrupted'))sql";

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
    checkpoint.skipped = rows.int64(0, 5);
    checkpoint.age = std::chrono::seconds(std::max<std::int64_t>(0, rows.int64(0, 6)));
    return checkpoint;
}

constexpr const char* release_sql = R"sql(
update run set state = 'interrupted', lease_until = null, not_modified = not_modified + $3,
    certificate_expires = least(certificate_expires, $4)
where id = $1 and token = $2 and state = 'running' returning id)sql";

// $1 run, $2 seconds, $3 pauses in a row, $4 why. A pause is a length of time: whose clock is wrong
// asks for the same one.
constexpr const char* pause_run_sql = R"sql(
update run set resume_at = moisson.now() + make_interval(secs => $2), pauses = $3,
    resume_code = $4
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
    run.claimed_at = rows.instant(0, 9);
    run.anchor = rows.optional_instant(0, 10);
    run.past = read_past(connection, id);
    return run;
}

} // namespace

Result<RequestedRun> request_run(
    Connection& connection,
    const std::string& source_key,
    RunMode mode,
    const std::string& reason,
    const std::string& by
) {
    return again_when_refused([&]() -> Result<RequestedRun> {
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
        connection.exec(end_rest, Params(id));
        connection.exec(set_anchor, Params(id));
        forget_failures(connection, id);
        const Rows run = connection.exec(open_run, Params(id));
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
        RequestedRun asked;
        asked.id = RunId(run.int64(0, 0));
        asked.resumes_at = run.optional_instant(0, 1);
        if (asked.resumes_at)
            asked.resume_reason = resume_reason(run.text(0, 2));
        return asked;
    });
}

Result<std::optional<ClaimedRun>>
claim_run(Connection& connection, const ClaimRequest& wish, int runs_per_portal) {
    Transaction transaction(connection);
    connection.exec_prepared(claim_lock);
    const auto checkpoint_lasts = static_cast<double>(limits::checkpoint_age_max.count());
    const Rows picked = connection.exec_prepared(
        pick,
        Params(runs_per_portal, wish.sources, wish.begun_only, checkpoint_lasts)
    );
    if (picked.size() == 0)
        return std::optional<ClaimedRun>();
    std::int64_t id = picked.int64(0, 0);
    const bool stale = picked.boolean(0, 3);
    if (stale)
        id = replace_run(connection, id);
    if (picked.boolean(0, 4))
        connection.exec_prepared(take_slot, Params(picked.int64(0, 1)));
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
                static_cast<std::int64_t>(pause->in_a_row),
                to_string(pause->code)
            )
        );
        const std::vector<Issue> why = {Issue(pause->code, Stage::fetch, pause->detail)};
        write_issues(connection, lease.run, std::nullopt, all_of(why));
    }
    transaction.commit();
    return {};
}

} // namespace moisson::store
