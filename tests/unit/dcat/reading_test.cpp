// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a source says of the reading of its documents: their syntax, the contexts that may be
// fetched, and to whom its headers go.
#include "unit/dcat/made_portal.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace moisson::dcat {
namespace {

constexpr std::string_view own_catalogue = "https://portail.example/catalogue.jsonld";
constexpr std::string_view context_address = "https://schemas.example/contexte.jsonld";

// Datasets whose words are those of a context of the portal's own.
std::string worded(int count) {
    std::string text = R"({"@context": ")" + std::string(context_address) + R"(", "@graph": [)";
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? ", " : "") +
                (R"({"@id": "https://portail.example/d)" + std::to_string(i)) +
                R"(", "@type": "Jeu", "titre": "Eau", "numero": "n)" + std::to_string(i) + R"("})";
    return text + "]}";
}

constexpr std::string_view own_words = R"({"@context": {
    "Jeu": "http://www.w3.org/ns/dcat#Dataset", "titre": "http://purl.org/dc/terms/title",
    "numero": "http://purl.org/dc/terms/identifier"}})";

TEST(DcatReading, AContextIsFetchedOnceAndOnlyWithLeave) {
    std::map<std::string, net::Headers> sent;
    FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        sent[request.url] = request.policy.headers;
        return ok(request.url == context_address ? std::string(own_words) : worded(3));
    });
    Source source = source_at(std::string(own_catalogue), 2);
    source.headers["Authorization"] = "Bearer secret";
    const auto without = connector_of(http, source);
    const Result<kit::Page> nothing = run_coro(without->fetch(kit::Cursor()));
    EXPECT_TRUE(nothing.has_error() || nothing->records.empty());
    EXPECT_FALSE(sent.contains(std::string(context_address)));
    source.rdf.contexts = {std::string(context_address)};
    http.urls.clear();
    const Crawl all = crawl(*connector_of(http, source));
    EXPECT_EQ(all.ids, (std::set<std::string>{"n0", "n1", "n2"}));
    EXPECT_EQ(all.skipped, 0) << "the catalogue is complete";
    EXPECT_EQ(std::count(http.urls.begin(), http.urls.end(), context_address), 1);
    EXPECT_EQ(sent.at(std::string(own_catalogue)).size(), 1U);
    EXPECT_TRUE(sent.at(std::string(context_address)).empty()) << "the secret is the portal's";
}

TEST(DcatReading, AContextThatCannotBeHadIsAnErrorAndNoOtherCatalogue) {
    for (const bool is_there : {false, true}) {
        FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
            if (request.url != context_address)
                return ok(worded(3));
            return is_there ? Result<net::Response>(ok("<html>"))
                            : Result<net::Response>(http_error(Code::http_5xx, 503));
        });
        Source source = source_at(std::string(own_catalogue));
        source.rdf.contexts = {std::string(context_address)};
        const Result<kit::Page> page = run_coro(connector_of(http, source)->fetch(kit::Cursor()));
        ASSERT_TRUE(page.has_error());
        EXPECT_NE(page.error().detail.find("JSON-LD context https://schemas"), std::string::npos)
            << page.error().detail;
    }
}

TEST(DcatReading, DocumentsWithoutJsonAskForNoContext) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(datasets(0, 3));
    });
    Source source = source_at(std::string(site));
    source.rdf.contexts = {std::string(context_address)};
    EXPECT_EQ(crawl(*connector_of(http, source)).ids.size(), 3U);
    EXPECT_EQ(http.urls, std::vector<std::string>{std::string(site)});
}

// Nothing in the body and a label that is wrong: only the operator knows.
TEST(DcatReading, TheSyntaxThatTheSourceNamesWins) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        net::Response response =
            ok("<https://portail.example/d1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
               "<http://www.w3.org/ns/dcat#Dataset> .\n"
               "<https://portail.example/d1> <http://purl.org/dc/terms/title> \"Eau\" .\n");
        response.headers.emplace_back("Content-Type", "application/rdf+xml");
        return response;
    });
    Source source = source_at("https://portail.example/export.xml");
    const Crawl guessed = crawl(*connector_of(http, source));
    EXPECT_EQ(guessed.codes.count(Code::media_type_wrong), 1U);
    source.rdf.syntax = "ntriples";
    const Crawl told = crawl(*connector_of(http, source));
    EXPECT_EQ(told.ids.size(), 1U);
    EXPECT_EQ(told.codes.count(Code::media_type_wrong), 0U);
    FakeHttpClient page([](const net::Request&) -> Result<net::Response> {
        return ok("<!DOCTYPE html><html><body>maintenance</body></html>");
    });
    EXPECT_EQ(
        run_coro(connector_of(page, source)->fetch(kit::Cursor())).error().code,
        Code::bad_shape
    );
}

// The next page may be anywhere that the document says.
TEST(DcatReading, HeadersOfTheSourceStayAtItsPortal) {
    std::map<std::string, net::Headers> sent;
    FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        sent[request.url] = request.policy.headers;
        const int page = page_of(request.url);
        const std::string next = page == 1 ? "<https://portail.example/catalog.ttl?page=2>"
                                           : "<https://ailleurs.example/catalog.ttl?page=3>";
        return ok(datasets((page - 1) * 10, page * 10) + (page == 3 ? "" : view_of(page, next)));
    });
    Source source = source_at(std::string(site));
    source.headers["X-Api-Key"] = "secret";
    EXPECT_EQ(crawl(*connector_of(http, source)).ids.size(), 30U);
    EXPECT_EQ(sent.at(std::string(site)).size(), 1U);
    EXPECT_EQ(sent.at("https://portail.example/catalog.ttl?page=2").size(), 1U);
    EXPECT_TRUE(sent.at("https://ailleurs.example/catalog.ttl?page=3").empty());
}

} // namespace
} // namespace moisson::dcat
