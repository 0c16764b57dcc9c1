// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// How parameters arrive, in all odd forms of research A1.1.
#include "ckan_api/parameters.hpp"

#include <gtest/gtest.h>

namespace moisson::ckan_api::testing {
namespace {

Read<Parameters> get(std::string query) {
    net::ServerRequest request;
    request.method = "GET";
    request.query = std::move(query);
    return read_parameters(request);
}

Read<Parameters> post(std::string body, std::string type, std::string query = {}) {
    net::ServerRequest request;
    request.method = "POST";
    request.body = std::move(body);
    request.query = std::move(query);
    if (!type.empty())
        request.headers.emplace_back("content-type", std::move(type));
    return read_parameters(request);
}

TEST(CkanParameters, RepeatedNamesAreLists) {
    const Parameters read = *get("fq=a&fq=b&rows=5&empty=");
    EXPECT_EQ(read.texts("fq"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(*read.natural("rows", 1), 5);
    EXPECT_EQ(*read.natural("start", 7), 7);
    EXPECT_EQ(read.text("empty"), "");
    EXPECT_EQ(read.text("absent"), "");
}

TEST(CkanParameters, ListsComeInManyForms) {
    using List = std::vector<std::string>;
    for (const char* const query :
         {"f=[\"a\",\"b\"]",
          "f=%5B%22a%22,%20%22b%22%5D",
          "f=a&f=b",
          "f=a,b",
          "f=a%20b",
          "f=['a','b']"})
        EXPECT_EQ(get(query)->list("f"), (List{"a", "b"})) << query;
    EXPECT_EQ(post(R"({"f":["a","b"]})", "application/json")->list("f"), (List{"a", "b"}));
}

TEST(CkanParameters, BodiesAreReadWhateverTheirTypeSays) {
    struct Case {
        const char* body;
        const char* type;
    };
    for (const Case& one :
         {Case{R"({"id":"x"})", "application/json"},
          Case{R"({"id":"x"})", "application/json; charset=utf-8"},
          Case{R"({"id":"x"})", "application/x-www-form-urlencoded"},
          Case{R"({"id":"x"})", "text/plain"},
          Case{R"({"id":"x"})", ""},
          Case{"\xEF\xBB\xBF {\"id\":\"x\"}\n", "application/json"},
          Case{"id=x", "application/x-www-form-urlencoded"},
          Case{"id=x", ""},
          Case{"%7B%22id%22%3A%22x%22%7D=1", "application/x-www-form-urlencoded"},
          Case{"%7B%22id%22%3A%22x%22%7D=", "application/x-www-form-urlencoded"},
          Case{"%7B%22id%22%3A%22x%22%7D", "application/x-www-form-urlencoded"},
          Case{
              "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\nx\r\n--b--\r\n",
              "multipart/form-data; boundary=b"}}) {
        const auto read = post(one.body, one.type);
        ASSERT_TRUE(read.has_value()) << one.body;
        EXPECT_EQ(read->text("id"), "x") << one.body << " " << one.type;
    }
    EXPECT_EQ(post("", "application/json", "id=x")->text("id"), "x");
    EXPECT_TRUE(post("", "application/json")->object().empty());
    EXPECT_EQ(post(R"({"rows":5,"facet":true,"sort":null})", "")->text("rows"), "5");
    EXPECT_FALSE(post(R"({"sort":null})", "")->has("sort"));
}

TEST(CkanParameters, WhatIsNoObjectIsABadRequest) {
    const std::string deep(1000, '[');
    for (const std::string& body :
         {std::string("{\"id\":"),
          std::string("[1,2]"),
          std::string("bonjour"),
          "{\"a\":" + deep}) {
        const auto read = post(body, "application/json");
        ASSERT_FALSE(read.has_value()) << body;
        EXPECT_EQ(read.error().status, 400);
        EXPECT_TRUE(read.error().message.starts_with("Bad request: JSON Error: ")) << body;
    }
}

TEST(CkanParameters, NumbersAndTruths) {
    const Parameters read = *get("a=True&b=FALSE&c=on&d=peut-%C3%AAtre&n=abc&m=-1&k=%2012%20");
    EXPECT_TRUE(read.truth("a", false));
    EXPECT_FALSE(read.truth("b", true));
    EXPECT_TRUE(read.truth("c", false));
    EXPECT_TRUE(read.truth("d", true));
    EXPECT_EQ(read.natural("n", 0).error().fields["n"][0], "Invalid integer");
    EXPECT_EQ(read.natural("m", 0).error().fields["m"][0], "Must be a natural number");
    EXPECT_EQ(*read.natural("k", 0), 12);
    EXPECT_EQ(read.wanted("id").error().fields["id"][0], "Missing value");
    EXPECT_EQ(read.wanted("id").error().status, 409);
}

} // namespace
} // namespace moisson::ckan_api::testing
