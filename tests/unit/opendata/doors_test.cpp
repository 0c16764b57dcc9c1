// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The doors over HTTP messages: answers, links, negotiation, failures.
#include "core/limits.hpp"
#include "dcat/listing.hpp"
#include "dcat/wire.hpp"
#include "fake_open_data.hpp"
#include "opendata/doors.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace moisson::opendata::testing {
namespace {

using test::header_of;
using ::testing::HasSubstr;
using ::testing::Not;

asio::awaitable<net::ServerResponse> others(net::ServerRequest) {
    net::ServerResponse response;
    response.status = 299;
    co_return response;
}

class DoorsTest : public ::testing::Test {
protected:
    DoorsOptions options() {
        DoorsOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org");
        options.cpu = pool_.get_executor();
        return options;
    }
    net::ServerResponse get(std::string_view target, std::string accept = {}) {
        net::ServerRequest request;
        request.method = "GET";
        const std::size_t mark = target.find('?');
        request.path = std::string(target.substr(0, mark));
        if (mark != std::string_view::npos)
            request.query = std::string(target.substr(mark + 1));
        if (!accept.empty())
            request.headers.emplace_back("accept", std::move(accept));
        return moisson::testing::run_coro(context_, handler_(std::move(request)));
    }
    // Titles of all datasets of a walk from `target` on, by the links of the pages.
    std::set<std::string> walk(std::string target, int& pages) {
        std::set<std::string> ids;
        for (pages = 0; !target.empty() && pages < 100; ++pages) {
            const net::ServerResponse response = get(target);
            EXPECT_EQ(response.status, 200) << target;
            const std::string address = "https://moisson.example.org" + target;
            Result<dcat::WireGraph> wire =
                dcat::read_graph(response.body, address, response.content_type);
            if (!wire)
                break;
            const dcat::Listing listing = dcat::list_datasets(wire->graph);
            for (const rdf::TermId one : listing.datasets)
                EXPECT_TRUE(ids.insert(std::string(wire->graph.term(one).value)).second);
            const std::string next = dcat::paging_of(wire->graph, address).next;
            if (!next.empty()) {
                EXPECT_THAT(header_of(response, "Link"), HasSubstr("<" + next + ">; rel=\"next\""));
            }
            target = next.empty() ? next : next.substr(next.find('/', 8));
        }
        return ids;
    }

    // Outlives the pool, whose jobs hold on to it.
    asio::io_context context_;
    asio::thread_pool pool_{1};
    test::FakeViews views_;
    FakeOpenData data_{60};
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ = make_doors_handler(views_, data_, *log_, options(), others);
};

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

// An index of the datasets of `data`, in their order; the publisher "personne" has none, nor has
// Togo.
class ChoosingViews final : public test::FakeViews {
public:
    explicit ChoosingViews(const FakeOpenData& data) : data_(data) {}

    asio::awaitable<Result<views::SearchPage>>
    search(search::SearchQuery query, std::string) override {
        queries.push_back(query);
        const std::vector<std::string>& publishers = query.filter(search::Facet::organization);
        const bool none = (!publishers.empty() && publishers.front() == "personne") ||
                          query.filter(search::Facet::country) == std::vector<std::string>{"TG"};
        const std::size_t count = none ? 0 : data_.datasets.size();
        views::SearchPage page;
        page.result.total = static_cast<std::int64_t>(count);
        search::FacetResult& facet = page.result.facets.emplace_back();
        facet.facet = search::Facet::organization;
        facet.items.push_back({"ins", "Institut statistique", 60, true});
        if (!query.cursor)
            co_return page;
        if (*query.cursor == "mauvais")
            co_return Error(Code::invalid_argument, "cursor");
        std::size_t at = *query.cursor == "*" ? std::size_t{0} : std::stoul(*query.cursor);
        for (int i = 0; i < query.page_size && at < count; ++i, ++at)
            page.hits.emplace_back().record.id = data_.datasets[at].record.id;
        if (at < count)
            page.result.next_cursor = std::to_string(at);
        co_return page;
    }

    std::vector<search::SearchQuery> queries;

private:
    const FakeOpenData& data_;
};

class ChosenTest : public DoorsTest {
protected:
    ChosenTest() { handler_ = make_doors_handler(choosing_, data_, *log_, options(), others); }

    ChoosingViews choosing_{data_};
};

TEST_F(ChosenTest, AnOrganizationIsACatalogueOfItsOwn) {
    int pages = 0;
    EXPECT_EQ(walk("/organization/ins/catalog.ttl?page_size=7", pages).size(), 60U);
    EXPECT_EQ(pages, 9);
    for (const search::SearchQuery& query : choosing_.queries) {
        EXPECT_EQ(query.filter(search::Facet::organization), std::vector<std::string>{"ins"});
        EXPECT_FALSE(query.correct_typos);
        EXPECT_FALSE(query.relaxes) << "a part has what was asked for, not what resembles it";
    }
    const std::string body = get("/organization/ins/catalog.nt").body;
    EXPECT_THAT(body, HasSubstr("<https://moisson.example.org/organization/ins> "));
    EXPECT_THAT(body, HasSubstr("Institut statistique"));
    EXPECT_THAT(body, Not(HasSubstr("<https://moisson.example.org/catalog> ")));
    EXPECT_EQ(get("/organization/personne/catalog.ttl").status, 404);
    EXPECT_EQ(get("/organization/personne/catalog.ttl?country=ML").status, 404);
    EXPECT_EQ(get("/organization/ins/catalog.ttl?country=TG").status, 200) << "an empty part";
}

TEST_F(ChosenTest, FiltersChooseAPart) {
    const net::ServerResponse part = get("/catalog.nt?country=ml&theme=!HEAL&q=eau");
    EXPECT_EQ(part.status, 200) << part.body;
    EXPECT_THAT(
        part.body,
        HasSubstr("<https://moisson.example.org/catalog?country=ML&theme=%21HEAL&q=eau> ")
    );
    const search::SearchQuery& asked = choosing_.queries.back();
    EXPECT_EQ(asked.text, "eau");
    EXPECT_EQ(asked.filter(search::Facet::country), std::vector<std::string>{"ML"});
    EXPECT_EQ(asked.sort, search::Sort::first_seen);
    get("/portal/mali/catalog.ttl?q=eau");
    EXPECT_EQ(
        choosing_.queries.back().filter(search::Facet::portal),
        std::vector<std::string>{"mali"}
    );
    int pages = 0;
    const std::string since = to_iso8601(data_.datasets[50].record.changed_at).substr(0, 19) + "Z";
    EXPECT_EQ(walk("/catalog.ttl?country=ML&modified_since=" + since, pages).size(), 10U);
    EXPECT_EQ(get("/portal/rien/catalog.ttl?q=eau").status, 404);
}

TEST_F(ChosenTest, PagesByNumberEndAsOthersDo) {
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=3&page_size=20").status, 200);
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=4&page_size=20").status, 404);
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=1001&page_size=10").status, 400);
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=2&after=mauvais").status, 400);
    data_.failure = Error(Code::store_unavailable);
    EXPECT_EQ(get("/organization/ins/catalog.ttl").status, 503);
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
