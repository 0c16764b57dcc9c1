// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/group.hpp"

#include "core/assert.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace moisson::cluster {
namespace {

auto order_of(const Holding& holding) {
    return std::tuple(evidence_of(holding.key.kind), holding.key.hash, holding.node);
}

bool same_key(const Holding& a, const Holding& b) {
    return a.key.hash == b.key.hash && evidence_of(a.key.kind) == evidence_of(b.key.kind);
}

// A name that an authority gave to a node.
struct Name {
    Node node = 0;
    Uuid hash;

    bool same_authority(const Name& other) const {
        return std::equal(hash.bytes.begin(), hash.bytes.begin() + 4, other.hash.bytes.begin());
    }
};

class Clusters {
public:
    Clusters(std::span<const Holding> holdings, std::span<const std::int64_t> sources)
        : sources_(sources), parent_(sources.size()), next_(sources.size()) {
        std::iota(parent_.begin(), parent_.end(), Node{0});
        std::iota(next_.begin(), next_.end(), Node{0});
        for (const Holding& holding : holdings)
            if (holding.key.kind == KeyKind::uri || holding.key.kind == KeyKind::doi)
                names_.push_back({holding.node, holding.key.hash});
        std::sort(names_.begin(), names_.end(), [](const Name& a, const Name& b) {
            return std::tie(a.node, a.hash) < std::tie(b.node, b.hash);
        });
    }

    Node find(Node node) {
        while (parent_[node] != node) {
            parent_[node] = parent_[parent_[node]];
            node = parent_[node];
        }
        return node;
    }

    void join(Node a, Node b, Evidence evidence) {
        a = find(a);
        b = find(b);
        if (a == b || share_a_source(a, b))
            return;
        if (evidence == Evidence::same_title && contradict(a, b))
            return;
        if (b < a)
            std::swap(a, b);
        parent_[b] = a;
        std::swap(next_[a], next_[b]);
    }

private:
    // Members of a cluster are a ring; it has one per source at most, so walks are short.
    template <class Visit>
    void for_members(Node root, Visit visit) const {
        Node node = root;
        do {
            visit(node);
            node = next_[node];
        } while (node != root);
    }

    bool share_a_source(Node a, Node b) const {
        std::vector<std::int64_t> left;
        for_members(a, [&](Node node) { left.push_back(sources_[node]); });
        bool shared = false;
        for_members(b, [&](Node node) {
            shared = shared || std::find(left.begin(), left.end(), sources_[node]) != left.end();
        });
        return shared;
    }

    std::vector<Name> names_of(Node root) const {
        std::vector<Name> out;
        for_members(root, [&](Node node) {
            const auto before = [](const Name& name, Node wanted) { return name.node < wanted; };
            auto name = std::lower_bound(names_.begin(), names_.end(), node, before);
            for (; name != names_.end() && name->node == node; ++name)
                out.push_back(*name);
        });
        return out;
    }

    // Some authority has names for both and none for both together.
    bool contradict(Node a, Node b) const {
        const std::vector<Name> left = names_of(a);
        const std::vector<Name> right = names_of(b);
        for (const Name& one : left) {
            bool named = false;
            bool agreed = false;
            for (const Name& other : right) {
                if (!one.same_authority(other))
                    continue;
                named = true;
                for (const Name& mine : left)
                    agreed = agreed || mine.hash == other.hash;
            }
            if (named && !agreed)
                return true;
        }
        return false;
    }

    std::span<const std::int64_t> sources_;
    std::vector<Node> parent_;
    std::vector<Node> next_;
    std::vector<Name> names_;
};

// Of those who hold one key, the nodes whose source holds it only once.
std::vector<Node>
witnesses(std::span<const Holding> holders, std::span<const std::int64_t> sources) {
    std::vector<Node> out;
    for (const Holding& holder : holders) {
        const auto of_same_source = [&](const Holding& other) {
            return sources[other.node] == sources[holder.node];
        };
        if (std::count_if(holders.begin(), holders.end(), of_same_source) == 1)
            out.push_back(holder.node);
    }
    return out;
}

} // namespace

std::vector<Node> group(std::vector<Holding>& holdings, std::span<const std::int64_t> sources) {
    MOISSON_ASSERT(sources.size() < std::numeric_limits<Node>::max());
    std::sort(holdings.begin(), holdings.end(), [](const Holding& a, const Holding& b) {
        return order_of(a) < order_of(b);
    });
    // A dataset that holds a key twice (its address, and by its own word its origin) holds it once.
    const auto twice = [](const Holding& a, const Holding& b) {
        return a.node == b.node && same_key(a, b);
    };
    holdings.erase(std::unique(holdings.begin(), holdings.end(), twice), holdings.end());
    Clusters clusters(holdings, sources);
    for (std::size_t begin = 0; begin < holdings.size();) {
        std::size_t end = begin + 1;
        while (end < holdings.size() && same_key(holdings[begin], holdings[end]))
            ++end;
        const std::size_t count = end - begin;
        if (count > 1 && count <= holders_max) {
            const auto holders = std::span<const Holding>(holdings).subspan(begin, count);
            const std::vector<Node> nodes = witnesses(holders, sources);
            for (std::size_t i = 1; i < nodes.size(); ++i)
                for (std::size_t j = 0; j < i; ++j)
                    clusters.join(nodes[j], nodes[i], evidence_of(holders.front().key.kind));
        }
        begin = end;
    }
    std::vector<Node> out(sources.size());
    for (Node node = 0; node < out.size(); ++node)
        out[node] = clusters.find(node);
    return out;
}

} // namespace moisson::cluster
