// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DatasetCluster: the same dataset on several portals, as it is shown (decision 8). No copy is ever
// dropped; the cluster only says which records are one.
#pragma once

#include "model/cluster.hpp"
#include "model/ids.hpp"
#include "model/record_state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct ClusterMember {
    DatasetId id;
    std::string slug;
    std::string title;
    std::string portal_key;
    std::string portal_title;
    RecordState state = RecordState::active;
    // What it shares with other members, strongest first.
    std::vector<Evidence> evidence;
    // The member it was taken from, by its own word.
    std::optional<DatasetId> origin;
};

struct DatasetCluster {
    Uuid id;
    // The member closest to the producer, and why it is that one; nothing while that one is taken
    // down.
    std::optional<DatasetId> canonical;
    CanonicalReason reason = CanonicalReason::lowest_id;
    // At least two, the canonical one first.
    std::vector<ClusterMember> members;
};

// Null when it is not in it.
const ClusterMember* member_of(const DatasetCluster& cluster, DatasetId id);
// From the place a record comes from to the record itself, by the word of each: "World Bank, HDX,
// Togo". The record alone when it names none.
std::vector<const ClusterMember*> provenance_of(const DatasetCluster& cluster, DatasetId id);

} // namespace moisson::store
