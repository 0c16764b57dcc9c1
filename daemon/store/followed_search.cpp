// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Searches that somebody follows: what changed meanwhile, and up to when it was told.
#include "store/connection.hpp"
#include "store/message_rows.hpp"
#include "store/message_store.hpp"
#include "store/subscription_rows.hpp"

#include <algorithm>

namespace moisson::store {
namespace {

// $1 person, $2 subscriptions, $3 seconds since 1970.
constexpr const char* advance = R"sql(
update subscription s set searched_until = to_timestamp(t.until)
from unnest($2, $3) as t(id, until)
where s.subscriber = $1 and s.id = t.id and s.state = 'active'
  and )sql" MOISSON_SEARCHED_UNTIL R"sql( < to_timestamp(t.until))sql";

// $1 since, $2 until, $3 how many.
constexpr const char* changed = R"sql(
select h.dataset from dataset_history h
where h.at >= $1 and h.at < $2 and h.cause = 'updated'
group by h.dataset order by max(h.at) desc limit $3)sql";

} // namespace

std::int64_t
note_searches(Connection& db, std::int64_t subscriber, const std::vector<SearchedUntil>& searches) {
    if (searches.empty())
        return 0;
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> seconds;
    for (const SearchedUntil& one : searches) {
        ids.push_back(one.subscription);
        const auto since_epoch = one.until.time_since_epoch();
        seconds.push_back(std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count());
    }
    return db.exec(advance, Params(subscriber, ids, seconds)).affected();
}

asio::awaitable<Result<void>>
note_searched(Database& database, std::int64_t subscriber, std::vector<SearchedUntil> searches) {
    std::function<Result<void>(Connection&)> job =
        [subscriber, searches = std::move(searches)](Connection& db) -> Result<void> {
        note_searches(db, subscriber, searches);
        return {};
    };
    co_return co_await database.run("note_searched", std::move(job));
}

asio::awaitable<Result<std::vector<Uuid>>>
changed_datasets(Database& database, Instant since, Instant until, int datasets_max) {
    std::function<Result<std::vector<Uuid>>(Connection&)> job = [=](Connection& db
                                                                ) -> Result<std::vector<Uuid>> {
        const Rows rows = db.exec(changed, Params(since, until, datasets_max));
        std::vector<Uuid> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(rows.uuid(i, 0));
        std::sort(out.begin(), out.end());
        return out;
    };
    co_return co_await database.run("changed_datasets", std::move(job));
}

} // namespace moisson::store
