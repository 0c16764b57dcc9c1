// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/dataset_cluster.hpp"

#include <algorithm>

namespace moisson::store {

const ClusterMember* member_of(const DatasetCluster& cluster, DatasetId id) {
    const auto found = std::find_if(
        cluster.members.begin(),
        cluster.members.end(),
        [&](const ClusterMember& member) { return member.id == id; }
    );
    return found == cluster.members.end() ? nullptr : &*found;
}

std::vector<const ClusterMember*> provenance_of(const DatasetCluster& cluster, DatasetId id) {
    std::vector<const ClusterMember*> out;
    const ClusterMember* at = member_of(cluster, id);
    while (at != nullptr && out.size() < cluster.members.size()) {
        out.push_back(at);
        at = at->origin ? member_of(cluster, *at->origin) : nullptr;
    }
    std::reverse(out.begin(), out.end());
    return out;
}

} // namespace moisson::store
