// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The doors over HTTP messages: answers, links, negotiation, failures.
#include "core/limits.hpp"
#include "doors_fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <vector>

namespace moisson::opendata::testing {
namespace {

using test::header_of;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(DoorsTest, EverySyntaxHasItsMediaType) {
    for (const auto& [suffix, type] : std::vector<std::pair<std::string, std::string>>{
             {"ttl", "text/turtle"},
             {"rdf", "application/rdf+xml"},
             {"xml", "application/rdf+xml"},
             {"nt", "application/n-triples"},
             {"n3", "text/n3"},
             {"jsonld", "application/ld+json"},
             {"json", "application/ld+json"}})
        for (const std::string& path :
             {"/catalog." + suffix,
              "/portal/mali/catalog." + suffix,
              "/dataset/mali-recensement-general-2022." + suffix}) {
            const net::ServerResponse response = get(path);
            EXPECT_EQ(response.status, 200) << path;
            EXPECT_EQ(response.content_type, type);
            EXPECT_TRUE(response.etag);
            EXPECT_FALSE(response.body.empty());
        }
}

TEST_F(DoorsTest, AWalkSeesEachDatasetOnce) {
    int pages = 0;
    EXPECT_EQ(walk("/catalog.ttl?page_size=7", pages).size(), 60U);
    EXPECT_EQ(pages, 9);
    EXPECT_EQ(walk("/portal/mali/catalog.nt", pages).size(), 60U);
    EXPECT_EQ(pages, 1);
    EXPECT_EQ(walk("/portal/togo/catalog.jsonld", pages).size(), 0U);
    const std::string since = to_iso8601(data_.datasets[50].record.changed_at).substr(0, 19) + "Z";
    EXPECT_EQ(walk("/catalog.rdf?page_size=3&modified_since=" + since, pages).size(), 10U);
    EXPECT_EQ(pages, 4);
}

// A crowd of crawlers holds a few graphs, not one each.
TEST_F(DoorsTest, FewPagesAreMadeAtOnce) {
    std::vector<net::ServerResponse> responses;
    for (int i = 0; i < limits::feed_walks + 2; ++i) {
        net::ServerRequest request;
        request.method = "GET";
        request.path = "/catalog.ttl";
        asio::co_spawn(
            context_,
            handler_(std::move(request)),
            [&responses](std::exception_ptr failure, net::ServerResponse response) {
                EXPECT_FALSE(failure);
                responses.push_back(std::move(response));
            }
        );
    }
    context_.restart();
    context_.run();
    ASSERT_EQ(responses.size(), static_cast<std::size_t>(limits::feed_walks + 2));
    int refused = 0;
    for (const net::ServerResponse& response : responses) {
        if (response.status == 200)
            continue;
        ++refused;
        EXPECT_EQ(response.status, 503);
        EXPECT_EQ(header_of(response, "Retry-After"), "5");
        EXPECT_EQ(response.content_type, "application/problem+json");
    }
    EXPECT_EQ(refused, 2);
    EXPECT_EQ(get("/catalog.ttl").status, 200) << "those that ended count no more";
}

TEST_F(DoorsTest, ReadsInSmallSteps) {
    get("/catalog.ttl?page=2&page_size=30");
    ASSERT_EQ(data_.asked.size(), 2U);
    EXPECT_EQ(data_.asked[0].skip, 30);
    EXPECT_EQ(data_.asked[0].limit, 25);
    EXPECT_EQ(data_.asked[1].skip, 0);
    EXPECT_EQ(data_.asked[1].limit, 5);
    ASSERT_TRUE(data_.asked[1].after);
}

TEST_F(DoorsTest, BeyondTheLastPageThereIsNone) {
    EXPECT_EQ(get("/catalog.ttl?page=2").status, 404);
    EXPECT_EQ(get("/catalog.ttl?page=61&page_size=1").status, 404);
    EXPECT_EQ(get("/catalog.ttl?page=60&page_size=1").status, 200);
    data_.datasets.clear();
    EXPECT_EQ(get("/catalog.ttl").status, 200) << "an empty catalogue is one";
}

// The datasets behind a link went away before it was followed.
TEST_F(DoorsTest, AWalkWhoseLastDatasetsWentEndsWell) {
    const net::ServerResponse first = get("/catalog.ttl?page_size=59");
    const std::string links = header_of(first, "Link");
    const std::size_t begin = links.rfind('<') + 1;
    const std::string next = links.substr(begin, links.rfind('>') - begin);
    ASSERT_THAT(next, HasSubstr("after="));
    data_.datasets.pop_back();
    const net::ServerResponse end = get(next.substr(next.find('/', 8)));
    EXPECT_EQ(end.status, 200);
    EXPECT_THAT(header_of(end, "Link"), Not(HasSubstr("rel=\"next\"")));
    EXPECT_THAT(end.body, Not(HasSubstr("jeu-60")));
}

TEST_F(DoorsTest, FailuresAreProblems) {
    for (const auto& [target, status] : std::vector<std::pair<std::string, int>>{
             {"/catalog.ttl?page=0", 400},
             {"/catalog.ttl?couleur=eau", 400},
             {"/portal/rien/catalog.ttl", 404},
             {"/dataset/rien.ttl", 404},
             {"/dataset/archive-budget.ttl", 410},
             {"/dataset/retire.ttl", 410},
             {"/dataset/retrait.ttl", 410},
             {"/dataset/retrait-legal.ttl", 451},
             {"/dataset/bref.ttl", 503}}) {
        const net::ServerResponse response = get(target);
        EXPECT_EQ(response.status, status) << target;
        EXPECT_EQ(response.content_type, "application/problem+json") << target;
    }
    data_.failure = Error(Code::store_unavailable);
    for (const char* const target :
         {"/catalog.ttl",
          "/sitemap.xml",
          "/sitemap-1-1.xml",
          "/.well-known/void",
          "/dataset/mali-recensement-general-2022.ttl"})
        EXPECT_EQ(get(target).status, 503) << target;
}

TEST_F(DoorsTest, AnOldNameLeadsToTheNewOne) {
    const net::ServerResponse response = get("/dataset/vieux-nom.rdf");
    EXPECT_EQ(response.status, 301);
    EXPECT_EQ(
        header_of(response, "Location"),
        "https://moisson.example.org/dataset/mali-recensement-general-2022.rdf"
    );
}

TEST_F(DoorsTest, BareAddressesNegotiate) {
    struct Case {
        const char* target;
        const char* accept;
        const char* location;
    };
    for (const Case& one :
         {Case{"/catalog", "text/turtle", "/catalog.ttl"},
          Case{"/catalog?page_size=5", "application/rdf+xml", "/catalog.rdf?page_size=5"},
          Case{"/catalog", "text/html", "/jeux-de-donnees"},
          Case{"/catalog", "", "/catalog.ttl"},
          Case{"/dataset/eau", "", "/jeux-de-donnees/eau"},
          Case{"/dataset/eau", "application/ld+json", "/dataset/eau.jsonld"},
          Case{"/record/eau", "text/turtle", "/dataset/eau.ttl"},
          Case{"/portal/mali", "text/html", "/portails/mali"},
          Case{"/portal/mali", "application/n-triples", "/portal/mali/catalog.nt"},
          Case{"/portal/mali/catalog", "*/*", "/portal/mali/catalog.ttl"},
          Case{"/organization/ins", "text/html", "/jeux-de-donnees?organization=ins"},
          Case{"/organization/ins", "text/turtle", "/organization/ins/catalog.ttl"},
          Case{"/organization/ins/catalog", "*/*", "/organization/ins/catalog.ttl"},
          Case{"/catalog?country=ML", "text/turtle", "/catalog.ttl?country=ML"}}) {
        const net::ServerResponse response = get(one.target, one.accept);
        EXPECT_EQ(response.status, 303) << one.target;
        EXPECT_EQ(
            header_of(response, "Location"),
            std::string("https://moisson.example.org") + one.location
        );
        EXPECT_EQ(header_of(response, "Vary"), "Accept");
    }
    const net::ServerResponse none = get("/catalog", "image/png");
    EXPECT_EQ(none.status, 406);
    EXPECT_THAT(none.body, HasSubstr("text/turtle"));
}

TEST_F(DoorsTest, LeavesOtherAddressesToOthers) {
    EXPECT_EQ(get("/jeux-de-donnees").status, 299);
    EXPECT_EQ(get("/api/v1/datasets").status, 299);
    EXPECT_EQ(get("/catalog.csv").status, 299);
    net::ServerRequest request;
    request.method = "POST";
    request.path = "/catalog.ttl";
    const net::ServerResponse refused =
        moisson::testing::run_coro(context_, handler_(std::move(request)));
    EXPECT_EQ(refused.status, 405);
    EXPECT_EQ(header_of(refused, "Allow"), "GET, HEAD");
}

TEST_F(DoorsTest, MachinesFindTheirWay) {
    const net::ServerResponse text = get("/llms.txt");
    EXPECT_EQ(text.status, 200);
    EXPECT_THAT(text.body, HasSubstr("https://moisson.example.org/catalog.ttl"));
    EXPECT_THAT(text.body, HasSubstr("https://moisson.example.org/api/v1/datasets/{id}"));
    const net::ServerResponse described = get("/.well-known/void");
    EXPECT_EQ(described.content_type, "text/turtle");
    EXPECT_THAT(described.body, HasSubstr("a void:Dataset"));
    EXPECT_THAT(described.body, ::testing::Not(HasSubstr("dataDump"))) << "no dump stands there";
    EXPECT_THAT(described.body, HasSubstr("void:entities \"60\"^^xsd:integer"));
}

} // namespace
} // namespace moisson::opendata::testing
