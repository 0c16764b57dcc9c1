// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A search that shows less than it counts is believed when another list confirms it, and only then.
#include "ckan/connector.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace moisson::ckan {
namespace {

std::string listed_json(const std::string& before, int count, const std::string& after) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += (out.empty() ? "" : ",") + before + std::to_string(i) + after;
    return out;
}

// Counts so many, 300 unless told, and shows 260, in one page; package_list gives so many names, or
// refuses.
Result<std::vector<std::string>>
ids_beside(std::optional<int> names, const Source& source, const std::string& count = "300") {
    testing::FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        const bool is_search = request.url.find("package_search") != std::string::npos;
        if (is_search) {
            const bool is_first = testing::parameter(request.url, "start") == "0";
            return testing::ok(
                R"({"success":true,"result":{"count":)" + count + R"(,"results":[)" +
                listed_json(R"({"id":"id)", is_first ? 260 : 0, R"("})") + "]}}"
            );
        }
        if (!names || request.url.find("package_list") == std::string::npos)
            return testing::http_error(Code::http_4xx, 404);
        const bool is_first = testing::parameter(request.url, "offset") == "0";
        return testing::ok(
            R"({"success":true,"result":[)" + listed_json(R"("slug)", is_first ? *names : 0, "\"") +
            "]}"
        );
    });
    kit::Services services;
    services.http = &http;
    const auto connector = make_connector(source, services);
    return testing::run_coro(connector->list_ids());
}

Source unfiltered() {
    Source source;
    source.key = "essai";
    source.connector = "ckan";
    source.url = "https://ckan.example";
    return source;
}

TEST(CkanLists, AShortSearchIsConfirmedByAListOfTheSameLength) {
    const Result<std::vector<std::string>> ids = ids_beside(260, unfiltered());
    ASSERT_TRUE(ids.has_value());
    EXPECT_EQ(ids->size(), 520U) << "by their ids and by their names";
}

TEST(CkanLists, AShortSearchIsNoListWhenTheOtherIsRefusedOrShorterStill) {
    Source filtered = unfiltered();
    filtered.filters["organization"].include = {"insd"};
    const Result<std::vector<std::string>> found[] = {
        ids_beside(std::nullopt, unfiltered()),
        ids_beside(0, unfiltered()),
        ids_beside(100, unfiltered()),
        ids_beside(300, filtered)};
    for (const Result<std::vector<std::string>>& ids : found) {
        ASSERT_TRUE(ids.has_error());
        EXPECT_EQ(ids.error().code, Code::incomplete_crawl);
        EXPECT_EQ(ids.error().detail, "260 of 300 listed");
    }
}

TEST(CkanLists, NoCountIsTooLargeToFallShortOf) {
    const Result<std::vector<std::string>> ids =
        ids_beside(std::nullopt, unfiltered(), "9000000000000000000");
    ASSERT_TRUE(ids.has_error());
    EXPECT_EQ(ids.error().detail, "260 of 9000000000000000000 listed");
}

} // namespace
} // namespace moisson::ckan
