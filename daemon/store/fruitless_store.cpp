// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/fruitless_store.hpp"

#include "store/connection.hpp"
#include "store/database.hpp"

#include <algorithm>

namespace moisson::store {
namespace {

// $1 days, $2 words, $3 searches, $4 askers. In key order (decision 18); a day that is full takes
// no new words.
constexpr const char* merge = R"sql(
insert into fruitless_search as f (day, words, searches, askers)
select n.day::date, n.words, sum(n.searches)::bigint, sum(n.askers)::bigint
from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) n (day, words, searches, askers)
where (select count(*) from fruitless_search e where e.day = n.day::date) < $5
    or exists (select from fruitless_search e where e.day = n.day::date and e.words = n.words)
group by n.day, n.words order by n.day, n.words
on conflict (day, words) do update
set searches = f.searches + excluded.searches, askers = f.askers + excluded.askers)sql";

constexpr const char* forget_searches =
    "delete from fruitless_search where day < (moisson.now() at time zone 'UTC')::date - $1::int";

constexpr const char* select_searches = R"sql(
select words, sum(searches)::bigint, max(askers), max(day)::timestamp at time zone 'UTC'
from fruitless_search where day >= ($1 at time zone 'UTC')::date
group by words having max(askers) >= $2
order by 3 desc, 2 desc, words limit $3)sql";

void write(Connection& connection, std::vector<FruitlessCount> counts) {
    std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
        return std::tie(a.day, a.words) < std::tie(b.day, b.words);
    });
    std::vector<std::string> days;
    std::vector<std::string> words;
    std::vector<std::int64_t> searches;
    std::vector<std::int64_t> askers;
    for (FruitlessCount& one : counts) {
        days.push_back(to_iso8601(Instant(one.day)).substr(0, 10));
        words.push_back(std::move(one.words));
        searches.push_back(one.searches);
        askers.push_back(one.askers);
    }
    Transaction transaction(connection);
    connection.exec_prepared(merge, Params(days, words, searches, askers, fruitless_rows_per_day));
    connection.exec_prepared(forget_searches, Params(std::int64_t{fruitless_kept.count()}));
    transaction.commit();
}

class PgFruitlessStore final : public FruitlessStore {
public:
    explicit PgFruitlessStore(Database& database) : database_(database) {}

    asio::awaitable<Result<void>> add(std::vector<FruitlessCount> counts) override {
        return database_.run<void>(
            "fruitless_add",
            [counts = std::move(counts)](Connection& connection) -> Result<void> {
                write(connection, counts);
                return {};
            }
        );
    }

    asio::awaitable<Result<std::vector<FruitlessRow>>>
    read(std::chrono::sys_days since, std::int64_t askers, std::int64_t limit) override {
        using List = std::vector<FruitlessRow>;
        return database_.run<List>(
            "fruitless_read",
            [since, askers, limit](Connection& connection) -> Result<List> {
                const Rows rows = connection.exec_prepared(
                    select_searches,
                    Params(Instant(since), askers, limit)
                );
                List out;
                for (int i = 0; i < rows.size(); ++i) {
                    FruitlessRow& row = out.emplace_back();
                    row.words = rows.str(i, 0);
                    row.searches = rows.int64(i, 1);
                    row.askers = rows.int64(i, 2);
                    row.last = std::chrono::floor<std::chrono::days>(rows.instant(i, 3));
                }
                return out;
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<FruitlessStore> make_fruitless_store(Database& database) {
    return std::make_unique<PgFruitlessStore>(database);
}

} // namespace moisson::store
