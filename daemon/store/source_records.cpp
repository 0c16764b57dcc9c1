// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/source_records.hpp"

#include "store/arrivals.hpp"
#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/identity_clues.hpp"

#include <limits>
#include <set>
#include <utility>

namespace moisson::store {
namespace {

constexpr const char* find_source_by_key = "select id from source where key = $1";

constexpr const char* find_last = "select started_at, config_hash from run where source = $1 "
                                  "and state = 'complete' and mode in ('full', 'inventory', "
                                  "'delta') order by id desc limit 1";

// $1 source, $2 as confirmed_until says.
constexpr const char* find_records = R"sql(
select d.id, d.remote_id, d.title, d.state, a.runs, a.since, d.first_seen > settled.at,
    (d.state = 'active' and d.first_seen > $2::timestamptz) is true
from dataset d left join absence a on a.dataset = d.id
cross join (select coalesce(max(settled_at), '-infinity') as at from run where source = $1) settled
where d.source = $1 and d.state <> 'purged' order by d.id)sql";

Result<SourceRecords> read(Connection& connection, const std::string& source_key) {
    Transaction transaction(connection, Transaction::Kind::repeatable_read);
    SourceRecords out;
    const Rows source = connection.exec(find_source_by_key, Params(source_key));
    if (source.size() == 0)
        return out;
    out.source = SourceId(source.int64(0, 0));
    const Rows last = connection.exec(find_last, Params(out.source->value));
    if (last.size() == 1) {
        out.last_complete = last.optional_instant(0, 0);
        out.config_hash = last.str(0, 1);
    }
    const std::optional<Instant> until = confirmed_until(connection, *out.source);
    const std::vector<Uuid> gone = losses(connection, *out.source);
    const std::set<Uuid> lost(gone.begin(), gone.end());
    const Rows rows = connection.exec(find_records, Params(out.source->value, until));
    transaction.commit();
    out.records.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        SourceRecord& record = out.records.emplace_back();
        record.id = DatasetId(rows.uuid(i, 0));
        record.remote_id = rows.str(i, 1);
        record.title = rows.str(i, 2);
        record.state = record_state_from_string(rows.text(i, 3)).value_or(RecordState::active);
        record.absent_runs = rows.optional_int64(i, 4).value_or(0);
        record.absent_since = rows.optional_instant(i, 5);
        record.is_new = rows.boolean(i, 6);
        record.is_in_doubt = rows.boolean(i, 7);
        record.is_lost = lost.contains(record.id.uuid);
    }
    return out;
}

class PgSourceDatasets final : public SourceDatasets {
public:
    explicit PgSourceDatasets(Database& database) : database_(database) {}

    asio::awaitable<Result<std::vector<DatasetRecord>>> read(std::vector<DatasetId> ids) override {
        std::vector<Uuid> wanted;
        for (const DatasetId& id : ids)
            wanted.push_back(id.uuid);
        return database_.run<std::vector<DatasetRecord>>(
            "read_source_datasets",
            [asked = std::move(wanted)](Connection& connection) {
                return Result<std::vector<DatasetRecord>>(read_readable(connection, asked));
            }
        );
    }
    asio::awaitable<Result<std::vector<Rename>>>
    believable(SourceId source, std::vector<Rename> renames) override {
        return database_.run<std::vector<Rename>>(
            "believable_renames",
            [source, found = std::move(renames)](Connection& connection) {
                std::vector<Rename> left = found;
                const std::int64_t before = std::numeric_limits<std::int64_t>::max();
                drop_neighbours(connection, source, before, left);
                return Result<std::vector<Rename>>(std::move(left));
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<SourceDatasets> make_source_datasets(Database& database) {
    return std::make_unique<PgSourceDatasets>(database);
}

asio::awaitable<Result<SourceRecords>>
read_source_records(Database& database, std::string source_key) {
    std::function<Result<SourceRecords>(Connection&)> job =
        [key = std::move(source_key)](Connection& connection) { return read(connection, key); };
    Result<SourceRecords> records =
        co_await database.run<SourceRecords>("read_source_records", std::move(job));
    co_return records;
}

} // namespace moisson::store
