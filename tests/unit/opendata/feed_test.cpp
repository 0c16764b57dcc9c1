// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The graph of a page: whole, the same in every syntax, and safe with hostile texts.
#include "dcat/listing.hpp"
#include "dcat/wire.hpp"
#include "fake_open_data.hpp"
#include "opendata/feed.hpp"
#include "rdf/writer.hpp"
#include "unit/pages/fake_views.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace moisson::opendata::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array syntaxes =
    {rdf::Syntax::turtle, rdf::Syntax::rdf_xml, rdf::Syntax::ntriples, rdf::Syntax::json_ld};

FeedSite site() {
    FeedSite site;
    site.url = routes::PublicUrl("https://moisson.example.org");
    site.name = "Moisson";
    return site;
}

dcat::CatalogPage a_page() {
    dcat::CatalogPage page;
    page.iri = "https://moisson.example.org/catalog.ttl?page=2&page_size=2";
    page.first = "https://moisson.example.org/catalog.ttl?page=1&page_size=2";
    page.previous = page.first;
    page.next = "https://moisson.example.org/catalog.ttl?page=3&page_size=2&after=x";
    page.page_size = 2;
    page.total = 7;
    return page;
}

FeedGraph a_graph(const std::vector<store::LiveDataset>& datasets, const std::string& portal = {}) {
    FakeOpenData data(7);
    FeedGraph graph(site(), data.list, portal);
    for (const store::LiveDataset& one : datasets)
        graph.add(one);
    graph.add_page(a_page());
    return graph;
}

rdf::Graph read_back(const std::string& document, rdf::Syntax syntax) {
    Result<dcat::WireGraph> wire = dcat::read_graph(
        document,
        "https://moisson.example.org/catalog.ttl?page=2&page_size=2",
        std::string(rdf::media_type(syntax))
    );
    EXPECT_TRUE(wire.has_value());
    EXPECT_TRUE(wire->issues.empty()) << rdf::to_string(syntax);
    return std::move(wire->graph);
}

TEST(Feed, APageListsItsDatasetsRecordsAndTheWayOn) {
    const std::vector<store::LiveDataset> datasets = {a_dataset(1), a_dataset(2)};
    for (const rdf::Syntax syntax : syntaxes) {
        SCOPED_TRACE(rdf::to_string(syntax));
        const rdf::Graph graph = read_back(a_graph(datasets).write(syntax), syntax);
        EXPECT_EQ(dcat::list_datasets(graph).datasets.size(), 2U);
        EXPECT_EQ(graph.subjects_of_type("http://www.w3.org/ns/dcat#CatalogRecord").size(), 2U);
        // The whole, and the portal as a part of it.
        EXPECT_EQ(graph.subjects_of_type("http://www.w3.org/ns/dcat#Catalog").size(), 2U);
        const dcat::Paging paging = dcat::paging_of(graph, a_page().iri);
        EXPECT_EQ(paging.next, a_page().next);
        EXPECT_EQ(paging.total, 7);
    }
}

TEST(Feed, SaysTheSameInEverySyntax) {
    const std::vector<store::LiveDataset> datasets = {
        a_dataset(1),
        store::LiveDataset{test::hostile_record(), false},
        store::LiveDataset{test::corrected_record(), false}};
    std::size_t triples = 0;
    for (const rdf::Syntax syntax : syntaxes) {
        const rdf::Graph graph = read_back(a_graph(datasets).write(syntax), syntax);
        if (triples == 0)
            triples = graph.size();
        EXPECT_EQ(graph.size(), triples) << rdf::to_string(syntax);
    }
}

TEST(Feed, IsTheSameBytesForTheSameCatalogue) {
    const std::vector<store::LiveDataset> datasets = {a_dataset(1), a_dataset(2)};
    EXPECT_EQ(
        a_graph(datasets).write(rdf::Syntax::turtle),
        a_graph(datasets).write(rdf::Syntax::turtle)
    );
}

TEST(Feed, AddressesInTextsAreMasked) {
    store::LiveDataset one = a_dataset(1);
    one.record.dataset.title = {{"fr", "Écrire à chef@instat.example.org", false}};
    one.record.dataset.description = {
        {"fr", "Contact :\nawa.traore@instat.example.org,\"b@c.example\" <d@e.example>", false}};
    one.record.dataset.landing_page = "https://x.example/?de=chef%40instat.example.org";
    one.record.dataset.distributions[0].description = {{"fr", "f@g.example", false}};
    for (const rdf::Syntax syntax : syntaxes) {
        const std::string document = a_graph({one}).write(syntax);
        EXPECT_THAT(document, HasSubstr("adresse-masquée")) << rdf::to_string(syntax);
        for (const char* const domain :
             {"instat.example.org", "c.example", "e.example", "g.example"}) {
            EXPECT_THAT(document, Not(HasSubstr("@" + std::string(domain))))
                << rdf::to_string(syntax);
            EXPECT_THAT(document, Not(HasSubstr("%40" + std::string(domain))))
                << rdf::to_string(syntax);
        }
        EXPECT_EQ(dcat::list_datasets(read_back(document, syntax)).datasets.size(), 1U);
    }
}

TEST(Feed, HostileTitlesStayTexts) {
    store::LiveDataset one = a_dataset(1);
    const std::string title = "</rdf:RDF>]]><script>\"\\\" & é\n . <http://x> a <y>";
    one.record.dataset.title = {{"fr", title, false}};
    one.record.dataset.uri = "https://x.example/a b<c>\"d";
    for (const rdf::Syntax syntax : syntaxes) {
        SCOPED_TRACE(rdf::to_string(syntax));
        const std::string document = a_graph({one}).write(syntax);
        const rdf::Graph graph = read_back(document, syntax);
        EXPECT_TRUE(graph.find(rdf::literal_in(title, "fr")));
        EXPECT_TRUE(graph.find_iri("https://x.example/a%20b%3Cc%3E%22d"));
        if (syntax == rdf::Syntax::rdf_xml) {
            EXPECT_THAT(document, Not(HasSubstr("<script>")));
        }
    }
}

TEST(Feed, KeepsTheNameTheDatasetHasAtItsSource) {
    store::LiveDataset one = a_dataset(1);
    one.record.dataset.uri = "https://mali.example.org/id/1";
    const std::string page = "https://moisson.example.org/dataset/" + to_string(one.record.id);
    std::string text = a_graph({one}).write(rdf::Syntax::ntriples);
    EXPECT_THAT(
        text,
        HasSubstr("<https://mali.example.org/id/1> <http://purl.org/dc/terms/identifier> \"r1\"")
    );
    // Where it is here.
    EXPECT_THAT(text, HasSubstr("<http://www.w3.org/2004/02/skos/core#notation> \"" + page + "\""));
    // Another copy goes by that name.
    one.uri_is_of_another = true;
    text = a_graph({one}).write(rdf::Syntax::ntriples);
    EXPECT_THAT(
        text,
        HasSubstr(
            "<" + page + "> <http://www.w3.org/2002/07/owl#sameAs> <https://mali.example.org/id/1>"
        )
    );
    EXPECT_THAT(text, HasSubstr("primaryTopic> <" + page + ">"));
}

TEST(Feed, TwoCopiesOfOneNameAreTwoDatasets) {
    store::LiveDataset one = a_dataset(1);
    store::LiveDataset two = a_dataset(2);
    one.record.dataset.uri = two.record.dataset.uri = "https://mali.example.org/id/1";
    const rdf::Graph graph =
        read_back(a_graph({one, two}).write(rdf::Syntax::turtle), rdf::Syntax::turtle);
    EXPECT_EQ(graph.subjects_of_type("http://www.w3.org/ns/dcat#Dataset").size(), 2U);
}

TEST(Feed, SaysWhatDcatApWantsWhereTheSourceSaysNothing) {
    store::LiveDataset one = a_dataset(1);
    one.record.dataset.title.clear();
    one.record.dataset.description.clear();
    const std::string text = a_graph({one}).write(rdf::Syntax::ntriples);
    EXPECT_THAT(text, HasSubstr("<http://purl.org/dc/terms/title> \"jeu-1\"@fr"));
    EXPECT_THAT(text, HasSubstr("Jeu de données « jeu-1 » du portail Données ouvertes du Mali."));
}

// Pages are read together: a blank node would be another publisher on each.
TEST(Feed, PublishersOfCataloguesHaveNames) {
    const rdf::Graph graph =
        read_back(a_graph({a_dataset(1)}).write(rdf::Syntax::turtle), rdf::Syntax::turtle);
    const auto publisher = graph.find_iri("http://purl.org/dc/terms/publisher");
    ASSERT_TRUE(publisher);
    const auto catalogs = graph.subjects_of_type("http://www.w3.org/ns/dcat#Catalog");
    EXPECT_EQ(catalogs.size(), 2U);
    for (const rdf::TermId catalog : catalogs) {
        const auto object = graph.object(catalog, *publisher);
        ASSERT_TRUE(object);
        EXPECT_EQ(graph.kind(*object), rdf::TermKind::iri);
    }
}

TEST(Feed, HidesPeople) {
    EXPECT_THAT(
        a_graph({a_dataset(1)}).write(rdf::Syntax::ntriples),
        Not(HasSubstr("diffusion@instat.example.org"))
    );
}

TEST(Feed, APortalIsACatalogueOfItsOwn) {
    const rdf::Graph graph =
        read_back(a_graph({a_dataset(1)}, "mali").write(rdf::Syntax::turtle), rdf::Syntax::turtle);
    const auto catalogs = graph.subjects_of_type("http://www.w3.org/ns/dcat#Catalog");
    ASSERT_EQ(catalogs.size(), 1U);
    EXPECT_EQ(graph.term(catalogs.front()).value, "https://moisson.example.org/portal/mali");
}

TEST(Feed, EndsBeforeItGrowsBeyondItsBound) {
    FakeOpenData data(1);
    FeedGraph graph(site(), data.list, std::string());
    store::LiveDataset one = a_dataset(1);
    one.record.dataset.description = {{"fr", std::string(2'000'000, 'x'), false}};
    int added = 0;
    for (; !graph.is_full() && added < 100; ++added) {
        one.record.id = a_dataset(added + 1).record.id;
        one.record.dataset.description[0].text[0] = static_cast<char>('A' + added);
        graph.add(one);
    }
    EXPECT_GT(added, 5);
    EXPECT_LT(added, 25);
}

} // namespace
} // namespace moisson::opendata::testing
