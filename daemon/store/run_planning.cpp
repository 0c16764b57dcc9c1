// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The planner's look at the queue.
#include "store/connection.hpp"
#include "store/run_queue.hpp"

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

} // namespace moisson::store
