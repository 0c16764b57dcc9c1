// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rows of clusters: what is stored, what differs from it, what the rules need to know of members.
// Blocking, inside the caller's transaction.
#pragma once

#include "store/cluster_store.hpp"

#include <map>
#include <unordered_map>
#include <vector>

namespace moisson::store {

class Connection;

// A cluster as its rows say, members by id.
struct StoredCluster {
    struct Member {
        std::vector<std::string> evidence;
        std::optional<Uuid> origin;

        bool operator==(const Member&) const = default;
    };
    Uuid canonical;
    std::string reason;
    std::map<Uuid, Member> members;

    bool operator==(const StoredCluster&) const = default;
};

StoredCluster as_stored(const std::vector<Uuid>& members, const ClusterVerdict& verdict);

// Every one of `ids` is in the answer, unknown ones with nothing but their id.
std::unordered_map<Uuid, ClusterCandidate>
read_candidates(Connection& connection, const std::vector<Uuid>& ids);

// Replaces the clusters of `visited` (by id) by `wanted`; whose page changes goes to stage_verdict.
// A cluster that has other members as well stays, and so do all of its members.
void write_clusters(
    Connection& connection,
    const std::vector<Uuid>& visited,
    const std::map<Uuid, StoredCluster>& wanted,
    ClusterReport& report
);

} // namespace moisson::store
