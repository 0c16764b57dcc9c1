// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/link_rollup.hpp"

#include "store/connection.hpp"
#include "store/record_writer.hpp"

#include <algorithm>
#include <optional>

namespace moisson::store {
namespace {

// $1 links.
constexpr const char* datasets_of = R"sql(
select distinct t.dataset from unnest($1) w (id)
cross join lateral (select dataset from distribution d where d.link = w.id offset 0) t)sql";

// $1 datasets. Each has a row, and one worker at a time: in key order they wait for one another,
// never in a circle. What is rolled up afterwards sees what the other wrote.
constexpr const char* add_signals = R"sql(
insert into dataset_signal (dataset)
select d.id from unnest($1) w (id) join dataset d on d.id = w.id order by d.id
on conflict do nothing)sql";
constexpr const char* lock_signals =
    "select from dataset_signal where dataset = any($1) order by dataset for update";

// $1 datasets. Documentation is no data; what nobody has concluded about counts nowhere.
constexpr const char* roll_up = R"sql(
with told as materialized (
    select w.id as dataset, count(l.id) as judged,
        count(*) filter (where l.standing = 'ok') as ok,
        count(*) filter (where l.standing = 'broken') as broken
    from unnest($1) w (id) join dataset d on d.id = w.id
    left join distribution t on t.dataset = d.id and t.link is not null
        and lower(coalesce(t.metadata ->> 'kind', '')) <> 'documentation'
    left join link l on l.id = t.link and l.standing <> ''
    group by w.id),
named as (
    select dataset, ok, ok + broken as proved,
        case when judged = 0 then '' when ok = judged then 'ok'
        when broken = judged then 'broken' when ok = 0 and broken = 0 then 'unverifiable'
        else 'partial' end as links
    from told),
verdict as materialized (
    select dataset, links, case when links = 'partial' then ok end as ok,
        case when links = 'partial' then proved end as proved
    from named),
written as (
    insert into dataset_signal as s (dataset, links, links_ok, links_proved)
    select v.dataset, v.links, v.ok, v.proved from verdict v
    left join dataset_signal old on old.dataset = v.dataset
    where v.links <> coalesce(old.links, '') or v.ok is distinct from old.links_ok
        or v.proved is distinct from old.links_proved
    order by v.dataset
    on conflict (dataset) do update set links = excluded.links, links_ok = excluded.links_ok,
        links_proved = excluded.links_proved
    returning s.dataset)
insert into stage_verdict (dataset, cause) select dataset, 'signal' from written)sql";

// $1 datasets. Rolled up before shares were kept.
constexpr const char* find_unshared = R"sql(
select dataset from dataset_signal
where dataset = any($1) and links = 'partial' and links_proved is null)sql";

constexpr const char* take_turn = "select after from link_rollup for update skip locked";
// $1 after, $2 how many. What came of signals and clusters moves no distribution.
constexpr const char* next_changes = R"sql(
select number, dataset, cause in ('signal', 'clustered') from change
where number > $1 order by number limit $2)sql";
constexpr const char* note_turn = "update link_rollup set after = $1";

std::int64_t roll_up_datasets(Connection& connection, const std::vector<Uuid>& datasets) {
    if (datasets.empty())
        return 0;
    connection.exec_prepared(add_signals, Params(datasets));
    connection.exec_prepared(lock_signals, Params(datasets));
    return connection.exec_prepared(roll_up, Params(datasets)).affected();
}

} // namespace

std::int64_t roll_up_links(Connection& connection, const std::vector<Uuid>& links) {
    if (links.empty())
        return 0;
    const Rows rows = connection.exec_prepared(datasets_of, Params(links));
    std::vector<Uuid> datasets;
    for (int i = 0; i < rows.size(); ++i)
        datasets.push_back(rows.uuid(i, 0));
    return roll_up_datasets(connection, datasets);
}

void fill_link_shares(Connection& connection, const std::vector<Uuid>& datasets) {
    const Rows rows = connection.exec_prepared(find_unshared, Params(datasets));
    std::vector<Uuid> unshared;
    for (int i = 0; i < rows.size(); ++i)
        unshared.push_back(rows.uuid(i, 0));
    roll_up_datasets(connection, unshared);
}

std::int64_t follow_changes(Connection& connection, int changes) {
    std::int64_t looked_at = 0;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        looked_at = 0;
        const Rows turn = connection.exec_prepared(take_turn);
        if (turn.size() == 0)
            return PageOutcome{};
        const Rows rows = connection.exec_prepared(next_changes, Params(turn.int64(0, 0), changes));
        looked_at = rows.size();
        if (looked_at == 0)
            return PageOutcome{};
        std::vector<Uuid> datasets;
        for (int i = 0; i < rows.size(); ++i)
            if (!rows.boolean(i, 2))
                datasets.push_back(rows.uuid(i, 1));
        std::sort(datasets.begin(), datasets.end());
        datasets.erase(std::unique(datasets.begin(), datasets.end()), datasets.end());
        roll_up_datasets(connection, datasets);
        connection.exec_prepared(note_turn, Params(rows.int64(rows.size() - 1, 0)));
        number_changes(connection, std::nullopt);
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    return looked_at;
}

} // namespace moisson::store
