// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cluster/group.hpp"
#include "core/rng.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>

namespace moisson::cluster {
namespace {

// The first byte is the authority, the second the name.
EvidenceKey group_key(KeyKind kind, int name, int authority = 0) {
    EvidenceKey out;
    out.kind = kind;
    out.hash.bytes[0] = static_cast<std::uint8_t>(authority);
    out.hash.bytes[4] = static_cast<std::uint8_t>(name);
    out.hash.bytes[5] = static_cast<std::uint8_t>(name >> 8);
    return out;
}

// Datasets and their keys, in the order of their ids.
struct World {
    std::vector<std::int64_t> sources;
    std::vector<Holding> holdings;

    Node add(std::int64_t source, std::initializer_list<EvidenceKey> keys) {
        const Node node = static_cast<Node>(sources.size());
        sources.push_back(source);
        for (const EvidenceKey& one : keys)
            holdings.push_back({one, node});
        return node;
    }
    std::vector<Node> groups() const {
        std::vector<Holding> copy = holdings;
        return group(copy, sources);
    }
};

using Groups = std::vector<Node>;
const EvidenceKey group_files = group_key(KeyKind::files, 1);
const EvidenceKey title = group_key(KeyKind::title, 2);
const EvidenceKey address = group_key(KeyKind::address, 3);
const EvidenceKey origin = group_key(KeyKind::origin, 3);

TEST(Group, JoinsDifferentSourcesOnly) {
    World world;
    world.add(1, {group_files});
    world.add(2, {group_files});
    world.add(3, {title});
    EXPECT_EQ(world.groups(), (Groups{0, 0, 2}));
    World alone;
    alone.add(1, {group_files, title});
    alone.add(1, {group_files, title});
    EXPECT_EQ(alone.groups(), (Groups{0, 1}));
    EXPECT_EQ(World().groups(), Groups{});
}

TEST(Group, AddressAndOriginMeet) {
    World world;
    world.add(1, {address});
    world.add(2, {origin});
    EXPECT_EQ(world.groups(), (Groups{0, 0}));
}

TEST(Group, AKeyHeldTwiceInASourceCountsForTheOthersOnly) {
    World world;
    world.add(1, {title});
    world.add(1, {title});
    world.add(2, {title});
    world.add(3, {title});
    EXPECT_EQ(world.groups(), (Groups{0, 1, 2, 2}));
}

TEST(Group, AKeyHeldByMoreThanFiftyIsNone) {
    for (const int count : {50, 51}) {
        World world;
        for (int i = 0; i < count; ++i)
            world.add(i, {group_files});
        const Groups groups = world.groups();
        const std::set<Node> distinct(groups.begin(), groups.end());
        EXPECT_EQ(distinct.size(), count == 50 ? 1U : 51U);
    }
}

TEST(Group, NeverBringsTwoOfASourceTogetherByAThird) {
    World world;
    world.add(1, {group_files});
    world.add(1, {title});
    world.add(2, {group_files, title});
    // The files are the stronger evidence.
    EXPECT_EQ(world.groups(), (Groups{0, 1, 0}));
}

TEST(Group, TitlesYieldToAnAuthorityThatNamesTwo) {
    World world;
    world.add(1, {title, group_key(KeyKind::doi, 10, 7)});
    world.add(2, {title, group_key(KeyKind::doi, 11, 7)});
    EXPECT_EQ(world.groups(), (Groups{0, 1}));
    World two_authorities;
    two_authorities.add(1, {title, group_key(KeyKind::uri, 10, 7)});
    two_authorities.add(2, {title, group_key(KeyKind::uri, 11, 8)});
    EXPECT_EQ(two_authorities.groups(), (Groups{0, 0}));
    World same_files;
    same_files.add(1, {group_files, group_key(KeyKind::doi, 10, 7)});
    same_files.add(2, {group_files, group_key(KeyKind::doi, 11, 7)});
    EXPECT_EQ(same_files.groups(), (Groups{0, 0}));
}

TEST(Group, AContradictionHoldsForWholeClusters) {
    World world;
    world.add(1, {group_files, group_key(KeyKind::doi, 10, 7)});
    world.add(2, {group_files, title});
    world.add(3, {title, group_key(KeyKind::doi, 11, 7)});
    EXPECT_EQ(world.groups(), (Groups{0, 0, 2}));
}

World random_world(Rng& rng) {
    World world;
    const auto count = 2 + rng.below(60);
    for (std::uint64_t i = 0; i < count; ++i) {
        const Node node = world.add(static_cast<std::int64_t>(rng.below(6)), {});
        for (auto keys = rng.below(5); keys > 0; --keys) {
            const auto kind = static_cast<KeyKind>(1 + rng.below(6));
            const int name = static_cast<int>(rng.below(20));
            world.holdings.push_back({group_key(kind, name, static_cast<int>(rng.below(2))), node});
        }
    }
    return world;
}

TEST(GroupProperty, TheOrderOfTheInputDoesNotMatter) {
    Rng rng;
    for (int round = 0; round < 500; ++round) {
        World world = random_world(rng);
        const Groups expected = world.groups();
        for (std::size_t i = world.holdings.size(); i > 1; --i)
            std::swap(world.holdings[i - 1], world.holdings[rng.below(i)]);
        ASSERT_EQ(world.groups(), expected);
    }
}

// What a step of the store relies on: a closed part gives what it gives in the whole.
TEST(GroupProperty, AnUnrelatedDatasetChangesNothing) {
    Rng rng;
    for (int round = 0; round < 200; ++round) {
        World world = random_world(rng);
        const Groups before = world.groups();
        const World other = random_world(rng);
        const Node shift = static_cast<Node>(world.sources.size());
        for (const std::int64_t source : other.sources)
            world.sources.push_back(source);
        for (Holding holding : other.holdings) {
            holding.node += shift;
            holding.key.hash.bytes[15] = 1;
            world.holdings.push_back(holding);
        }
        Groups after = world.groups();
        after.resize(before.size());
        ASSERT_EQ(after, before);
    }
}

TEST(GroupProperty, ASourceIsInAClusterOnceAndTheLowestLeads) {
    Rng rng;
    int joined = 0;
    for (int round = 0; round < 500; ++round) {
        const World world = random_world(rng);
        const Groups groups = world.groups();
        std::map<Node, std::set<std::int64_t>> sources;
        for (Node node = 0; node < groups.size(); ++node) {
            ASSERT_LE(groups[node], node);
            ASSERT_EQ(groups[groups[node]], groups[node]);
            ASSERT_TRUE(sources[groups[node]].insert(world.sources[node]).second);
            joined += groups[node] != node;
        }
    }
    EXPECT_GT(joined, 500);
}

} // namespace
} // namespace moisson::cluster
