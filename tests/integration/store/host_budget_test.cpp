// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Two processes, here two budgets with connections of their own, share the pace of a host.
#include "fixture.hpp"
#include "store/host_budget.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <algorithm>

namespace moisson::store::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double rate = 20;
constexpr milliseconds spacing{50};

struct Grant {
    Steady at;
    int process = 0;
};

// A machine whose clock is wrong.
struct WrongTimers final : TimerSource {
    Instant now() const override { return real.now() + wrong_by; }
    Steady steady_now() const override { return real.steady_now(); }
    asio::awaitable<void> sleep_until(Steady when) override { return real.sleep_until(when); }

    SystemTimers real;
    std::chrono::microseconds wrong_by{0};
};

struct Process {
    Process(const std::string& conninfo, int number, bool brief = true)
        : id(number), database(database_options(conninfo)) {
        SharedBudgetOptions options;
        options.holder = "process " + std::to_string(number);
        if (brief) {
            options.claim = milliseconds(700);
            options.poll = milliseconds(40);
            options.yield = milliseconds(90);
            options.idle = milliseconds(300);
        }
        options.away = milliseconds(500);
        budget = make_shared_host_budget(timers, database, options);
    }

    int id;
    WrongTimers timers;
    Database database;
    std::unique_ptr<SharedHostBudget> budget;
};

// Asks again and again until `end`.
asio::awaitable<void>
ask(Process& process, std::string key, Steady end, std::vector<Grant>& grants) {
    while (process.timers.steady_now() < end) {
        HostRequest request(key, rate);
        request.deadline = end;
        const Result<HostPermit> permit = co_await process.budget->acquire(std::move(request));
        if (permit.has_error())
            co_return;
        grants.push_back(Grant{process.timers.steady_now(), process.id});
        co_await sleep_for(process.timers, milliseconds(5));
    }
}

void run(asio::io_context& io, milliseconds length) {
    io.restart();
    io.run_for(length);
}

void expect_spaced(std::vector<Grant> grants) {
    std::sort(grants.begin(), grants.end(), [](const Grant& a, const Grant& b) {
        return a.at < b.at;
    });
    for (std::size_t i = 1; i < grants.size(); ++i) {
        const auto gap = std::chrono::duration_cast<milliseconds>(grants[i].at - grants[i - 1].at);
        // The clocks of the server and of the process tick by themselves.
        EXPECT_GE(gap, spacing - milliseconds(3))
            << i << ": " << grants[i - 1].process << " then " << grants[i].process;
    }
}

std::ptrdiff_t of(const std::vector<Grant>& grants, int process) {
    return std::count_if(grants.begin(), grants.end(), [&](const Grant& grant) {
        return grant.process == process;
    });
}

TEST(SharedBudget, KeepsTwoProcessesAtOneHostsPaceAndLetsBothIn) {
    World world;
    asio::io_context io;
    Process one(world.conninfo, 1);
    Process two(world.conninfo, 2);
    std::vector<Grant> grants;
    const Steady end = std::chrono::steady_clock::now() + seconds(5);
    for (Process* process : {&one, &two}) {
        asio::co_spawn(io, process->budget->keep(), [](const std::exception_ptr&) {});
        for (int i = 0; i < 3; ++i)
            asio::co_spawn(
                io,
                ask(*process, "example.org", end, grants),
                [](const std::exception_ptr& failure) {
                    if (failure)
                        std::rethrow_exception(failure);
                }
            );
    }
    run(io, seconds(6));
    expect_spaced(grants);
    const auto total = static_cast<std::ptrdiff_t>(grants.size());
    EXPECT_GE(total, 50) << "the host is used at something like its pace";
    EXPECT_GE(of(grants, 1), total / 5);
    EXPECT_GE(of(grants, 2), total / 5);
}

TEST(SharedBudget, SharesAPauseAndACrawlDelay) {
    World world;
    asio::io_context io;
    Process one(world.conninfo, 1);
    Process two(world.conninfo, 2);
    asio::co_spawn(io, one.budget->keep(), [](const std::exception_ptr&) {});
    const HostRequest request("example.org", rate);
    ASSERT_TRUE(moisson::testing::run_coro(io, one.budget->acquire(request)));
    one.budget->set_crawl_delay("example.org", milliseconds(400));
    one.budget->pause("example.org", one.timers.now() + milliseconds(1500));
    const Steady paused = std::chrono::steady_clock::now();
    run(io, milliseconds(300));
    EXPECT_EQ(world.text("select holder from host"), "");
    ASSERT_TRUE(moisson::testing::run_coro(io, two.budget->acquire(request)));
    const Steady first = std::chrono::steady_clock::now();
    EXPECT_GE(first - paused, milliseconds(1450));
    ASSERT_TRUE(moisson::testing::run_coro(io, two.budget->acquire(request)));
    EXPECT_GE(std::chrono::steady_clock::now() - first, milliseconds(390)) << "the crawl delay";
    // Who cannot wait learns it at once.
    two.budget->pause("example.org", two.timers.now() + seconds(100));
    HostRequest hasty = request;
    hasty.deadline = std::chrono::steady_clock::now() + seconds(2);
    const Result<HostPermit> refused = moisson::testing::run_coro(io, two.budget->acquire(hasty));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Code::rate_limited);
    EXPECT_TRUE(refused.error().unasked);
}

TEST(SharedBudget, APauseLastsTheSameOnEveryClock) {
    World world;
    asio::io_context io;
    Process one(world.conninfo, 1);
    Process two(world.conninfo, 2);
    one.timers.wrong_by = std::chrono::minutes(-10);
    asio::co_spawn(io, one.budget->keep(), [](const std::exception_ptr&) {});
    const HostRequest request("example.org", rate);
    ASSERT_TRUE(moisson::testing::run_coro(io, one.budget->acquire(request)));
    one.budget->pause("example.org", one.timers.now() + milliseconds(1500));
    const Steady paused = std::chrono::steady_clock::now();
    run(io, milliseconds(300));
    ASSERT_TRUE(moisson::testing::run_coro(io, two.budget->acquire(request)));
    const auto waited = std::chrono::steady_clock::now() - paused;
    EXPECT_GE(waited, milliseconds(1450));
    EXPECT_LE(waited, seconds(30));
}

TEST(SharedBudget, ARequestThatOutlastsItsClaimIsStillTheOnlyOne) {
    World world;
    asio::io_context io;
    Process one(world.conninfo, 1);
    Process two(world.conninfo, 2);
    asio::co_spawn(io, one.budget->keep(), [](const std::exception_ptr&) {});
    const HostRequest request("example.org", rate);
    auto permit = std::make_unique<Result<HostPermit>>(
        moisson::testing::run_coro(io, one.budget->acquire(request))
    );
    ASSERT_TRUE(permit->has_value());
    bool entered = false;
    asio::co_spawn(
        io,
        two.budget->acquire(request),
        [&](const std::exception_ptr&, const Result<HostPermit>& got) { entered = got.has_value(); }
    );
    run(io, seconds(3));
    EXPECT_FALSE(entered) << "the claim was of 0.7 s, the request goes on";
    permit.reset();
    run(io, seconds(3));
    EXPECT_TRUE(entered);
}

TEST(SharedBudget, AProbeGoesAheadOfWhatAnotherProcessHolds) {
    World world;
    asio::io_context io;
    Process one(world.conninfo, 1, false);
    Process two(world.conninfo, 2, false);
    const HostRequest page("example.org", rate);
    const auto held = moisson::testing::run_coro(io, one.budget->acquire(page));
    ASSERT_TRUE(held.has_value());
    HostRequest look = page;
    look.priority = HostPriority::probe;
    look.deadline = std::chrono::steady_clock::now() + seconds(2);
    for (int request = 0; request < 2; ++request) {
        EXPECT_TRUE(moisson::testing::run_coro(io, two.budget->acquire(look)).has_value());
        EXPECT_TRUE(moisson::testing::run_coro(io, one.budget->acquire(look)).has_value());
    }
    const auto third = moisson::testing::run_coro(io, two.budget->acquire(look));
    ASSERT_TRUE(third.has_error());
    EXPECT_EQ(third.error().code, Code::timeout_total);
}

TEST(SharedBudget, AProbeGoesAheadOfWhoWaitsForAnotherProcess) {
    World world;
    asio::io_context io;
    Process one(world.conninfo, 1, false);
    Process two(world.conninfo, 2, false);
    const HostRequest page("example.org", rate);
    const auto held = moisson::testing::run_coro(io, one.budget->acquire(page));
    ASSERT_TRUE(held.has_value());
    asio::co_spawn(
        io,
        two.budget->acquire(page),
        [](const std::exception_ptr&, const Result<HostPermit>&) {}
    );
    run(io, milliseconds(200));
    HostRequest look = page;
    look.priority = HostPriority::probe;
    look.deadline = std::chrono::steady_clock::now() + seconds(2);
    EXPECT_TRUE(moisson::testing::run_coro(io, two.budget->acquire(look)).has_value());
}

TEST(SharedBudget, NoProbeGoesAheadOfAPauseThatAnotherProcessKnows) {
    World world;
    asio::io_context io;
    Process one(world.conninfo, 1, false);
    Process two(world.conninfo, 2, false);
    asio::co_spawn(io, one.budget->keep(), [](const std::exception_ptr&) {});
    const HostRequest page("example.org", rate);
    const auto held = moisson::testing::run_coro(io, one.budget->acquire(page));
    ASSERT_TRUE(held.has_value());
    one.budget->pause("example.org", one.timers.now() + seconds(600));
    run(io, seconds(1));
    HostRequest look = page;
    look.priority = HostPriority::probe;
    look.deadline = std::chrono::steady_clock::now() + seconds(5);
    const auto refused = moisson::testing::run_coro(io, two.budget->acquire(look));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Code::rate_limited);
    EXPECT_TRUE(refused.error().unasked);
}

TEST(SharedBudget, TakesOverTheHostOfAProcessThatDied) {
    World world;
    asio::io_context io;
    {
        Process dead(world.conninfo, 1);
        ASSERT_TRUE(
            moisson::testing::run_coro(io, dead.budget->acquire(HostRequest("example.org", rate)))
        );
    }
    Process next(world.conninfo, 2);
    HostRequest request("example.org", rate);
    request.deadline = std::chrono::steady_clock::now() + milliseconds(200);
    EXPECT_EQ(
        moisson::testing::run_coro(io, next.budget->acquire(request)).error().code,
        Code::timeout_total
    );
    request.deadline = Steady::max();
    EXPECT_TRUE(moisson::testing::run_coro(io, next.budget->acquire(request)));
}

TEST(SharedBudget, GivesItsHostsBackWhenItStops) {
    World world;
    Process process(world.conninfo, 1, false);
    asio::io_context io;
    asio::cancellation_signal stop;
    bool stopped = false;
    asio::co_spawn(
        io,
        process.budget->keep(),
        asio::bind_cancellation_slot(
            stop.slot(),
            [&](const std::exception_ptr&) { stopped = true; }
        )
    );
    ASSERT_TRUE(
        moisson::testing::run_coro(io, process.budget->acquire(HostRequest("example.org", rate)))
    );
    EXPECT_EQ(world.text("select holder from host"), "process 1");
    stop.emit(asio::cancellation_type::terminal);
    run(io, milliseconds(500));
    EXPECT_TRUE(stopped);
    EXPECT_EQ(world.text("select holder from host"), "");
}

TEST(SharedBudget, KeepsThePaceByItselfWithoutTheDatabase) {
    asio::io_context io;
    Process process("host=/nowhere dbname=x", 1);
    std::vector<Grant> grants;
    const Steady end = std::chrono::steady_clock::now() + seconds(1);
    for (int i = 0; i < 2; ++i)
        asio::co_spawn(io, ask(process, "example.org", end, grants), [](const std::exception_ptr&) {
        });
    run(io, milliseconds(1500));
    EXPECT_GE(grants.size(), 10U);
    expect_spaced(grants);
}

TEST(SharedBudget, DoesNotAskTheDatabaseForAHostWithoutARateOrOfThisMachine) {
    World world;
    asio::io_context io;
    Process process(world.conninfo, 1);
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(
            moisson::testing::run_coro(io, process.budget->acquire(HostRequest("127.0.0.1", 0)))
        );
    EXPECT_EQ(world.number("select count(*) from host"), 0);
    EXPECT_EQ(process.database.state(), DatabaseState::down) << "never connected";
}

} // namespace
} // namespace moisson::store::testing
