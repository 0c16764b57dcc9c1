// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Copies of records on several portals, and the clusters that PostgreSQL holds of them.
#pragma once

#include "cluster/evidence.hpp"
#include "harvest/clustering.hpp"
#include "integration/store/fixture.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace moisson::store::testing {

// With its keys, as the engine writes it.
inline RecordChange keyed(RecordChange record) {
    record.keys = cluster::evidence_keys(record.dataset, record.dataset.remote_url);
    return record;
}

inline RecordChange
copy_of(const std::string& portal, const std::string& remote_id, const std::string& title) {
    return keyed(a_record(portal, remote_id, title));
}

inline ClusterReport regroup_all_waiting(ClusterStore& store) {
    return await(harvest::regroup_waiting(store, harvest::ClusterOptions())).value();
}

// "portal/remote_id" of the members of each cluster.
inline std::set<std::set<std::string>> clusters(World& world) {
    std::map<Uuid, std::set<std::string>> found;
    const Rows rows = world.sql().exec(
        "select m.cluster, p.key || '/' || d.remote_id from moisson.cluster_member m "
        "join moisson.dataset d on d.id = m.dataset join moisson.source s on s.id = d.source "
        "join moisson.portal p on p.id = s.portal"
    );
    for (int i = 0; i < rows.size(); ++i)
        found[rows.uuid(i, 0)].insert(rows.str(i, 1));
    std::set<std::set<std::string>> out;
    for (auto& [id, members] : found)
        out.insert(std::move(members));
    return out;
}

using Clusters = std::set<std::set<std::string>>;

} // namespace moisson::store::testing
