// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The description of /api/v1/admin says what this API does: rights, parameters.
#include "integration/access/admin_fixture.hpp"

#include <set>
#include <string>
#include <vector>

namespace moisson::access {
namespace {

TEST_F(Admin, ItsDescriptionIsReadWithAToken) {
    EXPECT_EQ(status("GET", "/api/v1/admin/openapi.json", ""), 401);
    EXPECT_EQ(status("GET", "/api/v1/admin/openapi.json", token("moussa", {})), 200);
    EXPECT_EQ(json_, description_.document());
}

TEST_F(Admin, EachOperationAsksForTheRightThatIsDescribed) {
    const std::string none = token("awa", {});
    for (const openapi::Operation& one : description_.operations()) {
        const std::string what = one.method + " " + one.pattern;
        const std::string scope = one.scope();
        const int without = status(one.method, one.address(), none);
        EXPECT_EQ(without == 403, !scope.empty()) << what << " answers " << without;
        if (scope.empty())
            continue;
        EXPECT_NE(json_.dump().find(scope), std::string::npos) << what << " asks for another";
        EXPECT_NE(status(one.method, one.address(), token("awa", {scope})), 403) << what;
    }
}

// What is misspelt would be left out of what is done.
TEST_F(Admin, ABodyHoldsTheKeysThatAreDescribedAndNoOther) {
    for (const openapi::Operation& one : description_.operations()) {
        if (one.method == "GET")
            continue;
        const std::string what = one.method + " " + one.pattern;
        const std::string scope = one.scope();
        std::vector<std::string> scopes;
        if (!scope.empty())
            scopes.push_back(scope);
        const std::string secret = token("awa", scopes);
        EXPECT_EQ(status(one.method, one.address(), secret, R"({"inconnu": 1})"), 400) << what;
        EXPECT_NE(json_.dump().find("clé inconnue « inconnu »"), std::string::npos) << what;
        if (!one.said.contains("requestBody"))
            continue;
        const json& body = one.said["requestBody"]["content"]["application/json"]["schema"];
        for (const auto& [key, said] : description_.resolved(body)["properties"].items()) {
            status(one.method, one.address(), secret, "{\"" + key + "\": null}");
            EXPECT_EQ(json_.dump().find("clé inconnue"), std::string::npos) << what << " " << key;
        }
    }
}

// A value of another type is not read as absent, and a NUL is said here: PostgreSQL takes none.
TEST_F(Admin, AKeyHoldsWhatIsDescribedAndNoNul) {
    int texts = 0;
    for (const openapi::Operation& one : description_.operations()) {
        if (!one.said.contains("requestBody"))
            continue;
        const std::string scope = one.scope();
        const std::string secret = token("awa", {scope});
        const json& body = one.said["requestBody"]["content"]["application/json"]["schema"];
        for (const auto& [key, said] : description_.resolved(body)["properties"].items()) {
            const std::string what = one.method + " " + one.pattern + " " + key;
            const std::string named = "« " + key + " »";
            json sent = json::object();
            sent[key] = 3.5;
            EXPECT_EQ(status(one.method, one.address(), secret, sent.dump()), 400) << what;
            EXPECT_NE(json_["detail"].get<std::string>().find(named), std::string::npos) << what;
            const json& type = said["type"];
            if (type != "string" && !(type.is_array() && type[0] == "string"))
                continue;
            ++texts;
            sent[key] = std::string("a\0b", 3);
            EXPECT_EQ(status(one.method, one.address(), secret, sent.dump()), 400) << what;
            const std::string detail = json_["detail"].get<std::string>();
            EXPECT_NE(detail.find(named), std::string::npos) << what;
            EXPECT_NE(detail.find("U+0000"), std::string::npos) << what;
        }
    }
    EXPECT_GT(texts, 15);
    const std::string silences = token("awa", {"silences:write"});
    const std::string within = R"({"matchers": {"portal": "\u0000"}, "hours": 1, "reason": "x"})";
    EXPECT_EQ(status("POST", "/api/v1/admin/silences", silences, within), 400);
    EXPECT_NE(json_.dump().find("« matchers.portal »"), std::string::npos);
    // Out of addresses it is dropped before anybody reads them.
    EXPECT_EQ(status("GET", "/api/v1/admin/audit?actor=%00", awa_), 200);
}

// Lists pass over a parameter that they do not know; the log refuses it.
TEST_F(Admin, EveryParameterThatIsDescribedIsTaken) {
    world_.harvest("bf", {store::testing::a_record("bf", "a", "Titre a")});
    const std::string reader = token(
        "awa",
        {"takedowns:write",
         "corrections:write",
         "silences:write",
         "invitations:write",
         "audit:read"}
    );
    std::set<std::string> names{"inconnu"};
    std::set<std::string> taken_by_log;
    for (const openapi::Operation& one : description_.operations())
        for (const json& parameter : one.parameters) {
            if (parameter["in"] != "query")
                continue;
            const auto name = parameter["name"].get<std::string>();
            const json& example = parameter["example"];
            const std::string value =
                example.is_string() ? example.get<std::string>() : example.dump();
            EXPECT_EQ(status("GET", one.pattern + "?" + name + "=" + value, reader), 200)
                << one.pattern << " " << name;
            names.insert(name);
            if (one.pattern == "/api/v1/admin/audit")
                taken_by_log.insert(name);
        }
    EXPECT_EQ(taken_by_log.size(), 3U);
    for (const std::string& name : names)
        EXPECT_EQ(
            status("GET", "/api/v1/admin/audit?" + name + "=1", reader),
            taken_by_log.contains(name) ? 200 : 400
        ) << name;
}

} // namespace
} // namespace moisson::access
