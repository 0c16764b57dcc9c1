// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies before parsing.
#include "kit/body.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace moisson::kit {
namespace {

std::string prepared(std::string body) {
    net::Response response;
    response.body = std::move(body);
    std::vector<Issue> issues;
    const Result<void> ready = prepare_json_body(response, issues);
    if (ready.has_error())
        return std::string(to_string(ready.error().code));
    return response.body + (issues.empty() ? "" : " " + std::string(to_string(issues[0].code)));
}

TEST(JsonBody, IsTakenOutOfAJsonString) {
    EXPECT_EQ(prepared(R"( "{\"a\":\"\\u00e9\"}" )"), R"({"a":"\u00e9"})");
    EXPECT_EQ(prepared(R"("[1]")"), "[1]");
}

TEST(JsonBody, StaysWhenTheStringHoldsNoDocument) {
    EXPECT_EQ(prepared(R"("indisponible")"), R"("indisponible")");
    EXPECT_EQ(prepared(R"("{\"a\":1)"), R"("{\"a\":1)");
}

TEST(JsonBody, IsRepairedAndMayNotBeAPage) {
    EXPECT_EQ(prepared("\xEF\xBB\xBF{}"), "{}");
    EXPECT_EQ(prepared("{\"a\":\"\xFF\"}"), "{\"a\":\"\xC3\xBF\"} ENCODING_REPAIRED");
    EXPECT_EQ(prepared("<html></html>"), "NOT_JSON");
    EXPECT_EQ(prepared("  "), "NOT_JSON");
    EXPECT_EQ(prepared("Service Unavailable"), "NOT_JSON");
}

} // namespace
} // namespace moisson::kit
