// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/live_datasets.hpp"

#include "core/limits.hpp"
#include "store/dataset_reader.hpp"
#include "store/public_read.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace moisson::store {
namespace {

// The states are written out: the partial index of migration 11 needs them so. By id, nothing but
// the id is read: what is passed over costs no look into the table.
constexpr const char* walk_all = R"sql(
select id from dataset
where state in ('active', 'missing') and id > $1
order by id offset $2 limit $3)sql";

constexpr const char* walk_changed = R"sql(
select id, changed_at from dataset
where state in ('active', 'missing') and (changed_at, id) > ($1, $2)
order by changed_at, id offset $3 limit $4)sql";

// Each source by its own index, then merged: few rows of each whatever their number.
constexpr const char* walk_portal = R"sql(
select w.id
from source s join portal p on p.id = s.portal
cross join lateral (
    select d.id from dataset d
    where d.source = s.id and d.state in ('active', 'missing') and d.id > $2
    order by d.id limit $3 + $4) w
where p.key = $1
order by w.id offset $3 limit $4)sql";

constexpr const char* walk_portal_changed = R"sql(
select d.id, d.changed_at from dataset d
where d.state in ('active', 'missing') and (d.changed_at, d.id) > ($2, $3)
  and d.source = any(array(select s.id from source s join portal p on p.id = s.portal
                           where p.key = $1))
order by d.changed_at, d.id offset $4 limit $5)sql";

// Of the copies with one URI the canonical one keeps it, else that with the lowest id.
constexpr const char* other_owners = R"sql(
select m.dataset
from cluster_member m join cluster c on c.id = m.cluster join dataset mine on mine.id = m.dataset
where m.dataset = any($1) and exists (
    select from cluster_member o join dataset d on d.id = o.dataset
    where o.cluster = m.cluster and o.dataset <> m.dataset and d.state in ('active', 'missing')
      and (o.dataset = c.canonical or (m.dataset <> c.canonical and o.dataset < m.dataset))
      and d.metadata ->> 'uri' = mine.metadata ->> 'uri'))sql";

constexpr const char* walk_sitemap = R"sql(
select d.id, d.slug, d.changed_at from dataset d
where d.state in ('active', 'missing') and d.id > $1 and d.id <= $2
  and not exists (select from takedown t where t.lifted_at is null and t.kind <> 'distribution'
                  and t.scope in (d.id, d.publisher))
order by d.id limit $3)sql";

// Where a walk begins. Nothing is older than 1970.
LivePlace begin_of(const LiveQuery& query) {
    constexpr Instant oldest{};
    LivePlace begin;
    begin.changed_at = query.changed_since.value_or(oldest);
    begin.changed_at = begin.changed_at > oldest + limits::live_changes_settle
                           ? begin.changed_at - limits::live_changes_settle
                           : oldest;
    return begin;
}

Rows walk(Connection& connection, const LiveQuery& query, std::int64_t limit) {
    const LivePlace begin = begin_of(query);
    const LivePlace place = query.after.value_or(begin);
    if (query.changed_since && query.portal_key.empty())
        return connection.exec_prepared(
            walk_changed,
            Params(place.changed_at, place.id, query.skip, limit)
        );
    if (query.changed_since)
        return connection.exec_prepared(
            walk_portal_changed,
            Params(query.portal_key, place.changed_at, place.id, query.skip, limit)
        );
    if (!query.portal_key.empty())
        return connection.exec_prepared(
            walk_portal,
            Params(query.portal_key, place.id, query.skip, limit)
        );
    return connection.exec_prepared(walk_all, Params(place.id, query.skip, limit));
}

std::unordered_set<Uuid> with_uri_of_another(Connection& connection, const std::vector<Uuid>& ids) {
    const Rows rows = connection.exec_prepared(other_owners, Params(ids));
    std::unordered_set<Uuid> out;
    for (int i = 0; i < rows.size(); ++i)
        out.insert(rows.uuid(i, 0));
    return out;
}

std::vector<LiveDataset> read_these(Connection& connection, const std::vector<Uuid>& ids) {
    const std::unordered_set<Uuid> shared = with_uri_of_another(connection, ids);
    std::vector<LiveDataset> out;
    for (DatasetRecord& record : read_datasets(connection, ids)) {
        const bool live =
            record.state == RecordState::active || record.state == RecordState::missing;
        if (record.takedown || !live)
            continue;
        LiveDataset& one = out.emplace_back();
        one.uri_is_of_another = shared.contains(record.id.uuid);
        one.record = std::move(record);
    }
    return out;
}

LivePage read_page(Connection& connection, const LiveQuery& query) {
    const int limit = std::clamp(query.limit, 1, limits::live_step);
    const Rows rows = walk(connection, query, limit + 1);
    LivePage page;
    page.more = rows.size() > limit;
    std::vector<Uuid> ids;
    for (int i = 0; i < std::min(rows.size(), limit); ++i) {
        ids.push_back(rows.uuid(i, 0));
        page.last = LivePlace{query.changed_since ? rows.instant(i, 1) : Instant{}, ids.back()};
    }
    if (ids.empty())
        return page;
    page.datasets = read_these(connection, ids);
    return page;
}

LiveChanges read_changes(Connection& connection, LiveQuery query) {
    const int limit = std::clamp(query.limit, 1, limits::live_changes_step);
    query.changed_since = query.changed_since.value_or(Instant{});
    const Rows rows = walk(connection, query, limit + 1);
    LiveChanges changes;
    changes.more = rows.size() > limit;
    for (int i = 0; i < std::min(rows.size(), limit); ++i)
        changes.places.push_back(LivePlace{rows.instant(i, 1), rows.uuid(i, 0)});
    return changes;
}

std::vector<SitemapEntry>
read_sitemap(Connection& connection, const Uuid& after, const Uuid& last) {
    const Rows rows =
        connection.exec_prepared(walk_sitemap, Params(after, last, limits::sitemap_step));
    std::vector<SitemapEntry> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(SitemapEntry{rows.uuid(i, 0), rows.str(i, 1), rows.instant(i, 2)});
    return out;
}

class PgLiveStore final : public LiveStore {
public:
    explicit PgLiveStore(Database& database) : database_(database) {}

    asio::awaitable<Result<LivePage>> page(LiveQuery query) override {
        return public_read<LivePage>(
            database_,
            "live_page",
            [query = std::move(query)](Connection& c) -> Result<LivePage> {
                return read_page(c, query);
            }
        );
    }
    asio::awaitable<Result<LiveChanges>> changes(LiveQuery query) override {
        return public_read<LiveChanges>(
            database_,
            "live_changes",
            [query = std::move(query)](Connection& c) -> Result<LiveChanges> {
                return read_changes(c, query);
            }
        );
    }
    asio::awaitable<Result<std::vector<LiveDataset>>> these(std::vector<Uuid> ids) override {
        using Datasets = std::vector<LiveDataset>;
        return public_read<Datasets>(
            database_,
            "live_these",
            [ids = std::move(ids)](Connection& c) -> Result<Datasets> { return read_these(c, ids); }
        );
    }
    asio::awaitable<Result<bool>> uri_is_of_another(DatasetId id) override {
        return public_read<bool>(database_, "live_uri", [id](Connection& c) -> Result<bool> {
            return with_uri_of_another(c, {id.uuid}).contains(id.uuid);
        });
    }
    asio::awaitable<Result<std::vector<SitemapEntry>>> sitemap(Uuid after, Uuid last) override {
        using Entries = std::vector<SitemapEntry>;
        return public_read<Entries>(
            database_,
            "live_sitemap",
            [after, last](Connection& c) -> Result<Entries> { return read_sitemap(c, after, last); }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<LiveStore> make_live_store(Database& database) {
    return std::make_unique<PgLiveStore>(database);
}

} // namespace moisson::store
