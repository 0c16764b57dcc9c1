// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dumps: whole or not there, one writer, no e-mail address, as many rows as there are.
#include "core/digest.hpp"
#include "opendata/dump_folder.hpp"
#include "opendata/dumping.hpp"
#include "support/run_coro.hpp"
#include "unit/api/walking_views.hpp"
#include "unit/views/fake_store.hpp"

#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <system_error>

namespace moisson::opendata {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

std::string unpacked_dump(const std::string& path) {
    gzFile const file = gzopen(path.c_str(), "rb");
    std::string out;
    std::array<char, 4096> buffer{};
    for (int count = 0; (count = gzread(file, buffer.data(), buffer.size())) > 0;)
        out.append(buffer.data(), static_cast<std::size_t>(count));
    gzclose(file);
    return out;
}

std::int64_t lines(const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
}

// The datasets of FakeExports as the graph wants them.
class FakeLive final : public store::LiveStore {
public:
    explicit FakeLive(const test::FakeExports& exports) : exports_(exports) {}
    asio::awaitable<Result<store::LivePage>> page(store::LiveQuery query) override {
        store::LivePage page;
        for (const Uuid& id : exports_.all) {
            if (query.after && id <= query.after->id)
                continue;
            if (page.datasets.size() == 2) {
                page.more = true;
                break;
            }
            store::LiveDataset one;
            one.record = exports_.row_of(id).record;
            page.datasets.push_back(std::move(one));
            page.last = store::LivePlace{{}, id};
        }
        co_return page;
    }
    asio::awaitable<Result<store::LiveChanges>> changes(store::LiveQuery) override {
        co_return store::LiveChanges();
    }
    asio::awaitable<Result<std::vector<store::LiveDataset>>> these(std::vector<Uuid>) override {
        co_return std::vector<store::LiveDataset>();
    }
    asio::awaitable<Result<bool>> uri_is_of_another(DatasetId) override { co_return false; }
    asio::awaitable<Result<std::vector<store::SitemapEntry>>> sitemap(Uuid, Uuid) override {
        co_return std::vector<store::SitemapEntry>();
    }

private:
    const test::FakeExports& exports_;
};

class DumpTest : public ::testing::Test {
protected:
    DumpTest()
        : directory_(::testing::TempDir() + "moisson-dump-writer-" + std::to_string(::getpid())) {
        fs::remove_all(directory_);
        options_.directory = directory_;
        for (const DatasetId& id : test::some_ids(8))
            exports_.all.push_back(id.uuid);
        std::sort(exports_.all.begin(), exports_.all.end());
        exports_.change = [](store::ExportRow& row) {
            row.record.dataset.description = {{"fr", "Écrire à chef@instat.example.org", false}};
        };
    }
    ~DumpTest() override { fs::remove_all(directory_); }

    DumpSource source() {
        FeedSite site;
        site.url = routes::PublicUrl("https://moisson.example.org");
        site.name = "Moisson";
        return DumpSource(
            portals_,
            exports_,
            live_,
            labels_,
            std::move(site),
            pool_.get_executor()
        );
    }
    Result<std::optional<views::Dump>> dump(Instant now) {
        return ::moisson::testing::run_coro(context_, write_dump(source(), options_, now));
    }
    std::vector<std::string> entries() {
        std::vector<std::string> out;
        for (const fs::directory_entry& entry : fs::directory_iterator(directory_))
            if (entry.path().filename() != ".verrou")
                out.push_back(entry.path().filename().string());
        std::sort(out.begin(), out.end());
        return out;
    }

    std::string directory_;
    views::DumpOptions options_;
    test::FakeStore portals_;
    test::FakeExports exports_;
    FakeLive live_{exports_};
    i18n::CodeLabels labels_ = test::fake_labels();
    // Outlives the pool, whose threads let go of it last.
    asio::io_context context_;
    asio::thread_pool pool_{1};
};

TEST_F(DumpTest, HasEveryDatasetAndNoAddress) {
    const auto written = dump(test::fake_now());
    ASSERT_TRUE(written) << written.error().detail;
    const views::Dump& told = **written;
    EXPECT_EQ(told.change_number, 4711);
    ASSERT_EQ(told.files.size(), 4U);
    const views::DumpShelf shelf(directory_);
    const auto newest = shelf.newest();
    ASSERT_TRUE(newest);
    for (const views::DumpFile& file : newest->files) {
        const std::string path = shelf.path_of(*newest, file);
        EXPECT_EQ(file.bytes, static_cast<std::int64_t>(fs::file_size(path)));
        std::ifstream in(path, std::ios::binary);
        const std::string packed((std::istreambuf_iterator<char>(in)), {});
        const Digest digest = sha256(packed);
        EXPECT_EQ(file.sha256, to_hex(std::span(digest)));
        const std::string text = unpacked_dump(path);
        EXPECT_THAT(text, Not(HasSubstr("@instat")));
        EXPECT_THAT(text, Not(HasSubstr("diffusion@")));
        const bool table = file.name.find(".csv") != std::string::npos;
        EXPECT_EQ(lines(text), file.rows + (table ? 1 : 0)) << file.name;
    }
    EXPECT_EQ(newest->files[0].rows, 8);
    EXPECT_EQ(newest->files[2].rows, 8);
    EXPECT_GT(newest->files[3].rows, 8);
}

TEST_F(DumpTest, KeepsTheNewest) {
    options_.keep = 2;
    for (int day = 0; day < 4; ++day)
        ASSERT_TRUE(dump(test::fake_now() + std::chrono::days(day)));
    EXPECT_EQ(entries(), (std::vector<std::string>{"20261125T080000Z", "20261126T080000Z"}));
}

TEST_F(DumpTest, AFailureLeavesTheOldOne) {
    ASSERT_TRUE(dump(test::fake_now()));
    exports_.rows_until_failure = exports_.answered + 1;
    const auto failed = dump(test::fake_now() + std::chrono::days(1));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Code::store_unavailable);
    EXPECT_EQ(entries(), std::vector<std::string>{"20261123T080000Z"});
}

TEST_F(DumpTest, WhatAKilledWriterLeftIsClearedAway) {
    fs::create_directories(directory_ + "/.en-cours-20261101T030000Z");
    std::ofstream(directory_ + "/.en-cours-20261101T030000Z/catalogue.csv.gz") << "half";
    EXPECT_FALSE(views::DumpShelf(directory_).newest());
    ASSERT_TRUE(dump(test::fake_now()));
    EXPECT_EQ(entries(), std::vector<std::string>{"20261123T080000Z"});
}

TEST_F(DumpTest, OneWriterAtATime) {
    const DumpFolder other(directory_, "20261101T030000Z");
    ASSERT_TRUE(other.is_ours());
    const auto refused = dump(test::fake_now());
    ASSERT_TRUE(refused);
    EXPECT_FALSE(*refused);
    EXPECT_EQ(entries(), std::vector<std::string>{".en-cours-20261101T030000Z"});
}

// /dev/full takes nothing, as a disk that is full.
TEST_F(DumpTest, AFullDiskIsOneClearError) {
    std::FILE* const full = std::fopen("/dev/full", "wb");
    ASSERT_NE(full, nullptr);
    const auto outcome = ::moisson::testing::run_coro(
        context_,
        write_dump_file(source(), "catalogue.csv.gz", full, test::fake_now())
    );
    std::fclose(full);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Code::export_failed);
    EXPECT_THAT(outcome.error().detail, HasSubstr("dump not written: catalogue.csv.gz"));
}

TEST(DumpGraph, BlankNodesOfPartsStayApart) {
    EXPECT_EQ(
        with_labels("_:b0 <p> _:b1 .\n<s> <p> \"a _:b0\" .\n<s> <p> _:b0 .\n", "d7"),
        "_:d7xb0 <p> _:d7xb1 .\n<s> <p> \"a _:b0\" .\n<s> <p> _:d7xb0 .\n"
    );
}

TEST(DumpTimes, AreOncePerDay) {
    using std::chrono::hours;
    const Instant day = std::chrono::floor<std::chrono::days>(test::fake_now());
    EXPECT_EQ(views::last_due(day + hours(4), hours(3)), day + hours(3));
    EXPECT_EQ(views::last_due(day + hours(2), hours(3)), day - hours(21));
    EXPECT_EQ(views::parse_time_of_day("03:30"), std::chrono::minutes(210));
    for (const char* text : {"", "3:00", "24:00", "03:60", "03h00"})
        EXPECT_FALSE(views::parse_time_of_day(text)) << text;
}

} // namespace
} // namespace moisson::opendata
