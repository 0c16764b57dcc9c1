// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/reconcile.hpp"

#include "store/comparison.hpp"
#include "store/connection.hpp"
#include "store/fail_point.hpp"
#include "store/identity_clues.hpp"
#include "store/issue_writer.hpp"
#include "store/page_commit.hpp"
#include "store/record_issues.hpp"
#include "store/record_writer.hpp"
#include "store/rename.hpp"
#include "store/run_decision_sql.hpp"
#include "store/run_reader.hpp"
#include "store/source_health.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace moisson::store {
namespace {

// $1 run. What is active and was not named becomes missing.
constexpr const char* lose = R"sql(
with vanished as materialized (
    select d.id from dataset d
    where d.source = (select source from run where id = $1) and d.state = 'active'
    except select unnest(p.seen) from run_page p where p.run = $1),
gone as (
    update dataset d set state = 'missing', changed_at = moisson.now()
    from vanished where d.id = vanished.id and d.state = 'active'
    returning d.id, d.source),
noted as (
    insert into absence (dataset, source, since, runs, last_run)
    select id, source, moisson.now(), 1, $1 from gone)
insert into stage_verdict (dataset, cause) select id, 'missing' from gone)sql";

// $1 run, $2 runs with pages to look back, or null: all. "Last seen" only for those that just went
// missing (decision 10).
constexpr const char* last_seen = R"sql(
update absence a set last_seen_run = found.run
from (select named.id, max(p.run) as run
      from (select q.id from run r join run q on q.source = r.source and q.id < r.id
            where r.id = $1 and exists (select from run_page t where t.run = q.id)
            order by q.id desc limit $2) near
      join run_page p on p.run = near.id cross join unnest(p.seen) named (id)
      where named.id in (select v.dataset from stage_verdict v)
      group by named.id) found
where a.dataset = found.id and a.last_seen_run is distinct from found.run)sql";
constexpr const char* is_any_unseen = R"sql(
select exists (select from stage_verdict v
               cross join lateral (select from absence t where t.dataset = v.dataset
                                   and t.last_seen_run is null offset 0) unseen))sql";

// $1 run. A run counts once, even when it is resumed in the middle of this. What an approved run
// only listed has not been revived, nor is it absent. Of the archived ones nothing depends on it,
// and a source may have had any number of them.
constexpr const char* count_absence = R"sql(
update absence a set runs = runs + 1, last_run = $1
where a.source = (select source from run where id = $1) and a.archived_at is null
  and a.last_run < $1
  and not exists (select from run r where r.id = $1 and r.decision = 'approved'
                  and a.dataset in (select moisson.named_ids($1))))sql";

// $1 run, $2 complete runs, $3 seconds of grace. What the source calls deleted has no grace.
constexpr const char* archive = R"sql(
with old as (
    update absence a set archived_at = moisson.now()
    where a.source = (select source from run where id = $1) and a.archived_at is null
      and ((a.runs >= $2 and a.since <= moisson.now() - make_interval(secs => $3)
            and not exists (select from run r where r.id = $1 and r.decision = 'approved'
                            and a.dataset in (select moisson.named_ids($1))))
           or a.dataset in (select unnest(p.deleted) from run_page p where p.run = $1))
    returning a.dataset),
moved as (
    update dataset d set state = 'archived', changed_at = moisson.now() from old
    where d.id = old.dataset returning d.id),
news as (
    update stage_verdict v set cause = 'archived' from moved where v.dataset = moved.id
    returning v.dataset)
insert into stage_verdict (dataset, cause)
select id, 'archived' from moved where id not in (select dataset from stage_verdict))sql";

// Before the archiving, which may turn a cause of this transaction into "archived".
constexpr const char* count_missing =
    "update run set missing = missing + (select count(*) from stage_verdict where cause = "
    "'missing') where id = $1";
constexpr const char* count_archived =
    "update run set archived = archived + (select count(*) from stage_verdict where cause = "
    "'archived') where id = $1";

constexpr const char* close_run = R"sql(
update run r set state = $2, reason = case when $3 = '' then r.reason else $3 end,
    ended_at = moisson.now(), lease_until = null, pages = t.pages, received = t.received,
    created = t.created, updated = t.updated, unchanged = t.unchanged, remapped = t.remapped,
    refused = t.refused, revived = t.revived, renamed = t.renamed, wire_bytes = t.wire_bytes + $4,
    requests = t.requests + $5, retries = t.retries + $6, not_modified = r.not_modified + $7,
    certificate_expires = least(r.certificate_expires, $8),
    config_hash = case when r.config_hash = '' then s.config_hash else r.config_hash end,
    advertised = (select a.advertised from run_page a where a.run = $1 and a.advertised is not null
                  order by a.page desc limit 1)
from (select count(*) as pages, coalesce(sum(received), 0) as received,
        coalesce(sum(created), 0) as created, coalesce(sum(updated), 0) as updated,
        coalesce(sum(unchanged), 0) as unchanged, coalesce(sum(remapped), 0) as remapped,
        coalesce(sum(refused), 0) as refused, coalesce(sum(revived), 0) as revived,
        coalesce(sum(renamed), 0) as renamed,
        coalesce(sum(wire_bytes), 0) as wire_bytes, coalesce(sum(requests), 0) as requests,
        coalesce(sum(retries), 0) as retries
      from run_page where run = $1) t, source s
where r.id = $1 and s.id = r.source)sql";

// The first time counts: a run may be resumed behind this.
constexpr const char* note_settled =
    "update run set settled_at = moisson.now() where id = $1 and settled_at is null";
constexpr const char* find_settled_before = R"sql(
select r.source,
    coalesce((select max(q.id) from run q
              where q.source = r.source and q.id < r.id and q.settled_at is not null), 0)
from run r where r.id = $1)sql";

// $1 run. Whether anything goes missing or may be archived: as `lose` and `archive` find it.
constexpr const char* has_absences = R"sql(
select exists (select from absence a where a.source = (select source from run where id = $1)
               and a.archived_at is null)
    or exists (select d.id from dataset d
               where d.source = (select source from run where id = $1) and d.state = 'active'
               except select unnest(p.seen) from run_page p where p.run = $1))sql";

constexpr const char* lock_source =
    "select from source where id = (select source from run where id = $1) for update";
// $1 run. An inventory that got some bodies only has not read what its mark speaks of: the next run
// looks again.
constexpr const char* doubt_mark = R"sql(
update run r set mark = '' where r.id = $1 and r.mode = 'inventory' and r.mark <> '' and exists (
    select from run_page p cross join lateral unnest(p.wanted, p.wanted_stamps) w (id, stamp)
    where p.run = $1
      and not exists (select from remote_id t where t.source = r.source and t.remote_id = w.id
                      and t.stamp = w.stamp)
      and not exists (select from left_out l where l.source = r.source and l.remote_id = w.id
                      and l.stamp = w.stamp)))sql";
// A renamed dataset with corrections of its own holds the uncorrected new record: the next run is
// to read it again.
constexpr const char* doubt_mark_of_corrected = R"sql(
update run r set mark = '' where r.id = $1 and r.mark <> '' and r.renamed > 0 and exists (
    select from overlay o
    where o.source = r.source and o.dataset is not null and o.ended_at is null))sql";
constexpr const char* note_id_set = "update run set id_set = moisson.id_set($1) where id = $1";

std::optional<HarvestRun> find_run(Connection& connection, const Lease& lease) {
    static const std::string sql =
        fmt::format("select {}{}where r.id = $1 and r.token = $2", run_columns, run_tables);
    const Rows rows = connection.exec(sql.c_str(), Params(lease.run.value, lease.token));
    if (rows.size() == 0)
        return std::nullopt;
    HarvestRun run = read_run(rows, 0);
    read_issue_counts(connection, {&run});
    return run;
}

// Whether the sums over the records' issues may differ from those of the run before. A cancelled
// run has left records behind without summing them up.
bool changed_records(Connection& connection, const HarvestRun& run) {
    const RunCounts& counts = run.counts;
    if (counts.created + counts.updated + counts.remapped + counts.revived + counts.renamed +
            counts.missing + counts.archived >
        0)
        return true;
    const Rows before = connection.exec(
        "select state = 'cancelled' from run where source = $1 and id < $2 order by id desc limit "
        "1",
        Params(run.source.value, run.id.value)
    );
    return before.size() == 1 && before.boolean(0, 0);
}

} // namespace

void settle_renames(Connection& connection, RunId run, const std::vector<Rename>& renames) {
    if (renames.empty())
        return;
    const Rows rows = connection.exec(find_settled_before, Params(run.value));
    apply_renames(connection, rows.int64(0, 0), rows.int64(0, 1), renames);
}

namespace {

// Nearly all were there the time before. Pages are kept for months: the older ones are read for
// those only that none of these has seen.
void note_last_seen(Connection& connection, RunId run) {
    constexpr std::int64_t near = 3;
    connection.exec(last_seen, Params(run.value, near));
    if (connection.exec(is_any_unseen).boolean(0, 0))
        connection.exec(last_seen, Params(run.value, std::optional<std::int64_t>()));
}

} // namespace

void settle_absences(
    Connection& connection,
    RunId id,
    const ArchivePolicy& policy,
    const char* sql
) {
    const Params run(id.value);
    const bool lost = connection.exec(sql, run).affected() > 0;
    if (lost)
        note_last_seen(connection, id);
    fail_point("in_reconcile");
    connection.exec(count_missing, run);
    connection.exec(count_absence, run);
    connection.exec(
        archive,
        Params(id.value, policy.complete_runs, static_cast<double>(policy.grace.count()))
    );
    connection.exec(count_archived, run);
    connection.exec(note_settled, run);
}

namespace {

// Nobody went and nobody is away but who was archived before. A transaction that meets none of the
// session's temporary tables has none of them to empty at COMMIT (see page_commit.cpp).
void settle_quietly(Connection& connection, RunId id) {
    fail_point("in_reconcile");
    connection.exec(note_settled, Params(id.value));
}

} // namespace

Result<void> reconcile(
    Connection& connection,
    const Lease& lease,
    const ArchivePolicy& policy,
    const FoundRenames& found
) {
    bool held = true;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        connection.limit_statements(take_your_time);
        held = renew_lease(connection, lease);
        if (!held)
            return PageOutcome{};
        supersede_holds(connection, lease.run, fmt::format("run {} is complete", lease.run.value));
        // What a run that has settled found was applied then.
        std::vector<Rename> renames;
        if (!has_settled(connection, lease.run))
            renames = found ? *found : find_renames(connection, lease.run);
        settle_renames(connection, lease.run, renames);
        fail_point("in_rename");
        if (renames.empty() &&
            !connection.exec(has_absences, Params(lease.run.value)).boolean(0, 0)) {
            settle_quietly(connection, lease.run);
        } else {
            settle_absences(connection, lease.run, policy, lose);
            number_changes(connection, lease.run);
        }
        transaction.commit();
        return PageOutcome{};
    };
    prepare_identity(connection);
    prepare_renames(connection);
    retrying(connection, body);
    if (!held)
        return lease_lost();
    return {};
}

Result<HarvestRun> finish_run(Connection& connection, const Lease& lease, const RunEnd& end) {
    Transaction transaction(connection);
    // The source before the run, as everybody who takes both.
    connection.exec(lock_source, Params(lease.run.value));
    if (!renew_lease(connection, lease)) {
        // The acknowledgement of an earlier end may have been lost.
        std::optional<HarvestRun> run = find_run(connection, lease);
        if (run && run->ended_at && run->state == end.state)
            return std::move(*run);
        return lease_lost();
    }
    write_issues(connection, lease.run, std::nullopt, all_of(end.issues));
    connection.exec(
        close_run,
        Params(
            lease.run.value,
            to_string(end.state),
            end.reason,
            static_cast<std::int64_t>(end.wire_bytes),
            static_cast<std::int64_t>(end.requests),
            static_cast<std::int64_t>(end.retries),
            end.network.not_modified,
            end.network.certificate_expires
        )
    );
    if (end.state == RunState::complete) {
        connection.exec(doubt_mark, Params(lease.run.value));
        connection.exec(doubt_mark_of_corrected, Params(lease.run.value));
    }
    if (end.state == RunState::held)
        connection.exec(note_id_set, Params(lease.run.value));
    note_outcome(connection, lease.run, end.state, end.reason);
    if (!end.approved_because.empty())
        note_approval(connection, lease.run, end.approved_because);
    std::optional<HarvestRun> run = find_run(connection, lease);
    if (changed_records(connection, *run))
        sum_record_issues(connection, run->source.value);
    transaction.commit();
    return std::move(*run);
}

} // namespace moisson::store
