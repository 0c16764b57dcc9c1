// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against portals made of a function: pages in both vocabularies of Hydra, circles,
// addresses of the portal's own network, single documents, resuming, packed files.
#include "dcat/paging.hpp"
#include "unit/dcat/made_portal.hpp"

#include <memory>
#include <set>

namespace moisson::dcat {
namespace {

TEST(DcatConnector, FollowsPagesOfBothVocabulariesAsAddressAndAsText) {
    const std::string address = std::string(site) + "?page=";
    const std::map<std::string, NextOf> ways = {
        {"IRI",
         [&](int page) {
             return page == 4 ? "" : view_of(page, "<" + address + std::to_string(page + 1) + ">");
         }},
        {"text",
         [&](int page) {
             return page == 4 ? ""
                              : view_of(page, "\"" + address + std::to_string(page + 1) + "\"");
         }},
        {"relative",
         [&](int page) {
             return page == 4 ? "" : view_of(page, "\"?page=" + std::to_string(page + 1) + "\"");
         }},
        {"old", [&](int page) {
             return page == 4 ? ""
                              : "[] a hydra:PagedCollection ; hydra:nextPage \"" + address +
                                    std::to_string(page + 1) + "\" ; hydra:totalItems \"40\" .\n";
         }}};
    for (const auto& [name, next] : ways) {
        FakeHttpClient http(paged(4, next));
        const auto connector = connector_of(http, source_at(std::string(site)));
        const Crawl all = crawl(*connector);
        EXPECT_EQ(all.ids.size(), 40U) << name;
        EXPECT_EQ(all.received, 40) << name;
        EXPECT_EQ(all.pages, 4) << name;
        EXPECT_EQ(all.skipped, 0) << name;
        EXPECT_EQ(http.urls.size(), 4U) << name;
        EXPECT_EQ(run_coro(connector->list_ids())->size(), 40U) << name;
    }
}

TEST(DcatConnector, EndsInACircleWithAnIssueAndAnUnfinishedCrawl) {
    const std::string address = std::string(site) + "?page=";
    const std::map<std::string, NextOf> circles = {
        {"to itself",
         [&](int page) { return view_of(page, "<" + address + std::to_string(page) + ">"); }},
        {"to the first", [&](int page) {
             return view_of(page, "<" + address + std::to_string(page % 3 + 1) + ">");
         }}};
    for (const auto& [name, next] : circles) {
        FakeHttpClient http(paged(3, next));
        const auto connector = connector_of(http, source_at(address + "1"));
        const Crawl all = crawl(*connector);
        EXPECT_EQ(all.codes.at(Code::page_loop), 1) << name;
        EXPECT_GT(all.skipped, 0) << name;
        EXPECT_LE(all.pages, 4) << name;
        EXPECT_TRUE(run_coro(connector->list_ids()).has_error())
            << "no deletion on the word of a circle";
    }
    // Beyond the last page the last one comes again, under ever new addresses.
    FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        const int page = page_of(request.url);
        const int shown = std::min(page, 3);
        return ok(
            datasets((shown - 1) * 10, shown * 10) +
            view_of(page, "<" + address + std::to_string(page + 1) + ">")
        );
    });
    const auto connector = connector_of(http, source_at(address + "1"));
    const Crawl all = crawl(*connector);
    EXPECT_EQ(all.ids.size(), 30U);
    EXPECT_EQ(all.codes.at(Code::page_loop), 1);
    EXPECT_EQ(all.pages, 4);
}

TEST(DcatConnector, PutsAddressesOfThePortalsOwnNetworkOnThePublicHost) {
    std::vector<Issue> issues;
    const auto next = [&](std::string_view current, std::string_view address) {
        return next_page_address(current, address, issues);
    };
    const std::string_view here = "https://portail.example/donnees/catalog.ttl?page=1";
    EXPECT_EQ(
        next(here, "http://ckan:5000/catalog.ttl?page=2"),
        "https://portail.example/donnees/catalog.ttl?page=2"
    );
    EXPECT_EQ(
        next(here, "http://10.0.0.7/donnees/catalog.ttl?page=2"),
        "https://portail.example/donnees/catalog.ttl?page=2"
    );
    EXPECT_EQ(next(here, "http://localhost/autre?x=2"), "https://portail.example/autre?x=2");
    EXPECT_EQ(issues.size(), 3U);
    EXPECT_EQ(issues.front().code, Code::private_url);
    EXPECT_EQ(
        next(here, "http://portail.example/donnees/catalog.ttl?page=2"),
        "https://portail.example/donnees/catalog.ttl?page=2"
    );
    EXPECT_EQ(
        next(here, "https://www.portail.example/c?page=2"),
        "https://www.portail.example/c?page=2"
    );
    EXPECT_EQ(issues.size(), 3U) << "what is usual is not told";
    EXPECT_EQ(next(here, "ftp://portail.example/x"), "");
    EXPECT_EQ(issues.back().code, Code::bad_url);
    FakeHttpClient http(paged(3, [](int page) {
        return page == 3
                   ? ""
                   : view_of(
                         page,
                         "<http://ckan:5000/catalog.ttl?page=" + std::to_string(page + 1) + ">"
                     );
    }));
    const Crawl all = crawl(*connector_of(http, source_at(std::string(site))));
    EXPECT_EQ(all.ids.size(), 30U);
    EXPECT_EQ(all.codes.at(Code::private_url), 2);
    EXPECT_EQ(http.urls.back(), std::string(site) + "?page=3");
}

TEST(DcatConnector, GivesOneDocumentInPagesWithOneRequest) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(datasets(0, 250));
    });
    const auto connector = connector_of(http, source_at(std::string(site), 100));
    const Result<kit::Probe> probe = run_coro(connector->probe());
    ASSERT_TRUE(probe.has_value());
    EXPECT_EQ(probe->advertised_count, 250);
    EXPECT_EQ(probe->title, "Portail");
    const Crawl all = crawl(*connector);
    EXPECT_EQ(all.ids.size(), 250U);
    EXPECT_EQ(all.pages, 3);
    EXPECT_EQ(http.urls.size(), 1U);
    const Result<kit::InventoryPage> inventory = run_coro(connector->inventory(kit::Cursor()));
    ASSERT_TRUE(inventory.has_value());
    EXPECT_EQ(inventory->entries.size(), 250U);
    EXPECT_FALSE(inventory->next);
}

TEST(DcatConnector, ResumesInTheMiddleOfAChainAndFindsRecordsByTheirIds) {
    const NextOf next = [](int page) {
        return page == 4 ? ""
                         : view_of(
                               page,
                               "<" + std::string(site) + "?page=" + std::to_string(page + 1) + ">"
                           );
    };
    FakeHttpClient http(paged(4, next));
    const Source source = source_at(std::string(site));
    const Result<kit::Page> first = run_coro(connector_of(http, source)->fetch(kit::Cursor()));
    ASSERT_TRUE(first.has_value() && first->next);
    const auto resumed = connector_of(http, source);
    const Result<kit::Page> second = run_coro(resumed->fetch(*first->next));
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->records.front().remote_id, "id10");
    EXPECT_EQ(second->skipped, 0);
    const Result<kit::Page> asked = run_coro(resumed->fetch_records({"id35", "id2", "absent"}));
    ASSERT_TRUE(asked.has_value());
    EXPECT_EQ(asked->records.size(), 2U);
    EXPECT_EQ(asked->issues.size(), 1U);
    EXPECT_EQ(asked->issues.front().code, Code::not_found);
    EXPECT_EQ(run_coro(resumed->list_ids())->size(), 40U);
    std::size_t listed = 0;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor;) {
        const Result<kit::InventoryPage> page = run_coro(resumed->inventory(*cursor));
        ASSERT_TRUE(page.has_value());
        listed += page->entries.size();
        cursor = page->next;
    }
    EXPECT_EQ(listed, 40U);
    EXPECT_TRUE(run_coro(resumed->fetch(kit::Cursor{"n'importe quoi"})).has_error());
}

// A document that fails leaves its address to no other: the records of the page before it would be
// given in its name, and its own taken for gone.
TEST(DcatConnector, APageThatFailedOnceIsItselfWhenAskedAgain) {
    const NextOf next = [](int page) {
        return page == 1 ? view_of(1, "<" + std::string(site) + "?page=2>") : "";
    };
    int failures = 1;
    const FakeHttpClient::Portal sound = paged(2, next);
    FakeHttpClient http([&](const net::Request& request) -> Result<net::Response> {
        if (page_of(request.url) == 2 && failures-- > 0)
            return http_error(Code::http_5xx, 503);
        return sound(request);
    });
    const auto connector = connector_of(http, source_at(std::string(site)));
    const Result<kit::Page> first = run_coro(connector->fetch(kit::Cursor()));
    ASSERT_TRUE(first.has_value() && first->next);
    EXPECT_TRUE(run_coro(connector->fetch(*first->next)).has_error());
    const Result<kit::Page> second = run_coro(connector->fetch(*first->next));
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(second->records.front().remote_id, "id10");
    EXPECT_EQ(run_coro(connector->list_ids())->size(), 20U);
}

TEST(DcatConnector, ADocumentReadInPartOwesASecondPassAndGivesNoIdList) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(datasets(0, 20) + "<https://portail.example/x> dct:title \"coup");
    });
    const auto connector = connector_of(http, source_at(std::string(site)));
    const Result<kit::Page> page = run_coro(connector->fetch(kit::Cursor()));
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->records.size(), 20U);
    EXPECT_EQ(page->skipped, 1);
    EXPECT_TRUE(run_coro(connector->list_ids()).has_error());
    EXPECT_TRUE(run_coro(connector->inventory(kit::Cursor())).has_error());
}

TEST(DcatConnector, LooksWhereSitesKeepTheirCatalogue) {
    EXPECT_EQ(document_addresses("https://a.example/c.rdf.gz").size(), 1U);
    EXPECT_EQ(document_addresses("https://a.example/c?page=1").size(), 1U);
    EXPECT_EQ(document_addresses("https://a.example/").front(), "https://a.example/catalog.ttl");
    EXPECT_EQ(
        document_addresses("https://a.example/dcat/feed").front(),
        "https://a.example/dcat/feed"
    );
    FakeHttpClient http([](const net::Request& request) -> Result<net::Response> {
        if (request.url.ends_with("/catalog.rdf"))
            return ok(datasets(0, 3));
        return request.url.ends_with("/catalog.ttl")
                   ? Result<net::Response>(ok("<html>accueil</html>"))
                   : http_error(Code::http_4xx, 404);
    });
    EXPECT_EQ(run_coro(connector_of(http, source_at("https://a.example"))->list_ids())->size(), 3U);
}

TEST(DcatConnector, FiltersOnTheWordsOfTheRecord) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(
            datasets(0, 3) +
            "<https://portail.example/d1> dcat:keyword \"Eau\"@fr ; dct:publisher \"Mairie\" .\n"
        );
    });
    Source source = source_at(std::string(site));
    source.filters["tag"].include = {"eau"};
    EXPECT_EQ(crawl(*connector_of(http, source)).ids, std::set<std::string>{"id1"});
    source.filters.clear();
    source.filters["organization"].exclude = {"mairie"};
    EXPECT_EQ(crawl(*connector_of(http, source)).ids.size(), 2U);
}

} // namespace
} // namespace moisson::dcat
