// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One data set of a new udata, of an old one, and what is odd: -> RawRecord.
#include "udata/mapping.hpp"

#include <gtest/gtest.h>

namespace moisson::udata {
namespace {

RawRecord mapped(std::string_view json, std::vector<Issue>& issues) {
    MappingContext context;
    context.site = "https://donnees.example";
    const Result<RawRecord> record = map_dataset(json, context, issues);
    EXPECT_TRUE(record.has_value());
    return record.has_value() ? *record : RawRecord();
}

RawRecord mapped(std::string_view json) {
    std::vector<Issue> issues;
    return mapped(json, issues);
}

constexpr std::string_view recent = R"json({
  "id":"66a0","slug":"forages-du-plateau","title":" Forages du plateau ","acronym":"FDP",
  "description":"# Forages\n*suivis*","description_short":"court",
  "page":"https://donnees.example/datasets/forages-du-plateau/",
  "organization":{"id":"5f","slug":"agence-de-l-eau","name":"Agence de l'eau","page":"https://donnees.example/organizations/agence-de-l-eau/"},
  "owner":null,"tags":["eau","forage"],"badges":[{"kind":"hvd"}],"license":"lov2","frequency":"semiannual",
  "created_at":"2024-07-24T10:00:00+00:00","last_modified":"2024-08-01T10:00:00+00:00","last_update":"2024-07-30T10:00:00+00:00",
  "internal":{"created_at_internal":"2024-07-24T11:11:11+00:00"},
  "temporal_coverage":{"start":"2020-01-01","end":"2023-12-31"},
  "spatial":{"zones":["country:bf","fr:region:84@2016-01-01"],"granularity":"country","geom":{"type":"Point","coordinates":[1,2]}},
  "contact_points":[{"id":"c1","name":"Service forages","email":"mailto:forages@example.org","contact_form":null,"role":"contact"}],
  "access_type":"open","archived":null,"deleted":null,"private":false,
  "harvest":{"backend":"CKAN","domain":"eau.example","remote_id":"r-77","remote_url":"https://eau.example/dataset/forages",
             "uri":"https://eau.example/id/77","dct_identifier":"doi:10/77","modified_at":"2024-06-01T00:00:00","created_at":"2019-01-01T00:00:00"},
  "resources":[{"id":"res-1","title":"Forages","description":"Tous","url":"https://eau.example/f.csv",
     "latest":"https://donnees.example/datasets/r/res-1","filetype":"remote","type":"main","format":"csv","mime":"text/csv",
     "filesize":1234,"checksum":{"type":"sha1","value":"ab12"},"created_at":"2024-07-24T10:00:00","last_modified":"2024-07-30T10:00:00",
     "schema":{"name":"eau/forages","version":"1.0","url":null},"extras":{}},
    {"id":"res-2","title":"API","url":"https://eau.example/api","latest":"https://donnees.example/datasets/r/res-2","type":"api"}]
})json";

TEST(UdataMapping, ARecentRecordKeepsItsOriginItsPlacesAndItsStableAddresses) {
    std::vector<Issue> issues;
    const RawRecord record = mapped(recent, issues);
    EXPECT_TRUE(issues.empty());
    EXPECT_EQ(record.remote_id, "66a0");
    EXPECT_EQ(record.aliases, std::vector<std::string>{"forages-du-plateau"});
    EXPECT_EQ(record.remote_url, "https://donnees.example/datasets/forages-du-plateau/");
    EXPECT_EQ(record.landing_page, "https://eau.example/dataset/forages");
    EXPECT_EQ(record.uri, "https://eau.example/id/77");
    EXPECT_EQ(record.identifiers, (std::vector<std::string>{"doi:10/77", "r-77"}));
    EXPECT_EQ(record.origin.origin_portal, "eau.example");
    EXPECT_EQ(record.origin.origin_id, "r-77");
    EXPECT_EQ(record.title.at(0).text, "Forages du plateau");
    EXPECT_EQ(record.description.at(0).text, "# Forages\n*suivis*");
    ASSERT_EQ(record.keywords.size(), 4U);
    EXPECT_EQ(record.keywords[2].text, "hvd");
    EXPECT_EQ(record.keywords[3].text, "FDP");
    EXPECT_EQ(record.publisher.slug, "agence-de-l-eau");
    EXPECT_EQ(record.licences.at(0).id, "lov2");
    EXPECT_EQ(record.frequency, "semiannual");
    EXPECT_EQ(record.issued, "2019-01-01T00:00:00");
    EXPECT_EQ(record.modified, "2024-06-01T00:00:00");
    EXPECT_EQ(record.record_created, "2024-07-24T11:11:11+00:00");
    EXPECT_EQ(record.record_modified, "2024-08-01T10:00:00+00:00");
    EXPECT_EQ(record.temporal.at(0).end, "2023-12-31");
    EXPECT_EQ(record.country_hints, (std::vector<std::string>{"bf", "fr"}));
    ASSERT_EQ(record.spatial.size(), 3U);
    EXPECT_EQ(record.spatial[1].uri, "fr:region:84@2016-01-01");
    EXPECT_EQ(record.spatial[2].geometry, R"({"coordinates":[1,2],"type":"Point"})");
    EXPECT_EQ(record.contacts.at(0).email, "forages@example.org");
    EXPECT_EQ(record.access_rights, "open");
    EXPECT_EQ(record.conforms_to, std::vector<std::string>{"eau/forages"});
    ASSERT_EQ(record.distributions.size(), 2U);
    const RawDistribution& file = record.distributions[0];
    EXPECT_EQ(file.download_url, "https://eau.example/f.csv");
    EXPECT_EQ(file.access_url, "https://donnees.example/datasets/r/res-1");
    EXPECT_EQ(file.size, "1234");
    EXPECT_EQ(file.checksum_algorithm, "sha1");
    EXPECT_EQ(file.kind, "main");
    EXPECT_EQ(record.distributions[1].access_url, "https://eau.example/api");
    EXPECT_TRUE(record.distributions[1].download_url.empty());
}

TEST(UdataMapping, AnOldRecordOfAPersonHasItsOriginInItsExtras) {
    const RawRecord record = mapped(R"({"id":"53","slug":"vieux","title":"Vieux","description":"d",
        "owner":{"id":"u1","slug":"awa-sow","first_name":"Awa","last_name":"Sow"},"organization":null,
        "created_at":"2014-01-01T00:00:00","last_modified":"2015-01-01T00:00:00",
        "extras":{"harvest:domain":"ville.example","harvest:remote_id":"k9","remote_url":"http://ville.example/k9",
                  "datagouv_ckan_id":"449e","publisher_name":"Mairie","theme":"Eau"},
        "spatial":{"zones":[{"id":"country-subset:fr:dromcom","name":"DROM-COM"}],"geom":null},
        "resources":[{"id":"1","url":"http://x.example/a","published":"2014-02-02T00:00:00","checksum":null}]})"
    );
    EXPECT_EQ(record.publisher.name.at(0).text, "Awa Sow");
    EXPECT_EQ(record.publisher.remote_id, "u1");
    ASSERT_TRUE(record.creator);
    EXPECT_EQ(record.creator->name.at(0).text, "Mairie");
    EXPECT_EQ(record.origin.origin_portal, "ville.example");
    EXPECT_EQ(record.origin.origin_url, "http://ville.example/k9");
    EXPECT_EQ(record.identifiers, (std::vector<std::string>{"k9", "449e"}));
    EXPECT_EQ(record.remote_url, "https://donnees.example/datasets/vieux/");
    EXPECT_EQ(record.issued, "2014-01-01T00:00:00");
    EXPECT_EQ(record.modified, "2015-01-01T00:00:00");
    EXPECT_EQ(record.spatial.at(0).label, "DROM-COM");
    EXPECT_EQ(record.country_hints, std::vector<std::string>{"fr"});
    EXPECT_EQ(record.themes, std::vector<std::string>{"Eau"});
    EXPECT_EQ(record.distributions.at(0).issued, "2014-02-02T00:00:00");
    EXPECT_TRUE(record.distributions[0].checksum.empty());
}

TEST(UdataMapping, ArchivedAndDeletedEndTheRecordPrivateHidesIt) {
    EXPECT_EQ(
        mapped(R"({"id":"a","title":"t","archived":"2024-03-21"})").unpublished_because,
        "archived=2024-03-21"
    );
    EXPECT_TRUE(mapped(R"({"id":"a","title":"t","archived":"2024-03-21"})").deleted_at_source);
    EXPECT_TRUE(
        mapped(R"({"id":"a","title":"t","deleted":"2020-01-01T00:00:00"})").deleted_at_source
    );
    const RawRecord hidden = mapped(R"({"id":"a","title":"t","private":true})");
    EXPECT_EQ(hidden.unpublished_because, "private=true");
    EXPECT_FALSE(hidden.deleted_at_source);
    EXPECT_TRUE(mapped(R"({"id":"a","title":"t","archived":false,"private":null})")
                    .unpublished_because.empty());
}

TEST(UdataMapping, OddShapesAreToldAndCostOnlyTheirField) {
    std::vector<Issue> issues;
    const RawRecord record = mapped(
        R"({"id":12,"title":"","slug":"sans-titre","tags":"eau",
        "organization":"5f","license":{"id":"fr-lo","title":"Licence Ouverte","url":"https://l.example"},
        "temporal_coverage":"2012/2014","spatial":[],"harvest":[],"extras":null,"schema":"etalab/irve",
        "resources":{"rel":"subsection","href":"https://x/api/2/datasets/12/resources/","total":3}})",
        issues
    );
    EXPECT_EQ(record.remote_id, "12");
    EXPECT_EQ(record.title.at(0).text, "sans-titre");
    EXPECT_EQ(record.publisher.remote_id, "5f");
    EXPECT_EQ(record.licences.at(0).title, "Licence Ouverte");
    EXPECT_EQ(record.temporal.at(0).literal, "2012/2014");
    EXPECT_EQ(record.conforms_to, std::vector<std::string>{"etalab/irve"});
    ASSERT_EQ(issues.size(), 2U);
    EXPECT_EQ(issues[0].code, Code::missing_title);
    EXPECT_EQ(issues[1].code, Code::bad_shape);
    EXPECT_EQ(issues[1].severity, Severity::warning);
}

TEST(UdataMapping, BoundsKeywordsAndGeometries) {
    std::string tags;
    for (int i = 0; i < 700; ++i)
        tags += (i > 0 ? ",\"mot" : "\"mot") + std::to_string(i) + '"';
    std::vector<Issue> issues;
    const RawRecord record = mapped(
        R"({"id":"a","title":"t","tags":[)" + tags + R"(],"spatial":{"geom":")" +
            std::string(40'000, '7') + R"("}})",
        issues
    );
    EXPECT_EQ(record.keywords.size(), 500U);
    EXPECT_TRUE(record.spatial.at(0).geometry.empty());
    ASSERT_EQ(issues.size(), 2U);
    EXPECT_EQ(issues[0].code, Code::limit_reached);
    EXPECT_EQ(issues[1].code, Code::limit_reached);
}

TEST(UdataMapping, StoredBytesThatAreNoDatasetAreErrors) {
    std::vector<Issue> issues;
    EXPECT_EQ(map_dataset("[1]", MappingContext(), issues).error().code, Code::bad_shape);
    EXPECT_EQ(map_dataset("{", MappingContext(), issues).error().code, Code::parse_json);
}

} // namespace
} // namespace moisson::udata
