// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From the handler's answer to the answer on the wire.
#include "net/server/error_page.hpp"
#include "net/server/respond.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace moisson::net {
namespace {

namespace http = boost::beast::http;

ServerResponse page(std::string body) {
    ServerResponse response;
    response.body = std::move(body);
    return response;
}

RequestTraits a_get() {
    RequestTraits traits;
    traits.get = true;
    traits.request_id = "id-1";
    return traits;
}

TEST(Etag, IsAFunctionOfTheBody) {
    EXPECT_EQ(strong_etag("a"), strong_etag("a"));
    EXPECT_NE(strong_etag("a"), strong_etag("b"));
    EXPECT_EQ(strong_etag("a").size(), 34U);
}

TEST(Etag, IsComparedWeaklyInALists) {
    EXPECT_TRUE(matches_etag("\"x\"", "\"x\""));
    EXPECT_TRUE(matches_etag("\"a,b\", W/\"x\"", "\"x\""));
    EXPECT_TRUE(matches_etag("*", "\"x\""));
    EXPECT_FALSE(matches_etag("\"y\"", "\"x\""));
    EXPECT_FALSE(matches_etag("x", "\"x\""));
    EXPECT_FALSE(matches_etag("\"x", "\"x\""));
    EXPECT_FALSE(matches_etag("*", ""));
}

TEST(Response, CarriesTheHeadersOfEveryAnswer) {
    const WireResponse wire = finish_response(page("<p>"), a_get(), {});
    EXPECT_EQ(wire["X-Request-Id"], "id-1");
    EXPECT_EQ(wire["X-Content-Type-Options"], "nosniff");
    EXPECT_EQ(wire["Access-Control-Allow-Origin"], "*");
    EXPECT_NE(wire["Content-Security-Policy"].find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(wire["Vary"], "Accept-Encoding");
    EXPECT_EQ(wire["Content-Length"], "3");
}

TEST(Response, ScriptsOfOtherSitesMayResumeAndReadWhatTheyGot) {
    RequestTraits traits = a_get();
    const WireResponse asked = finish_response(options_response(), traits, {});
    const std::string allowed(asked["Access-Control-Allow-Headers"]);
    for (const char* const name : {"If-None-Match", "If-Modified-Since", "Range"})
        EXPECT_NE(allowed.find(name), std::string::npos) << name;
    const WireResponse answer = finish_response(page("x"), traits, {});
    const std::string shown(answer["Access-Control-Expose-Headers"]);
    for (const char* const name : {"ETag", "Link", "RateLimit", "Content-Range"})
        EXPECT_NE(shown.find(name), std::string::npos) << name;
}

TEST(Response, LetsTheHandlerDecideAHeaderOfItsOwn) {
    ServerResponse response = page("x");
    response.headers.emplace_back("content-security-policy", "sandbox");
    response.headers.emplace_back("Vary", "Accept");
    const WireResponse wire = finish_response(std::move(response), a_get(), {});
    EXPECT_EQ(wire.count("Content-Security-Policy"), 1U);
    EXPECT_EQ(wire["Content-Security-Policy"], "sandbox");
    EXPECT_EQ(wire["Vary"], "Accept, Accept-Encoding");
}

TEST(Response, AnswersNotModifiedToItsOwnTag) {
    RequestTraits traits = a_get();
    traits.if_none_match = strong_etag("body");
    const WireResponse wire = finish_response(page("body"), traits, {});
    EXPECT_EQ(wire.result_int(), 304U);
    EXPECT_TRUE(wire.body().empty());
    EXPECT_EQ(wire["ETag"], strong_etag("body"));
    EXPECT_EQ(finish_response(page("other"), traits, {}).result_int(), 200U);
}

TEST(Response, TheCompressedFormHasATagOfItsOwnAndBothAnswerNotModified) {
    RequestTraits traits = a_get();
    const WireResponse packed = finish_response(page("body"), traits, "packed");
    const std::string tag(packed["ETag"]);
    EXPECT_NE(tag, strong_etag("body"));
    EXPECT_EQ(packed["Content-Encoding"], "gzip");
    EXPECT_EQ(packed.body(), "packed");
    traits.if_none_match = tag;
    EXPECT_EQ(finish_response(page("body"), traits, "packed").result_int(), 304U);
    EXPECT_EQ(finish_response(page("body"), traits, {}).result_int(), 304U);
}

TEST(Response, AFormPackedBeforehandGoesToWhoTakesIt) {
    ServerResponse style = page("body");
    style.brotli = std::make_shared<const std::string>("packed");
    RequestTraits traits = a_get();
    traits.gzip = true;
    EXPECT_TRUE(should_compress(style, traits, 1));
    EXPECT_EQ(finish_response(style, traits, "gzip")["Content-Encoding"], "gzip");
    traits.brotli = true;
    EXPECT_FALSE(should_compress(style, traits, 1));
    const WireResponse wire = finish_response(style, traits, {});
    EXPECT_EQ(wire["Content-Encoding"], "br");
    EXPECT_EQ(wire["Vary"], "Accept-Encoding");
    EXPECT_EQ(wire["Content-Length"], "6");
    EXPECT_EQ(wire.body(), "packed");
    EXPECT_EQ(wire["ETag"], brotli_etag(strong_etag("body")));
    traits.if_none_match = brotli_etag(strong_etag("body"));
    EXPECT_EQ(finish_response(style, traits, {}).result_int(), 304U);
    traits.if_none_match = strong_etag("body");
    EXPECT_EQ(finish_response(style, traits, {}).result_int(), 304U);
}

TEST(Response, AStreamIsPackedWhenItsLengthAndTagAreNotKnown) {
    RequestTraits traits;
    traits.get = true;
    traits.gzip = true;
    const auto streamed = [] {
        ServerResponse response;
        response.content_type = "text/csv; charset=utf-8";
        response.stream = [] { return asio::awaitable<Result<std::string>>(); };
        return response;
    };
    EXPECT_TRUE(packs_stream(streamed(), traits));
    EXPECT_EQ(finish_response(streamed(), traits, {})["Content-Encoding"], "gzip");
    ServerResponse sized = streamed();
    sized.stream_bytes = 7;
    EXPECT_FALSE(packs_stream(sized, traits));
    ServerResponse tagged = streamed();
    tagged.headers.emplace_back("ETag", "\"abc\"");
    EXPECT_FALSE(packs_stream(tagged, traits));
    ServerResponse packed = streamed();
    packed.content_type = "application/gzip";
    EXPECT_FALSE(packs_stream(packed, traits));
    traits.version = 10;
    EXPECT_FALSE(packs_stream(streamed(), traits));
}

TEST(Response, ErrorsAndPostsCarryNoValidator) {
    ServerResponse missing = page("x");
    missing.status = 404;
    EXPECT_EQ(finish_response(std::move(missing), a_get(), {}).count("ETag"), 0U);
    RequestTraits post = a_get();
    post.get = false;
    post.if_none_match = "*";
    EXPECT_EQ(finish_response(page("x"), post, {}).result_int(), 200U);
}

TEST(Response, AHandlerCannotSplitTheAnswer) {
    ServerResponse response = page("x");
    response.headers.emplace_back("Location", "/a\r\nSet-Cookie: b");
    const WireResponse wire = finish_response(std::move(response), a_get(), {});
    EXPECT_EQ(wire["Location"], "/a  Set-Cookie: b");
}

TEST(Response, HeadHasTheLengthWithoutTheBody) {
    RequestTraits traits = a_get();
    traits.head = true;
    const WireResponse wire = finish_response(page("12345"), traits, {});
    EXPECT_EQ(wire["Content-Length"], "5");
    EXPECT_TRUE(wire.body().empty());
}

TEST(ErrorAnswer, IsAPageForPeopleAndAProblemForPrograms) {
    EXPECT_EQ(error_form("/", "text/html,application/json"), ErrorForm::html);
    EXPECT_EQ(error_form("/", "application/json"), ErrorForm::problem_json);
    EXPECT_EQ(error_form("/api/v1/datasets", "*/*"), ErrorForm::problem_json);
    const ServerResponse problem = error_response(431, ErrorForm::problem_json, "abc");
    const auto parsed = nlohmann::json::parse(problem.body);
    EXPECT_EQ(parsed.at("status").get<int>(), 431);
    EXPECT_EQ(problem.content_type, "application/problem+json");
    const ServerResponse html = error_response(413, ErrorForm::html, "abc");
    EXPECT_NE(html.body.find("<html lang=\"fr\">"), std::string::npos);
    EXPECT_NE(html.body.find("abc"), std::string::npos);
}

} // namespace
} // namespace moisson::net
