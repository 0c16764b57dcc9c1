// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dumps as a process makes them by itself, over a database: the clock is moved by hand, minute by
// minute, and nothing else asks for one.
#include "integration/store/fixture.hpp"
#include "opendata/dumping.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <unistd.h>

#include <chrono>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace moisson::opendata {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using store::testing::a_record;

constexpr auto real_time_max = 60s;

class Nightly : public ::testing::Test {
protected:
    Nightly() {
        fs::remove_all(directory_);
        world_.sync({store::testing::a_portal("bf")});
        harvest(5);
        views::DumpOptions options;
        options.directory = directory_;
        options.at = "03:00";
        options.keep = 2;
        FeedSite site;
        site.url = routes::PublicUrl("https://moisson.example.org");
        site.name = "Moisson";
        DumpSource source(
            *world_.catalog,
            *exports_,
            *live_,
            labels_,
            std::move(site),
            pool_.get_executor()
        );
        const auto ended = [this](std::exception_ptr) { ended_ = true; };
        asio::co_spawn(
            context_,
            keep_dumped(std::move(source), std::move(options), clock_, *log_),
            asio::bind_cancellation_slot(stop_.slot(), ended)
        );
    }
    ~Nightly() override {
        stop_.emit(asio::cancellation_type::terminal);
        moisson::testing::ManualClock::drain(context_);
        EXPECT_TRUE(ended_);
        fs::remove_all(directory_);
    }
    // The portal has so many datasets from now on.
    void harvest(int count) {
        std::vector<store::RecordChange> records;
        for (int i = 0; i < count; ++i)
            records.push_back(a_record("bf", "r" + std::to_string(i), "Titre"));
        world_.harvest("bf", records);
    }
    // One look of the loop; a dump that it begins has ended when it sleeps again.
    void look() {
        const auto guard = asio::make_work_guard(context_);
        ASSERT_TRUE(clock_.advance_to_next(context_));
        const auto end = std::chrono::steady_clock::now() + real_time_max;
        while (clock_.sleepers() == 0 && !ended_ && std::chrono::steady_clock::now() < end) {
            context_.restart();
            context_.run_for(2ms);
        }
        ASSERT_FALSE(ended_) << "the loop never ends by itself";
        ASSERT_EQ(clock_.sleepers(), 1U);
    }
    // All looks up to that moment, it included.
    void look_until(Instant moment) {
        while (clock_.now() < moment && !HasFatalFailure())
            look();
    }
    // Names, newest first.
    std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const views::Dump& dump : shelf_.dumps())
            out.push_back(dump.name);
        return out;
    }

    const std::string directory_ =
        (fs::temp_directory_path() / ("moisson-nightly-" + std::to_string(::getpid()))).string();
    const Instant day_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
    moisson::testing::ManualClock clock_{day_ + 8h};
    // Outlives the threads that post to it: those of the database and of the pool.
    asio::io_context context_;
    asio::thread_pool pool_{1};
    store::testing::World world_;
    std::unique_ptr<store::ExportStore> exports_ = store::make_export_store(world_.database);
    std::unique_ptr<store::LiveStore> live_ = store::make_live_store(world_.database);
    i18n::CodeLabels labels_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    const views::DumpShelf shelf_{directory_};
    asio::cancellation_signal stop_;
    bool ended_ = false;
};

TEST_F(Nightly, TheFirstComesAfterSomeMinutesAndThenOneEachNight) {
    look_until(day_ + 8h + 9min);
    EXPECT_TRUE(names().empty()) << "a process that dies at once writes none";
    look_until(day_ + 8h + 10min);
    ASSERT_EQ(names(), std::vector<std::string>{"20261123T081000Z"});
    EXPECT_EQ(shelf_.newest()->files.at(0).rows, 5);
    const std::int64_t first = shelf_.newest()->change_number;

    harvest(7);
    look_until(day_ + 24h + 2h + 59min);
    EXPECT_EQ(names().size(), 1U) << "the day has nothing of it";
    look_until(day_ + 24h + 3h);
    ASSERT_EQ(names().size(), 2U);
    EXPECT_EQ(names().front(), "20261124T030000Z");
    EXPECT_EQ(shelf_.newest()->files.at(0).rows, 7);
    EXPECT_GT(shelf_.newest()->change_number, first);

    look_until(day_ + 48h + 3h);
    EXPECT_EQ(names(), (std::vector<std::string>{"20261125T030000Z", "20261124T030000Z"}))
        << "one a night, and the oldest makes room";
}

// The lock cannot be taken: as good as a disk that takes nothing.
TEST_F(Nightly, ANightThatFailsIsTriedAgainAnHourLater) {
    look_until(day_ + 8h + 10min);
    ASSERT_EQ(names().size(), 1U);
    look_until(day_ + 24h + 2h + 59min);
    const fs::path lock = fs::path(directory_) / ".verrou";
    fs::remove(lock);
    fs::create_directory(lock);
    look_until(day_ + 24h + 3h + 1min);
    EXPECT_EQ(names(), std::vector<std::string>{"20261123T081000Z"}) << "that of before stays";
    fs::remove(lock);
    look_until(day_ + 24h + 3h + 59min);
    EXPECT_EQ(names().size(), 1U);
    look_until(day_ + 24h + 4h);
    EXPECT_EQ(names().front(), "20261124T040000Z");
    look_until(day_ + 24h + 12h);
    EXPECT_EQ(names().size(), 2U);
}

} // namespace
} // namespace moisson::opendata
