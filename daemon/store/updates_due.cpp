// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/updates_due.hpp"

#include "store/connection.hpp"
#include "store/public_read.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <utility>

namespace moisson::store {
namespace {

// {}: which datasets, of $1. $2 how many.
constexpr const char* due_sql = R"sql(
select d.id, d.slug, d.title, coalesce(a.name->0->>1, a.name->>0, ''),
    coalesce(nullif(p.title, ''), p.key), d.frequency, g.counted_from, g.expected_at, g.late_at
from dataset d
join dataset_signal g on g.dataset = d.id and g.basis = 'declared'
join source s on s.id = d.source
join portal p on p.id = s.portal and p.enabled
left join agent a on a.id = d.publisher
where d.state = 'active' and g.counted_from is not null
  and g.expected_at between moisson.now() - interval '1 year' and moisson.now() + interval '1 year'
  and not exists (select from takedown x where x.lifted_at is null and x.kind <> 'distribution'
                  and x.scope in (d.id, d.publisher))
  and {}
order by g.expected_at, d.id limit $2)sql";

#define MOISSON_NAMED_AGENT "(g.slug = $1 or g.slug = '' and g.key = $1)"

// One text per question, so that each is prepared once. Datasets have no index by publisher: those
// of one are looked for among those of its portal.
const std::string& sql_of(std::size_t kind) {
    static const std::array<std::string, 4> texts = {
        fmt::format(due_sql, "p.key = $1"),
        fmt::format(
            due_sql,
            "d.publisher = $1 and d.source in (select o.id from source o "
            "join agent g on g.portal = o.portal where g.id = $1)"
        ),
        fmt::format(due_sql, "d.id = $1"),
        fmt::format(
            due_sql,
            "d.publisher in (select g.id from agent g where " MOISSON_NAMED_AGENT ") "
            "and d.source in (select o.id from source o join agent g on g.portal = o.portal "
            "where " MOISSON_NAMED_AGENT ")"
        )};
    return texts.at(kind);
}

Rows ask(Connection& db, const UpdatesQuery& query) {
    if (query.dataset)
        return db.exec(sql_of(2).c_str(), Params(*query.dataset, updates_due_max));
    if (query.organization)
        return db.exec(sql_of(1).c_str(), Params(*query.organization, updates_due_max));
    if (!query.organization_name.empty())
        return db.exec(sql_of(3).c_str(), Params(query.organization_name, updates_due_max));
    return db.exec(sql_of(0).c_str(), Params(query.portal, updates_due_max));
}

} // namespace

asio::awaitable<Result<std::vector<UpdateDue>>>
read_updates_due(Database& database, UpdatesQuery query) {
    using List = std::vector<UpdateDue>;
    std::function<Result<List>(Connection&)> job = [query = std::move(query)](Connection& db
                                                   ) -> Result<List> {
        const Rows rows = ask(db, query);
        List out;
        out.reserve(static_cast<std::size_t>(rows.size()));
        for (int i = 0; i < rows.size(); ++i) {
            UpdateDue& one = out.emplace_back();
            one.dataset = rows.uuid(i, 0);
            one.slug = rows.str(i, 1);
            one.title = rows.str(i, 2);
            one.publisher = rows.str(i, 3);
            one.portal_title = rows.str(i, 4);
            one.frequency = rows.str(i, 5);
            one.counted_from = rows.instant(i, 6);
            one.expected_at = rows.instant(i, 7);
            one.late_at = rows.optional_instant(i, 8);
        }
        return out;
    };
    return public_read<List>(database, "updates_due", std::move(job));
}

} // namespace moisson::store
