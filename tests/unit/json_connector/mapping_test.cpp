// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every field that a description may name, from an item to a RawRecord.
#include "json/mapping.hpp"
#include "json/wire.hpp"

#include <gtest/gtest.h>

namespace moisson::paths {
namespace {

RawRecord map(const JsonDescription& words, const std::string& item) {
    std::vector<Issue> issues;
    const std::optional<Description> description = ready(words);
    EXPECT_TRUE(description.has_value());
    Result<RawRecord> record = map_item(item, *description, issues);
    EXPECT_TRUE(record.has_value());
    EXPECT_TRUE(issues.empty());
    return record.value();
}

// A description in which each field has a key of its own name.
JsonDescription plain_words() {
    JsonDescription words;
    words.list = {"/liste"};
    words.id = {"id"};
    for (const std::string& name : field_names())
        words.fields[name] = {name};
    words.distributions = "files[*]";
    for (const std::string& name : distribution_field_names())
        words.distribution[name] = {name};
    return words;
}

TEST(JsonMapping, EveryNameOfAFieldArrivesSomewhere) {
    std::string item = R"({"id":"7")";
    for (const std::string& name : field_names())
        item += ",\"" + name + "\":\"valeur " + name + "\"";
    item += R"(,"files":[{"id":"f")";
    for (const std::string& name : distribution_field_names())
        if (name != "id")
            item += ",\"" + name + "\":\"valeur " + name + "\"";
    item += "}]}";
    const RawRecord record = map(plain_words(), item);
    EXPECT_EQ(record.remote_id, "7");
    EXPECT_EQ(record.title.at(0).text, "valeur title");
    EXPECT_EQ(record.description.at(0).text, "valeur description");
    EXPECT_EQ(record.keywords.at(0).text, "valeur keywords");
    EXPECT_EQ(record.themes.at(0), "valeur themes");
    EXPECT_EQ(record.publisher.name.at(0).text, "valeur publisher");
    EXPECT_EQ(record.publisher.remote_id, "valeur publisher_id");
    EXPECT_EQ(record.publisher.email, "valeur publisher_email");
    EXPECT_EQ(record.publisher.url, "valeur publisher_url");
    EXPECT_EQ(record.contacts.at(0).name, "valeur contact_name");
    EXPECT_EQ(record.contacts.at(0).email, "valeur contact_email");
    EXPECT_EQ(record.contacts.at(0).url, "valeur contact_url");
    EXPECT_EQ(record.licences.at(0).title, "valeur licence");
    EXPECT_EQ(record.licences.at(0).url, "valeur licence_url");
    EXPECT_EQ(record.access_rights, "valeur access_rights");
    EXPECT_EQ(record.languages.at(0), "valeur languages");
    EXPECT_EQ(record.frequency, "valeur frequency");
    EXPECT_EQ(record.issued, "valeur issued");
    EXPECT_EQ(record.modified, "valeur modified");
    EXPECT_EQ(record.record_created, "valeur created");
    EXPECT_EQ(record.record_modified, "valeur record_modified");
    EXPECT_EQ(record.temporal.at(0).start, "valeur temporal_start");
    EXPECT_EQ(record.temporal.at(0).end, "valeur temporal_end");
    EXPECT_EQ(record.spatial.at(0).label, "valeur spatial");
    EXPECT_EQ(record.country_hints.at(0), "valeur country");
    EXPECT_EQ(record.remote_url, "valeur page");
    EXPECT_EQ(record.landing_page, "valeur landing_page");
    EXPECT_EQ(record.uri, "valeur uri");
    EXPECT_EQ(record.identifiers.at(0), "valeur identifiers");
    EXPECT_EQ(record.conforms_to.at(0), "valeur conforms_to");
    EXPECT_EQ(record.provenance_statement, "valeur provenance");
    EXPECT_EQ(record.version, "valeur version");
    ASSERT_EQ(record.distributions.size(), 1U);
    const RawDistribution& file = record.distributions[0];
    EXPECT_EQ(file.remote_id, "f");
    EXPECT_EQ(file.title.at(0).text, "valeur title");
    EXPECT_EQ(file.description.at(0).text, "valeur description");
    EXPECT_EQ(file.download_url, "valeur url");
    EXPECT_EQ(file.access_url, "valeur access_url");
    EXPECT_EQ(file.format, "valeur format");
    EXPECT_EQ(file.media_type, "valeur media_type");
    EXPECT_EQ(file.size, "valeur size");
    EXPECT_EQ(file.checksum, "valeur checksum");
    EXPECT_EQ(file.issued, "valeur issued");
    EXPECT_EQ(file.modified, "valeur modified");
    EXPECT_EQ(file.kind, "valeur kind");
    EXPECT_EQ(file.languages.at(0), "valeur languages");
    EXPECT_EQ(file.licence.title, "valeur licence");
}

TEST(JsonMapping, ReadsLanguagesPackedWordsConstantsAndShapes) {
    JsonDescription words = plain_words();
    words.fields["title@fr"] = {"nom_fr"};
    words.fields["title@en"] = {"nom_en"};
    words.fields.erase("title");
    words.constants["licence"] = "https://licence.example/1";
    words.constants["publisher"] = "Ministère";
    words.fields.erase("licence_url");
    const RawRecord record = map(words, R"({"id":12,"nom_fr":"Eau","nom_en":"Water",
        "keywords":"eau, sol ;air","spatial":{"type":"Point","coordinates":[1,2]},
        "temporal":"2015/2020","files":["https://x.example/a.csv"]})");
    EXPECT_EQ(record.remote_id, "12");
    ASSERT_EQ(record.title.size(), 2U);
    EXPECT_EQ(record.title[0].lang + record.title[0].text, "enWater");
    EXPECT_EQ(record.title[1].lang + record.title[1].text, "frEau");
    ASSERT_EQ(record.keywords.size(), 2U) << "the semicolon is the separator";
    EXPECT_EQ(record.keywords[0].text, "eau, sol");
    EXPECT_EQ(record.licences.at(0).url, "https://licence.example/1");
    EXPECT_EQ(record.publisher.name.at(0).text, "Ministère");
    EXPECT_EQ(record.spatial.at(0).geometry, R"({"coordinates":[1,2],"type":"Point"})");
    EXPECT_EQ(record.temporal.at(0).literal, "2015/2020");
    EXPECT_TRUE(record.distributions.empty()) << "a text has no member url";
}

TEST(JsonMapping, AFileMayBeATextOrTheItemItself) {
    JsonDescription words = plain_words();
    words.distribution = {{"url", {"@"}}};
    const RawRecord list = map(words, R"({"id":"1","files":["https://x.example/a.csv","b.csv"]})");
    ASSERT_EQ(list.distributions.size(), 2U);
    EXPECT_EQ(list.distributions[1].download_url, "b.csv");
    words.distributions.clear();
    words.distribution = {{"url", {"https://x.example/{id}.csv"}}, {"format", {"ext"}}};
    const RawRecord one = map(words, R"({"id":"1","ext":"CSV"})");
    ASSERT_EQ(one.distributions.size(), 1U);
    EXPECT_EQ(one.distributions[0].download_url, "https://x.example/1.csv");
    EXPECT_EQ(one.distributions[0].format, "CSV");
}

TEST(JsonMapping, VolatileKeysAndOrderChangeNoDigest) {
    JsonDescription words = plain_words();
    words.volatile_keys = {"vues", "stats.jour"};
    const Description description = *ready(words);
    const auto digest = [&](const char* item) {
        return wire_record("1", json::parse(item).value(), description).digest;
    };
    const Digest first = digest(R"({"id":1,"vues":5,"stats":{"jour":1,"b":2},"title":"t"})");
    EXPECT_EQ(digest(R"({"title":"t","stats":{"b":2,"jour":9},"id":1,"vues":6})"), first);
    EXPECT_NE(digest(R"({"title":"u","stats":{"b":2},"id":1})"), first);
}

} // namespace
} // namespace moisson::paths
