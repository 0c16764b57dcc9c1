// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One study with DDI metadata, one row of NADA 4: each field where it belongs.
#include "nada/ddi.hpp"
#include "nada/mapping.hpp"

#include <gtest/gtest.h>

namespace moisson::nada {
namespace {

constexpr std::string_view study = R"({
  "id": 12, "idno": "BFA-INSD-EHCVM-2018-v01", "type": "survey", "title": "EHCVM",
  "nation": "Burkina Faso", "authoring_entity": "INSD", "year_start": 2018, "year_end": 2019,
  "created": "2020-02-03T10:00:00+00:00", "changed": "2024-05-06T07:08:09+00:00",
  "data_access_type": "licensed", "published": 1, "repositoryid": "central",
  "link_report": "https://h.example/rapport.pdf", "link_questionnaire": "",
  "metadata": {"tags": [{"tag": "ODD 1"}], "study_desc": {
    "title_statement": {"title": "Enquête harmonisée sur les conditions de vie",
      "identifiers": [{"type": "DOI", "identifier": "10.1/abc"}]},
    "authoring_entity": [{"name": "Institut national de la statistique"},
                         {"name": "Ministère du plan"}],
    "production_statement": {"producers": [{"name": "Bureau des enquêtes"}], "prod_date": "2020-01"},
    "distribution_statement": {"contact": [{"name": "Accueil", "email": "info@h.example"}]},
    "version_statement": {"version": "Version 1.0"},
    "data_access": {"dataset_use": {"contact": [{"name": "Demandes", "uri": "acces@h.example"}]}},
    "method": {"data_collection": {"frequency": "Annuelle"}},
    "study_info": {"abstract": "Conditions de vie des ménages.",
      "keywords": [{"keyword": "pauvreté; emploi"}, {"keyword": "emploi"}],
      "topics": [{"topic": "Conditions de vie"}],
      "coll_dates": [{"start": "2018-09-01", "end": "2019-07-31", "cycle": "1"}],
      "nation": [{"name": "Burkina Faso", "abbreviation": "BFA"}],
      "bbox": [{"west": "-5.5", "east": "2.4", "south": "9.4", "north": "15.1"}],
      "geog_coverage": "National"}}}})";

RawRecord mapped(std::string_view canonical, std::vector<Issue>* told = nullptr) {
    MappingContext context;
    context.root = "https://h.example";
    std::vector<Issue> issues;
    Result<RawRecord> record = map_study(canonical, context, issues);
    if (told != nullptr)
        *told = issues;
    return record.has_value() ? std::move(record.value()) : RawRecord();
}

TEST(NadaMapping, ReadsTheDdiOfAStudy) {
    const RawRecord record = mapped(study);
    EXPECT_EQ(record.remote_id, "BFA-INSD-EHCVM-2018-v01");
    EXPECT_EQ(record.aliases, std::vector<std::string>{"12"});
    EXPECT_EQ(record.identifiers, std::vector<std::string>{"10.1/abc"});
    EXPECT_EQ(record.remote_url, "https://h.example/index.php/catalog/12");
    EXPECT_EQ(record.title.at(0).text, "Enquête harmonisée sur les conditions de vie");
    EXPECT_EQ(record.description.at(0).text, "Conditions de vie des ménages.");
    ASSERT_EQ(record.keywords.size(), 3U);
    EXPECT_EQ(record.keywords[0].text, "pauvreté");
    EXPECT_EQ(record.keywords[1].text, "emploi");
    EXPECT_EQ(record.keywords[2].text, "ODD 1");
    EXPECT_EQ(record.themes, std::vector<std::string>{"Conditions de vie"});
    EXPECT_EQ(record.publisher.name.at(0).text, "Institut national de la statistique");
    EXPECT_EQ(record.creator->name.at(0).text, "Bureau des enquêtes");
    ASSERT_EQ(record.contacts.size(), 3U);
    EXPECT_EQ(record.contacts[0].name, "Ministère du plan");
    EXPECT_EQ(record.contacts[1].email, "info@h.example");
    EXPECT_EQ(record.contacts[2].email, "acces@h.example") << "an address in the place of a URI";
    EXPECT_EQ(record.access_rights, "licensed");
    EXPECT_EQ(record.frequency, "Annuelle");
    EXPECT_EQ(record.issued, "2020-01");
    EXPECT_EQ(record.version, "Version 1.0");
    EXPECT_EQ(record.record_created, "2020-02-03T10:00:00+00:00");
    EXPECT_EQ(record.record_modified, "2024-05-06T07:08:09+00:00");
    ASSERT_EQ(record.temporal.size(), 1U);
    EXPECT_EQ(record.temporal[0].start, "2018-09-01");
    EXPECT_EQ(record.temporal[0].end, "2019-07-31");
    EXPECT_EQ(record.country_hints, std::vector<std::string>{"Burkina Faso"});
    ASSERT_EQ(record.spatial.size(), 2U);
    EXPECT_EQ(record.spatial[0].geometry, "-5.5,9.4,2.4,15.1");
    EXPECT_EQ(record.spatial[1].label, "National");
}

TEST(NadaMapping, ListsPagesAndTheDdiFileButNoMicrodataFile) {
    const RawRecord record = mapped(study);
    ASSERT_EQ(record.distributions.size(), 3U);
    EXPECT_EQ(record.distributions[0].access_url, record.remote_url + "/get-microdata");
    EXPECT_EQ(record.distributions[0].kind, "microdata");
    EXPECT_EQ(record.distributions[1].access_url, "https://h.example/rapport.pdf");
    EXPECT_EQ(
        record.distributions[2].download_url,
        "https://h.example/index.php/metadata/export/12/ddi"
    );
    for (const RawDistribution& distribution : record.distributions)
        EXPECT_TRUE(distribution.download_url.empty() || distribution.format == "XML");
    const RawRecord none = mapped(R"({"id":1,"idno":"A","title":"t","form_model":"data_na"})");
    ASSERT_EQ(none.distributions.size(), 1U);
    EXPECT_EQ(none.distributions[0].format, "XML") << "the description, not the data";
    const RawRecord remote = mapped(
        R"({"id":1,"idno":"A","title":"t","form_model":"remote","link_da":"https://o.example/x"})"
    );
    EXPECT_EQ(remote.distributions.at(0).access_url, "https://o.example/x");
}

TEST(NadaMapping, ReadsARowOfNada4) {
    const RawRecord record = mapped(
        R"({"id":"9","surveyid":"CMR-2004","titl":"ECAM","authenty":"INS","nation":"Cameroun",
            "model":"public","data_coll_start":"2004","data_coll_end":"0","created":"1300000000"})"
    );
    EXPECT_EQ(record.remote_id, "CMR-2004");
    EXPECT_EQ(record.title.at(0).text, "ECAM");
    EXPECT_EQ(record.publisher.name.at(0).text, "INS");
    EXPECT_EQ(record.access_rights, "public");
    EXPECT_EQ(record.country_hints, std::vector<std::string>{"Cameroun"});
    EXPECT_EQ(record.temporal.at(0).start, "2004");
    EXPECT_EQ(record.temporal.at(0).end, "");
    EXPECT_EQ(record.record_created, "1300000000");
    EXPECT_EQ(
        record.distributions.at(0).access_url,
        "https://h.example/index.php/catalog/9/get_microdata"
    );
}

TEST(NadaMapping, PassesEveryAccessTypeOn) {
    for (const char* form :
         {"open", "direct", "public", "licensed", "remote", "enclave", "data_enclave", "data_na"}) {
        const RawRecord record =
            mapped(R"({"id":1,"idno":"A","title":"t","form_model":")" + std::string(form) + "\"}");
        EXPECT_EQ(record.access_rights, form);
    }
}

TEST(NadaMapping, RefusesWhatIsNoDataAndSurvivesOddShapes) {
    std::vector<Issue> issues;
    MappingContext context;
    for (const char* type : {"document", "image", "script", "video"}) {
        const std::string text = R"({"id":1,"idno":"A","type":")" + std::string(type) + "\"}";
        EXPECT_EQ(map_study(text, context, issues).error().code, Code::not_a_dataset) << type;
    }
    EXPECT_EQ(map_study("[]", context, issues).error().code, Code::bad_shape);
    EXPECT_EQ(map_study("{", context, issues).error().code, Code::parse_json);
    const RawRecord odd = mapped(
        R"({"idno":"A","title":["x"],"nation":[["a"]],"published":"0","metadata":{"study_desc":{
            "title_statement":7,"authoring_entity":"INS","study_info":{"keywords":"a, b",
            "topics":[null,3],"bbox":[{"west":1}],"nation":{"name":"Mali"},"abstract":{"a":1}}}}})",
        &issues
    );
    EXPECT_EQ(odd.unpublished_because, "published=0");
    EXPECT_EQ(odd.publisher.name.at(0).text, "INS");
    EXPECT_EQ(odd.keywords.size(), 2U);
    EXPECT_EQ(odd.country_hints, std::vector<std::string>{"Mali"});
    EXPECT_TRUE(odd.spatial.empty());
    ASSERT_FALSE(issues.empty());
    EXPECT_EQ(issues.back().code, Code::missing_title);
}

TEST(NadaDdi, ACodebookSaysTheSameAsTheJsonOfAStudy) {
    const Result<Value> desc = study_desc_of_ddi(
        R"(<?xml version="1.0"?><codeBook xmlns="http://www.icpsr.umich.edu/DDI"><stdyDscr><citation>)"
        "<titlStmt><titl>Enquête R&D</titl><IDNo>BEN-2011</IDNo></titlStmt><rspStmt>"
        "<AuthEnty affiliation=\"MDAEP\">INSAE</AuthEnty><AuthEnty>Autre</AuthEnty></rspStmt>"
        "<prodStmt><prodDate date=\"2012-03\">mars 2012</prodDate></prodStmt><distStmt>"
        "<contact email=\"a@h.example\" URI=\"http://h.example\">Accueil</contact></distStmt>"
        "<verStmt><version>v1</version></verStmt></citation><stdyInfo><subject><keyword>emploi"
        "</keyword><topcClas>Travail</topcClas></subject><abstract>Résumé</abstract><sumDscr>"
        "<collDate date=\"2011-01-01\" event=\"start\"/><collDate date=\"2011-06-30\" "
        "event=\"end\"/>"
        "<nation abbr=\"BEN\">Bénin</nation><geogCover>National</geogCover><geoBndBox><westBL>0.7"
        "</westBL><eastBL>3.8</eastBL><southBL>6.1</southBL><northBL>12.4</northBL></geoBndBox>"
        "</sumDscr></stdyInfo></stdyDscr><dataDscr><var/></dataDscr></codeBook>"
    );
    ASSERT_TRUE(desc.has_value()) << desc.error().detail;
    Value entry = Value::object();
    entry["id"] = "5";
    entry["surveyid"] = "BEN-2011";
    entry["titl"] = "EMICoV";
    entry["model"] = "licensed";
    entry["metadata"]["study_desc"] = *desc;
    const RawRecord record = mapped(json::dump(entry));
    EXPECT_EQ(record.remote_id, "BEN-2011");
    EXPECT_EQ(record.title.at(0).text, "Enquête R&D");
    EXPECT_EQ(record.publisher.name.at(0).text, "INSAE");
    EXPECT_EQ(record.issued, "2012-03");
    ASSERT_EQ(record.contacts.size(), 2U);
    EXPECT_EQ(record.contacts[1].email, "a@h.example");
    EXPECT_EQ(record.version, "v1");
    EXPECT_EQ(record.keywords.at(0).text, "emploi");
    EXPECT_EQ(record.themes.at(0), "Travail");
    EXPECT_EQ(record.description.at(0).text, "Résumé");
    EXPECT_EQ(record.temporal.at(0).start, "2011-01-01");
    EXPECT_EQ(record.temporal.at(0).end, "2011-06-30");
    EXPECT_EQ(record.country_hints, std::vector<std::string>{"Bénin"});
    EXPECT_EQ(record.spatial.at(0).geometry, "0.7,6.1,3.8,12.4");
    EXPECT_EQ(record.access_rights, "licensed");
    EXPECT_EQ(study_desc_of_ddi("<rss/>").error().code, Code::bad_shape);
    EXPECT_EQ(study_desc_of_ddi("<codeBook><stdyDscr>").error().code, Code::parse_xml);
}

TEST(NadaMapping, ReadsTimeSeries) {
    const RawRecord record = mapped(
        R"({"id":3,"idno":"S","type":"timeseries","metadata":{"series_description":{
            "name":"Taux de scolarisation","definition_long":"Définition","periodicity":"annual",
            "license":[{"name":"CC BY 4.0","uri":"https://creativecommons.org/licenses/by/4.0/"}],
            "geographic_units":[{"name":"Bénin"}]}}})"
    );
    EXPECT_EQ(record.title.at(0).text, "Taux de scolarisation");
    EXPECT_EQ(record.description.at(0).text, "Définition");
    EXPECT_EQ(record.frequency, "annual");
    EXPECT_EQ(record.licences.at(0).url, "https://creativecommons.org/licenses/by/4.0/");
    EXPECT_EQ(record.country_hints, std::vector<std::string>{"Bénin"});
}

} // namespace
} // namespace moisson::nada
