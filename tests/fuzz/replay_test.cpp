// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The smoke run of every harness, without libFuzzer: all that was ever found, all first inputs,
// then mutations by a fixed seed. An input that breaks a promise is kept in a file; so is the one
// in hand when the program dies.
#include "fuzz/harness.hpp"
#include "fuzz/library_leaks.hpp"
#include "fuzz/mutations.hpp"
#include "fuzz/seeds.hpp"
#include "fuzz/table.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

namespace moisson::fuzz {
namespace {

// Mutations end at the first bound; the last one is for slow machines and sanitizers.
constexpr std::size_t mutations_max = 4'000;
constexpr std::size_t mutated_bytes_max = 8 * 1024 * 1024;
constexpr std::chrono::seconds time_max{8};

std::uint64_t seed() {
    const char* const wished = std::getenv("MOISSON_SEED");
    return wished == nullptr ? 20261125 : std::strtoull(wished, nullptr, 10);
}

// -- the input in hand, for the day the program dies ---------------------------------------------
const std::string* in_hand = nullptr;
char grave[4096] = {};

void bury(int number) {
    const int file = ::open(grave, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (file >= 0 && in_hand != nullptr) {
        [[maybe_unused]] const auto written = ::write(file, in_hand->data(), in_hand->size());
        ::close(file);
    }
    std::signal(number, SIG_DFL);
    std::raise(number);
}

class Replay : public ::testing::TestWithParam<Harness> {
protected:
    void SetUp() override {
        const std::filesystem::path folder =
            std::filesystem::path(MOISSON_BINARY_DIR) / "fuzz-smoke";
        std::filesystem::create_directories(folder);
        const std::string path = (folder / (std::string(GetParam().name) + ".input")).string();
        ASSERT_LT(path.size(), sizeof grave);
        path.copy(grave, path.size());
        for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
            std::signal(number, bury);
    }
    void TearDown() override {
        in_hand = nullptr;
        for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
            std::signal(number, SIG_DFL);
    }

    // False after a failure.
    bool try_one(const std::string& input, const std::string& origin) {
        in_hand = &input;
        try {
            GetParam().run(input);
        } catch (const std::exception& broken) {
            std::ofstream(grave, std::ios::binary) << input;
            ADD_FAILURE() << GetParam().name << ", " << origin << ": " << broken.what()
                          << "\ninput kept in " << grave;
            return false;
        }
        return true;
    }
};

TEST_P(Replay, HoldsItsPromises) {
    const Harness& harness = GetParam();
    for (const Seed& input : found_inputs(harness))
        ASSERT_TRUE(try_one(input.bytes, input.name));
    std::vector<std::string> inputs;
    for (auto& list : {own_seeds(harness), corpus_seeds(harness)})
        for (const Seed& input : list) {
            ASSERT_TRUE(try_one(input.bytes, input.name));
            inputs.push_back(input.bytes);
        }
    ASSERT_FALSE(inputs.empty()) << "a harness without a first input";
    const std::size_t first = inputs.size();
    Mutator mutator(seed(), std::move(inputs), dictionary_of(harness), harness.input_bytes_max);
    const auto end = std::chrono::steady_clock::now() + time_max;
    std::size_t bytes = 0;
    std::size_t count = 0;
    while (count < mutations_max && bytes < mutated_bytes_max &&
           std::chrono::steady_clock::now() < end) {
        const std::string input = mutator.next();
        bytes += input.size();
        ++count;
        ASSERT_TRUE(try_one(
            input,
            "mutation " + std::to_string(count) + " of seed " + std::to_string(seed())
        ));
    }
    EXPECT_GT(count, 0U);
    std::cout << harness.name << ": " << first << " first inputs, " << count << " mutations, "
              << bytes / 1024 << " kB\n";
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Replay,
    ::testing::ValuesIn(harnesses().begin(), harnesses().end()),
    [](const auto& harness) { return std::string(harness.param.name); }
);

// Otherwise it compares what was read whole with itself.
TEST(FuzzJsonLd, ReadsItsOwnInputsEntryByEntry) {
    const Harness* const harness = find_harness("jsonld");
    ASSERT_NE(harness, nullptr);
    const std::size_t before = jsonld_read_by_entry();
    for (const Seed& input : own_seeds(*harness))
        harness->run(input.bytes);
    EXPECT_GE(jsonld_read_by_entry() - before, 3U);
}

TEST(FuzzTable, NamesEveryHarnessOnceWithAFileThatSaysWhatItPromises) {
    std::set<std::string_view> names;
    const std::filesystem::path folder =
        std::filesystem::path(MOISSON_SOURCE_DIR) / "tests/fuzz/harnesses";
    for (const Harness& harness : harnesses()) {
        EXPECT_TRUE(names.insert(harness.name).second) << harness.name;
        std::ifstream file(folder / (std::string(harness.name) + ".cpp"));
        const std::string source{std::istreambuf_iterator<char>(file), {}};
        EXPECT_NE(source.find("Promises:"), std::string::npos) << harness.name;
        EXPECT_FALSE(harness.covers.empty()) << harness.name;
    }
    std::set<std::string> listed;
#define MOISSON_HARNESS(name) listed.insert(#name);
#include "fuzz/harnesses.inc"
#undef MOISSON_HARNESS
    EXPECT_EQ(listed.size(), names.size());
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".cpp")
            EXPECT_TRUE(names.contains(entry.path().stem().string())) << entry.path();
    const std::filesystem::path found =
        std::filesystem::path(MOISSON_SOURCE_DIR) / "tests/fuzz/found";
    for (const auto& entry : std::filesystem::directory_iterator(found))
        if (entry.is_directory())
            EXPECT_TRUE(names.contains(entry.path().filename().string())) << entry.path();
}

TEST(FuzzTable, MutationsOfOneSeedAreTheSameEverywhereAndBounded) {
    const auto run = [](std::uint64_t number) {
        Mutator mutator(number, {"{\"a\":1}", "<x/>"}, {"word"}, 64);
        std::vector<std::string> all;
        for (int i = 0; i < 200; ++i)
            all.push_back(mutator.next());
        return all;
    };
    EXPECT_EQ(run(7), run(7));
    EXPECT_NE(run(7), run(8));
    for (const std::string& input : run(7))
        EXPECT_LE(input.size(), 64U);
}

} // namespace
} // namespace moisson::fuzz
