// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The admin API behind the gate, over a database with two portals and three people. Each answer is
// held against the description of this API.
#pragma once

#include "access/admin.hpp"
#include "integration/access/described.hpp"
#include "integration/store/fixture.hpp"
#include "integration/store/renamed.hpp"
#include "store/people.hpp"
#include "store/token_store.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace moisson::access {

using nlohmann::json;
using store::testing::await;

inline asio::awaitable<net::ServerResponse> site(net::ServerRequest) {
    net::ServerResponse response;
    response.status = 404;
    co_return response;
}

class Admin : public ::testing::Test {
protected:
    Admin() {
        world_.sync({store::testing::a_portal("bf"), store::testing::a_portal("tg")});
        add("awa", PersonRole::coordinator, {});
        add("bintou", PersonRole::coordinator, {"bf"});
        add("moussa", PersonRole::producer, {});
        awa_ = token("awa", {"runs:decide", "runs:request", "takedowns:write", "audit:read"});
        auto fault_of = [](const Correction& correction) {
            return std::string(correction.field == "licence" ? "" : "ce champ n'existe pas");
        };
        AdminParts parts(world_.database, *world_.catalog, *log_, fault_of);
        parts.desk = &desk_;
        Authenticate check = [this](std::string shown) {
            return tokens_.authenticate(std::move(shown));
        };
        gate_ = make_gate(site, make_admin_handler(std::move(parts)), check, clock_, {});
    }
    void
    add(const std::string& name,
        PersonRole role,
        std::vector<std::string> portals,
        std::vector<std::string> countries = {}) {
        store::NewPerson person;
        person.name = name;
        person.role = role;
        person.portals = std::move(portals);
        person.countries = std::move(countries);
        person.by = "root";
        ASSERT_TRUE(await(store::add_person(world_.database, person)));
    }
    std::string token(const std::string& name, std::vector<std::string> scopes) {
        store::NewToken wish;
        wish.person = name;
        wish.scopes = std::move(scopes);
        wish.by = "root";
        clock_.set_forward(std::chrono::seconds(10));
        return await(store::create_token(world_.database, wish)).value().secret;
    }
    // The answer, its body in `json_`.
    net::ServerResponse
    ask(const std::string& method,
        const std::string& path,
        const std::string& secret,
        const std::string& body = "") {
        net::ServerRequest request;
        request.method = method;
        const std::size_t mark = path.find('?');
        request.path = path.substr(0, mark);
        if (mark != path.npos)
            request.query = path.substr(mark + 1);
        request.body = body;
        request.client_address = "127.0.0.1";
        if (!secret.empty())
            request.headers.emplace_back("authorization", "Bearer " + secret);
        const net::ServerRequest asked = request;
        net::ServerResponse response = await(gate_(std::move(request)));
        json_ = json::parse(response.body, nullptr, false);
        for (const std::string& fault : description_.faults(asked, response))
            ADD_FAILURE() << fault;
        return response;
    }
    int status(
        const std::string& method,
        const std::string& path,
        const std::string& secret,
        const std::string& body = ""
    ) {
        return ask(method, path, secret, body).status;
    }
    std::int64_t held_run() {
        std::vector<store::RecordChange> all;
        for (int i = 0; i < 10; ++i)
            all.push_back(store::testing::a_record("bf", "r" + std::to_string(i), "Titre"));
        world_.harvest("bf", all);
        all.resize(4);
        const HarvestRun run = store::testing::hold(world_, all);
        EXPECT_TRUE(run.awaits_decision());
        return run.id.value;
    }
    std::int64_t logged(const std::string& action) {
        const std::string sql = "select count(*) from audit where action = '" + action + "'";
        return world_.number(sql.c_str());
    }

    store::testing::World world_;
    moisson::testing::ManualClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    notify::Desk desk_{world_.database, clock_, notify::DeskOptions{}};
    store::TokenStore tokens_{world_.database, clock_};
    net::Handler gate_;
    openapi::Description description_;
    std::string awa_;
    json json_;
};

} // namespace moisson::access
