// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/cluster_pass.hpp"

#include "core/assert.hpp"
#include "store/cluster_step.hpp"
#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/record_writer.hpp"

#include <algorithm>
#include <unordered_map>

namespace moisson::store {
namespace {

constexpr int datasets_per_read = 10'000;
constexpr std::size_t dirty_per_write = 10'000;

constexpr const char* select_pass = "select after, version, finished_at from cluster_pass";
// A process of an earlier release takes no walk from a later one, and adds nothing to it.
constexpr const char* restart = "update cluster_pass set "
                                "after = '00000000-0000-0000-0000-000000000000', version = $1, "
                                "finished_at = null where version <= $1";
// Whoever walks holds the row until the end of its transaction.
constexpr const char* take_pass = "select after from cluster_pass where finished_at is null and "
                                  "version = $1 for update skip locked";
constexpr const char* move_pass = "update cluster_pass set after = $1";
// What another process has begun anew meanwhile is not at its end.
constexpr const char* find_end = R"sql(
select after from cluster_pass p where finished_at is null and version = $1
  and not exists (select from dataset d where d.id > p.after and d.state <> 'purged'))sql";
constexpr const char* finish_pass = "update cluster_pass set finished_at = moisson.now() where "
                                    "finished_at is null and version = $1 and after = $2";

// Before their keys are read: a page that is being committed would have its keys overwritten by
// those of the record that it replaces.
constexpr const char* lock_next = "select id from dataset where id > $1 and state <> 'purged' "
                                  "order by id limit $2 for no key update";

constexpr const char* select_keys =
    "select dataset, kind, hash from cluster_key where dataset = any($1) order by kind, hash";
// $1 datasets, $2 kinds, $3 hashes.
constexpr const char* insert_keys = R"sql(
insert into cluster_key (hash, dataset, kind)
select k.hash, k.dataset, k.kind from unnest($1, $2, $3) k (dataset, kind, hash)
order by k.hash, k.dataset
on conflict (hash, dataset) do update set kind = excluded.kind)sql";
// Who shared a key that goes is looked at again: see merge::drop_keys.
constexpr const char* delete_keys = R"sql(
with gone as (
    delete from cluster_key k using unnest($1, $2) t (dataset, hash)
    where k.dataset = t.dataset and k.hash = t.hash returning k.hash)
insert into cluster_dirty (dataset)
select distinct h.dataset from gone g
cross join lateral (select t.dataset from cluster_key t where t.hash = g.hash
                    limit 52 offset 0) h)sql";
constexpr const char* add_dirty = "insert into cluster_dirty (dataset) select unnest($1)";

// $1 after, $2 how many datasets. OFFSET 0: see merge::classify.
constexpr const char* select_all = R"sql(
select d.id, d.source, m.cluster, k.kind, k.hash
from (select id, source from dataset t where id > $1 and state in ('active', 'missing')
      and not exists (select from takedown x where x.lifted_at is null
                      and x.kind <> 'distribution' and x.scope in (t.id, t.publisher))
      order by id limit $2) d
left join lateral (select cluster from cluster_member t where t.dataset = d.id offset 0) m on true
left join lateral (select kind, hash from cluster_key t where t.dataset = d.id offset 0) k on true
order by d.id)sql";

struct KeyRows {
    std::vector<Uuid> datasets;
    std::vector<std::int64_t> kinds;
    std::vector<Uuid> hashes;

    void add(const Uuid& dataset, const EvidenceKey& key) {
        datasets.push_back(dataset);
        kinds.push_back(static_cast<std::int64_t>(key.kind));
        hashes.push_back(key.hash);
    }
};

std::unordered_map<Uuid, std::vector<EvidenceKey>>
stored_keys(Connection& connection, const std::vector<Uuid>& datasets) {
    const Rows rows = connection.exec_prepared(select_keys, Params(datasets));
    std::unordered_map<Uuid, std::vector<EvidenceKey>> out;
    for (int i = 0; i < rows.size(); ++i)
        out[rows.uuid(i, 0)].push_back({static_cast<KeyKind>(rows.int64(i, 1)), rows.uuid(i, 2)});
    return out;
}

std::vector<Uuid> lock_chunk(Connection& connection, const Uuid& after, int count) {
    const Rows rows = connection.exec(lock_next, Params(after, count));
    std::vector<Uuid> out;
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(rows.uuid(i, 0));
    return out;
}

// Rewrites the keys of those that have others than the rules give.
void refresh(
    Connection& connection,
    const ClusterRules& rules,
    const std::vector<DatasetRecord>& records
) {
    std::vector<Uuid> ids;
    for (const DatasetRecord& record : records)
        ids.push_back(record.id.uuid);
    const auto stored = stored_keys(connection, ids);
    KeyRows gone;
    KeyRows come;
    std::vector<Uuid> dirty;
    for (const DatasetRecord& record : records) {
        // The whole record is not here: its keys are as it was written.
        if (!record.taken_down.empty())
            continue;
        const auto found = stored.find(record.id.uuid);
        const std::vector<EvidenceKey> old =
            found == stored.end() ? std::vector<EvidenceKey>() : found->second;
        const std::vector<EvidenceKey> now = rules.keys(record.dataset, record.portal_url);
        MOISSON_ASSERT(std::is_sorted(now.begin(), now.end()));
        if (old == now)
            continue;
        dirty.push_back(record.id.uuid);
        for (const EvidenceKey& key : old)
            if (!std::binary_search(now.begin(), now.end(), key))
                gone.add(record.id.uuid, key);
        for (const EvidenceKey& key : now)
            come.add(record.id.uuid, key);
    }
    if (dirty.empty())
        return;
    connection.exec_prepared(delete_keys, Params(gone.datasets, gone.hashes));
    connection.exec_prepared(insert_keys, Params(come.datasets, come.kinds, come.hashes));
    connection.exec_prepared(add_dirty, Params(dirty));
}

// Everything that the rules need to group all datasets at once.
struct Catalogue {
    std::vector<Uuid> datasets; // in order
    std::vector<std::int64_t> sources;
    std::vector<Uuid> clusters; // stored, nil for none
    std::vector<KeyHolder> keys;
};

Catalogue read_all(Connection& connection) {
    Catalogue out;
    Uuid after;
    for (;;) {
        const Rows rows = connection.exec_prepared(select_all, Params(after, datasets_per_read));
        const std::size_t before = out.datasets.size();
        for (int i = 0; i < rows.size(); ++i) {
            const Uuid id = rows.uuid(i, 0);
            if (out.datasets.empty() || out.datasets.back() != id) {
                out.datasets.push_back(id);
                out.sources.push_back(rows.int64(i, 1));
                out.clusters.push_back(rows.optional_uuid(i, 2).value_or(Uuid{}));
            }
            if (rows.is_null(i, 3))
                continue;
            const EvidenceKey key{static_cast<KeyKind>(rows.int64(i, 3)), rows.uuid(i, 4)};
            out.keys.push_back({key, static_cast<std::uint32_t>(out.datasets.size() - 1)});
        }
        if (out.datasets.size() - before < static_cast<std::size_t>(datasets_per_read))
            return out;
        after = out.datasets.back();
    }
}

} // namespace

ClusterPass read_pass(Connection& connection) {
    const Rows rows = connection.exec_prepared(select_pass);
    ClusterPass pass;
    pass.after = DatasetId(rows.uuid(0, 0));
    pass.version = static_cast<int>(rows.int64(0, 1));
    pass.finished_at = rows.optional_instant(0, 2);
    return pass;
}

void begin_pass(Connection& connection, int version) {
    connection.exec(restart, Params(version));
}

Walk refresh_keys(Connection& connection, const ClusterRules& rules, int count) {
    Walk walk = Walk::elsewhere;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        walk = Walk::elsewhere;
        const Rows rows = connection.exec(take_pass, Params(rules.version));
        if (rows.size() == 0)
            return PageOutcome{};
        const std::vector<Uuid> ids = lock_chunk(connection, rows.uuid(0, 0), count);
        // Fewer than asked for may mean that some were purged while we waited for their rows.
        walk = ids.empty() ? Walk::at_end : Walk::goes_on;
        refresh(connection, rules, read_datasets(connection, ids));
        if (!ids.empty())
            connection.exec(move_pass, Params(ids.back()));
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    return walk;
}

std::int64_t check_all(Connection& connection, const ClusterRules& rules) {
    const Rows walked = connection.exec(find_end, Params(rules.version));
    Catalogue all = read_all(connection);
    const std::vector<std::uint32_t> lowest = rules.group(std::move(all.keys), all.sources);
    std::vector<std::uint32_t> size(lowest.size());
    for (const std::uint32_t root : lowest)
        ++size[root];
    std::vector<Uuid> dirty;
    for (std::size_t i = 0; i < lowest.size(); ++i) {
        const bool alone = size[lowest[i]] < 2;
        const Uuid cluster = alone ? Uuid{} : cluster_id(all.datasets[lowest[i]]);
        if (cluster != all.clusters[i])
            dirty.push_back(all.datasets[i]);
    }
    for (std::size_t begin = 0; begin < dirty.size(); begin += dirty_per_write) {
        const auto first = dirty.begin() + static_cast<std::ptrdiff_t>(begin);
        const std::size_t count = std::min(dirty_per_write, dirty.size() - begin);
        const std::vector<Uuid> some(first, first + static_cast<std::ptrdiff_t>(count));
        connection.exec_prepared(add_dirty, Params(some));
    }
    if (walked.size() == 1)
        connection.exec(finish_pass, Params(rules.version, walked.uuid(0, 0)));
    return static_cast<std::int64_t>(dirty.size());
}

} // namespace moisson::store
