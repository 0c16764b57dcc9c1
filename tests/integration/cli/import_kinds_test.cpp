// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson importer: every kind of file, plain and packed, ends as the same records.
#include "house.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace moisson::testing {
namespace {

struct Kind {
    std::string label;
    // Of the portal file, behind "connector: ".
    std::string connector;
    std::string name;
    std::string text;
};

constexpr const char* turtle =
    "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
    "@prefix dct: <http://purl.org/dc/terms/> .\n"
    "<https://eau.example/cat> a dcat:Catalog ; dct:title \"Eau\" ;\n"
    "  dcat:dataset <https://eau.example/1>, <https://eau.example/2> .\n"
    "<https://eau.example/1> a dcat:Dataset ; dct:title \"Points d'eau\"@fr .\n"
    "<https://eau.example/2> a dcat:Dataset ; dct:title \"Forages\"@fr .\n";

constexpr const char* rdf_xml =
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns:dcat='http://www.w3.org/ns/dcat#' xmlns:dct='http://purl.org/dc/terms/'>\n"
    "<dcat:Dataset rdf:about='https://eau.example/1'><dct:title>Eau</dct:title></dcat:Dataset>\n"
    "<dcat:Dataset rdf:about='https://eau.example/2'><dct:title>Puits</dct:title></dcat:Dataset>\n"
    "</rdf:RDF>\n";

constexpr const char* triples =
    "<https://eau.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://www.w3.org/ns/dcat#Dataset> .\n"
    "<https://eau.example/1> <http://purl.org/dc/terms/title> \"Eau\" .\n"
    "<https://eau.example/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<http://www.w3.org/ns/dcat#Dataset> .\n"
    "<https://eau.example/2> <http://purl.org/dc/terms/title> \"Puits\" .\n";

constexpr const char* json_ld =
    R"({"@context":{"dcat":"http://www.w3.org/ns/dcat#","dct":"http://purl.org/dc/terms/"},"@graph":[)"
    R"({"@id":"https://eau.example/1","@type":"dcat:Dataset","dct:title":"Eau"},)"
    R"({"@id":"https://eau.example/2","@type":"dcat:Dataset","dct:title":"Puits"}]})";

constexpr const char* data_json =
    R"({"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[)"
    R"({"@type":"dcat:Dataset","identifier":"1","title":"Points d'eau","description":"x"},)"
    R"({"@type":"dcat:Dataset","identifier":"2","title":"Forages","description":"y"}]})";

constexpr const char* packages = R"({"id":"1","name":"points","title":"Points d'eau"})"
                                 "\n"
                                 R"({"id":"2","name":"forages","title":"Forages"})"
                                 "\n";

constexpr const char* package_list = R"([{"id":"1","name":"points","title":"Points d'eau"},
 {"id":"2","name":"forages","title":"Forages"}])";

constexpr const char* search_answer =
    R"({"help":"x","success":true,"result":{"count":2,"sort":"x","results":[)"
    R"({"id":"1","name":"points","title":"Points d'eau"},{"id":"2","title":"Forages"}]}})";

constexpr const char* csv = "\"id\";\"title\";\"slug\";\"description\";\"tags\"\r\n"
                            "\"1\";\"Points d'eau\";\"points\";\"Tous ;\nles points\";\"eau\"\r\n"
                            "\"2\";\"Forages\";\"forages\";\"\";\"\"\r\n";

constexpr const char* udata_list =
    R"({"data":[{"id":"1","slug":"points","title":"Points d'eau"},{"id":"2","title":"Forages"}],)"
    R"("total":2,"next_page":"https://udata.example/api/1/datasets/?page=2"})";

constexpr const char* array =
    R"([{"code":"1","nom":"Points d'eau","fichier":"https://eau.example/1.csv"},)"
    R"({"code":"2","nom":"Forages","fichier":"https://eau.example/2.csv"}])";

// Many pages and one request per record at the portal; one file when given by hand.
constexpr const char* described =
    "json, paths: {list: '/api/jeux?page={page}', paging: page, id: code, "
    "detail: '/api/jeux/{code}', fields: {title: nom, landing_page: fichier}}";

std::vector<Kind> kinds() {
    return {
        {"turtle", "dcat", "catalogue.ttl", turtle},
        {"rdfxml", "dcat", "catalogue.rdf", rdf_xml},
        {"ntriples", "dcat", "catalogue.nt", triples},
        {"jsonld", "dcat", "catalogue.jsonld", json_ld},
        {"datajson", "datajson", "data.json", data_json},
        {"lines", "ckan", "jeux.jsonl", packages},
        {"list", "ckan", "jeux.json", package_list},
        {"search", "ckan", "package_search.json", search_answer},
        {"csv", "udata", "datasets.csv", csv},
        {"udata", "udata", "datasets.json", udata_list},
        {"described", described, "jeux.json", array},
    };
}

class EveryKind : public ::testing::TestWithParam<Kind> {};

TEST_P(EveryKind, IsImportedPlainZippedAndGzipped) {
    const Kind& kind = GetParam();
    House house(generated(1));
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() + "', sources: [{url: '" + house.url() +
        "', enabled: false, connector: " + kind.connector + "}]}\n"
    );
    const std::string plain = house.file(kind.name, kind.text).string();
    ASSERT_EQ(std::system(("gzip -k '" + plain + "'").c_str()), 0);
    // The archiver of a desktop adds the folder.
    ASSERT_EQ(
        std::system(("python3 -m zipfile -c '" + plain + ".zip' '" + plain + "'").c_str()),
        0
    );
    const Outcome first = house.run({"importer", plain, "--source", "essai", "--json"});
    ASSERT_EQ(first.code, 0) << first.out << first.problems;
    EXPECT_EQ(first.json()["counts"]["created"], 2) << first.out;
    const std::string rows = house.fingerprint();
    for (const char* packing : {".gz", ".zip"}) {
        const Outcome again =
            house.run({"importer", plain + packing, "--source", "essai", "--json"});
        ASSERT_EQ(again.code, 0) << packing << again.out << again.problems;
        EXPECT_EQ(again.json()["counts"]["unchanged"], 2) << packing << again.out;
    }
    EXPECT_EQ(house.fingerprint(), rows);
    EXPECT_EQ(house.requests(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Importer,
    EveryKind,
    ::testing::ValuesIn(kinds()),
    [](const ::testing::TestParamInfo<Kind>& kind) { return kind.param.label; }
);

// Archived in the export: seen, not published, and gone at once when it was there before.
TEST(Importer, ReadsTheLifeOfADatasetInACatalogueExport) {
    House house(generated(1));
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() + "', sources: [{url: '" + house.url() +
        "', enabled: false, connector: udata}]}\n"
    );
    const auto table = [](const std::string& archived) {
        std::string text = "id,title,archived,metric.views,organization,license,spatial.zones\n";
        for (int i = 0; i < 9; ++i)
            text += std::to_string(i) + ",Jeu,False,7,INSD,Licence Ouverte,Togo\n";
        return text + "9,Neuf," + archived + ",,,,\n";
    };
    const auto before = house.file("a.csv", table("False"));
    EXPECT_EQ(house.run({"importer", before.string(), "--source", "essai"}).code, 0);
    const auto after = house.file("b.csv", table("2026-05-01T00:00:00"));
    const Outcome second = house.run({"importer", after.string(), "--source", "essai", "--json"});
    EXPECT_EQ(second.code, 0) << second.out << second.problems;
    EXPECT_EQ(second.json()["counts"]["unchanged"], 9) << second.out;
    EXPECT_EQ(second.json()["counts"]["archived"], 1) << second.out;
    EXPECT_EQ(second.json()["counts"]["left_out"], 1) << second.out;
    EXPECT_EQ(second.json()["issues"]["NOT_PUBLISHED"], 1) << second.out;
}

TEST(Importer, JoinsTheResourcesOfAnExportOfUdata) {
    House house(generated(1));
    const auto resources = [&house](const std::string& name, const std::string& title) {
        return house.file(
            name,
            "dataset.id,id,title,url,format\n1,r1," + title + ",https://eau.example/1.csv,csv\n"
        );
    };
    const std::string datasets = house.file("datasets.csv", csv).string();
    const std::string first = resources("a.csv", "Points").string();
    // The source of the house is a CKAN, whose records bring their resources themselves.
    const auto refused =
        house.run({"importer", datasets, "--source", "essai", "--ressources", first});
    EXPECT_EQ(refused.code, 2) << refused.problems;
    house.write_portals(
        "  - {key: essai, title: E, url: '" + house.url() + "', sources: [{url: '" + house.url() +
        "', enabled: false, connector: udata}]}\n"
    );
    const auto imported = [&](const std::string& table) {
        return house.run(
            {"importer", datasets, "--source", "essai", "--json", "--ressources", table}
        );
    };
    const Outcome created = imported(first);
    ASSERT_EQ(created.code, 0) << created.out << created.problems;
    EXPECT_EQ(created.json()["counts"]["created"], 2) << created.out;
    EXPECT_EQ(imported(first).json()["counts"]["unchanged"], 2);
    // What was joined is part of its data set.
    const Outcome updated = imported(resources("b.csv", "Tous les points").string());
    EXPECT_EQ(updated.json()["counts"]["updated"], 1) << updated.out;
    EXPECT_EQ(updated.json()["counts"]["unchanged"], 1) << updated.out;
    EXPECT_EQ(imported("/nulle/part").code, 5);
}

} // namespace
} // namespace moisson::testing
