// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A normalised dataset written as DCAT-AP comes back with the same values, whatever the syntax.
#include "dcat/catalog.hpp"
#include "dcat/listing.hpp"
#include "dcat/published.hpp"
#include "dcat/record.hpp"
#include "dcat/record_text.hpp"
#include "dcat/wire.hpp"
#include "rdf/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::dcat {
namespace {

PartialDate day(int year, unsigned month, unsigned of_month) {
    const std::chrono::year_month_day date{
        std::chrono::year(year),
        std::chrono::month(month),
        std::chrono::day(of_month)};
    return PartialDate{Instant(std::chrono::sys_days(date)), DatePrecision::day};
}

Distribution file() {
    Distribution file;
    file.remote_id = "f1";
    file.title = {LangText{"fr", "Fichier \"un\"", false}};
    file.url = "https://b.example/un.csv";
    file.access_url = "https://b.example/page";
    file.format.code = "csv";
    file.format.raw = "CSV";
    file.media_type = "text/csv";
    file.byte_size = 1024;
    file.checksum = "0abc";
    file.checksum_algorithm = "sha256";
    file.modified = day(2024, 5, 6);
    return file;
}

Dataset sample() {
    Dataset dataset;
    dataset.remote_id = "niveaux";
    dataset.uri = "https://portail.example/jeu/niveaux";
    dataset.title = {
        LangText{"fr", "Niveaux du fleuve", false},
        LangText{"en", "River levels", true}};
    dataset.description = {LangText{"", "Chaque jour,\n<b>douze</b> stations & plus", false}};
    dataset.keywords = {LangText{"fr", "eau", false}, LangText{"fr", "fleuve", false}};
    dataset.themes = {"ENVI"};
    dataset.publisher.key = "agence";
    dataset.publisher.name = {LangText{"fr", "Agence", false}};
    dataset.publisher.email = "personne@b.example";
    ContactPoint contact;
    contact.name = "Service";
    contact.email = "service@b.example";
    dataset.contacts = {contact};
    Licence licence;
    licence.title = "Licence ouverte";
    licence.url = "https://l.example/lo";
    dataset.licence = licence;
    dataset.access_rights.code = "PUBLIC";
    dataset.frequency.code = "DAILY";
    dataset.languages = {"fr"};
    dataset.issued = PartialDate{day(2020, 1, 1).instant, DatePrecision::year};
    dataset.modified = PartialDate{day(2021, 3, 1).instant, DatePrecision::month};
    PeriodOfTime period;
    period.start = day(1990, 1, 2);
    dataset.temporal = {period};
    Location place;
    place.label = "Vallée";
    place.bbox = BoundingBox{-17.5, 14, -12, 17.25};
    dataset.spatial = {place};
    dataset.landing_page = "https://portail.example/jeux/niveaux";
    dataset.conforms_to = {"WaterML"};
    dataset.provenance_statement = "Stations";
    dataset.version = "3";
    dataset.distributions = {file()};
    return dataset;
}

RawRecord read_back(const Dataset& dataset, const Copy& copy, rdf::Syntax syntax) {
    rdf::Graph graph;
    add_dataset(graph, dataset, copy);
    graph.seal();
    Result<WireGraph> wire = read_graph(
        rdf::write(graph, syntax),
        "https://base.invalid/",
        std::string(rdf::media_type(syntax))
    );
    EXPECT_TRUE(wire.has_value() && wire->issues.empty());
    EXPECT_EQ(wire->graph.size(), graph.size());
    const Listing listing = list_datasets(wire->graph);
    EXPECT_EQ(listing.datasets.size(), 1U);
    Description description;
    description.add(wire->graph, listing.datasets.front(), Kind::dataset, listing.barrier());
    for (const rdf::TermId entry : records_of(wire->graph, listing.datasets.front()))
        description.add(wire->graph, entry, Kind::record, listing.barrier());
    return to_raw_record(description, rdf::Term(wire->graph.term(listing.datasets.front())));
}

TEST(DcatPublished, ComesBackWithTheSameValuesInEverySyntax) {
    const Dataset dataset = sample();
    Copy copy;
    copy.contacts = Contacts::shown;
    for (const rdf::Syntax syntax :
         {rdf::Syntax::turtle, rdf::Syntax::rdf_xml, rdf::Syntax::ntriples, rdf::Syntax::json_ld}) {
        SCOPED_TRACE(rdf::to_string(syntax));
        const RawRecord record = read_back(dataset, copy, syntax);
        EXPECT_EQ(record.uri, dataset.uri);
        EXPECT_EQ(record.identifiers, std::vector<std::string>{"niveaux"});
        EXPECT_EQ(record.title, dataset.title);
        EXPECT_EQ(record.description, dataset.description);
        EXPECT_EQ(record.keywords.size(), 2U);
        ASSERT_EQ(record.themes.size(), 1U);
        EXPECT_TRUE(record.themes.front().ends_with("/data-theme/ENVI"));
        EXPECT_EQ(record.publisher.name, dataset.publisher.name);
        ASSERT_EQ(record.contacts.size(), 1U);
        EXPECT_EQ(record.contacts.front().email, "service@b.example");
        ASSERT_EQ(record.licences.size(), 1U);
        EXPECT_EQ(record.licences.front().url, "https://l.example/lo");
        EXPECT_TRUE(record.access_rights.ends_with("/access-right/PUBLIC"));
        EXPECT_TRUE(record.frequency.ends_with("/frequency/DAILY"));
        EXPECT_EQ(record.languages, std::vector<std::string>{"http://lexvo.org/id/iso639-1/fr"});
        EXPECT_EQ(record.issued, "2020");
        EXPECT_EQ(record.modified, "2021-03");
        ASSERT_EQ(record.temporal.size(), 1U);
        EXPECT_EQ(record.temporal.front().start, "1990-01-02");
        ASSERT_EQ(record.spatial.size(), 1U);
        EXPECT_EQ(record.spatial.front().label, "Vallée");
        EXPECT_EQ(
            record.spatial.front().geometry,
            "POLYGON((-17.5 14, -12 14, -12 17.25, -17.5 17.25, -17.5 14))"
        );
        EXPECT_EQ(record.landing_page, dataset.landing_page);
        EXPECT_EQ(record.conforms_to, dataset.conforms_to);
        EXPECT_EQ(record.provenance_statement, "Stations");
        EXPECT_EQ(record.version, "3");
        ASSERT_EQ(record.distributions.size(), 1U);
        const RawDistribution& back = record.distributions.front();
        EXPECT_EQ(back.remote_id, "f1");
        EXPECT_EQ(back.title, dataset.distributions.front().title);
        EXPECT_EQ(back.download_url, "https://b.example/un.csv");
        EXPECT_EQ(back.access_url, "https://b.example/page");
        EXPECT_EQ(back.format, "csv");
        EXPECT_TRUE(back.media_type.ends_with("/text/csv"));
        EXPECT_EQ(back.size, "1024");
        EXPECT_EQ(back.checksum, "0abc");
        EXPECT_EQ(back.checksum_algorithm, "sha256");
        EXPECT_EQ(back.modified, "2024-05-06");
        EXPECT_EQ(back.licence.url, "https://l.example/lo") << "of the dataset";
    }
}

TEST(DcatPublished, ASeriesIsADatasetToo) {
    Dataset dataset = sample();
    Copy copy;
    EXPECT_EQ(read_back(dataset, copy, rdf::Syntax::turtle).type, "dataset");
    dataset.is_series = true;
    EXPECT_EQ(read_back(dataset, copy, rdf::Syntax::turtle).type, "series");
}

TEST(DcatVoid, TellsTheFileOfTriplesAndItsSize) {
    VoidDescription description;
    description.document = "https://m.example/.well-known/void";
    description.iri = "https://m.example/catalog";
    description.title = "Moisson";
    const auto written = [&description] {
        rdf::Graph graph;
        add_void(graph, description);
        graph.seal();
        return rdf::write(graph, rdf::Syntax::ntriples);
    };
    EXPECT_EQ(written().find("void#triples"), std::string::npos);
    description.dump = "https://m.example/catalog.nt.gz";
    description.triples = 12;
    EXPECT_NE(written().find("<http://rdfs.org/ns/void#triples> \"12\""), std::string::npos);
}

TEST(DcatPublished, HidesPeopleUnlessToldOtherwise) {
    rdf::Graph graph;
    add_dataset(graph, sample(), Copy());
    graph.seal();
    EXPECT_EQ(
        rdf::write(graph, rdf::Syntax::ntriples).find('@' + std::string("b.example")),
        std::string::npos
    );
}

TEST(DcatPublished, NamesOurCopyAndItsDates) {
    Dataset dataset = sample();
    dataset.uri.clear();
    Copy copy;
    copy.page = "https://moisson.example/jeux-de-donnees/niveaux";
    copy.record = "https://moisson.example/record/1";
    copy.last_changed = day(2026, 1, 2).instant;
    EXPECT_EQ(published_iri(dataset, copy), copy.page);
    rdf::Graph graph;
    add_dataset(graph, dataset, copy);
    graph.seal();
    const std::string text = rdf::write(graph, rdf::Syntax::ntriples);
    EXPECT_NE(
        text.find("<https://moisson.example/record/1> <http://xmlns.com/foaf/0.1/primaryTopic> "
                  "<https://moisson.example/jeux-de-donnees/niveaux> ."),
        std::string::npos
    );
    EXPECT_NE(text.find("2026-01-02T00:00:00"), std::string::npos);
}

// One node of Moisson harvests another: what the first one copied keeps its origin.
TEST(DcatPublished, KeepsWhereItCameFrom) {
    Copy copy;
    copy.page = "https://moisson.example/jeux-de-donnees/niveaux";
    copy.record = "https://moisson.example/record/1";
    for (const bool dated : {true, false})
        for (const bool named : {true, false}) {
            Dataset dataset = sample();
            dataset.remote_url = "https://portail.example/fiche/niveaux";
            if (dated)
                dataset.record_modified = day(2026, 1, 2);
            if (!named)
                dataset.uri.clear();
            const RawRecord record = read_back(dataset, copy, rdf::Syntax::turtle);
            EXPECT_EQ(record.origin.origin_url, dataset.remote_url) << dated << named;
            EXPECT_EQ(record.uri, named ? dataset.uri : copy.page);
        }
}

// A third node harvests the second one.
TEST(DcatPublished, KeepsTheFirstOriginThroughAnotherNode) {
    const std::string first = "https://portail.example/fiche/niveaux";
    Copy copy;
    copy.page = "https://noeud-2.example/jeux-de-donnees/niveaux";
    copy.record = "https://noeud-2.example/record/1";
    for (const bool dated : {true, false})
        for (const bool named : {true, false}) {
            Dataset dataset = sample();
            dataset.remote_url = "https://noeud-1.example/jeux-de-donnees/niveaux";
            dataset.origin_url = first;
            if (!named)
                dataset.uri = dataset.remote_url;
            if (dated)
                dataset.record_modified = day(2026, 1, 2);
            const RawRecord record = read_back(dataset, copy, rdf::Syntax::turtle);
            EXPECT_EQ(record.origin.origin_url, first) << dated << named;
            // By which each node on the way knows what comes back to it.
            EXPECT_EQ(record.uri, dataset.uri);
            EXPECT_NE(
                std::find(record.identifiers.begin(), record.identifiers.end(), copy.page),
                record.identifiers.end()
            ) << dated
              << named;
        }
}

TEST(DcatPublished, IsADatasetWhereThePortalCallsTheRecordByTheSameName) {
    Dataset dataset = sample();
    dataset.remote_url = dataset.landing_page = dataset.uri;
    dataset.record_modified = day(2026, 1, 2);
    Copy copy;
    copy.record = "https://moisson.example/record/1";
    rdf::Graph graph;
    add_dataset(graph, dataset, copy);
    graph.seal();
    const std::string text = rdf::write(graph, rdf::Syntax::ntriples);
    const std::string type = "<" + dataset.uri +
                             "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
                             "<http://www.w3.org/ns/dcat#";
    EXPECT_NE(text.find(type + "Dataset>"), std::string::npos);
    EXPECT_EQ(text.find(type + "CatalogRecord>"), std::string::npos);
    EXPECT_EQ(
        text.find(
            "<" + dataset.uri +
            "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<http://xmlns.com/foaf/0.1/Document>"
        ),
        std::string::npos
    );
}

// The range of dcat:landingPage is foaf:Document: what is said to be one is typed so, and the
// subject is never said to be one.
TEST(DcatPublished, ALandingPageIsADocumentAndNotTheDatasetItself) {
    const std::string page = "https://portail.example/fiche/niveaux";
    for (const bool has_other : {true, false}) {
        Dataset dataset = sample();
        dataset.landing_page = dataset.uri;
        dataset.remote_url = has_other ? page : dataset.uri;
        rdf::Graph graph;
        add_dataset(graph, dataset, Copy());
        graph.seal();
        const std::string text = rdf::write(graph, rdf::Syntax::ntriples);
        const std::string says = "<" + dataset.uri + "> <http://www.w3.org/ns/dcat#landingPage> <";
        const std::string type = "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
                                 "<http://xmlns.com/foaf/0.1/Document>";
        EXPECT_EQ(text.find(says + page + ">") != std::string::npos, has_other);
        EXPECT_EQ(text.find("<" + page + type) != std::string::npos, has_other);
        EXPECT_EQ(text.find(says + dataset.uri), std::string::npos);
        EXPECT_EQ(text.find("<" + dataset.uri + type), std::string::npos);
    }
}

} // namespace
} // namespace moisson::dcat
