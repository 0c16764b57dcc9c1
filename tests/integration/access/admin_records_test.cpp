// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records as portals gave them: who reads them, and as what.
#include "integration/access/admin_fixture.hpp"

#include <string>
#include <utility>

namespace moisson::access {
namespace {

store::RecordChange given_as(std::string raw, const std::string& id) {
    store::RecordChange record = store::testing::a_record("tg", id, "Titre " + id);
    record.raw = std::move(raw);
    record.source_digest = sha256(record.raw);
    return record;
}

std::string value_of_header(const net::ServerResponse& response, const std::string& name) {
    for (const auto& [key, value] : response.headers)
        if (key == name)
            return value;
    return {};
}

TEST_F(Admin, ARecordIsReadAsThePortalGaveIt) {
    const store::RecordChange record = store::testing::a_record("bf", "a", "Titre a");
    world_.harvest("bf", {record});
    const std::string chief = token("awa", {"records:read"});
    const std::string path = "/api/v1/admin/datasets/";
    for (const std::string& name : {std::string("bf-titre-a"), to_string(record.id)}) {
        const net::ServerResponse response = ask("GET", path + name + "/raw", chief);
        EXPECT_EQ(response.status, 200) << name;
        EXPECT_EQ(response.body, record.raw) << "byte by byte";
        EXPECT_EQ(response.content_type, "application/json");
        EXPECT_EQ(value_of_header(response, "Cache-Control"), "no-store");
        EXPECT_EQ(value_of_header(response, "X-Content-Type-Options"), "nosniff");
        EXPECT_FALSE(response.etag);
    }
    const std::string triple = "<https://tg.example/b> <http://purl.org/dc/terms/title> \"B\" .\n";
    world_.harvest("tg", {given_as(triple, "b"), given_as("c;d", "c")});
    const net::ServerResponse triples = ask("GET", path + "tg-titre-b/raw", chief);
    EXPECT_EQ(triples.content_type, "application/n-triples");
    EXPECT_EQ(triples.body, triple);
    const net::ServerResponse text = ask("GET", path + "tg-titre-c/raw", chief);
    EXPECT_EQ(text.content_type, "text/plain; charset=utf-8");
    EXPECT_EQ(text.body, "c;d");
}

TEST_F(Admin, ARecordIsReadByWhoAnswersForItsPortal) {
    world_.harvest("bf", {store::testing::a_record("bf", "a", "Titre a")});
    world_.harvest("tg", {store::testing::a_record("tg", "b", "Titre b")});
    const std::string here = "/api/v1/admin/datasets/bf-titre-a/raw";
    const std::string there = "/api/v1/admin/datasets/tg-titre-b/raw";
    const std::string local = token("bintou", {"records:read"});
    EXPECT_EQ(status("GET", here, ""), 401);
    EXPECT_EQ(status("GET", here, awa_), 403) << "another right";
    EXPECT_EQ(status("GET", here, local), 200);
    EXPECT_EQ(status("GET", there, local), 403);
    EXPECT_EQ(status("GET", "/api/v1/admin/datasets/nulle-part/raw", local), 404);
    EXPECT_EQ(status("POST", here, local), 405);
    // What is hidden of it is in the record.
    const std::string demand = R"({"target": "bf-titre-a", "reason": "données personnelles"})";
    ASSERT_EQ(status("POST", "/api/v1/admin/takedowns", awa_, demand), 201);
    EXPECT_EQ(status("GET", here, local), 404);
}

} // namespace
} // namespace moisson::access
