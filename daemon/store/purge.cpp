// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/purge.hpp"

#include "store/connection.hpp"
#include "store/record_writer.hpp"

#include <array>

namespace moisson::store {
namespace {

constexpr const char* take_turn = "select pg_try_advisory_xact_lock(3916589616287113938)";

// $1 seconds, $2 records. A run at work may be about to revive some.
constexpr const char* choose = R"sql(
insert into stage_verdict (dataset, cause)
select a.dataset, 'purged' from absence a join dataset d on d.id = a.dataset and d.state = 'archived'
where a.archived_at < moisson.now() - make_interval(secs => $1)
  and not exists (select from run r where r.source = a.source and r.state = 'running')
order by a.archived_at limit $2 for update of a, d skip locked)sql";

// A slug is its stem, or stem--n from the second dataset of that stem on (store/slug.hpp).
constexpr const char* bury = R"sql(
update slug t set purged_at = moisson.now()
from (select d.id, regexp_replace(d.slug, '--[0-9]+$', '') as stem,
             coalesce(substring(d.slug from '--([0-9]+)$')::integer, 1) as n
      from dataset d join stage_verdict v on v.dataset = d.id) gone
where t.stem = gone.stem and t.n = gone.n and t.dataset = gone.id)sql";

constexpr const char* forget_ids = R"sql(
delete from remote_id r using dataset d join stage_verdict v on v.dataset = d.id
where r.source = d.source and r.dataset = d.id)sql";

// The dataset itself last: the statements before it read it.
constexpr std::array<const char*, 8> deletions = {
    "delete from distribution t using stage_verdict v where t.dataset = v.dataset",
    "delete from raw_record t using stage_verdict v where t.dataset = v.dataset",
    "delete from dataset_signal t using stage_verdict v where t.dataset = v.dataset",
    "delete from cluster_key t using stage_verdict v where t.dataset = v.dataset",
    "delete from dataset_issue t using stage_verdict v where t.dataset = v.dataset",
    "delete from alias t using stage_verdict v where t.dataset = v.dataset",
    "delete from absence t using stage_verdict v where t.dataset = v.dataset",
    "delete from dataset t using stage_verdict v where t.id = v.dataset"};

} // namespace

Result<std::int64_t> purge_archived(Connection& connection, std::chrono::seconds after, int count) {
    std::int64_t purged = 0;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        purged = 0;
        if (!connection.exec(take_turn).boolean(0, 0))
            return PageOutcome{};
        purged =
            connection.exec(choose, Params(static_cast<double>(after.count()), count)).affected();
        if (purged == 0)
            return PageOutcome{};
        connection.exec(bury);
        connection.exec(forget_ids);
        for (const char* sql : deletions)
            connection.exec(sql);
        number_changes(connection, std::nullopt);
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    return purged;
}

} // namespace moisson::store
