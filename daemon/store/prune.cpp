// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Retention (decision 1: changes are kept 30 days), in short transactions.
#include "store/connection.hpp"
#include "store/purge.hpp"
#include "store/stores.hpp"

#include <array>

namespace moisson::store {
namespace {

// The newest row stays: it is the position of every follower that is up to date.
constexpr const char* prune_changes = R"sql(
with old as (
    select number from change
    where number < (select max(number) from change)
      and number <= coalesce((select max(number) from (
            select number from change order by number limit $2) first), 0)
      and at < moisson.now() - make_interval(secs => $1)),
dropped as (delete from change c using old where c.number = old.number returning c.number),
moved as (update change_floor set number = greatest(number, (select max(number) from dropped))
          where exists (select from dropped))
select count(*) from dropped)sql";

// The last two complete runs of a source that named its records keep their pages: reconciliation
// looks back into them. So do undecided held runs and what came after: the decision is as of their
// id sets.
constexpr const char* prune_pages = R"sql(
with old as (
    select p.run, p.page from run_page p join run r on r.id = p.run
    where r.ended_at < moisson.now() - make_interval(secs => $1)
      and r.id < coalesce((select q.id from run q where q.source = r.source and q.state = 'complete'
                           and q.mode in ('full', 'inventory')
                           order by q.id desc offset 1 limit 1), 0)
      and r.id < coalesce((select min(h.id) from run h where h.source = r.source
                           and h.state = 'held' and h.decision is null), r.id + 1)
    limit $2)
delete from run_page p using old where p.run = old.run and p.page = old.page)sql";

constexpr const char* prune_issues = R"sql(
with old as (
    select i.id from issue i where i.at < moisson.now() - make_interval(secs => $1)
      and i.run not in (select max(r.id) from run r where r.ended_at is not null group by r.source)
    order by i.id limit $2)
delete from issue i using old where i.id = old.id)sql";

// What is shown of a source stays (its last runs), what decides its mode (the last full one), and
// what waits for a decision.
constexpr const char* prune_runs = R"sql(
with old as (
    select r.id from run r
    where r.ended_at < moisson.now() - make_interval(secs => $1)
      and not (r.state = 'held' and r.decision is null)
      and r.id <> (select max(q.id) from run q where q.source = r.source and q.ended_at is not null)
      and r.id <> all (array(select q.id from run q where q.source = r.source
                             and q.state = 'complete' and q.mode <> 'probe'
                             order by q.id desc limit 2))
      and r.id <> coalesce((select max(q.id) from run q where q.source = r.source
                            and q.state = 'complete' and q.mode = 'full'), 0)
      and r.id <> all (array(select q.id from run q where q.source = r.source
                             and q.state = 'complete' and q.mode in ('full', 'inventory')
                             order by q.id desc limit 2))
      and r.id < coalesce((select min(h.id) from run h where h.source = r.source
                           and h.state = 'held' and h.decision is null), r.id + 1)
    order by r.id limit $2),
counts as (delete from issue_count c using old where c.run = old.id),
issues as (delete from issue i using old where i.run = old.id)
delete from run r using old where r.id = old.id)sql";

constexpr const char* prune_events = R"sql(
with old as (
    select e.id from event e where e.at < moisson.now() - make_interval(secs => $1)
    order by e.id limit $2)
delete from event e using old where e.id = old.id)sql";

constexpr const char* prune_history = R"sql(
with old as (
    select h.dataset, h.n from dataset_history h
    where h.at < moisson.now() - make_interval(secs => $1) order by h.at limit $2)
delete from dataset_history h using old where h.dataset = old.dataset and h.n = old.n)sql";

// The next inventory that lists such a record fetches it once more, and notes it again if it still
// gives nothing. Nobody else could tell that the source has it no more (decision 10).
constexpr const char* prune_left_out = R"sql(
with old as (
    select l.source, l.remote_id from left_out l
    where l.noted_at < moisson.now() - make_interval(secs => $1) order by l.noted_at limit $2)
delete from left_out l using old where l.source = old.source and l.remote_id = old.remote_id)sql";

// Values that went, kept as long as the runs beside which they are shown.
constexpr const char* prune_values = R"sql(
with old as (
    select source, code, value, since from unmapped_value
    where until < moisson.now() - make_interval(secs => $1) limit $2)
delete from unmapped_value u using old
where u.source = old.source and u.code = old.code and u.value = old.value
  and u.since = old.since)sql";

// Whoever holds it prunes; it ends with the transaction, or with the worker.
constexpr const char* take_prune_turn = "select pg_try_advisory_xact_lock(3916589616287113937)";

enum class Answer { counted, affected };

asio::awaitable<Result<std::int64_t>>
repeat(Database& database, const char* sql, std::chrono::seconds keep, int step, Answer answer) {
    std::int64_t total = 0;
    for (;;) {
        std::function<Result<std::int64_t>(Connection&)> job =
            [sql, keep, step, answer](Connection& c) -> Result<std::int64_t> {
            Transaction transaction(c);
            if (!c.exec(take_prune_turn).boolean(0, 0))
                return std::int64_t{0};
            const Rows rows = c.exec(sql, Params(in_seconds(keep), step));
            const std::int64_t count =
                answer == Answer::counted ? rows.int64(0, 0) : rows.affected();
            transaction.commit();
            return count;
        };
        Result<std::int64_t> count = co_await database.run<std::int64_t>("prune", std::move(job));
        if (!count)
            co_return count;
        total += *count;
        if (*count < step)
            co_return total;
    }
}

asio::awaitable<Result<std::int64_t>> purge(Database& database, PrunePolicy policy) {
    std::int64_t total = 0;
    for (;;) {
        std::function<Result<std::int64_t>(Connection&)> job = [policy](Connection& c
                                                               ) -> Result<std::int64_t> {
            return purge_archived(c, policy.purge_after, policy.records_per_step);
        };
        Result<std::int64_t> count = co_await database.run<std::int64_t>("purge", std::move(job));
        if (!count)
            co_return count;
        total += *count;
        if (*count < policy.records_per_step)
            co_return total;
    }
}

} // namespace

asio::awaitable<Result<PruneOutcome>> prune(Database& database, PrunePolicy policy) {
    struct Step {
        const char* sql;
        std::chrono::seconds keep;
        Answer answer;
        std::int64_t PruneOutcome::*count;
    };
    const std::array<Step, 8> steps = {
        {{prune_changes, policy.keep_changes, Answer::counted, &PruneOutcome::changes},
         {prune_pages, policy.keep_pages, Answer::affected, &PruneOutcome::pages},
         {prune_issues, policy.keep_issues, Answer::affected, &PruneOutcome::issues},
         {prune_runs, policy.keep_runs, Answer::affected, &PruneOutcome::runs},
         {prune_values, policy.keep_runs, Answer::affected, &PruneOutcome::values},
         {prune_events, policy.keep_events, Answer::affected, &PruneOutcome::events},
         {prune_history, policy.keep_history, Answer::affected, &PruneOutcome::history},
         {prune_left_out, policy.keep_left_out, Answer::affected, &PruneOutcome::left_out}}};
    PruneOutcome outcome;
    for (const Step& step : steps) {
        const Result<std::int64_t> count =
            co_await repeat(database, step.sql, step.keep, policy.rows_per_step, step.answer);
        if (!count)
            co_return count.error();
        outcome.*step.count = *count;
    }
    const Result<std::int64_t> purged = co_await purge(database, policy);
    if (!purged)
        co_return purged.error();
    outcome.purged = *purged;
    co_return outcome;
}

} // namespace moisson::store
