// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Worlds of fresh seeds, the seeds that failed before, and the proof that the oracle can fail.
#include "core/rng.hpp"
#include "simulation/many.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace moisson::simulation {
namespace {

// A variable of the environment as a number.
std::uint64_t wish(const char* name, std::uint64_t fallback) {
    const char* text = std::getenv(name);
    return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

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

void tell(const WorldOptions& options, const WorldReport& report) {
    std::cout << describe(options, report) << '\n' << std::flush;
    if (!report.complaints.empty())
        ADD_FAILURE() << replay_command(options);
}

TEST(World, KeepsItsPromisesWhereItOnceDidNot) {
    const std::vector<WorldOptions> worlds = former_failures();
    ASSERT_FALSE(worlds.empty());
    for (const WorldOptions& world : worlds)
        live_through_many(world, 1, 1, tell);
}

TEST(World, KeepsItsPromisesUnderFreshSeeds) {
    WorldOptions options;
    options.seed = wish("MOISSON_SEED", Rng().below(1'000'000'000));
    const int worlds = static_cast<int>(wish("MOISSON_WORLDS", 40));
    std::cout << "première graine : " << options.seed << '\n' << std::flush;
    const Worlds lived = live_through_many(options, worlds, 2, tell);
    std::cout << describe_sum(worlds, lived.sum, lived.seconds) << '\n' << std::flush;
    // A world in which nothing happens proves nothing.
    EXPECT_GT(lived.sum.deaths, 0);
    EXPECT_GT(lived.sum.resumed, 0);
    EXPECT_GT(lived.sum.runs.at("complete/full"), 0);
    EXPECT_GT(lived.sum.runs.at("complete/inventory"), 0);
    EXPECT_GT(lived.sum.runs.at("held/full") + lived.sum.runs.at("held/inventory"), 0);
    EXPECT_GT(lived.sum.runs.at("incomplete/full"), 0);
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

class Planted : public ::testing::TestWithParam<Mutant> {};

TEST_P(Planted, FaultIsNoticed) {
    WorldOptions options;
    options.mutant = GetParam();
    options.portals = 8;
    constexpr std::uint64_t seeds = 8;
    for (options.seed = 1; options.seed <= seeds; ++options.seed)
        if (const WorldReport report = live_through(options); !report.complaints.empty()) {
            std::cout << to_string(options.mutant) << " : " << report.complaints.front().kind
                      << ", " << report.complaints.front().what << '\n'
                      << std::flush;
            return;
        }
    ADD_FAILURE() << "nobody noticed " << to_string(options.mutant);
}

INSTANTIATE_TEST_SUITE_P(World, Planted, ::testing::ValuesIn(all_mutants()), [](const auto& info) {
    return std::string(to_string(info.param));
});

} // namespace
} // namespace moisson::simulation
