// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/list_store.hpp"

#include "model/freshness.hpp"
#include "store/catalog_queries.hpp"
#include "store/public_read.hpp"
#include "store/run_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::store {
namespace {

// $1 after, $2 how many. What is hidden now is not told as anything else than gone.
constexpr const char* select_changes = R"sql(
select c.number, c.dataset, c.cause, c.at, coalesce(d.slug, ''),
    d.id is null or d.state = 'purged' or c.cause in ('archived', 'purged', 'taken_down')
    or exists (select from takedown t where t.lifted_at is null and t.kind <> 'distribution'
               and t.scope in (d.id, d.publisher)), c.run
from (select number, dataset, cause, at, run from change
      where number > $1 and cause <> 'signal' order by number limit $2) c
left join dataset d on d.id = c.dataset
order by c.number)sql";

// A standby follows at a distance: it does not know what is too far ahead.
constexpr const char* select_known = R"sql(
select pg_is_in_recovery() or $1 <= greatest(
    (select number from change_floor), (select max(number) from change)))sql";

constexpr const char* select_owner = "select dataset from distribution where id = $1";

constexpr const char* select_link_states = R"sql(
select t.id, l.state, l.standing, l.checked_at
from distribution t join link l on l.id = t.link where t.dataset = any($1))sql";

constexpr const char* select_growth = R"sql(
select day::text, datasets, a_jour, attendue, en_retard, tres_en_retard, sans_objet, inconnue,
    quality_sum, scored
from (select * from daily_measure where scope = 'all' order by day desc limit $1) d order by day)sql";

// $1 portal, or none for all. `{}`: run_reader's told_run and still_open.
constexpr const char* issues_sql = R"sql(
select p.key, s.key, b.code, sum(b.total)::bigint
from source s join portal p on p.id = s.portal
cross join lateral (
    select i.code, i.total from source_issue i where i.source = s.id
    union all
    select c.code, c.total - c.on_record from issue_count c
    where c.run = {} and c.total > c.on_record and {}) b
where $1 = '' or p.key = $1
group by p.key, s.key, b.code order by 4 desc, 1, 2, 3)sql";

ChangePage
read_changes(Connection& connection, const std::optional<ChangeNumber>& since, int count) {
    ChangePage page;
    const Rows bounds = connection.exec(
        "select number, greatest(number, (select max(number) from change)) from change_floor"
    );
    page.floor = bounds.int64(0, 0);
    page.head = bounds.int64(0, 1);
    const std::int64_t after = since ? since->value : page.floor;
    page.too_old = after < page.floor;
    if (page.too_old)
        return page;
    const Rows rows =
        connection.exec_prepared(select_changes, Params(after, std::int64_t{count} + 1));
    if (rows.size() == 0) {
        page.unknown = !connection.exec_prepared(select_known, Params(after)).boolean(0, 0);
        return page;
    }
    page.more = rows.size() > count;
    for (int i = 0; i < std::min(rows.size(), count); ++i) {
        ListedChange& change = page.changes.emplace_back();
        change.row.number = ChangeNumber(rows.int64(i, 0));
        change.row.dataset = DatasetId(rows.uuid(i, 1));
        change.row.cause = change_cause_from_string(rows.text(i, 2)).value_or(ChangeCause::updated);
        change.row.at = rows.instant(i, 3);
        if (const auto run = rows.optional_int64(i, 6))
            change.row.run = RunId(*run);
        change.removal = rows.boolean(i, 5);
        if (!change.removal)
            change.slug = rows.str(i, 4);
    }
    return page;
}

std::vector<DistributionLink>
read_links(Connection& connection, const std::vector<Uuid>& datasets) {
    const Rows rows = connection.exec_prepared(select_link_states, Params(datasets));
    std::vector<DistributionLink> out;
    for (int i = 0; i < rows.size(); ++i) {
        DistributionLink& link = out.emplace_back();
        link.distribution = DistributionId(rows.uuid(i, 0));
        link.state = rows.str(i, 1);
        link.standing = rows.str(i, 2);
        link.checked_at = rows.optional_instant(i, 3);
    }
    return out;
}

std::vector<CatalogDay> read_growth(Connection& connection, int days) {
    const Rows rows = connection.exec_prepared(select_growth, Params(std::int64_t{days}));
    constexpr int first_state = 2;
    constexpr int scores = first_state + static_cast<int>(freshness_count);
    std::vector<CatalogDay> out;
    for (int i = 0; i < rows.size(); ++i) {
        CatalogDay& day = out.emplace_back();
        day.day = rows.str(i, 0);
        day.datasets = rows.int64(i, 1);
        for (int column = first_state; column < scores; ++column)
            day.freshness.push_back(rows.int64(i, column));
        if (const std::int64_t scored = rows.int64(i, scores + 1); scored > 0)
            day.quality = static_cast<double>(rows.int64(i, scores)) / static_cast<double>(scored);
    }
    return out;
}

std::vector<SourceIssues> read_issues(Connection& connection, const std::string& portal_key) {
    static const std::string sql = fmt::format(issues_sql, told_run, still_open);
    const Rows rows = connection.exec(sql.c_str(), Params(portal_key));
    std::vector<SourceIssues> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back({rows.str(i, 0), rows.str(i, 1), rows.str(i, 2), rows.int64(i, 3)});
    return out;
}

class PgListStore final : public ListStore {
public:
    explicit PgListStore(Database& database) : database_(database) {}

    asio::awaitable<Result<ChangePage>>
    changes(std::optional<ChangeNumber> since, int count) override {
        return public_read<ChangePage>(
            database_,
            "list_changes",
            [since, count](Connection& c) -> Result<ChangePage> {
                return read_changes(c, since, count);
            }
        );
    }
    asio::awaitable<Result<RunChangePage>> changes_of(RunId run, RunChangePlace place) override {
        return public_read<RunChangePage>(
            database_,
            "list_run_changes",
            [run, place](Connection& c) { return run_changes(c, run, place); }
        );
    }
    asio::awaitable<Result<RunDetailPage>> run_details(RunQuery query) override {
        return public_read<RunDetailPage>(
            database_,
            "list_run_details",
            [query = std::move(query)](Connection& c) -> Result<RunDetailPage> {
                return run_detail_page(c, query);
            }
        );
    }
    asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) override {
        return public_read<DatasetId>(
            database_,
            "dataset_of",
            [id](Connection& c) -> Result<DatasetId> {
                const Rows rows = c.exec_prepared(select_owner, Params(id.uuid));
                if (rows.size() == 0)
                    return Error(Code::not_found);
                return DatasetId(rows.uuid(0, 0));
            }
        );
    }
    asio::awaitable<Result<std::vector<DistributionLink>>> links(std::vector<DatasetId> datasets
    ) override {
        using Links = std::vector<DistributionLink>;
        std::vector<Uuid> ids;
        for (const DatasetId& id : datasets)
            ids.push_back(id.uuid);
        return public_read<Links>(
            database_,
            "list_links",
            [ids = std::move(ids)](Connection& c) -> Result<Links> { return read_links(c, ids); }
        );
    }
    asio::awaitable<Result<std::vector<CatalogDay>>> growth(int days) override {
        using Days = std::vector<CatalogDay>;
        return public_read<Days>(database_, "list_growth", [days](Connection& c) -> Result<Days> {
            return read_growth(c, days);
        });
    }
    asio::awaitable<Result<std::vector<SourceIssues>>> issues(std::string portal_key) override {
        using Issues = std::vector<SourceIssues>;
        return public_read<Issues>(
            database_,
            "list_issues",
            [key = std::move(portal_key)](Connection& c) -> Result<Issues> {
                return read_issues(c, key);
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<ListStore> make_list_store(Database& database) {
    return std::make_unique<PgListStore>(database);
}

} // namespace moisson::store
