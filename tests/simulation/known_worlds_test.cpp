// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Worlds that are known: the seeds that failed before, one that is lived twice, and those in which
// a fault was planted, which show that the oracle can fail.
#include "simulation/world.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace moisson::simulation {
namespace {

// Seeds tried until a planted fault is noticed.
constexpr std::uint64_t seeds = 8;

std::vector<WorldOptions> former_failures() {
    std::ifstream file(MOISSON_SOURCE_DIR "/tests/simulation/seeds.txt");
    std::vector<WorldOptions> worlds;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        std::istringstream words(line);
        WorldOptions world;
        if (!(words >> world.seed >> world.portals >> world.days))
            throw std::runtime_error("tests/simulation/seeds.txt: " + line);
        worlds.push_back(world);
    }
    return worlds;
}

WorldReport live_and_tell(const WorldOptions& options) {
    WorldReport report = live_through(options);
    std::cout << describe(options, report) << '\n' << std::flush;
    return report;
}

TEST(World, KeepsItsPromisesWhereItOnceDidNot) {
    const std::vector<WorldOptions> worlds = former_failures();
    ASSERT_FALSE(worlds.empty());
    for (const WorldOptions& world : worlds)
        EXPECT_TRUE(live_and_tell(world).complaints.empty()) << replay_command(world);
}

TEST(World, LivesTheSameHistoryTwice) {
    WorldOptions options;
    options.seed = 7;
    options.portals = 4;
    options.days = 10;
    const WorldReport first = live_through(options);
    const WorldReport second = live_through(options);
    EXPECT_EQ(first.runs, second.runs);
    EXPECT_EQ(first.requests, second.requests);
    EXPECT_EQ(first.transactions, second.transactions);
    EXPECT_EQ(first.deaths, second.deaths);
}

class Planted : public ::testing::TestWithParam<Mutant> {
protected:
    static WorldOptions options_of(std::uint64_t seed, Mutant mutant) {
        WorldOptions options;
        options.seed = seed;
        options.portals = 8;
        options.mutant = mutant;
        return options;
    }
    // Whether the world of that seed has nothing to complain of when nothing was planted.
    static bool is_clean(std::uint64_t seed) {
        static std::map<std::uint64_t, bool> known;
        const auto found = known.find(seed);
        if (found != known.end())
            return found->second;
        const WorldReport report = live_and_tell(options_of(seed, Mutant::none));
        return known.emplace(seed, report.complaints.empty()).first->second;
    }
};

TEST_P(Planted, FaultIsNoticed) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const WorldReport report = live_and_tell(options_of(seed, GetParam()));
        if (report.complaints.empty() || !is_expected(GetParam(), report.complaints.back().kind))
            continue;
        EXPECT_TRUE(is_clean(seed)) << replay_command(options_of(seed, Mutant::none));
        return;
    }
    ADD_FAILURE() << "nobody noticed " << to_string(GetParam());
}

INSTANTIATE_TEST_SUITE_P(World, Planted, ::testing::ValuesIn(all_mutants()), [](const auto& info) {
    return std::string(to_string(info.param));
});

} // namespace
} // namespace moisson::simulation
