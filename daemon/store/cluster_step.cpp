// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Clusters are small and far apart: a step reads all that is connected with what waits, gives it to
// the rules, and writes what differs from what is stored.
#include "store/cluster_step.hpp"

#include "core/assert.hpp"
#include "store/cluster_rows.hpp"
#include "store/connection.hpp"
#include "store/fail_point.hpp"
#include "store/record_writer.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace moisson::store {
namespace {

constexpr const char* take_cluster_turn = "select pg_try_advisory_xact_lock(3916589616287113939)";

// $1 how many. By key: a join planned while nothing waited would read all that waits in each step.
constexpr const char* take_dirty = R"sql(
delete from cluster_dirty where id = any (array(
    select id from cluster_dirty order by id limit $1 for update skip locked))
returning dataset)sql";

// $1 datasets, $2 holders to read of a key at most. What was taken down stands beside clusters.
// Most keys have one holder and say nothing; names (kinds 1 and 2) say even then that two datasets
// are two. OFFSET 0: see merge::classify; so does LIMIT.
constexpr const char* holders = R"sql(
select k.hash, h.kind, h.dataset, h.source
from (select distinct t.hash from unnest($1) wanted (id)
      cross join lateral (select hash, kind from cluster_key t where t.dataset = wanted.id offset 0) t
      left join lateral (select true as known from cluster_key o
                         where o.hash = t.hash and o.dataset <> wanted.id limit 1) shared on true
      where t.kind in (1, 2) or shared.known) k
cross join lateral (
    select t.kind, t.dataset, d.source from cluster_key t
    cross join lateral (select id, publisher, source, state from dataset d
                        where d.id = t.dataset offset 0) d
    where t.hash = k.hash and d.state in ('active', 'missing')
      and not exists (select from takedown x where x.lifted_at is null
                      and x.kind <> 'distribution' and x.scope in (d.id, d.publisher))
    limit $2 offset 0) h)sql";

// Most are in no cluster. OFFSET 0: see merge::classify.
constexpr const char* companions = R"sql(
select m.dataset
from (select distinct t.cluster from unnest($1) wanted (id)
      cross join lateral (select o.cluster from cluster_member o
                          where o.dataset = wanted.id offset 0) t) c
cross join lateral (select o.dataset from cluster_member o
                    where o.cluster = c.cluster offset 0) m)sql";

// All that evidence connects with what waits.
class Neighbourhood {
public:
    Neighbourhood(Connection& connection, const ClusterRules& rules)
        : connection_(connection), rules_(rules) {}

    void explore(std::vector<Uuid> frontier) {
        while (!frontier.empty() && visited_.size() < rules_.datasets_max) {
            std::vector<Uuid> next = meet(frontier);
            for (const Uuid& id : read_companions(frontier))
                if (visited_.insert(id).second)
                    next.push_back(id);
            frontier = std::move(next);
        }
        // Of these nothing is known but that they are there.
        for (const Uuid& id : frontier)
            visited_.erase(id);
        cut_ = !frontier.empty();
    }

    // In the order of their ids: those visited, and others that hold one of their keys.
    std::vector<Uuid> nodes() const {
        std::set<Uuid> all(visited_.begin(), visited_.end());
        for (const auto& [key, held] : keys_)
            for (const Holder& holder : held)
                all.insert(holder.dataset);
        return {all.begin(), all.end()};
    }

    bool visited(const Uuid& dataset) const { return visited_.contains(dataset); }
    bool cut() const { return cut_; }

    // The lowest node of the cluster of each.
    std::vector<std::uint32_t> group(const std::vector<Uuid>& nodes) const {
        const auto place = [&](const Uuid& dataset) {
            return static_cast<std::uint32_t>(
                std::lower_bound(nodes.begin(), nodes.end(), dataset) - nodes.begin()
            );
        };
        std::vector<KeyHolder> holding;
        std::vector<std::int64_t> sources(nodes.size());
        for (const auto& [key, held] : keys_)
            for (const Holder& holder : held) {
                const std::uint32_t node = place(holder.dataset);
                sources[node] = holder.source;
                holding.push_back({EvidenceKey{holder.kind, key}, node});
            }
        return rules_.group(std::move(holding), sources);
    }

private:
    struct Holder {
        KeyKind kind = KeyKind::uri;
        Uuid dataset;
        std::int64_t source = 0;
    };

    // Reads who holds the keys of these; returns those met for the first time.
    std::vector<Uuid> meet(const std::vector<Uuid>& frontier) {
        visited_.insert(frontier.begin(), frontier.end());
        const int read_max = static_cast<int>(rules_.holders_max) + 1;
        const Rows rows = connection_.exec_prepared(holders, Params(frontier, read_max));
        std::unordered_map<Uuid, std::vector<Holder>> found;
        for (int i = 0; i < rows.size(); ++i) {
            const Uuid hash = rows.uuid(i, 0);
            if (!keys_.contains(hash))
                found[hash].push_back(
                    {static_cast<KeyKind>(rows.int64(i, 1)), rows.uuid(i, 2), rows.int64(i, 3)}
                );
        }
        std::vector<Uuid> fresh;
        for (auto& [hash, held] : found) {
            if (joins_sources(held))
                for (const Holder& holder : held)
                    if (visited_.insert(holder.dataset).second)
                        fresh.push_back(holder.dataset);
            keys_.emplace(hash, std::move(held));
        }
        return fresh;
    }

    // Whoever holds a key of one source only is not connected by it.
    bool joins_sources(const std::vector<Holder>& held) const {
        return held.size() <= rules_.holders_max &&
               std::any_of(held.begin(), held.end(), [&](const Holder& holder) {
                   return holder.source != held.front().source;
               });
    }

    std::vector<Uuid> read_companions(const std::vector<Uuid>& frontier) {
        const Rows rows = connection_.exec_prepared(companions, Params(frontier));
        std::vector<Uuid> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(rows.uuid(i, 0));
        return out;
    }

    Connection& connection_;
    const ClusterRules& rules_;
    std::unordered_set<Uuid> visited_;
    std::unordered_map<Uuid, std::vector<Holder>> keys_;
    bool cut_ = false;
};

// Clusters of two and more, by the rules.
std::map<Uuid, StoredCluster> clusters_of(
    Connection& connection,
    const ClusterRules& rules,
    const std::vector<Uuid>& nodes,
    const std::vector<std::uint32_t>& lowest
) {
    MOISSON_ASSERT(lowest.size() == nodes.size());
    std::map<std::uint32_t, std::vector<Uuid>> members;
    for (std::uint32_t node = 0; node < lowest.size(); ++node)
        members[lowest[node]].push_back(nodes[node]);
    std::erase_if(members, [](const auto& group) { return group.second.size() < 2; });
    std::vector<Uuid> all;
    for (const auto& [root, ids] : members)
        all.insert(all.end(), ids.begin(), ids.end());
    std::unordered_map<Uuid, ClusterCandidate> candidates = read_candidates(connection, all);
    std::map<Uuid, StoredCluster> out;
    for (const auto& [root, ids] : members) {
        std::vector<ClusterCandidate> group;
        for (const Uuid& id : ids)
            group.push_back(std::move(candidates.at(id)));
        out.emplace(cluster_id(ids.front()), as_stored(ids, rules.describe(group)));
    }
    return out;
}

// One step over `count` of those that wait. Of several that are connected with too much nothing is
// written: fewer of them may not be.
ClusterReport step(Connection& connection, const ClusterRules& rules, int count) {
    ClusterReport report;
    const auto body = [&](bool) {
        Transaction transaction(connection);
        report = ClusterReport();
        if (!connection.exec(take_cluster_turn).boolean(0, 0))
            return PageOutcome{};
        const Rows rows = connection.exec_prepared(take_dirty, Params(count));
        report.looked_at = rows.size();
        report.more = rows.size() == count;
        if (rows.size() == 0)
            return PageOutcome{};
        std::vector<Uuid> waiting;
        for (int i = 0; i < rows.size(); ++i)
            waiting.push_back(rows.uuid(i, 0));
        Neighbourhood around(connection, rules);
        around.explore(std::move(waiting));
        report.cut = around.cut();
        if (report.cut && rows.size() > 1)
            return PageOutcome{};
        const std::vector<Uuid> nodes = around.nodes();
        const std::vector<std::uint32_t> lowest = around.group(nodes);
        std::vector<Uuid> visited;
        for (const Uuid& node : nodes)
            if (around.visited(node))
                visited.push_back(node);
        std::map<Uuid, StoredCluster> wanted = clusters_of(connection, rules, nodes, lowest);
        std::erase_if(wanted, [&](const auto& cluster) {
            const auto& members = cluster.second.members;
            return std::any_of(members.begin(), members.end(), [&](const auto& member) {
                return !around.visited(member.first);
            });
        });
        write_clusters(connection, visited, wanted, report);
        number_changes(connection, std::nullopt);
        fail_point("in_regroup");
        transaction.commit();
        return PageOutcome{};
    };
    retrying(connection, body);
    return report;
}

} // namespace

Uuid cluster_id(const Uuid& lowest_member) {
    static const Uuid space = uuid5(Uuid{}, "moisson.cluster");
    return uuid5(space, to_string(lowest_member));
}

ClusterReport regroup(Connection& connection, const ClusterRules& rules, int count) {
    for (int some = count;;) {
        const ClusterReport report = step(connection, rules, some);
        if (!report.cut || report.looked_at <= 1)
            return report;
        some = static_cast<int>(report.looked_at / 2);
    }
}

} // namespace moisson::store
