// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/export_store.hpp"

#include "store/catalog_queries.hpp"
#include "store/dataset_reader.hpp"
#include "store/public_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace moisson::store {
namespace {

// `{}`: last_seen_at.
constexpr const char* extras_sql = R"sql(
select d.id, s.connector, s.public_url, {},
    coalesce(f.ok, 0), coalesce(f.broken, 0),
    case when c.canonical <> d.id then c.canonical end
from unnest($1) wanted (id)
cross join lateral (select * from dataset t where t.id = wanted.id offset 0) d
join source s on s.id = d.source
left join lateral (select * from absence t where t.dataset = d.id offset 0) a on true
left join lateral (select t.cluster from cluster_member t where t.dataset = d.id offset 0) m on true
left join cluster c on c.id = m.cluster
left join lateral (
    select count(*) filter (where l.standing = 'ok') as ok,
        count(*) filter (where l.standing = 'broken') as broken
    from distribution t join link l on l.id = t.link where t.dataset = d.id) f on true)sql";

// The key has the state beside it (migration 22): nothing but the index is read.
constexpr const char* select_next_ids = R"sql(
select id from dataset
where state in ('active', 'missing') and id > $1
order by id limit $2)sql";

// What was pruned to the last has happened all the same.
constexpr const char* newest_change = R"sql(
select greatest((select number from change_floor), (select max(number) from change)))sql";

struct Extras {
    std::string connector;
    std::string source_url;
    std::optional<Instant> last_seen;
    std::int64_t ok = 0;
    std::int64_t broken = 0;
    std::optional<Uuid> duplicate_of;
};

std::vector<ExportRow> read_rows(Connection& connection, const std::vector<Uuid>& ids) {
    std::vector<ExportRow> out;
    if (ids.empty())
        return out;
    std::unordered_map<Uuid, Extras> extras;
    static const std::string sql = fmt::format(extras_sql, last_seen_at);
    const Rows rows = connection.exec_prepared(sql.c_str(), Params(ids));
    for (int i = 0; i < rows.size(); ++i) {
        Extras& one = extras[rows.uuid(i, 0)];
        one.connector = rows.str(i, 1);
        one.source_url = rows.str(i, 2);
        one.last_seen = rows.optional_instant(i, 3);
        one.ok = rows.int64(i, 4);
        one.broken = rows.int64(i, 5);
        one.duplicate_of = rows.optional_uuid(i, 6);
    }
    for (DatasetRecord& record : read_datasets(connection, ids)) {
        if (record.takedown || record.state == RecordState::purged)
            continue;
        Extras& beside = extras[record.id.uuid];
        ExportRow& row = out.emplace_back();
        row.connector = std::move(beside.connector);
        row.source_url = std::move(beside.source_url);
        row.last_seen = beside.last_seen;
        row.links_ok = beside.ok;
        row.links_broken = beside.broken;
        row.duplicate_of = beside.duplicate_of;
        row.record = std::move(record);
    }
    return out;
}

ExportPage read_page(Connection& connection, const std::optional<Uuid>& after) {
    const Rows rows = connection.exec_prepared(
        select_next_ids,
        Params(after.value_or(Uuid{}), export_rows_max + 1)
    );
    ExportPage page;
    page.more = rows.size() > export_rows_max;
    std::vector<Uuid> ids;
    for (int i = 0; i < std::min(rows.size(), export_rows_max); ++i)
        ids.push_back(rows.uuid(i, 0));
    if (ids.empty())
        return page;
    page.last = ids.back();
    page.rows = read_rows(connection, ids);
    return page;
}

class PgExportStore final : public ExportStore {
public:
    explicit PgExportStore(Database& database) : database_(database) {}

    asio::awaitable<Result<std::vector<ExportRow>>> rows(std::vector<Uuid> ids) override {
        using List = std::vector<ExportRow>;
        if (ids.size() > static_cast<std::size_t>(export_rows_max))
            ids.resize(static_cast<std::size_t>(export_rows_max));
        return public_read<List>(
            database_,
            "export_rows",
            [ids = std::move(ids)](Connection& c) -> Result<List> { return read_rows(c, ids); }
        );
    }
    asio::awaitable<Result<ExportPage>> page(std::optional<Uuid> after) override {
        return public_read<ExportPage>(
            database_,
            "export_page",
            [after](Connection& c) -> Result<ExportPage> { return read_page(c, after); }
        );
    }
    asio::awaitable<Result<std::int64_t>> change_number() override {
        using Number = std::int64_t;
        return public_read<Number>(database_, "export_change", [](Connection& c) -> Result<Number> {
            return c.exec_prepared(newest_change).int64(0, 0);
        });
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<ExportStore> make_export_store(Database& database) {
    return std::make_unique<PgExportStore>(database);
}

} // namespace moisson::store
