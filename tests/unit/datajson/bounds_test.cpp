// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a document may hold, and what is not believed of a record, so that nothing that is known
// goes missing.
#include "async/byte_shares.hpp"
#include "core/limits.hpp"
#include "datajson/connector.hpp"
#include "datajson/mapping.hpp"
#include "datajson/wire.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::datajson {
namespace {

struct BoundReading {
    std::vector<std::string> kept;
    std::vector<Issue> told;
    bool is_complete = false;

    std::ptrdiff_t count(Code code) const {
        return std::count_if(told.begin(), told.end(), [&](const Issue& issue) {
            return issue.code == code;
        });
    }
};

BoundReading bound_reading(std::string body, std::size_t records_max = 1'000) {
    kit::Document document;
    document.body = std::move(body);
    document.url = "https://portail.example/data.json";
    ReadOptions options;
    options.source_key = "essai";
    options.records_max = records_max;
    BoundReading reading;
    const auto contents = read_document(std::move(document), options);
    EXPECT_TRUE(contents.has_value());
    if (contents.has_error())
        return reading;
    kit::Page page;
    page.issues = (*contents)->issues;
    for (std::size_t i = 0; i < (*contents)->size(); ++i)
        (*contents)->read(i, page);
    for (const kit::WireRecord& record : page.records)
        reading.kept.push_back(record.remote_id);
    reading.told = std::move(page.issues);
    reading.is_complete = (*contents)->is_complete;
    return reading;
}

using Kept = std::vector<std::string>;

std::string many_values(const std::string& before) {
    std::string text = before + "[{}";
    for (std::size_t i = 0; i < limits::record_values; ++i)
        text += ",{}";
    return text + "]";
}

TEST(DatajsonBounds, TooManyRecordsAreToldOnceHoweverTheyNest) {
    std::string body = R"({"dataset":[{"identifier":"a"},{"identifier":"b"},{"identifier":"c"}],)"
                       R"("catalog":[)";
    for (int i = 0; i < 3; ++i)
        body += (i > 0 ? "," : "") + std::string(R"({"dataset":[{"identifier":"n)") +
                std::to_string(i) + R"("},{}],"catalog":[{"dataset":[{}]}]})";
    body += "]}";
    const BoundReading whole = bound_reading(body);
    EXPECT_EQ(whole.kept, (Kept{"a", "b", "c", "n0", "n1", "n2"}));
    EXPECT_EQ(whole.count(Code::limit_reached), 0);
    for (const std::size_t most : {std::size_t{3}, std::size_t{4}}) {
        const BoundReading cut = bound_reading(body, most);
        EXPECT_EQ(cut.count(Code::limit_reached), 1) << most;
        EXPECT_FALSE(cut.is_complete);
        EXPECT_EQ(cut.kept.size(), most);
    }
}

TEST(DatajsonBounds, ARecordOfTooManyValuesIsRefusedAlone) {
    const BoundReading reading = bound_reading(
        R"([{"identifier":"a"},)" + many_values(R"({"identifier":"b","x":)") +
        R"(},{"identifier":"c"}])"
    );
    EXPECT_EQ(reading.kept, (Kept{"a", "c"}));
    EXPECT_TRUE(reading.is_complete) << "it is known to be there";
    ASSERT_EQ(reading.told.size(), 1U);
    EXPECT_EQ(reading.told[0].code, Code::too_large);
    EXPECT_EQ(reading.told[0].remote_id, "b");
    EXPECT_NE(reading.told[0].detail.find(" values"), std::string::npos) << reading.told[0].detail;
}

// The title of one would go to the other, and the first be gone.
TEST(DatajsonBounds, ARecordWithTwoIdentifiersIsNeither) {
    for (const char* const key : {"identifier", "\\u0069dentifier"}) {
        const BoundReading reading = bound_reading(
            R"([{"identifier":"a","title":"A",")" + std::string(key) +
            R"(":"b"},{"identifier":"b","title":"B"}])"
        );
        EXPECT_EQ(reading.kept, Kept{"b"}) << key;
        EXPECT_FALSE(reading.is_complete) << key;
        EXPECT_EQ(reading.count(Code::parse_json), 1) << key;
        EXPECT_EQ(reading.count(Code::dup_id), 0) << key;
    }
}

TEST(DatajsonBounds, TheSameSaidTwiceIsNoDoubt) {
    const BoundReading reading = bound_reading(
        R"([{"identifier":"a","title":"A", "title": "A", "identifier":"a", "x":{"y":1},)"
        R"("x":{"y":1}},{"identifier":"b","@id":"x","@id":"y"},)"
        R"({"identifier":"c","publisher":{"id":"1","id":"2","title":"P","title":"Q"}}])"
    );
    EXPECT_EQ(reading.kept, (Kept{"a", "b", "c"}));
    EXPECT_TRUE(reading.is_complete);
    EXPECT_EQ(reading.count(Code::parse_json), 2) << "keys twice of b and c";
    // Nothing else names it.
    EXPECT_FALSE(bound_reading(R"([{"id":"x","id":"y"},{"identifier":"b"}])").is_complete);
}

// The last one holds: the first would be lost where it is known.
TEST(DatajsonBounds, ARecordWithTwoTitlesIsRefusedAndStillThere) {
    for (const char* const last : {"null", "\"Air\"", "\"\""}) {
        const std::string titles =
            R"("title":"Eau","description":"x","title":)" + std::string(last);
        const BoundReading reading =
            bound_reading(R"([{"identifier":"a",)" + titles + R"(},{"identifier":"b"}])");
        EXPECT_EQ(reading.kept, Kept{"b"}) << last;
        EXPECT_TRUE(reading.is_complete) << last;
        ASSERT_EQ(reading.told.size(), 1U) << last;
        EXPECT_EQ(reading.told[0].code, Code::parse_json) << last;
        EXPECT_EQ(reading.told[0].remote_id, "a") << last;
        // Its title is its name.
        const BoundReading unnamed = bound_reading("[{" + titles + R"(},{"identifier":"b"}])");
        EXPECT_EQ(unnamed.kept, Kept{"b"}) << last;
        EXPECT_FALSE(unnamed.is_complete) << last;
    }
}

TEST(DatajsonBounds, ATitleThatIsNoTextIsNoTitle) {
    const BoundReading reading = bound_reading(
        R"([{"identifier":"a","title":{"@value":{"x":1}}},{"identifier":"b","title":null},)"
        R"({"identifier":"c","title":{"fr":"C"}},)"
        R"({"identifier":"d","title":{"@value":" ","@language":"fr"}},)"
        R"({"identifier":"e","title":[{"@value":"","@language":"fr"},{"en":{"@value":null}}]}])"
    );
    EXPECT_EQ(reading.kept, (Kept{"b", "c", "d", "e"}));
    EXPECT_TRUE(reading.is_complete);
    ASSERT_EQ(reading.told.size(), 1U);
    EXPECT_EQ(reading.told[0].code, Code::bad_shape);
    EXPECT_EQ(reading.told[0].remote_id, "a");
}

TEST(DatajsonBounds, ATitleInLanguagesIsReadHoweverTheyAreWritten) {
    const auto said = [](const std::string& lang, const std::string& text) {
        LangText out;
        out.lang = lang;
        out.text = text;
        return out;
    };
    const std::vector<std::pair<std::string, LocalizedText>> titles{
        {R"({"default":"Eau"})", LocalizedText{said("", "Eau")}},
        {R"({"default":"","fra":["Eau"],"eng":"Water"})",
         LocalizedText{said("eng", "Water"), said("fra", "Eau")}},
        {R"({"fr-FR":{"@value":"Eau","@language":"fr"},"en":{"@value":"Water"}})",
         LocalizedText{said("en", "Water"), said("fr", "Eau")}},
        {R"([{"@value":"Eau","@language":"fra"}])", LocalizedText{said("fra", "Eau")}},
        {R"({"fn":"Eau","url":"http://a/"})", LocalizedText{said("", "Eau")}}};
    for (const auto& [title, texts] : titles) {
        const std::string dataset = R"({"identifier":"a","title":)" + title + "}";
        EXPECT_EQ(bound_reading("[" + dataset + "]").kept, Kept{"a"}) << title;
        std::vector<Issue> issues;
        const auto record = map_dataset(dataset, MappingContext(), issues);
        ASSERT_TRUE(record.has_value()) << title;
        EXPECT_EQ(record->title, texts) << title;
    }
    // What is no name of a language is not taken for one.
    const BoundReading other = bound_reading(R"([{"identifier":"a","title":{"texte":"Eau"}}])");
    EXPECT_TRUE(other.kept.empty());
    EXPECT_TRUE(other.is_complete);
}

// A small document asks for memory by its values.
TEST(DatajsonBounds, ManyValuesOfOneRecordTakeAShareOfMemory) {
    std::string heavy = many_values(R"([{"identifier":"a","x":)") + "}]";
    std::string light = "[{\"identifier\":\"a\"}";
    for (int i = 0; i < 100'000; ++i)
        light += ",{\"identifier\":\"" + std::to_string(i) + "\"}";
    light += "]";
    for (const auto& [body, taken] :
         {std::pair(&heavy, limits::record_values * limits::json_value_bytes),
          std::pair(&light, std::size_t{0})}) {
        const std::string* const text = body;
        testing::FakeHttpClient http([text](const net::Request&) -> Result<net::Response> {
            return testing::ok(*text);
        });
        kit::Services services;
        services.http = &http;
        services.documents.memory = std::make_shared<ByteShares>(limits::documents_memory_bytes);
        Source source;
        source.key = "essai";
        source.url = "https://a.example/data.json";
        const auto connector = make_factory()(source, services);
        EXPECT_TRUE(testing::run_coro(connector->fetch(kit::Cursor())).has_value());
        EXPECT_EQ(services.documents.memory->taken(), taken);
    }
}

} // namespace
} // namespace moisson::datajson
