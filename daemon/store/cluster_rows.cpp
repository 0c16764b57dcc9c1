// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/cluster_rows.hpp"

#include "store/connection.hpp"

#include <algorithm>
#include <set>

namespace moisson::store {
namespace {

// OFFSET 0: see merge::classify.
constexpr const char* select_clusters = R"sql(
select c.id, c.canonical, c.reason, m.dataset, m.evidence, m.origin
from (select distinct t.cluster from unnest($1) wanted (id)
      cross join lateral (select o.cluster from cluster_member o
                          where o.dataset = wanted.id offset 0) t) w
cross join lateral (select * from cluster o where o.id = w.cluster offset 0) c
cross join lateral (select * from cluster_member o where o.cluster = c.id offset 0) m)sql";

constexpr const char* select_members = R"sql(
select d.id, p.url, d.issued, d.first_seen,
    array(select distinct l.host from distribution x
          cross join lateral (select o.host from link o where o.id = x.link offset 0) l
          where x.dataset = d.id order by l.host)
from unnest($1) wanted (id)
cross join lateral (select * from dataset t where t.id = wanted.id offset 0) d
join source s on s.id = d.source join portal p on p.id = s.portal)sql";

constexpr const char* select_stored_keys =
    "select dataset, kind, hash from cluster_key where dataset = any($1) order by kind, hash";

constexpr const char* delete_members = "delete from cluster_member where cluster = any($1)";
constexpr const char* delete_clusters = "delete from cluster where id = any($1)";
constexpr const char* insert_clusters = R"sql(
insert into cluster (id, canonical, reason)
select c.id, c.canonical, c.reason from unnest($1, $2, $3) c (id, canonical, reason)
on conflict (id) do update set canonical = excluded.canonical, reason = excluded.reason)sql";
// $3 evidence joined by spaces, $4 origins, nil for none.
constexpr const char* insert_members = R"sql(
insert into cluster_member (dataset, cluster, evidence, origin)
select m.dataset, m.cluster, string_to_array(m.evidence, ' '),
    nullif(m.origin, '00000000-0000-0000-0000-000000000000')
from unnest($1, $2, $3, $4) m (dataset, cluster, evidence, origin))sql";
// Whoever was purged has no page.
constexpr const char* note_changes = R"sql(
insert into stage_verdict (dataset, cause)
select t.id, 'clustered' from unnest($1) t (id)
cross join lateral (select from dataset d where d.id = t.id offset 0) there)sql";

std::map<Uuid, StoredCluster>
read_clusters(Connection& connection, const std::vector<Uuid>& datasets) {
    const Rows rows = connection.exec_prepared(select_clusters, Params(datasets));
    std::map<Uuid, StoredCluster> out;
    for (int i = 0; i < rows.size(); ++i) {
        StoredCluster& cluster = out[rows.uuid(i, 0)];
        cluster.canonical = rows.uuid(i, 1);
        cluster.reason = rows.str(i, 2);
        cluster.members[rows.uuid(i, 3)] = {rows.texts(i, 4), rows.optional_uuid(i, 5)};
    }
    return out;
}

std::string spaced(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

// Takes clusters that reach beyond `visited` out of `stored`; returns their members.
std::set<Uuid>
keep_partly_visited(std::map<Uuid, StoredCluster>& stored, const std::vector<Uuid>& visited) {
    std::set<Uuid> kept;
    std::erase_if(stored, [&](const auto& cluster) {
        const auto& members = cluster.second.members;
        const bool whole = std::all_of(members.begin(), members.end(), [&](const auto& member) {
            return std::binary_search(visited.begin(), visited.end(), member.first);
        });
        if (!whole)
            for (const auto& [dataset, member] : members)
                kept.insert(dataset);
        return !whole;
    });
    return kept;
}

void insert(Connection& connection, const std::map<Uuid, StoredCluster>& clusters) {
    std::vector<Uuid> ids;
    std::vector<Uuid> canonicals;
    std::vector<std::string> reasons;
    std::vector<Uuid> datasets;
    std::vector<Uuid> of;
    std::vector<std::string> evidence;
    std::vector<Uuid> origins;
    for (const auto& [id, cluster] : clusters) {
        ids.push_back(id);
        canonicals.push_back(cluster.canonical);
        reasons.push_back(cluster.reason);
        for (const auto& [dataset, member] : cluster.members) {
            datasets.push_back(dataset);
            of.push_back(id);
            evidence.push_back(spaced(member.evidence));
            origins.push_back(member.origin.value_or(Uuid{}));
        }
    }
    if (ids.empty())
        return;
    connection.exec_prepared(insert_clusters, Params(ids, canonicals, reasons));
    connection.exec_prepared(insert_members, Params(datasets, of, evidence, origins));
}

} // namespace

StoredCluster as_stored(const std::vector<Uuid>& members, const ClusterVerdict& verdict) {
    StoredCluster out;
    out.canonical = members.at(verdict.canonical);
    out.reason = to_string(verdict.reason);
    for (std::size_t i = 0; i < members.size(); ++i) {
        StoredCluster::Member& member = out.members[members[i]];
        for (const Evidence evidence : verdict.evidence.at(i))
            member.evidence.emplace_back(to_string(evidence));
        if (const auto& origin = verdict.origins.at(i))
            member.origin = members.at(*origin);
    }
    return out;
}

std::unordered_map<Uuid, ClusterCandidate>
read_candidates(Connection& connection, const std::vector<Uuid>& ids) {
    std::unordered_map<Uuid, ClusterCandidate> out;
    for (const Uuid& id : ids)
        out[id].dataset = DatasetId(id);
    if (ids.empty())
        return out;
    const Rows members = connection.exec_prepared(select_members, Params(ids));
    for (int i = 0; i < members.size(); ++i) {
        ClusterCandidate& member = out[members.uuid(i, 0)];
        member.portal_url = members.str(i, 1);
        member.issued = members.optional_instant(i, 2);
        member.first_seen = members.instant(i, 3);
        member.file_hosts = members.texts(i, 4);
    }
    const Rows keys = connection.exec_prepared(select_stored_keys, Params(ids));
    for (int i = 0; i < keys.size(); ++i)
        out[keys.uuid(i, 0)].keys.push_back(
            {static_cast<KeyKind>(keys.int64(i, 1)), keys.uuid(i, 2)}
        );
    return out;
}

void write_clusters(
    Connection& connection,
    const std::vector<Uuid>& visited,
    const std::map<Uuid, StoredCluster>& wanted,
    ClusterReport& report
) {
    std::map<Uuid, StoredCluster> stored = read_clusters(connection, visited);
    const std::set<Uuid> kept = keep_partly_visited(stored, visited);
    std::map<Uuid, StoredCluster> fresh;
    for (const auto& [id, cluster] : wanted) {
        const auto& members = cluster.members;
        if (std::any_of(members.begin(), members.end(), [&](const auto& member) {
                return kept.contains(member.first);
            }))
            continue;
        const auto old = stored.find(id);
        if (old != stored.end() && old->second == cluster)
            stored.erase(old);
        else
            fresh.emplace(id, cluster);
    }
    std::set<Uuid> touched;
    for (const auto* const side : {&stored, &fresh})
        for (const auto& [id, cluster] : *side)
            for (const auto& [dataset, member] : cluster.members)
                touched.insert(dataset);
    if (touched.empty())
        return;
    std::vector<Uuid> gone;
    for (const auto& [id, cluster] : stored) {
        gone.push_back(id);
        report.dissolved += fresh.contains(id) ? 0 : 1;
    }
    connection.exec_prepared(delete_members, Params(gone));
    connection.exec_prepared(delete_clusters, Params(gone));
    insert(connection, fresh);
    const std::vector<Uuid> changed(touched.begin(), touched.end());
    report.changed = connection.exec_prepared(note_changes, Params(changed)).affected();
    report.written = static_cast<std::int64_t>(fresh.size());
}

} // namespace moisson::store
