// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// People, tokens and the audit log: what is stored of a secret, who is let in, and for how long.
#include "core/digest.hpp"
#include "fixture.hpp"
#include "store/audit.hpp"
#include "store/people.hpp"
#include "store/takedown.hpp"
#include "store/token_store.hpp"
#include "support/manual_clock.hpp"

#include <atomic>
#include <span>
#include <thread>

namespace moisson::store::testing {
namespace {

using namespace std::chrono_literals;

struct PeopleBench {
    PeopleBench() {
        world.sync({a_portal("bf"), a_portal("tg")});
        NewPerson awa;
        awa.name = "awa";
        awa.email = "awa@example.org";
        awa.role = PersonRole::coordinator;
        awa.countries = {"BF"};
        awa.portals = {"tg"};
        awa.by = "root";
        person = await(add_person(world.database, awa)).value();
    }
    NewToken wish(const std::string& who = "Awa") {
        NewToken token;
        token.person = who;
        token.label = "poste de travail";
        token.scopes = {"runs:decide"};
        token.by = "root";
        return token;
    }
    IssuedToken token() { return await(create_token(world.database, wish())).value(); }
    Error refusal(const NewToken& token) {
        return await(create_token(world.database, token)).error();
    }
    std::optional<Principal> ask(const std::string& secret) {
        return await(tokens.authenticate(secret)).value();
    }
    // Jobs are counted after they have answered, and that a token was used is noted by a job that
    // nobody waits for: those who count more wait until these are counted.
    int jobs_once_there_are(int wanted) const {
        const auto deadline = std::chrono::steady_clock::now() + 30s;
        while (jobs < wanted && std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for(1ms);
        return jobs;
    }
    std::vector<AuditRow> log() { return await(list_audit(world.database, {})).value(); }

    static DatabaseOptions counting(const std::string& conninfo, std::atomic<int>& jobs) {
        DatabaseOptions options = database_options(conninfo);
        options.observe = [&jobs](std::string_view, std::chrono::nanoseconds, bool) { ++jobs; };
        return options;
    }

    World world;
    PersonRow person;
    moisson::testing::ManualClock clock;
    // Of the cache.
    std::atomic<int> jobs{0};
    Database reads{counting(world.conninfo, jobs)};
    TokenStore tokens{reads, clock};
};

TEST(People, AreAddedOnceAndToldApartByTheirName) {
    PeopleBench bench;
    EXPECT_EQ(bench.person.countries, std::vector<std::string>{"BF"});
    NewPerson again;
    again.name = "AWA";
    EXPECT_EQ(await(add_person(bench.world.database, again)).error().code, Code::invalid_argument);
    NewPerson wrong;
    for (const char* const name : {"", "   ", "a\nb"}) {
        wrong.name = name;
        EXPECT_FALSE(await(add_person(bench.world.database, wrong))) << name;
    }
    wrong.name = "moussa";
    wrong.countries = {"bf"};
    EXPECT_FALSE(await(add_person(bench.world.database, wrong)));
    wrong.countries.clear();
    wrong.portals = {"nulle-part"};
    EXPECT_FALSE(await(add_person(bench.world.database, wrong)));
    wrong.portals.clear();
    wrong.email = "moussa";
    EXPECT_FALSE(await(add_person(bench.world.database, wrong)));
    EXPECT_EQ(await(list_people(bench.world.database)).value().size(), 1U);
}

TEST(Tokens, OfTheirSecretOnlyTheDigestIsStored) {
    PeopleBench bench;
    const IssuedToken issued = bench.token();
    ASSERT_EQ(issued.secret.size(), 81U);
    EXPECT_TRUE(issued.secret.starts_with(issued.row.prefix + "_"));
    const std::string secret = issued.secret.substr(issued.row.prefix.size() + 1);
    for (const char* const table : {"api_token", "audit", "person", "event"}) {
        const std::string sql =
            std::string("select coalesce(string_agg(t::text, ' '), '') from ") + table + " t";
        const std::string all = bench.world.text(sql.c_str());
        EXPECT_EQ(all.find(secret), all.npos) << table;
    }
    const Digest digest = sha256(issued.secret);
    EXPECT_EQ(
        bench.world.text("select encode(hash, 'hex') from api_token"),
        to_hex(std::span(digest))
    );
    EXPECT_NE(bench.token().secret, issued.secret);
}

TEST(Tokens, LetTheirOwnerInWithRoleAndScope) {
    PeopleBench bench;
    const IssuedToken issued = bench.token();
    const auto who = bench.ask(issued.secret);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->name, "awa");
    EXPECT_EQ(who->role, PersonRole::coordinator);
    EXPECT_TRUE(who->may("runs:decide"));
    EXPECT_FALSE(who->may("takedowns:write"));
    EXPECT_TRUE(who->covers("tg", {}));
    EXPECT_TRUE(who->covers("x", std::vector<std::string>{"BF", "ML"}));
    EXPECT_FALSE(who->covers("x", std::vector<std::string>{"ML"}));
    EXPECT_EQ(who->signature(), "awa (" + issued.row.prefix + ")");
}

TEST(Tokens, AnythingElseIsTurnedAway) {
    PeopleBench bench;
    const std::string good = bench.token().secret;
    std::string other = good;
    other.back() = other.back() == '0' ? '1' : '0';
    for (const std::string& wrong :
         {std::string(),
          std::string("moisson_"),
          other,
          good + "0",
          good.substr(0, 80),
          "Bearer " + good,
          std::string(81, 'a')})
        EXPECT_FALSE(bench.ask(wrong)) << wrong;
    EXPECT_TRUE(bench.ask(good));
    bench.clock.set_forward(3s);
    const int jobs = bench.jobs_once_there_are(2);
    EXPECT_EQ(jobs, 2) << "tokens are read, a use is noted";
    for (int i = 0; i < 1000; ++i)
        EXPECT_FALSE(bench.ask("moisson_0123abcd_" + std::string(64, 'a')));
    EXPECT_LE(bench.jobs, jobs + 1) << "made-up tokens are no way to the database";
}

TEST(Tokens, ARevocationIsSeenWithinAMinuteAndCostsNoSqlUntilThen) {
    PeopleBench bench;
    const IssuedToken issued = bench.token();
    ASSERT_TRUE(bench.ask(issued.secret));
    EXPECT_TRUE(await(revoke_token(bench.world.database, issued.row.id, {}, "root")));
    const int jobs = bench.jobs_once_there_are(2);
    EXPECT_EQ(jobs, 2) << "tokens are read, a use is noted";
    for (int i = 0; i < 1000; ++i)
        EXPECT_TRUE(bench.ask(issued.secret)) << "from memory";
    EXPECT_EQ(bench.jobs, jobs);
    bench.clock.set_forward(60s);
    EXPECT_FALSE(bench.ask(issued.secret));
    // Again, and it is told once.
    EXPECT_TRUE(await(revoke_token(bench.world.database, issued.row.id, {}, "moi")));
    EXPECT_EQ(bench.world.number("select count(*) from audit where action = 'token.revoked'"), 1);
}

TEST(Tokens, ANewOneWorksAtOnce) {
    PeopleBench bench;
    const std::string first = bench.token().secret;
    ASSERT_TRUE(bench.ask(first));
    bench.clock.set_forward(3s);
    const std::string second = bench.token().secret;
    EXPECT_TRUE(bench.ask(second));
}

TEST(Tokens, EndWithTheirDateAndWithTheirOwner) {
    PeopleBench bench;
    const IssuedToken one = bench.token();
    ASSERT_TRUE(bench.ask(one.secret));
    travel(bench.world, "366 days");
    bench.clock.set_forward(60s);
    EXPECT_FALSE(bench.ask(one.secret));
    const IssuedToken two = bench.token();
    bench.clock.set_forward(60s);
    ASSERT_TRUE(bench.ask(two.secret));
    EXPECT_TRUE(await(disable_person(bench.world.database, "awa", "root")));
    bench.clock.set_forward(60s);
    EXPECT_FALSE(bench.ask(two.secret));
    EXPECT_EQ(bench.refusal(bench.wish()).code, Code::not_found);
    EXPECT_TRUE(await(disable_person(bench.world.database, "awa", "root"))) << "again";
    EXPECT_EQ(
        await(disable_person(bench.world.database, "moussa", "root")).error().code,
        Code::not_found
    );
}

TEST(Tokens, WhatAskedForTooMuchIsRefused) {
    PeopleBench bench;
    NewToken wish = bench.wish();
    wish.scopes = {"tout"};
    EXPECT_EQ(bench.refusal(wish).code, Code::invalid_argument);
    wish = bench.wish();
    wish.life = std::chrono::days(5000);
    EXPECT_EQ(bench.refusal(wish).code, Code::invalid_argument);
    wish.life = std::chrono::days(0);
    EXPECT_EQ(bench.refusal(wish).code, Code::invalid_argument);
    wish = bench.wish();
    wish.expires_at = Instant(std::chrono::sys_days(std::chrono::year(2001) / 1 / 1));
    EXPECT_EQ(bench.refusal(wish).code, Code::invalid_argument);
    NewPerson reader;
    reader.name = "moussa";
    reader.role = PersonRole::producer;
    ASSERT_TRUE(await(add_person(bench.world.database, reader)));
    EXPECT_EQ(bench.refusal(bench.wish("moussa")).code, Code::invalid_argument);
    wish = bench.wish("moussa");
    wish.scopes.clear();
    EXPECT_TRUE(await(create_token(bench.world.database, wish)));
    // Only by who owns it.
    const IssuedToken issued = bench.token();
    const std::optional<std::int64_t> stranger(issued.row.person + 1);
    EXPECT_EQ(
        await(revoke_token(bench.world.database, issued.row.id, stranger, "x")).error().code,
        Code::not_found
    );
}

TEST(Tokens, TheirUseIsNotedOnceAnHour) {
    PeopleBench bench;
    const IssuedToken issued = bench.token();
    EXPECT_EQ(bench.world.text("select coalesce(last_used_at::text, '') from api_token"), "");
    ASSERT_TRUE(bench.ask(issued.secret));
    const std::string first = bench.world.text("select last_used_at::text from api_token");
    EXPECT_NE(first, "");
    travel(bench.world, "30 minutes");
    bench.clock.set_forward(30min);
    ASSERT_TRUE(bench.ask(issued.secret));
    EXPECT_EQ(bench.world.text("select last_used_at::text from api_token"), first);
    travel(bench.world, "90 minutes");
    bench.clock.set_forward(60min);
    ASSERT_TRUE(bench.ask(issued.secret));
    EXPECT_NE(bench.world.text("select last_used_at::text from api_token"), first);
}

TEST(Audit, TellsWhoDidWhatHoweverItCame) {
    PeopleBench bench;
    bench.world.harvest("bf", {a_record("bf", "a", "Titre a")});
    const IssuedToken issued = bench.token();
    TakedownRequest demand;
    demand.name = "bf-titre-a";
    demand.by = "awa";
    demand.reason = "données personnelles";
    ASSERT_TRUE(await(take_down(bench.world.database, demand)));
    const std::vector<AuditRow> log = bench.log();
    ASSERT_EQ(log.size(), 3U);
    EXPECT_EQ(log[0].actor, "awa");
    EXPECT_EQ(log[0].action, "takedown.made");
    EXPECT_NE(log[0].detail.find("données personnelles"), std::string::npos);
    EXPECT_EQ(log[1].action, "token.created");
    EXPECT_EQ(log[1].actor, "root");
    EXPECT_EQ(log[1].subject, "token:" + std::to_string(issued.row.id));
    EXPECT_EQ(log[2].action, "person.added");
    EXPECT_EQ(log[2].detail.find("example.org"), std::string::npos) << "an address is not kept";
    // The events are pruned, the log stays.
    bench.world.sql().exec("delete from event");
    EXPECT_EQ(bench.log().size(), 3U);
    AuditQuery query;
    query.before = log[1].id;
    EXPECT_EQ(await(list_audit(bench.world.database, query)).value().size(), 1U);
    query = {};
    query.actor = "awa";
    EXPECT_EQ(await(list_audit(bench.world.database, query)).value().size(), 1U);
}

TEST(Audit, NobodyWhoServesOrHarvestsCanRewriteIt) {
    PeopleBench bench;
    for (const char* const role : {"moisson_api", "moisson_harvest", "moisson_monitor"})
        for (const char* const right : {"update", "delete", "truncate"}) {
            const std::string sql = std::string("select has_table_privilege('") + role +
                                    "', 'moisson.audit', '" + right + "')::text";
            EXPECT_EQ(bench.world.text(sql.c_str()), "false") << role << " " << right;
        }
    EXPECT_EQ(
        bench.world.text("select has_table_privilege('moisson_harvest', 'moisson.api_token', "
                         "'select')::text"),
        "false"
    );
    EXPECT_EQ(
        bench.world.text("select has_table_privilege('moisson_api', 'moisson.audit', "
                         "'insert')::text"),
        "true"
    );
}

TEST(Roles, OnlyWhoSendsWebhooksReadsTheirSecrets) {
    PeopleBench bench;
    const auto may_read = [&](const std::string& role, const std::string& table) {
        const std::string sql =
            "select has_table_privilege('" + role + "', 'moisson." + table + "', 'select')::text";
        return bench.world.text(sql.c_str()) == "true";
    };
    // Called again, as an administrator does: what was taken away stays away.
    bench.world.sql().script("select grant_roles()");
    for (const char* const table : {"webhook_endpoint", "webhook_delivery"}) {
        EXPECT_FALSE(may_read("moisson_api", table)) << table;
        EXPECT_FALSE(may_read("moisson_harvest", table)) << table;
        EXPECT_FALSE(may_read("moisson_monitor", table)) << table;
        EXPECT_TRUE(may_read("moisson_notify", table)) << table;
    }
    EXPECT_EQ(
        bench.world.text("select has_any_column_privilege('moisson_api', "
                         "'moisson.webhook_endpoint', 'select')::text"),
        "false"
    );
    EXPECT_TRUE(may_read("moisson_api", "subscription"));
}

} // namespace
} // namespace moisson::store::testing
