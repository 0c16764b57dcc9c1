// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ClusterStore: what keeping the clusters up to date needs of PostgreSQL. The rules are the
// caller's (daemon/cluster); they are pure and run on a db thread. Every call may be repeated, cut
// short by kill -9 at any point, and made by several workers at once: one works, the others find
// nothing to do. Results: STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "model/cluster.hpp"
#include "model/dataset.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::store {

// A key and the dataset that holds it, as its place in the order of ids.
struct KeyHolder {
    EvidenceKey key;
    std::uint32_t node = 0;
};

// What decides which member is closest to the producer.
struct ClusterCandidate {
    DatasetId dataset;
    std::vector<EvidenceKey> keys;
    std::string portal_url;
    // Of its files, each once.
    std::vector<std::string> file_hosts;
    std::optional<Instant> issued;
    Instant first_seen{};
};

// One cluster as the rules describe it; parallel to the candidates.
struct ClusterVerdict {
    std::size_t canonical = 0;
    CanonicalReason reason = CanonicalReason::lowest_id;
    std::vector<std::vector<Evidence>> evidence;
    std::vector<std::optional<std::size_t>> origins;
};

struct ClusterRules {
    // Version of `keys`: what older ones made is made again.
    int version = 0;
    // More holders of a key than this make it void.
    std::size_t holders_max = 0;
    // A step stops following keys after so many datasets (a chain of copies nobody has seen yet).
    std::size_t datasets_max = 50'000;
    std::function<std::vector<EvidenceKey>(const Dataset&, std::string_view portal_url)> keys;
    // For each node, the lowest of its cluster.
    std::function<
        std::vector<std::uint32_t>(std::vector<KeyHolder>, std::span<const std::int64_t> sources)>
        group;
    // Of at least two, in the order of their ids.
    std::function<ClusterVerdict(const std::vector<ClusterCandidate>&)> describe;
};

struct ClusterReport {
    // Datasets that were waiting and have been looked at.
    std::int64_t looked_at = 0;
    // Clusters written, and given up.
    std::int64_t written = 0;
    std::int64_t dissolved = 0;
    // Datasets whose page says something else now.
    std::int64_t changed = 0;
    // Others wait.
    bool more = false;
    // So much is connected with a single one that a part was left as it was.
    bool cut = false;
};

// How the walk over all datasets stands.
struct ClusterPass {
    DatasetId after;
    int version = 0;
    std::optional<Instant> finished_at;
};

// What became of a step of the walk.
enum class Walk { goes_on, at_end, elsewhere };

class ClusterStore {
public:
    ClusterStore() = default;
    ClusterStore(const ClusterStore&) = delete;
    ClusterStore& operator=(const ClusterStore&) = delete;
    virtual ~ClusterStore() = default;

    // Takes `count` of those that wait, or fewer when so many are connected with too much, and
    // writes the clusters of all that they are connected with, in one transaction with the changes
    // that followers read.
    virtual asio::awaitable<Result<ClusterReport>> regroup(ClusterRules rules, int count) = 0;

    virtual asio::awaitable<Result<ClusterPass>> pass() = 0;
    // Begins the walk anew, unless it is one of later rules.
    virtual asio::awaitable<Result<void>> begin_pass(int version) = 0;
    // The next `count` datasets of the walk: keys that are not what the rules say are written, and
    // their datasets wait. `elsewhere` when another worker walks, by other rules too, or the walk
    // has ended.
    virtual asio::awaitable<Result<Walk>> refresh_keys(ClusterRules rules, int count) = 0;
    // Ends the walk, unless somebody began it anew: all keys are read and grouped at once (24 bytes
    // a key, 40 a dataset); datasets whose stored cluster is another one wait. Returns how many.
    virtual asio::awaitable<Result<std::int64_t>> check_all(ClusterRules rules) = 0;
};

} // namespace moisson::store
