// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Parts of the catalogue that a search chooses, as catalogues of their own.
#include "core/limits.hpp"
#include "doors_fixture.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace moisson::opendata::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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
        for (int i = 0; i < query.page_size && at < count; ++at) {
            const DatasetId id = data_.datasets[at].record.id;
            const bool wanted =
                !query.among ||
                std::binary_search(query.among->begin(), query.among->end(), id.uuid);
            if (!wanted || left_out.contains(id.uuid))
                continue;
            page.hits.emplace_back().record.id = id;
            ++i;
        }
        if (at < count)
            page.result.next_cursor = std::to_string(at);
        co_return page;
    }

    std::vector<search::SearchQuery> queries;
    // By every search.
    std::set<Uuid> left_out;

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

// Nothing but what changed is read, by its order, and of that only what the search chooses.
TEST_F(ChosenTest, WhatChangedInAPartIsWalkedByChange) {
    const std::string since =
        "&modified_since=" + to_iso8601(data_.datasets[30].record.changed_at).substr(0, 19) + "Z";
    for (int i = 31; i < 60; i += 3)
        choosing_.left_out.insert(data_.datasets[static_cast<std::size_t>(i)].record.id.uuid);
    for (const std::size_t at_once : {500U, 7U, 1U}) {
        data_.changes_at_once = at_once;
        for (const std::string& path :
             {"/catalog.ttl?country=ML" + since,
              "/portal/mali/catalog.ttl?q=eau" + since,
              "/organization/ins/catalog.ttl?page=1" + since}) {
            data_.datasets_read = 0;
            int pages = 0;
            EXPECT_EQ(walk(path + "&page_size=4", pages).size(), 20U) << path << at_once;
            EXPECT_GE(pages, 5) << path;
            EXPECT_LE(pages, 6) << "a walk may end with an empty page";
            EXPECT_EQ(data_.datasets_read, 20U) << path;
        }
    }
    for (const search::SearchQuery& query : choosing_.queries)
        EXPECT_EQ(query.page_size > 0, query.among != nullptr) << "the index walks nothing";
    EXPECT_EQ(get("/catalog.ttl?country=ML&page=5&page_size=4" + since).status, 200);
    EXPECT_EQ(get("/catalog.ttl?country=ML&page=6&page_size=4" + since).status, 404);
    EXPECT_EQ(get("/catalog.ttl?country=ML&after=x2" + since).status, 400);
}

// One step after the other, until the page is full: what is not chosen makes no page of its own.
TEST_F(ChosenTest, AFewOfManyChangesAreOnePage) {
    data_.datasets.clear();
    for (int i = 1; i <= 1'200; ++i)
        data_.datasets.push_back(a_dataset(i));
    for (std::size_t i = 0; i + 1 < data_.datasets.size(); ++i)
        choosing_.left_out.insert(data_.datasets[i].record.id.uuid);
    int pages = 0;
    EXPECT_EQ(walk("/catalog.ttl?country=ML&modified_since=2000-01-01", pages).size(), 1U);
    EXPECT_EQ(pages, 1);
    EXPECT_EQ(data_.change_steps, 3);
    EXPECT_EQ(data_.datasets_read, 1U);
}

// A request looks at so many changes at most: that nothing was chosen among them is no end.
TEST_F(ChosenTest, APageBehindManyChangesThatAreNotChosenGoesOn) {
    data_.changes_at_once = 1;
    data_.times_told = static_cast<std::size_t>(limits::live_changes_max) / 50;
    for (std::size_t i = 0; i < 50; ++i)
        choosing_.left_out.insert(data_.datasets[i].record.id.uuid);
    const std::string path = "/catalog.ttl?country=ML&page_size=4&modified_since=2000-01-01";
    const net::ServerResponse third = get(path + "&page=3");
    EXPECT_EQ(third.status, 200);
    EXPECT_THAT(test::header_of(third, "Link"), HasSubstr("rel=\"next\""));
    EXPECT_EQ(data_.change_steps, 50);
    EXPECT_EQ(data_.datasets_read, 0U);
}

TEST_F(ChosenTest, PagesByNumberEndAsOthersDo) {
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=3&page_size=20").status, 200);
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=4&page_size=20").status, 404);
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=1001&page_size=10").status, 400);
    EXPECT_EQ(get("/catalog.ttl?q=eau&page=2&after=mauvais").status, 400);
    data_.failure = Error(Code::store_unavailable);
    EXPECT_EQ(get("/organization/ins/catalog.ttl").status, 503);
}

} // namespace
} // namespace moisson::opendata::testing
