// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The connector against portals made of a function: pages in both vocabularies of Hydra, circles,
// addresses of the portal's own network, single documents, resuming, packed files.
#include "async/byte_shares.hpp"
#include "dcat/connector.hpp"
#include "dcat/paging.hpp"
#include "net/spool.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <charconv>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <set>

namespace moisson::dcat {
namespace {

using testing::FakeHttpClient;
using testing::http_error;
using testing::ok;
using testing::parameter;
using testing::run_coro;

constexpr std::string_view site = "https://portail.example/catalog.ttl";

std::string datasets(int first, int last) {
    std::string text = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
                       "@prefix dct: <http://purl.org/dc/terms/> .\n"
                       "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n"
                       "<https://portail.example/> a dcat:Catalog ; dct:title \"Portail\"@fr .\n";
    for (int i = first; i < last; ++i)
        text += "<https://portail.example/d" + std::to_string(i) +
                "> a dcat:Dataset ; dct:title \"Jeu\" ; dct:identifier \"id" + std::to_string(i) +
                "\" .\n";
    return text;
}

int page_of(std::string_view url) {
    const std::string text = parameter(url, "page");
    int page = 1;
    std::from_chars(text.data(), text.data() + text.size(), page);
    return page;
}

// What a page says about the next one, by its number; empty on the last.
using NextOf = std::function<std::string(int page)>;

FakeHttpClient::Portal paged(int pages, NextOf next) {
    return [pages, next = std::move(next)](const net::Request& request) -> Result<net::Response> {
        const int page = page_of(request.url);
        if (page > pages)
            return http_error(Code::http_4xx, 404);
        return ok(datasets((page - 1) * 10, page * 10) + next(page));
    };
}

std::string view_of(int page, const std::string& next) {
    return "<" + std::string(site) + "?page=" + std::to_string(page) +
           "> a hydra:PartialCollectionView ; hydra:next " + next + " .\n";
}

Source source_at(std::string url, int page_size = 0) {
    Source source;
    source.key = "essai";
    source.connector = "dcat";
    source.url = std::move(url);
    source.page_size = page_size;
    return source;
}

std::unique_ptr<kit::Connector> connector_of(FakeHttpClient& http, const Source& source) {
    kit::Services services;
    services.http = &http;
    return make_factory()(source, services);
}

struct Crawl {
    std::set<std::string> ids;
    std::int64_t received = 0;
    std::int64_t skipped = 0;
    int pages = 0;
    std::map<Code, int> codes;
};

Crawl crawl(kit::Connector& connector) {
    Crawl all;
    for (std::optional<kit::Cursor> cursor = kit::Cursor(); cursor && all.pages < 100;) {
        const Result<kit::Page> page = run_coro(connector.fetch(*cursor));
        EXPECT_TRUE(page.has_value());
        if (page.has_error())
            break;
        for (const kit::WireRecord& record : page->records)
            all.ids.insert(record.remote_id);
        for (const Issue& issue : page->issues)
            ++all.codes[issue.code];
        all.received += page->received;
        all.skipped += page->skipped;
        ++all.pages;
        cursor = page->next;
    }
    return all;
}

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

TEST(DcatConnector, ContentsOfLargeDocumentsWaitForRoom) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return ok(datasets(0, 3));
    });
    asio::io_context context(1);
    kit::Services services;
    services.http = &http;
    services.documents.memory = std::make_shared<ByteShares>(1);
    const ByteShares& memory = *services.documents.memory;
    const kit::Factory factory = make_factory();
    auto small = factory(source_at(std::string(site)), services);
    EXPECT_TRUE(run_coro(context, small->fetch(kit::Cursor())).has_value());
    EXPECT_EQ(memory.taken(), 0U);

    services.documents.spool.memory_bytes_max = 0;
    auto first = factory(source_at(std::string(site)), services);
    EXPECT_TRUE(run_coro(context, first->fetch(kit::Cursor())).has_value());
    EXPECT_GT(memory.taken(), 1U);
    auto second = factory(source_at(std::string(site)), services);
    bool done = false;
    const auto ended = [&](const std::exception_ptr&, const Result<kit::Page>& page) {
        done = page.has_value() && page->records.size() == 3;
    };
    asio::co_spawn(context, second->fetch(kit::Cursor()), ended);
    context.restart();
    context.poll();
    EXPECT_FALSE(done);
    EXPECT_EQ(memory.waiting(), 1U);
    first.reset();
    context.restart();
    context.poll();
    EXPECT_TRUE(done);
    EXPECT_EQ(memory.waiting(), 0U);
    second.reset();
    EXPECT_EQ(memory.taken(), 0U);
}

TEST(DcatConnector, WhoFindsTheSpoolSpentWaitsForRoomAndAsksAgain) {
    auto budget = std::make_shared<net::SpoolBudget>(1'000);
    ASSERT_TRUE(budget->take(900));
    FakeHttpClient http([budget](const net::Request&) -> Result<net::Response> {
        if (!budget->has_room(200))
            return Error(Code::spool_failed, std::string(net::spool_spent));
        return ok(datasets(0, 3));
    });
    asio::io_context context(1);
    kit::Services services;
    services.http = &http;
    services.documents.spool.budget = budget;
    services.documents.bytes_max = 100'000;
    const kit::Factory factory = make_factory();
    auto impatient = factory(source_at(std::string(site)), services);
    const auto refused = run_coro(context, impatient->fetch(kit::Cursor()));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Code::spool_failed);
    services.documents.second_try = std::make_shared<ByteShares>(1);
    auto waiting = factory(source_at(std::string(site)), services);
    bool done = false;
    const auto ended = [&](const std::exception_ptr&, const Result<kit::Page>& page) {
        done = page.has_value() && page->records.size() == 3;
    };
    asio::co_spawn(context, waiting->fetch(kit::Cursor()), ended);
    context.restart();
    context.poll();
    EXPECT_FALSE(done);
    EXPECT_EQ(http.urls.size(), 2U) << "it does not ask before there is room";
    EXPECT_EQ(services.documents.second_try->taken(), 1U);
    budget->give_back(900);
    context.restart();
    context.run_for(std::chrono::seconds(10));
    EXPECT_TRUE(done);
    EXPECT_EQ(http.urls.size(), 3U);
    EXPECT_EQ(services.documents.second_try->taken(), 0U);
}

// The disk itself has no turn.
TEST(DcatConnector, AFullDiskIsNotAskedAgain) {
    FakeHttpClient http([](const net::Request&) -> Result<net::Response> {
        return Error(Code::spool_failed, "cannot write in /var/tmp");
    });
    kit::Services services;
    services.http = &http;
    services.documents.second_try = std::make_shared<ByteShares>(1);
    const auto refused =
        run_coro(make_factory()(source_at(std::string(site)), services)->fetch(kit::Cursor()));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, Code::spool_failed);
    EXPECT_EQ(http.urls.size(), 1U);
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
