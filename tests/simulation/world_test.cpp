// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Worlds of fresh seeds. MOISSON_SEED and MOISSON_WORLDS choose the first seed and how many.
#include "core/rng.hpp"
#include "simulation/many.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

namespace moisson::simulation {
namespace {

// Each world has some five sessions; the test cluster allows 60.
constexpr unsigned threads_max = 8;
// Of fewer, nobody can say that everything must have happened.
// A world takes half a minute on a free core, and the test five minutes at most on two.
constexpr int worlds_usual = 10;
constexpr int worlds_that_show_everything = 20;

// A variable of the environment as a number.
std::uint64_t wish(const char* name, std::uint64_t fallback) {
    const char* text = std::getenv(name);
    return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

void tell(const WorldOptions& options, const WorldReport& report) {
    std::cout << describe(options, report) << '\n' << std::flush;
    if (!report.complaints.empty())
        ADD_FAILURE() << replay_command(options);
}

std::int64_t runs_of(const WorldReport& sum, const std::string& kind) {
    const auto found = sum.runs.find(kind);
    return found == sum.runs.end() ? 0 : found->second;
}

TEST(World, KeepsItsPromisesUnderFreshSeeds) {
    WorldOptions options;
    options.seed = wish("MOISSON_SEED", Rng().below(1'000'000'000));
    const int worlds = static_cast<int>(wish("MOISSON_WORLDS", worlds_usual));
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 2U, threads_max);
    std::cout << "première graine : " << options.seed << '\n' << std::flush;
    const Worlds lived = live_through_many(options, worlds, static_cast<int>(threads), tell);
    std::cout << describe_sum(worlds, lived.sum, lived.seconds) << '\n' << std::flush;
    if (worlds < worlds_that_show_everything)
        return;
    // A world in which nothing happens proves nothing.
    EXPECT_GT(lived.sum.deaths, 0);
    EXPECT_GT(lived.sum.killed_before, 0);
    EXPECT_GT(lived.sum.freezes, 0);
    EXPECT_GT(lived.sum.resumed, 0);
    EXPECT_GT(runs_of(lived.sum, "complete/full"), 0);
    EXPECT_GT(runs_of(lived.sum, "complete/inventory"), 0);
    EXPECT_GT(runs_of(lived.sum, "held/full") + runs_of(lived.sum, "held/inventory"), 0);
    EXPECT_GT(runs_of(lived.sum, "incomplete/full"), 0);
}

} // namespace
} // namespace moisson::simulation
