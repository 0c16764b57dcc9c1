// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Retention (decision 1: changes are kept 30 days), in short transactions.
#include "store/connection.hpp"
#include "store/stores.hpp"

namespace moisson::store {
namespace {

double seconds(std::chrono::seconds value) {
    return static_cast<double>(value.count());
}

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
// looks back into them.
constexpr const char* prune_pages = R"sql(
with old as (
    select p.run, p.page from run_page p join run r on r.id = p.run
    where r.ended_at < moisson.now() - make_interval(secs => $1)
      and r.id < coalesce((select q.id from run q where q.source = r.source and q.state = 'complete'
                             and q.mode in ('full', 'inventory')
                           order by q.id desc offset 1 limit 1), 0)
    limit $2)
delete from run_page p using old where p.run = old.run and p.page = old.page)sql";

constexpr const char* prune_issues = R"sql(
with old as (
    select i.id from issue i where i.at < moisson.now() - make_interval(secs => $1)
      and i.run not in (select max(r.id) from run r where r.ended_at is not null group by r.source)
    order by i.id limit $2)
delete from issue i using old where i.id = old.id)sql";

enum class Answer { counted, affected };

asio::awaitable<Result<std::int64_t>>
repeat(Database& database, const char* sql, std::chrono::seconds keep, int step, Answer answer) {
    std::int64_t total = 0;
    for (;;) {
        std::function<Result<std::int64_t>(Connection&)> job =
            [sql, keep, step, answer](Connection& c) -> Result<std::int64_t> {
            const Rows rows = c.exec(sql, Params(seconds(keep), step));
            return answer == Answer::counted ? rows.int64(0, 0) : rows.affected();
        };
        Result<std::int64_t> count = co_await database.run<std::int64_t>("prune", std::move(job));
        if (!count)
            co_return count;
        total += *count;
        if (*count < step)
            co_return total;
    }
}

} // namespace

asio::awaitable<Result<PruneOutcome>> prune(Database& database, PrunePolicy policy) {
    PruneOutcome outcome;
    const int step = policy.rows_per_step;
    Result<std::int64_t> changes =
        co_await repeat(database, prune_changes, policy.keep_changes, step, Answer::counted);
    if (!changes)
        co_return changes.error();
    Result<std::int64_t> pages =
        co_await repeat(database, prune_pages, policy.keep_pages, step, Answer::affected);
    if (!pages)
        co_return pages.error();
    Result<std::int64_t> issues =
        co_await repeat(database, prune_issues, policy.keep_issues, step, Answer::affected);
    if (!issues)
        co_return issues.error();
    outcome.changes = *changes;
    outcome.pages = *pages;
    outcome.issues = *issues;
    co_return outcome;
}

} // namespace moisson::store
