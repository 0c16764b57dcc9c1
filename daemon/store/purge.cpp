// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/purge.hpp"

#include "store/connection.hpp"
#include "store/dataset_removal.hpp"
#include "store/record_writer.hpp"

namespace moisson::store {
namespace {

constexpr const char* take_purge_turn = "select pg_try_advisory_xact_lock(3916589616287113938)";

// $1 seconds, $2 records. A run at work may be about to revive some.
constexpr const char* choose = R"sql(
insert into stage_verdict (dataset, cause)
select a.dataset, 'purged' from absence a join dataset d on d.id = a.dataset and d.state = 'archived'
where a.archived_at < moisson.now() - make_interval(secs => $1)
  and not exists (select from run r where r.source = a.source and r.state = 'running')
order by a.archived_at limit $2 for update of a, d skip locked)sql";

constexpr const char* take_apart_dead =
    "insert into stage_gone (dataset) select dataset from stage_verdict";

// A renamed dataset has several.
constexpr const char* bury =
    "update slug t set purged_at = moisson.now() from stage_gone g where t.dataset = g.dataset";

// A dataset may have come from another source of its portal.
constexpr const char* forget_ids = R"sql(
delete from remote_id r using dataset d
join stage_gone g on g.dataset = d.id
join source s on s.id = d.source
join source other on other.portal = s.portal
where r.source = other.id and r.dataset = d.id)sql";

} // namespace

Result<std::int64_t> purge_archived(Connection& connection, std::chrono::seconds after, int count) {
    std::int64_t purged = 0;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        purged = 0;
        if (!connection.exec(take_purge_turn).boolean(0, 0))
            return PageOutcome{};
        purged =
            connection.exec(choose, Params(static_cast<double>(after.count()), count)).affected();
        if (purged == 0)
            return PageOutcome{};
        connection.exec(take_apart_dead);
        connection.exec(bury);
        connection.exec(forget_ids);
        remove_datasets(connection);
        number_changes(connection, std::nullopt);
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    return purged;
}

} // namespace moisson::store
