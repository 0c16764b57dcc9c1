// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/run_changes.hpp"

#include "store/connection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::store {
namespace {

// Changes of all runs that a page looks at.
constexpr std::int64_t changes_looked_at = 2'000;

// $1 run. Changes go in their order, so that the oldest one left says what may be missing. Found by
// their time (change_at), which is that of the run: counted too, or the key would be walked from
// its end.
constexpr const char* find_bounds = R"sql(
select r.started_at is null
        or (select number = 0 from change_floor)
        or coalesce((select c.at from change c order by c.number limit 1) <= r.started_at, false),
    b.many, b.first, b.last
from run r cross join lateral (
    select count(*) as many, min(c.number) as first, max(c.number) as last from change c
    where c.run = r.id
      and c.at between r.started_at and coalesce(greatest(r.ended_at, r.decided_at), moisson.now())) b
where r.id = $1)sql";

constexpr const char* read_floor = "select number from change_floor";

// $1 after, $2 up to, $3 how many.
constexpr const char* find_window_end = R"sql(
select max(w.number) from (select number from change where number > $1 and number <= $2
                           order by number limit $3) w)sql";

// $1 run, $2 after, $3 up to. OFFSET 0: see merge::classify.
constexpr const char* select_window = R"sql(
select c.number, c.dataset, c.cause, c.at, coalesce(d.title, ''), coalesce(d.slug, ''),
    coalesce(d.remote_id, '')
from change c
left join lateral (
    select t.title, t.slug, t.remote_id from dataset t
    where t.id = c.dataset
      and not exists (select from takedown k where k.lifted_at is null and k.kind <> 'distribution'
                      and k.scope in (t.id, t.publisher))
    offset 0) d on true
where c.run = $1 and c.number > $2 and c.number <= $3 and c.cause not in ('signal', 'clustered')
order by c.number)sql";

void add_window(
    Connection& connection,
    RunId run,
    std::int64_t after,
    std::int64_t up_to,
    RunChangePage& page
) {
    const Rows rows = connection.exec_prepared(select_window, Params(run.value, after, up_to));
    page.changes.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        RunChange& change = page.changes.emplace_back();
        change.row.number = ChangeNumber(rows.int64(i, 0));
        change.row.dataset = DatasetId(rows.uuid(i, 1));
        change.row.cause = change_cause_from_string(rows.text(i, 2)).value_or(ChangeCause::updated);
        change.row.at = rows.instant(i, 3);
        change.row.run = run;
        change.name = RecordName{rows.str(i, 4), rows.str(i, 5)};
        change.remote_id = rows.str(i, 6);
    }
}

} // namespace

Result<RunChangePage> run_changes(Connection& connection, RunId run, const RunChangePlace& place) {
    RunChangePage page;
    RunChangePlace from = place;
    if (!from.last) {
        const Rows bounds = connection.exec(find_bounds, Params(run.value));
        if (bounds.size() == 0)
            return Error(Code::not_found, fmt::format("no run {}", run.value));
        page.pruned = !bounds.boolean(0, 0);
        if (page.pruned || bounds.int64(0, 1) == 0)
            return page;
        from.after = std::max(from.after, bounds.int64(0, 2) - 1);
        from.last = bounds.int64(0, 3);
    } else if (connection.exec_prepared(read_floor).int64(0, 0) > from.after) {
        page.pruned = true;
        return page;
    }
    const Rows window = connection.exec_prepared(
        find_window_end,
        Params(from.after, *from.last, changes_looked_at)
    );
    const std::optional<std::int64_t> up_to = window.optional_int64(0, 0);
    if (!up_to)
        return page;
    add_window(connection, run, from.after, *up_to, page);
    if (*up_to < *from.last)
        page.next = RunChangePlace{*up_to, from.last};
    return page;
}

} // namespace moisson::store
