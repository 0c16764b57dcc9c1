// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/comparison.hpp"

#include "store/arrivals.hpp"
#include "store/connection.hpp"
#include "store/identity_clues.hpp"
#include "store/page_commit.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace moisson::store {
namespace {

// EXCEPT is hashed or sorted whatever the planner believes; an anti-join on arrays, whose sizes it
// cannot know, becomes a nested loop: 10,000 datasets took 7 s. It reads the index alone; the rest
// is looked up by key for what is gone, which is little or rare.
// $3 datasets that live on under other ids, $4 as confirmed_until says: a portal that is mended has
// not lost what it had invented. $5 as losses says. The last column but one: whether there may be
// renames at all, as sides_of_run in identity_clues.cpp finds them. Where nothing is gone, nobody
// looks for what came.
constexpr const char* count_vanished = R"sql(
with r as materialized (
    select q.source, q.active_before, q.started_at,
        coalesce((select max(s.settled_at) from run s
                  where s.source = q.source and s.id < q.id), '-infinity') as settled_at
    from run q where q.id = $1 and q.token = $2),
seen as materialized (select distinct unnest(p.seen) as id from run_page p where p.run = $1),
gone as materialized (
    select d.id from dataset d where d.source = (select source from r)
    except select id from seen),
vanished as materialized (
    select g.id from gone g
    cross join lateral (select t.state, t.first_seen from dataset t where t.id = g.id offset 0) d
    where d.state = 'active' and (d.first_seen > $4::timestamptz) is not true
    except select unnest($3))
select r.active_before - (
        select count(*) from dataset d
        where d.source = r.source and d.state = 'active' and d.first_seen > $4::timestamptz
          and d.first_seen < r.started_at),
    (select count(*) from seen), (select count(*) from vanished),
    (select count(distinct v.id) from run_page p cross join unnest(p.deleted) said (id)
     join vanished v on v.id = said.id where p.run = $1), 0::bigint,
    case when exists (select from gone)
         then exists (select from dataset d
                      where d.source = r.source and d.state = 'active'
                        and d.first_seen > r.settled_at and d.id in (select id from seen))
         else false end,
    (select count(*) from (select unnest($5) except select id from seen
                            except select unnest($3)) lost)
from r)sql";

// Before the bodies are there: what is wanted was named too. $3 as above, none; $4 and $5 too. A
// body that this run has fetched already is as new as before it: a resumed run is judged as an
// undisturbed one. Who came is counted where it may be who is gone.
constexpr const char* compare_list = R"sql(
with seen as materialized (select named.id from moisson.named_ids($1) named (id)),
gone as materialized (
    select d.id from dataset d
    where d.source = (select source from run where id = $1) and d.state = 'active'
    except select id from seen),
vanished as materialized (
    select g.id from gone g
    cross join lateral (select t.first_seen from dataset t where t.id = g.id offset 0) d
    where (d.first_seen > $4::timestamptz) is not true
    except select unnest($3)),
unknown as materialized (
    select unnest(p.wanted) from run_page p where p.run = $1
    except select remote_id from remote_id where source = (select source from run where id = $1)),
born as materialized (
    select d.id from run r join dataset d on d.source = r.source
    where r.id = $1
      and d.first_seen > coalesce((select max(q.settled_at) from run q
                                   where q.source = r.source and q.id < r.id), '-infinity')
    intersect select id from seen)
select r.active_before - (
        select count(*) from dataset d
        where d.source = r.source and d.state = 'active' and d.first_seen > $4::timestamptz
          and d.first_seen < r.started_at),
    (select count(*) from seen), (select count(*) from vanished), 0::bigint,
    case when exists (select from vanished) or not exists (select from seen)
         then (select count(*) from unknown) + (select count(*) from born) else 0 end,
    false,
    (select count(*) from (select unnest($5) except select id from seen
                            except select unnest($3)) lost)
from run r where r.id = $1 and r.token = $2)sql";
constexpr const char* find_source_of_run = "select source from run where id = $1";
// $1 run. Held runs just before it that nobody decided and that saw the very same ids; none when
// somebody refused these.
constexpr const char* count_identical_holds = R"sql(
with now_seen as (select moisson.id_set($1) as digest),
holds as (
    select h.id, h.id_set is not distinct from n.digest as same
    from run h cross join now_seen n
    where h.source = (select source from run where id = $1) and h.id < $1
      and h.state = 'held' and h.decision is null)
select count(*) from holds cross join now_seen n
where same and id > coalesce((select max(id) from holds where not same), 0)
  and not exists (select from run q where q.source = (select source from run where id = $1)
                  and q.decision = 'refused' and q.id_set = n.digest))sql";
constexpr const char* has_holds =
    "select exists (select from run where source = (select source from run where id = $1) "
    "and state = 'held' and decision is null and id < $1)";

struct Compared {
    Reconciliation counts;
    bool may_be_renamed = false;
};

Result<Compared> compared(
    Connection& connection,
    const char* sql,
    const Lease& lease,
    const std::vector<Rename>& renames
) {
    std::vector<Uuid> renamed;
    for (const Rename& rename : renames)
        renamed.push_back(rename.gone.uuid);
    const Rows source = connection.exec(find_source_of_run, Params(lease.run.value));
    if (source.size() == 0)
        return lease_lost();
    const SourceId id(source.int64(0, 0));
    const std::optional<Instant> until = confirmed_until(connection, id);
    const std::vector<Uuid> lost = losses(connection, id);
    const Rows rows =
        connection.exec(sql, Params(lease.run.value, lease.token, renamed, until, lost));
    if (rows.size() == 0)
        return lease_lost();
    Compared result;
    result.counts.active_before = rows.int64(0, 0);
    result.counts.seen = rows.int64(0, 1);
    result.counts.vanished = rows.int64(0, 2);
    result.counts.deleted = rows.int64(0, 3);
    result.counts.newcomers = rows.int64(0, 4);
    result.may_be_renamed = rows.boolean(0, 5);
    result.counts.missing = rows.int64(0, 6);
    return result;
}

void count_holds(Connection& connection, RunId run, Reconciliation& counts) {
    const Params id(run.value);
    if (connection.exec(has_holds, id).boolean(0, 0))
        counts.identical_holds = connection.exec(count_identical_holds, id).int64(0, 0);
}

} // namespace

bool has_settled(Connection& connection, RunId run) {
    const char* const sql = "select settled_at is not null from run where id = $1";
    return connection.exec(sql, Params(run.value)).boolean(0, 0);
}

Result<Reconciliation> compare_seen(Connection& connection, const Lease& lease) {
    prepare_identity(connection);
    // Ends what the temporary tables hold.
    Transaction transaction(connection);
    connection.limit_statements(take_your_time);
    Result<Compared> found = compared(connection, count_vanished, lease, {});
    if (!found)
        return found.error();
    // What a run that has settled found was applied then.
    if (found->may_be_renamed && !has_settled(connection, lease.run)) {
        std::vector<Rename> renames = find_renames(connection, lease.run);
        if (!renames.empty())
            found = compared(connection, count_vanished, lease, renames);
        if (!found)
            return found.error();
        found->counts.renamed = static_cast<std::int64_t>(renames.size());
        found->counts.renames = std::move(renames);
    }
    count_holds(connection, lease.run, found->counts);
    transaction.commit();
    return std::move(found->counts);
}

Result<Reconciliation> compare_listed(Connection& connection, const Lease& lease) {
    Result<Compared> found = compared(connection, compare_list, lease, {});
    if (!found)
        return found.error();
    count_holds(connection, lease.run, found->counts);
    return std::move(found->counts);
}

} // namespace moisson::store
