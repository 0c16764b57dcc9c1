// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The shapes in which catalogues write the same thing, each as a document of a few lines.
#include "corpus.hpp"

#include <gtest/gtest.h>

namespace moisson::dcat::testing {
namespace {

const std::string prefixes = R"(@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix locn: <http://www.w3.org/ns/locn#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://ex.example/> .
)";

Outcome outcome_of(const std::string& turtle) {
    const Result<Outcome> outcome = read(prefixes + turtle, "http://ex.example/catalog.ttl");
    EXPECT_TRUE(outcome.has_value()) << (outcome.has_error() ? outcome.error().detail : "");
    return outcome.has_value() ? *outcome : Outcome();
}

// The only record of a document whose only dataset says this of itself.
RawRecord record_of(const std::string& properties, const std::string& more = {}) {
    const Outcome outcome =
        outcome_of("ex:d a dcat:Dataset ; dct:title \"Jeu\"@fr ; " + properties + " .\n" + more);
    EXPECT_EQ(outcome.records.size(), 1U) << outcome.codes_text();
    return outcome.records.empty() ? RawRecord() : outcome.records.front();
}

TEST(DcatRecord, KeepsEveryLanguageAndPutsPeopleBeforeMachines) {
    const RawRecord record = record_of(
        R"(dct:description "Machine"@fr-t-nl, "Humain"@fr, "Text"@en, "Sans langue" ;
           dcat:keyword "eau"@fr, "water"@en)"
    );
    ASSERT_EQ(record.description.size(), 4U);
    EXPECT_EQ(best_text(record.description, "fr"), "Humain");
    EXPECT_EQ(best_text(record.description, "en"), "Text");
    const LangText& machine = record.description.back();
    EXPECT_EQ(machine.text, "Machine");
    EXPECT_EQ(machine.lang, "fr");
    EXPECT_TRUE(machine.machine_translated);
    EXPECT_EQ(record.keywords.size(), 2U);
}

TEST(DcatRecord, FindsTheProducerInEveryShape) {
    EXPECT_EQ(record_of("dct:publisher \"Mairie\"").publisher.name.front().text, "Mairie");
    const RawAgent blank =
        record_of(
            "dct:publisher [ a foaf:Agent ; foaf:name \"Mairie\" ; foaf:mbox <mailto:a@b.bf> ]"
        )
            .publisher;
    EXPECT_EQ(blank.name.front().text, "Mairie");
    EXPECT_EQ(blank.email, "a@b.bf");
    EXPECT_EQ(blank.remote_id, "");
    const RawAgent named =
        record_of(
            "dct:publisher ex:mairie",
            "ex:mairie skos:prefLabel \"Mairie\"@fr ; foaf:homepage <http://m.bf> ."
        )
            .publisher;
    EXPECT_EQ(named.remote_id, "http://ex.example/mairie");
    EXPECT_EQ(named.name.front().text, "Mairie");
    EXPECT_EQ(named.url, "http://m.bf");
    const RawAgent bare = record_of("dct:publisher ex:mairie").publisher;
    EXPECT_EQ(bare.remote_id, "http://ex.example/mairie");
    EXPECT_TRUE(bare.name.empty());
    EXPECT_EQ(
        record_of("dct:creator [ vcard:fn \"Service\" ]").publisher.name.front().text,
        "Service"
    ) << "who made it stands for a publisher that is missing";
}

TEST(DcatRecord, FindsContactsInEveryShape) {
    const std::vector<RawContact> contacts =
        record_of(
            R"(dcat:contactPoint [ vcard:fn "Un" ; vcard:hasEmail <mailto:un@b.bf> ],
                 [ vcard:organization-name "Deux" ; vcard:hasEmail "deux@b.bf" ],
                 [ vcard:fn "Trois" ; vcard:hasEmail [ vcard:hasValue <MAILTO:trois@b.bf> ] ;
                   vcard:hasURL <http://b.bf> ],
                 "quatre@b.bf", <mailto:cinq@b.bf>)"
        )
            .contacts;
    ASSERT_EQ(contacts.size(), 5U);
    std::map<std::string, RawContact> by_email;
    for (const RawContact& contact : contacts)
        by_email[contact.email] = contact;
    EXPECT_EQ(by_email["un@b.bf"].name, "Un");
    EXPECT_EQ(by_email["deux@b.bf"].name, "Deux");
    EXPECT_EQ(by_email["trois@b.bf"].url, "http://b.bf");
    EXPECT_TRUE(by_email.contains("quatre@b.bf"));
    EXPECT_TRUE(by_email.contains("cinq@b.bf"));
}

TEST(DcatRecord, ReadsPeriodsInEveryShape) {
    const auto period = [](const std::string& text) {
        const std::vector<RawPeriod> all = record_of("dct:temporal " + text).temporal;
        return all.empty() ? RawPeriod() : all.front();
    };
    RawPeriod both;
    both.start = "2015";
    both.end = "2020-06";
    EXPECT_EQ(period(R"([ dcat:startDate "2015" ; dcat:endDate "2020-06" ])"), both);
    EXPECT_EQ(period(R"([ schema:startDate "2015"^^xsd:gYear ; schema:endDate "2020-06" ])"), both);
    EXPECT_EQ(
        period(R"([ time:hasBeginning [ time:inXSDDate "2015" ] ;
                    time:hasEnd [ time:inXSDDateTimeStamp "2020-06" ] ])"),
        both
    );
    EXPECT_EQ(period("\"2015/2020\"").literal, "2015/2020");
    EXPECT_EQ(period(R"([ rdfs:label "depuis 2015"@fr ])").literal, "depuis 2015");
    EXPECT_EQ(period("<http://t.example/2015>").literal, "http://t.example/2015");
}

TEST(DcatRecord, ReadsPlacesInEveryShape) {
    const auto place = [](const std::string& text) {
        const std::vector<RawLocation> all = record_of("dct:spatial " + text).spatial;
        return all.empty() ? RawLocation() : all.front();
    };
    EXPECT_EQ(place("\"-5.5,9.4,2.4,15.1\"").geometry, "-5.5,9.4,2.4,15.1");
    EXPECT_EQ(place("\"Burkina Faso\"@fr").label, "Burkina Faso");
    EXPECT_EQ(place("<http://sws.geonames.org/2361809/>").uri, "http://sws.geonames.org/2361809/");
    const RawLocation full = place(R"x([ a dct:Location ; skos:prefLabel "Ouaga"@fr ;
        locn:geometry "{\"type\":\"Point\",\"coordinates\":[-1.5,12.3]}",
                      "POINT(-1.5 12.3)"^^gsp:wktLiteral ])x");
    EXPECT_EQ(full.label, "Ouaga");
    EXPECT_EQ(full.geometry, "POINT(-1.5 12.3)");
    EXPECT_EQ(
        place(R"x([ dcat:bbox "POLYGON((0 0, 1 0, 1 1, 0 0))"^^gsp:wktLiteral ;
                   locn:geometry "POINT(0 0)" ])x")
            .geometry,
        "POLYGON((0 0, 1 0, 1 1, 0 0))"
    );
    const std::string wkt = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(1 2)";
    EXPECT_EQ(place("[ locn:geometry \"" + wkt + "\" ]").geometry, wkt);
}

TEST(DcatRecord, ReadsFilesAndServices) {
    const RawRecord record = record_of(
        R"(dcat:distribution ex:f1, [ dcat:accessURL "http://b.bf/page" ; dct:format [ rdfs:label "CSV" ] ],
             [ dcat:accessService [ dcat:endpointURL <http://b.bf/wms> ] ], ex:f4 ;
           dcat:distributions [ dcat:downloadURL <http://b.bf/x.zip> ])",
        R"(ex:f1 a dcat:Distribution ; dct:title "Fichier"@fr ; dcat:accessURL <http://b.bf/f> ;
             dcat:downloadURL <http://b.bf/f.csv> ; dcat:byteSize "1024.0"^^xsd:decimal ;
             dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
             dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
             dct:license <http://l.example/odbl> ; dct:modified "2020-01-02", "2021-03-04" ;
             spdx:checksum [ spdx:checksumValue "abc" ; spdx:algorithm spdx:checksumAlgorithm_sha1 ] .)"
    );
    ASSERT_EQ(record.distributions.size(), 5U);
    std::map<std::string, RawDistribution> by_url;
    for (const RawDistribution& one : record.distributions)
        by_url[one.download_url.empty() ? one.access_url : one.download_url] = one;
    const RawDistribution& file = by_url.at("http://b.bf/f.csv");
    EXPECT_EQ(file.remote_id, "http://ex.example/f1");
    EXPECT_EQ(file.access_url, "http://b.bf/f");
    EXPECT_EQ(file.title.front().text, "Fichier");
    EXPECT_EQ(file.size, "1024.0");
    EXPECT_EQ(file.format, "http://publications.europa.eu/resource/authority/file-type/CSV");
    EXPECT_EQ(file.media_type, "https://www.iana.org/assignments/media-types/text/csv");
    EXPECT_EQ(file.licence.url, "http://l.example/odbl");
    EXPECT_EQ(file.modified, "2021-03-04");
    EXPECT_EQ(file.checksum, "abc");
    EXPECT_EQ(file.checksum_algorithm, "sha1");
    EXPECT_EQ(by_url.at("http://b.bf/page").format, "CSV");
    EXPECT_EQ(by_url.at("http://b.bf/wms").kind, "service");
    EXPECT_TRUE(by_url.contains("http://b.bf/x.zip"));
    EXPECT_TRUE(by_url.contains("http://ex.example/f4")) << "known by its name only";
}

TEST(DcatRecord, ReadsAFormatInALanguage) { // "text/csv"@de
    const RawRecord record = record_of(
        R"(dcat:distribution [ dcat:accessURL "http://b.bf/page" ; dct:format "text/csv"@de ])"
    );
    ASSERT_EQ(record.distributions.size(), 1U);
    EXPECT_EQ(record.distributions.front().format, "text/csv");
}

TEST(DcatRecord, ReadsLicencesAndRights) {
    const auto licence = [](const std::string& text) {
        const std::vector<RawLicence> all = record_of(text).licences;
        return all.empty() ? RawLicence() : all.front();
    };
    EXPECT_EQ(licence("dct:license <http://l.example/x>").url, "http://l.example/x");
    EXPECT_EQ(licence("dct:license \"http://l.example/x\"").url, "http://l.example/x");
    EXPECT_EQ(licence("dct:license \"Licence ouverte\"").title, "Licence ouverte");
    EXPECT_EQ(
        licence("dct:license \"<div><a href='http://l.example/x'>Licence</a></div>\"").url,
        "http://l.example/x"
    );
    EXPECT_EQ(licence("dct:rights [ rdfs:label \"Ouverte\" ]").title, "Ouverte");
    EXPECT_EQ(licence("dct:license \"\" ; dct:rights \"Libre\"").title, "Libre");
    EXPECT_EQ(record_of("dct:accessRights [ rdfs:label \"public\" ]").access_rights, "public");
}

TEST(DcatRecord, ReadsWordsThatAreCodes) {
    const RawRecord record = record_of(
        R"(dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;
           dcat:theme ex:theme, <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;
           dct:language "fr", <http://publications.europa.eu/resource/authority/language/FRA> ;
           dct:subject "rivières"@fr ; dct:conformsTo [ dct:title "Norme" ] ;
           dct:provenance [ rdfs:label "Mesuré"@fr ] ; dcat:version "2" ;
           dcat:landingPage "www.b.bf/jeu")",
        "ex:theme skos:prefLabel \"Eau\"@fr ."
    );
    EXPECT_TRUE(record.frequency.ends_with("ANNUAL"));
    EXPECT_EQ(record.themes.size(), 3U);
    EXPECT_EQ(record.languages.size(), 2U);
    EXPECT_EQ(record.keywords.front().text, "rivières");
    EXPECT_EQ(record.conforms_to, std::vector<std::string>{"Norme"});
    EXPECT_EQ(record.provenance_statement, "Mesuré");
    EXPECT_EQ(record.version, "2");
    EXPECT_EQ(record.landing_page, "http://www.b.bf/jeu");
}

TEST(DcatRecord, TellsDatesOfTheEntryFromThoseOfTheData) {
    const RawRecord record = record_of(
        "dct:issued \"2020\"^^xsd:gYear ; dct:modified \"2021-05\"^^xsd:gYearMonth",
        R"(ex:r a dcat:CatalogRecord ; foaf:primaryTopic ex:d ; dct:modified "2024-01-01" ;
             dct:issued "2023-01-01" ; dct:source <http://o.example/jeu> .)"
    );
    EXPECT_EQ(record.issued, "2020");
    EXPECT_EQ(record.modified, "2021-05");
    EXPECT_EQ(record.record_created, "2023-01-01");
    EXPECT_EQ(record.record_modified, "2024-01-01");
    EXPECT_EQ(record.origin.origin_url, "http://o.example/jeu");
}

} // namespace
} // namespace moisson::dcat::testing
