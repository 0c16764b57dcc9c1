// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Spool and Body: small in memory, large in a file without a name, a full disk as an error.
#include "net/decoder.hpp"
#include "net/spool.hpp"
#include "support/spooled.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace moisson::net {
namespace {

namespace fs = std::filesystem;

// A folder of the test's own, empty, gone with it.
struct Folder {
    Folder() {
        std::string name = fs::temp_directory_path() / "moisson-spool-XXXXXX";
        path = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path); }

    fs::path path;
};

SpoolOptions into(const fs::path& folder, std::size_t memory_bytes_max) {
    SpoolOptions options;
    options.directory = folder.string();
    options.memory_bytes_max = memory_bytes_max;
    return options;
}

std::string text_of(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes)
        text += "ligne " + std::to_string(text.size() * 2'654'435'761U) + "\n";
    text.resize(bytes);
    return text;
}

// Kilobytes of memory that pages of files take.
std::size_t file_pages_kib() {
    std::FILE* const in = std::fopen("/proc/self/status", "r");
    std::array<char, 256> line{};
    std::size_t kib = 0;
    while (std::fgets(line.data(), static_cast<int>(line.size()), in) != nullptr)
        if (std::string_view(line.data()).starts_with("RssFile:"))
            kib = std::strtoul(line.data() + 8, nullptr, 10);
    std::fclose(in);
    return kib;
}

TEST(Spool, KeepsASmallBodyInMemoryAndALargeOneInAFile) {
    const Folder folder;
    const std::string text = text_of(10'000);
    for (const auto& [max, in_file] : {std::pair(10'000U, false), std::pair(9'999U, true)}) {
        Spool spool(into(folder.path, max));
        for (std::size_t at = 0; at < text.size(); at += 700)
            ASSERT_FALSE(spool.append(std::string_view(text).substr(at, 700)));
        EXPECT_EQ(spool.size(), text.size());
        const Body body = spool.finish().value();
        EXPECT_EQ(body.is_in_file(), in_file);
        EXPECT_EQ(body.view(), text);
    }
    EXPECT_TRUE(Spool(into(folder.path, 0)).finish().value().empty());
}

TEST(Spool, ALargeBodyWaitsInPiecesAndItsFileHasNoName) {
    const Folder folder;
    const std::string piece = text_of(100'000);
    Spool spool(into(folder.path, limits::mib));
    for (int i = 0; i < 100; ++i) {
        ASSERT_FALSE(spool.append(piece));
        EXPECT_EQ(spool.is_due(), spool.size() > limits::mib && i % 20 >= 10) << i;
        if (i % 20 == 19) {
            ASSERT_FALSE(spool.flush());
        }
    }
    EXPECT_TRUE(fs::is_empty(folder.path)) << "a process that dies leaves this";
    const Body body = spool.finish().value();
    EXPECT_TRUE(fs::is_empty(folder.path));
    ASSERT_EQ(body.size(), 100 * piece.size());
    for (std::size_t i = 0; i < 100; ++i)
        EXPECT_EQ(body.view().substr(i * piece.size(), piece.size()), piece) << i;
}

TEST(Body, ThatIsReadInPiecesTakesThePlaceOfOne) {
    const Body body = testing::in_file(text_of(48 * limits::mib));
    const std::size_t before = file_pages_kib();
    std::size_t read = 0, most = 0;
    in_pieces(body, [&](std::string_view piece) {
        read += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n')) > 0
                    ? piece.size()
                    : 0;
        most = std::max(most, file_pages_kib());
        return true;
    });
    EXPECT_EQ(read, body.size());
    EXPECT_LT(most, before + 4 * 1024);
    // What was forgotten is still there.
    EXPECT_EQ(body.view(), text_of(48 * limits::mib));
    const Body copy = body;
    EXPECT_EQ(copy.view().data(), body.view().data()) << "copies share the file";
}

TEST(Body, PiecesEndWhenNobodyWantsMore) {
    int pieces = 0;
    in_pieces(testing::in_file(text_of(3 * body_piece_bytes)), [&](std::string_view) {
        return ++pieces < 2;
    });
    EXPECT_EQ(pieces, 2);
}

TEST(Spool, MakesItsFolderAndTellsWhenThereCanBeNone) {
    const Folder folder;
    Spool spool(into(folder.path / "a" / "b", 0));
    EXPECT_FALSE(spool.append("x"));
    EXPECT_EQ(spool.finish().value().view(), "x");
    Spool refused(into("/dev/null/nulle part", 0));
    EXPECT_FALSE(refused.append("x"));
    const auto error = refused.finish();
    ASSERT_TRUE(error.has_error());
    EXPECT_EQ(error.error().code, Code::spool_failed);
    EXPECT_EQ(error.error().detail, "cannot write in /dev/null/nulle part: Not a directory");
}

TEST(Spool, TakesTheUsualFolderInThePlaceOfAGuess) {
    SpoolOptions options = into("/dev/null/nulle part", 0);
    options.or_usual = true;
    Spool spool(options);
    EXPECT_FALSE(spool.append("x"));
    EXPECT_EQ(spool.finish().value().view(), "x");
}

TEST(Spool, GivesItsPartOfTheDiskBackWithTheBody) {
    const Folder folder;
    const auto budget = std::make_shared<SpoolBudget>(1000);
    SpoolOptions options = into(folder.path, 0);
    options.budget = budget;
    const auto spooled = [&](std::size_t bytes) {
        Spool spool(options);
        EXPECT_FALSE(spool.append(std::string(bytes, 'x')));
        return spool.finish();
    };
    {
        const auto first = spooled(600);
        ASSERT_TRUE(first.has_value());
        const Body copy = first.value();
        EXPECT_EQ(budget->taken(), 600U);
        EXPECT_EQ(spooled(401).error().code, Code::spool_failed);
        EXPECT_TRUE(spooled(400).has_value());
        EXPECT_EQ(budget->taken(), 600U);
    }
    EXPECT_EQ(budget->taken(), 0U);
    options.memory_bytes_max = 1000;
    EXPECT_TRUE(spooled(900).has_value());
    EXPECT_EQ(budget->taken(), 0U) << "in memory";
}

TEST(Spool, AFullDiskIsAnErrorAndNoCrash) {
    const Folder folder;
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{limits::mib, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    Spool spool(into(folder.path, 0));
    BodyDecoder decoder("", 64 * limits::mib, &spool);
    const std::string piece = text_of(100'000);
    std::optional<Error> error;
    for (int i = 0; i < 100 && !error; ++i)
        error = decoder.write(piece);
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, Code::spool_failed);
}

} // namespace
} // namespace moisson::net
