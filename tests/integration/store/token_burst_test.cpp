// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Many requests at once with a token that is not in memory: one reading, for which all of them
// wait, and no token is said to be wrong that nobody looked up.
#include "fixture.hpp"
#include "store/people.hpp"
#include "store/token_store.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>

namespace moisson::store::testing {
namespace {

using namespace std::chrono_literals;

class TokenBurst : public ::testing::Test {
protected:
    TokenBurst() {
        world_.sync({a_portal("bf")});
        NewPerson awa;
        awa.name = "awa";
        awa.role = PersonRole::coordinator;
        awa.by = "root";
        EXPECT_TRUE(await(add_person(world_.database, awa)));
    }
    std::string new_token() {
        NewToken wish;
        wish.person = "awa";
        wish.by = "root";
        return await(create_token(world_.database, wish)).value().secret;
    }
    static std::string made_up(int number) {
        const std::string digits = std::to_string(10'000'000 + number);
        return "moisson_" + digits + "_" + std::string(64, 'a');
    }
    static asio::awaitable<void> show(TokenBurst& test, std::string secret) {
        const Result<std::optional<Principal>> who =
            co_await test.tokens_->authenticate(std::move(secret));
        if (who.has_error())
            ++test.unsure_;
        else if (who->has_value())
            ++test.let_in_;
        else
            ++test.turned_away_;
    }
    void ask(const std::string& secret, int times = 1) {
        const auto ended = [](const std::exception_ptr& error) { EXPECT_FALSE(error); };
        for (int i = 0; i < times; ++i)
            asio::co_spawn(context_, show(*this, secret), ended);
        run();
    }
    void run() { moisson::testing::ManualClock::drain(context_); }
    // All that waits for the database; how many transactions that were.
    int work() {
        int jobs = 0;
        for (run(); reads_.has_work(); run()) {
            reads_.work_off();
            ++jobs;
        }
        return jobs;
    }
    static DatabaseOptions without_threads(const std::string& conninfo) {
        DatabaseOptions options = database_options(conninfo);
        options.connections = 0;
        return options;
    }

    World world_;
    moisson::testing::ManualClock clock_;
    asio::io_context context_{1};
    Database reads_{without_threads(world_.conninfo)};
    std::unique_ptr<TokenStore> tokens_ = std::make_unique<TokenStore>(reads_, clock_);
    int let_in_ = 0;
    int turned_away_ = 0;
    int unsure_ = 0;
};

TEST_F(TokenBurst, AllWaitForOneReading) {
    ask(new_token(), 24);
    EXPECT_EQ(let_in_ + turned_away_ + unsure_, 0);
    EXPECT_EQ(work(), 2) << "the reading, and the note of its use";
    EXPECT_EQ(let_in_, 24) << "the first ones after a start";
    clock_.set_forward(3s);
    ask(new_token(), 24);
    EXPECT_EQ(work(), 2);
    EXPECT_EQ(let_in_, 48);
    EXPECT_EQ(turned_away_ + unsure_, 0);
}

TEST_F(TokenBurst, OneThatIsNewerThanTheLastReadingWaitsForTheNext) {
    ask(new_token());
    work();
    clock_.set_forward(1s);
    ask(new_token(), 5);
    EXPECT_EQ(work(), 0) << "within two seconds nobody makes us read again";
    EXPECT_EQ(let_in_, 1);
    clock_.set_forward(1s);
    EXPECT_EQ(work(), 2);
    EXPECT_EQ(let_in_, 6);
    EXPECT_EQ(turned_away_ + unsure_, 0);
}

TEST_F(TokenBurst, MadeUpOnesCostAReadingEveryTwoSecondsHoweverManyTheyAre) {
    ask(new_token());
    work();
    clock_.set_forward(3s);
    for (int i = 0; i < 100; ++i)
        ask(made_up(i));
    EXPECT_EQ(work(), 1);
    EXPECT_EQ(turned_away_, 1) << "the others asked when that reading had begun";
    clock_.set_forward(2s);
    EXPECT_EQ(work(), 1);
    EXPECT_EQ(turned_away_, 100);
    ask(made_up(7), 100);
    EXPECT_EQ(work(), 0);
    EXPECT_EQ(turned_away_, 200) << "of a known one no reading is waited for";
    EXPECT_EQ(unsure_, 0);
}

TEST_F(TokenBurst, WhileTheDatabaseIsAwayNobodyCanTell) {
    const std::string known = new_token();
    ask(known);
    work();
    clock_.set_forward(3s);
    const std::string unknown = new_token();
    reads_.stop();
    ask(known);
    ask(unknown, 24);
    run();
    EXPECT_EQ(let_in_, 2);
    EXPECT_EQ(unsure_, 24);
    EXPECT_EQ(turned_away_, 0);
}

TEST_F(TokenBurst, ThoseWhoWaitAreCounted) {
    TokenCacheOptions options;
    options.waiting_max = 3;
    tokens_ = std::make_unique<TokenStore>(reads_, clock_, options);
    ask(new_token(), 10);
    EXPECT_EQ(unsure_, 7);
    work();
    EXPECT_EQ(let_in_, 3);
    EXPECT_EQ(turned_away_, 0);
}

} // namespace
} // namespace moisson::store::testing
