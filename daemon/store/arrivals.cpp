// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/arrivals.hpp"

#include "store/connection.hpp"

namespace moisson::store {
namespace {

// $1 source. A first harvest, or growth that an operator has approved since anything was settled or
// has brought about by other settings: the run after that is complete and settles nothing.
constexpr const char* find_growth_believed = R"sql(
select last.at, last.at is null or exists (
    select from run q where q.source = $1 and (
        (q.reason = 'MASS_ARRIVAL_HELD' and q.decision = 'approved' and q.decided_at > last.at)
        or (q.state = 'complete' and q.mode in ('full', 'inventory') and q.settled_at is null
            and q.ended_at > last.at)))
from (select max(settled_at) as at from run where source = $1) last)sql";

// $1 source, $2 when it was settled. What runs that were held or cut short have created counts
// until then: a portal that invents ids a few at a time gains nothing by it.
constexpr const char* count_growth = R"sql(
select count(*) filter (where first_seen <= $2), count(*) filter (where first_seen > $2)
from dataset where source = $1 and state = 'active')sql";

// $1 source.
constexpr const char* find_confirmed = R"sql(
select last.at
from (select max(greatest(settled_at,
        case when state = 'complete' and mode in ('full', 'inventory') then ended_at end,
        case when reason = 'MASS_ARRIVAL_HELD' and decision = 'approved' then decided_at end)) as at
      from run where source = $1) last
where exists (select from dataset d
              where d.source = $1 and d.state = 'active' and d.first_seen <= last.at))sql";

// $1 source. What goes by an approval goes at the very instant of it, and what a run approves by
// itself a little before. `confirmed`: as above, when the records of `since` went.
constexpr const char* find_losses = R"sql(
with approved as (
    select coalesce(max(decided_at), '-infinity') as at from run
    where source = $1 and state = 'complete' and decision = 'approved'),
steps as materialized (
    select distinct a.since from absence a cross join approved
    where a.source = $1 and a.archived_at is null and a.since > approved.at),
confirmed as materialized (
    select s.since, max(q.at) as at
    from steps s cross join (
        select greatest(settled_at,
            case when state = 'complete' and mode in ('full', 'inventory') then ended_at end,
            case when reason = 'MASS_ARRIVAL_HELD' and decision = 'approved' then decided_at end)
            as at
        from run where source = $1) q
    where q.at < s.since group by s.since)
select d.id from absence a
join confirmed c on c.since = a.since
join dataset d on d.id = a.dataset
where a.source = $1 and a.archived_at is null and d.state = 'missing'
  and d.first_seen <= c.at)sql";

} // namespace

Result<Arrivals> count_arrivals(Connection& connection, SourceId source) {
    const Rows last = connection.exec(find_growth_believed, Params(source.value));
    Arrivals found;
    found.believed = last.boolean(0, 1);
    if (found.believed)
        return found;
    const Rows rows =
        connection.exec(count_growth, Params(source.value, last.optional_instant(0, 0)));
    found.known = rows.int64(0, 0);
    found.arrived = rows.int64(0, 1);
    return found;
}

std::optional<Instant> confirmed_until(Connection& connection, SourceId source) {
    const Rows rows = connection.exec(find_confirmed, Params(source.value));
    return rows.size() == 0 ? std::nullopt : rows.optional_instant(0, 0);
}

std::vector<Uuid> losses(Connection& connection, SourceId source) {
    const Rows rows = connection.exec(find_losses, Params(source.value));
    std::vector<Uuid> ids;
    ids.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i)
        ids.push_back(rows.uuid(i, 0));
    return ids;
}

} // namespace moisson::store
