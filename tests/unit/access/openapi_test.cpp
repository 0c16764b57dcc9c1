// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The description of the admin API against its routes, in both directions, and against itself;
// answers are compared where there is a database (integration/access).
#include "access/admin.hpp"
#include "i18n/people_labels.hpp"
#include "integration/access/described.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

namespace moisson::access {
namespace {

using openapi::json;
using openapi::Operation;

TEST(AdminOpenApi, DescribesEveryRouteAndNoOther) {
    ASSERT_EQ(openapi_parts().size(), 1U);
    const openapi::Description description;
    std::set<std::pair<std::string, std::string>> described;
    for (const Operation& one : description.operations())
        described.emplace(one.method, one.pattern);
    const auto routes = admin_routes();
    EXPECT_EQ(
        described,
        (std::set<std::pair<std::string, std::string>>(routes.begin(), routes.end()))
    );
}

TEST(AdminOpenApi, IsWellMade) {
    const openapi::Description description;
    const json& document = description.document();
    EXPECT_EQ(document["openapi"], "3.1.0");
    EXPECT_EQ(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    std::set<std::string> tags;
    for (const json& tag : document["tags"])
        tags.insert(tag["name"].get<std::string>());
    std::set<std::string> names;
    for (const Operation& one : description.operations()) {
        EXPECT_TRUE(names.insert(one.said["operationId"].get<std::string>()).second);
        EXPECT_FALSE(one.said["summary"].get<std::string>().empty());
        EXPECT_TRUE(tags.contains(one.said["tags"][0].get<std::string>())) << one.pattern;
        EXPECT_TRUE(one.said["responses"].contains("401")) << one.pattern;
        const std::string scope = one.scope();
        EXPECT_EQ(one.said["responses"].contains("403"), !scope.empty()) << one.pattern;
        if (!scope.empty())
            EXPECT_NE(
                std::find(token_scopes.begin(), token_scopes.end(), scope),
                token_scopes.end()
            ) << scope;
        if (!scope.empty())
            EXPECT_NE(i18n::audit_value_label("scopes", scope), scope) << "a word for the audit";
        bool placed = false;
        for (const json& parameter : one.parameters) {
            EXPECT_FALSE(parameter["description"].get<std::string>().empty());
            EXPECT_TRUE(parameter.contains("example")) << one.pattern << parameter["name"];
            placed = placed || parameter["in"] == "path";
        }
        EXPECT_EQ(placed, one.pattern.find('{') != std::string::npos) << one.pattern;
    }
}

TEST(AdminOpenApi, EveryPartIsUsedAndEveryReferenceLeadsSomewhere) {
    const openapi::Description description;
    const json& document = description.document();
    const std::string text = document.dump();
    for (const auto& [kind, members] : document["components"].items()) {
        if (kind == "securitySchemes")
            continue;
        for (const auto& [name, member] : members.items())
            EXPECT_NE(text.find("\"#/components/" + kind + "/" + name + "\""), std::string::npos)
                << kind << " " << name << " is used nowhere";
    }
    for (std::size_t at = text.find("\"#/"); at != std::string::npos;
         at = text.find("\"#/", at + 1)) {
        const std::string pointer = text.substr(at + 2, text.find('"', at + 1) - at - 2);
        EXPECT_TRUE(document.contains(json::json_pointer(pointer))) << pointer;
    }
}

} // namespace
} // namespace moisson::access
