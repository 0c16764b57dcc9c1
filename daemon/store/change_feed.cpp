// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ChangeFeed over PostgreSQL (decision 1).
#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/listener.hpp"
#include "store/stores.hpp"

#include <atomic>
#include <unordered_set>

namespace moisson::store {
namespace {

// What lists and the index may know: addresses of people stay behind.
CatalogEntry as_entry(DatasetRecord record) {
    CatalogEntry entry;
    entry.id = record.id;
    entry.slug = std::move(record.slug);
    entry.portal_key = std::move(record.portal_key);
    entry.state = record.state;
    entry.dataset = std::move(record.dataset);
    entry.dataset.publisher.email.clear();
    if (entry.dataset.creator)
        entry.dataset.creator->email.clear();
    for (ContactPoint& contact : entry.dataset.contacts)
        contact.email.clear();
    entry.first_seen = record.first_seen;
    entry.changed_at = record.changed_at;
    entry.popularity = record.signal.popularity;
    entry.signal = std::move(record.signal);
    return entry;
}

// Purged or taken down.
CatalogEntry gone(DatasetId id) {
    CatalogEntry entry;
    entry.id = id;
    entry.state = RecordState::purged;
    return entry;
}

Result<FeedPosition> head(Connection& connection) {
    const Rows rows =
        connection.exec("select number, batch from change order by number desc limit 1");
    FeedPosition position;
    if (rows.size() == 1) {
        position.number = ChangeNumber(rows.int64(0, 0));
        position.batch = rows.uuid(0, 1);
    }
    return position;
}

// The very row of the position is still there; the start of time is, as long as nothing was pruned.
bool holds(Connection& connection, const FeedPosition& position) {
    if (position.number.value == 0)
        return connection.exec("select number from change_floor").int64(0, 0) == 0;
    const Rows rows = connection.exec_prepared(
        "select from change where number = $1 and batch = $2",
        Params(position.number.value, position.batch)
    );
    return rows.size() == 1;
}

// A standby may be behind another server that was read before it: it will get there.
bool is_behind(Connection& connection, ChangeNumber number) {
    return connection
        .exec_prepared(
            "select pg_is_in_recovery() and $1 > greatest((select number from change_floor), "
            "(select max(number) from change))",
            Params(number.value)
        )
        .boolean(0, 0);
}

// What anybody may see of the receiver is that there is one.
constexpr const char* read_caught_up =
    "select exists (select from pg_stat_wal_receiver) "
    "and coalesce(pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn(), false)";

Result<FeedBatch> after(Connection& connection, const FeedPosition& position, int count) {
    // One snapshot: a dataset is read as of the last change that this batch reports, or later.
    Transaction transaction(connection, Transaction::Kind::repeatable_read);
    if (!holds(connection, position)) {
        if (!is_behind(connection, position.number))
            return Error(Code::not_found, "the change log no longer holds this position");
        FeedBatch nothing;
        nothing.position = position;
        nothing.behind = true;
        nothing.caught_up = connection.exec(read_caught_up).boolean(0, 0);
        return nothing;
    }
    const Rows rows = connection.exec_prepared(
        "select number, batch, dataset from change where number > $1 order by number limit $2",
        Params(position.number.value, count)
    );
    FeedBatch batch;
    batch.position = position;
    batch.more = rows.size() == count;
    std::vector<Uuid> ids;
    std::unordered_set<Uuid> met;
    for (int i = 0; i < rows.size(); ++i)
        if (const Uuid id = rows.uuid(i, 2); met.insert(id).second)
            ids.push_back(id);
    if (rows.size() > 0) {
        batch.position.number = ChangeNumber(rows.int64(rows.size() - 1, 0));
        batch.position.batch = rows.uuid(rows.size() - 1, 1);
    }
    batch.entries.reserve(ids.size());
    for (DatasetRecord& record : read_datasets(connection, ids, DatasetParts::indexed)) {
        if (record.takedown)
            continue;
        met.erase(record.id.uuid);
        batch.entries.push_back(as_entry(std::move(record)));
    }
    for (const Uuid& id : met)
        batch.entries.push_back(gone(DatasetId(id)));
    transaction.commit();
    return batch;
}

class PgChangeFeed final : public ChangeFeed {
public:
    explicit PgChangeFeed(Database& database)
        : database_(database), listener_(database.options()) {}

    asio::awaitable<Result<FeedPosition>> head() override {
        return database_.run<FeedPosition>("feed_head", [seen = head_](Connection& c) {
            Result<FeedPosition> position = store::head(c);
            if (position)
                seen->store(position->number.value);
            return position;
        });
    }
    asio::awaitable<Result<std::vector<CatalogEntry>>> chunk(DatasetId after, int count) override {
        return database_.run<std::vector<CatalogEntry>>(
            "feed_chunk",
            [after, count, seen = head_](Connection& c) -> Result<std::vector<CatalogEntry>> {
                Transaction transaction(c, Transaction::Kind::repeatable_read);
                // What is read now must not be older than the number that was noted before.
                if (is_behind(c, ChangeNumber(seen->load())))
                    return Error(Code::store_unavailable, "the standby is behind");
                std::vector<CatalogEntry> out;
                for (DatasetRecord& record :
                     read_chunk(c, after.uuid, count, DatasetParts::indexed))
                    out.push_back(record.takedown ? gone(record.id) : as_entry(std::move(record)));
                transaction.commit();
                return out;
            }
        );
    }
    asio::awaitable<Result<FeedBatch>> after(FeedPosition position, int count) override {
        return database_.run<FeedBatch>("feed_after", [position, count](Connection& c) {
            return store::after(c, position, count);
        });
    }
    asio::awaitable<void> wait(std::chrono::milliseconds timeout) override {
        return listener_.wait(timeout);
    }

private:
    Database& database_;
    Listener listener_;
    // Given by head() last; jobs may outlive this object.
    std::shared_ptr<std::atomic<std::int64_t>> head_ =
        std::make_shared<std::atomic<std::int64_t>>(0);
};

} // namespace

std::unique_ptr<ChangeFeed> make_change_feed(Database& database) {
    return std::make_unique<PgChangeFeed>(database);
}

} // namespace moisson::store
