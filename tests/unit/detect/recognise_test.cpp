// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Only the shape of an answer counts: each recogniser knows its own and refuses all others.
#include "detect/recognise.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace moisson::detect {
namespace {

std::optional<Sighting> see(Recognise recognise, std::string_view body) {
    Answer answer;
    answer.url = "https://exemple.tg/api";
    answer.body = body;
    return recognise(answer);
}

struct Sample {
    const char* name;
    Recognise recognise;
    std::string body;
};

std::vector<Sample> samples() {
    return {
        {"ckan", ckan_search, R"({"success":true,"result":{"count":12,"results":[]}})"},
        {"udata",
         udata_list,
         R"({"data":[],"next_page":null,"page":1,"page_size":1,"previous_page":null,"total":7})"},
        {"opendatasoft", opendatasoft_list, R"({"total_count":5,"results":[{}]})"},
        {"opendatasoft v1", opendatasoft_search, R"({"nhits":5,"parameters":{},"datasets":[]})"},
        {"datafair", datafair_list, R"({"count":202,"results":[{"id":"a"}]})"},
        {"nada", nada_search, R"({"result":{"found":43,"total":43,"rows":[]}})"},
        {"csw",
         csw_capabilities,
         "<?xml version='1.0'?><csw:Capabilities "
         "xmlns:csw='http://www.opengis.net/cat/csw/2.0.2'/>"},
        {"pod",
         pod_document,
         R"({"conformsTo":"https://project-open-data.cio.gov/v1.1/schema","dataset":[]})"},
        {"turtle",
         rdf_catalogue,
         "@prefix dcat: <http://www.w3.org/ns/dcat#> . <a> a dcat:Catalog ."},
        {"dataverse", dataverse_version, R"({"status":"OK","data":{"version":"5.13"}})"},
        {"dspace", dspace_root, R"({"dspaceName":"Archives","dspaceVersion":"DSpace 7.6"})"},
        {"invenio", invenio_list, R"({"hits":{"hits":[],"total":3}})"},
        {"pxweb", pxweb_databases, R"([{"dbid":"Stat","text":"Base"}])"},
        {"ogc", ogc_api_root, R"({"title":"wis2box","links":[{"rel":"conformance","href":"x"}]})"},
        {"oai", oai_identify, "<OAI-PMH><Identify><repositoryName>A</repositoryName></Identify>"},
        {"sdmx",
         sdmx_dataflows,
         "<mes:Structure xmlns:mes='http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message'/>"},
        {"geonode", geonode_list, R"({"links":{},"total":31,"page":1,"datasets":[]})"},
        {"knoema",
         knoema_list,
         R"([{"id":"abc","name":"Population","columns":[],"publicationDate":"2024"}])"},
    };
}

TEST(Recognise, KnowsItsOwnAndNoOther) {
    for (const Sample& one : samples())
        for (const Sample& other : samples()) {
            const bool expected = std::string_view(one.name) == other.name;
            EXPECT_EQ(see(one.recognise, other.body).has_value(), expected)
                << one.name << " looks at " << other.name;
        }
}

TEST(Recognise, ReadsTheNumberOfRecords) {
    EXPECT_EQ(see(ckan_search, samples()[0].body)->count, 12);
    EXPECT_EQ(see(nada_search, samples()[5].body)->count, 43);
    EXPECT_EQ(see(nada_search, R"({"found":"15","rows":[]})")->count, 15);
}

TEST(Recognise, IsNotTakenInByAPageWithStatus200) {
    const std::vector<std::string> pages = {
        "",
        "<!doctype html><html><body>Maintenance dcat:Catalog http://www.w3.org/ns/dcat# "
        "Capabilities opengis.net/cat/csw OAI-PMH Identify</body></html>",
        R"({"success":false,"error":{"message":"Not found"}})",
        R"({"error":"Subscription is canceled"})",
        "[]",
        "null",
        "{\"dataset\":",
        std::string("\xff\xfe\x00\x01", 4)};
    for (const Sample& sample : samples())
        for (const std::string& page : pages)
            EXPECT_FALSE(see(sample.recognise, page)) << sample.name << ": " << page;
}

TEST(Recognise, OpensTheQuotedAnswersOfOldSites) {
    EXPECT_TRUE(see(ckan_search, R"("{\"success\":true,\"result\":{\"count\":1,\"results\":[]}}")")
    );
}

TEST(Recognise, DoesNotParseWhatIsTooLongForASignature) {
    std::string body = R"({"success":true,"result":{"count":1,"results":[")";
    body.append(5 * 1024 * 1024, 'a');
    body += "\"]}}";
    EXPECT_FALSE(see(ckan_search, body));
}

} // namespace
} // namespace moisson::detect
