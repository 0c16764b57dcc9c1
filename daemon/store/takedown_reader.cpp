// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/takedown_reader.hpp"

#include "store/connection.hpp"

namespace moisson::store {
namespace {

// OFFSET 0: see merge::classify.
constexpr const char* find_active = R"sql(
select t.scope, t.kind, t.subject, t.ground, t.reason, t.at
from unnest($1) wanted (id)
cross join lateral (select * from takedown k
                    where k.scope = wanted.id and k.lifted_at is null offset 0) t
where (select exists (select from takedown where lifted_at is null))
order by t.id)sql";

} // namespace

ActiveTakedowns active_takedowns(Connection& connection, const std::vector<Uuid>& scopes) {
    ActiveTakedowns out;
    const Rows rows = connection.exec_prepared(find_active, Params(scopes));
    for (int i = 0; i < rows.size(); ++i) {
        Takedown takedown;
        takedown.ground = rows.text(i, 3) == "law" ? TakedownGround::law : TakedownGround::request;
        takedown.reason = rows.str(i, 4);
        takedown.at = rows.instant(i, 5);
        if (rows.text(i, 1) != "distribution") {
            out.whole.try_emplace(rows.uuid(i, 0), std::move(takedown));
            continue;
        }
        TakenDownDistribution part;
        part.id = DistributionId(rows.uuid(i, 2));
        part.takedown = std::move(takedown);
        out.parts[rows.uuid(i, 0)].push_back(std::move(part));
    }
    return out;
}

} // namespace moisson::store
