// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/proposals.hpp"

#include "store/connection.hpp"

namespace moisson::store {
namespace {

constexpr const char* proposals = R"sql(
select f.at, d.slug, d.title, d.frequency, f.value
from (select distinct on (dataset) id, at, dataset, value from feedback
      where kind = 'frequency' and dataset is not null
        and at > moisson.now() - interval '365 days'
      order by dataset, id desc) f
join dataset d on d.id = f.dataset
where d.state in ('active', 'missing') and d.frequency <> f.value
  and not exists (select from overlay o
                  where o.dataset = f.dataset and o.field = 'frequency' and o.made_at >= f.at)
order by f.id limit 1000)sql";

} // namespace

asio::awaitable<Result<std::vector<FrequencyProposal>>> list_proposals(Database& database) {
    std::function<Result<std::vector<FrequencyProposal>>(Connection&)> job =
        [](Connection& db) -> Result<std::vector<FrequencyProposal>> {
        const Rows rows = db.exec(proposals);
        std::vector<FrequencyProposal> out;
        for (int i = 0; i < rows.size(); ++i) {
            FrequencyProposal one;
            one.at = rows.instant(i, 0);
            one.slug = rows.str(i, 1);
            one.title = rows.str(i, 2);
            one.current = rows.str(i, 3);
            one.proposed = rows.str(i, 4);
            out.push_back(std::move(one));
        }
        return out;
    };
    co_return co_await database.run("list_proposals", std::move(job));
}

} // namespace moisson::store
