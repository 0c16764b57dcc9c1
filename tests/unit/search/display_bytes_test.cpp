// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Display blocks in memory, in a file, and where no file can be made.
#include "core/result.hpp"
#include "search/display.hpp"
#include "search/display_bytes.hpp"
#include "search/snapshot_io.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>

namespace moisson {
namespace {

std::string piece(std::size_t number) {
    return std::string(300'000, static_cast<char>('a' + number % 26)) + std::to_string(number);
}

class DisplayFiles : public ::testing::Test {
protected:
    DisplayFiles() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "moisson-affichage-XXXXXX").string();
        folder = mkdtemp(pattern.data());
    }
    ~DisplayFiles() override { std::filesystem::remove_all(folder); }

    std::string folder;
};

search::DisplayBytes written(const std::string& folder, std::string& all) {
    search::DisplayWriter writer(folder);
    for (std::size_t i = 0; i < 40; ++i) {
        writer.append(piece(i));
        all += piece(i);
        EXPECT_EQ(writer.size(), all.size());
    }
    return writer.finish();
}

void expect_same(const search::DisplayBytes& bytes, const std::string& all) {
    std::string buffer;
    ASSERT_EQ(bytes.size(), all.size());
    EXPECT_EQ(bytes.read(0, all.size(), buffer), all);
    EXPECT_EQ(bytes.read(299'000, 5'000, buffer), std::string_view(all).substr(299'000, 5'000));
    EXPECT_EQ(bytes.read(all.size(), 0, buffer), "");
    EXPECT_THROW(bytes.read(all.size() - 1, 2, buffer), ErrorException);
}

TEST_F(DisplayFiles, TakeWhatIsLargeAndHaveNoName) {
    std::string all;
    const search::DisplayBytes bytes = written(folder, all);
    EXPECT_TRUE(bytes.in_file());
    EXPECT_LT(bytes.memory_bytes(), 100U);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    expect_same(bytes, all);
}

TEST_F(DisplayFiles, AreNotMadeForALittle) {
    search::DisplayWriter writer(folder);
    writer.append("peu");
    const search::DisplayBytes bytes = writer.finish();
    EXPECT_FALSE(bytes.in_file());
    std::string buffer;
    EXPECT_EQ(bytes.read(0, 3, buffer), "peu");
}

TEST_F(DisplayFiles, WithoutAFolderAllStaysInMemory) {
    std::string all;
    const search::DisplayBytes bytes = written({}, all);
    EXPECT_FALSE(bytes.in_file());
    expect_same(bytes, all);
    std::string again;
    const search::DisplayBytes lost = written(folder + "/absent", again);
    EXPECT_FALSE(lost.in_file());
    expect_same(lost, again);
}

// As a full disk: the file takes no more than six megabytes.
TEST_F(DisplayFiles, AFullDiskLosesNothing) {
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit little{6 << 20, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &little), 0);
    std::string all;
    const search::DisplayBytes bytes = written(folder, all);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_FALSE(bytes.in_file());
    expect_same(bytes, all);
}

search::DisplayStore large_store(const std::string& folder) {
    search::DisplayStore::Builder builder(search::DisplayOptions{folder, nullptr});
    for (std::uint64_t i = 0; i < 30'000; ++i) {
        search::DisplayRecord record;
        // Little of it is the same twice, so that it does not pack.
        std::uint64_t state = i + 1;
        for (int word = 0; word < 40; ++word) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            record.slug += std::to_string(state);
        }
        builder.add(record);
    }
    return builder.finish();
}

TEST_F(DisplayFiles, HoldTheRecordsOfAStore) {
    const search::DisplayStore store = large_store(folder);
    ASSERT_GT(store.bytes(), search::display_memory_max);
    EXPECT_LT(store.memory_bytes(), store.bytes() / 10);
    search::DisplayStore::Builder copies(search::DisplayOptions{folder, nullptr});
    for (std::size_t block = 0; block < store.blocks(); ++block)
        copies.add_block(store, block);
    const search::DisplayStore copy = copies.finish();
    ASSERT_EQ(copy.size(), store.size());
    search::DisplayStore::Reader one(store);
    search::DisplayStore::Reader other(copy);
    for (std::uint32_t document = 0; document < store.size(); document += 37)
        ASSERT_EQ(one.encoded(document), other.encoded(document));
}

TEST_F(DisplayFiles, AreReadWhereASnapshotHasThem) {
    const search::DisplayStore store = large_store({});
    const std::string path = folder + "/index.snapshot";
    {
        search::SnapshotWriter out(path);
        out.value(std::uint32_t{7});
        store.write(out);
        out.finish();
    }
    const auto in = search::SnapshotReader::open(path);
    ASSERT_TRUE(in);
    EXPECT_EQ((*in)->value<std::uint32_t>(), 7U);
    const search::DisplayStore read =
        search::DisplayStore::read(**in, search::DisplayOptions{folder, nullptr});
    EXPECT_TRUE((*in)->finish());
    EXPECT_TRUE(read.is_sound(store.size()));
    EXPECT_EQ(read.bytes(), store.bytes());
    EXPECT_LT(read.memory_bytes(), read.bytes() / 10);
    // Another one takes its place, as at each save.
    std::filesystem::remove(path);
    EXPECT_TRUE(std::filesystem::is_empty(folder)) << "there is no copy";
    search::DisplayStore::Reader one(store);
    search::DisplayStore::Reader other(read);
    for (std::uint32_t document = 0; document < store.size(); document += 37)
        ASSERT_EQ(one.encoded(document), other.encoded(document));
}

TEST_F(DisplayFiles, OfASnapshotThatEndsWithinThemAreRefused) {
    const std::string path = folder + "/index.snapshot";
    {
        search::SnapshotWriter out(path);
        large_store({}).write(out);
        out.finish();
    }
    std::filesystem::resize_file(path, search::display_memory_max / 2);
    const auto in = search::SnapshotReader::open(path);
    ASSERT_TRUE(in);
    EXPECT_THROW(
        search::DisplayStore::read(**in, search::DisplayOptions{folder, nullptr}),
        ErrorException
    );
}

} // namespace
} // namespace moisson
