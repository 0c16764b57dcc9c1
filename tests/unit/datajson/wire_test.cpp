// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents as people break them: what is kept, what is told, and where.
#include "core/limits.hpp"
#include "datajson/wire.hpp"
#include "support/spooled.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace moisson::datajson {
namespace {

struct Reading {
    std::vector<std::string> ids;
    std::vector<Issue> issues;
    std::optional<Error> error;
    bool is_complete = true;

    bool tells(Code code, std::string_view words) const {
        return std::any_of(issues.begin(), issues.end(), [&](const Issue& issue) {
            return issue.code == code && issue.detail.find(words) != std::string::npos;
        });
    }
};

Reading read_body(
    net::Body body,
    std::map<std::string, Filter> filters,
    std::size_t mended_max = mended_bytes_max
) {
    kit::Document document;
    document.body = std::move(body);
    document.spool = testing::always_to_file();
    document.url = "https://portail.example/data.json";
    ReadOptions options;
    options.source_key = "essai";
    options.filters = std::move(filters);
    options.mended_bytes_max = mended_max;
    Reading reading;
    const auto contents = read_document(std::move(document), options);
    if (contents.has_error()) {
        reading.error = contents.error();
        return reading;
    }
    reading.issues = (*contents)->issues;
    reading.is_complete = (*contents)->is_complete;
    kit::Page page;
    for (std::size_t i = 0; i < (*contents)->size(); ++i)
        (*contents)->read(i, page);
    for (const kit::WireRecord& record : page.records)
        reading.ids.push_back(record.remote_id);
    for (Issue& issue : page.issues)
        reading.issues.push_back(std::move(issue));
    return reading;
}

// In memory and from a file it is the same.
Reading read_both(std::string body, std::map<std::string, Filter> filters = {}) {
    const Reading spooled = read_body(testing::in_file(body), filters);
    Reading reading = read_body(net::Body(std::move(body)), std::move(filters));
    EXPECT_EQ(spooled.ids, reading.ids);
    EXPECT_EQ(spooled.error, reading.error);
    EXPECT_EQ(spooled.is_complete, reading.is_complete);
    EXPECT_EQ(spooled.issues.size(), reading.issues.size());
    for (std::size_t i = 0; i < std::min(spooled.issues.size(), reading.issues.size()); ++i) {
        EXPECT_EQ(spooled.issues[i].detail, reading.issues[i].detail);
        EXPECT_EQ(spooled.issues[i].excerpt, reading.issues[i].excerpt);
    }
    return reading;
}

using Ids = std::vector<std::string>;

TEST(DatajsonWire, FindsTheDatasetsOfEveryEnvelope) {
    for (const char* body : {
             R"({"conformsTo":"x","dataset":[{"identifier":"a"}]})",
             R"([{"identifier":"a"}])",
             R"({"dataset":{"identifier":"a","title":"t"}})",
             R"({"@graph":[{"dct:identifier":"a"}]})",
             R"({"catalog":[{"dataset":[{"identifier":"a"}]}]})",
             R"({"catalog":[{"catalog":[{"dataset":[{"identifier":"a"}]}]}]})",
             R"({"service":[{"title":"s","servesDataset":[{"identifier":"a"}]}]})",
             R"({"datasetSeries":[{"seriesMember":[{"identifier":"a"}],"first":{"identifier":"a"}}]})",
         }) {
        const Reading reading = read_both(body);
        EXPECT_EQ(reading.ids, Ids{"a"}) << body;
        EXPECT_TRUE(reading.issues.empty()) << body;
    }
}

TEST(DatajsonWire, AnEmptyListIsNoFaultAndNoListIsOne) {
    EXPECT_FALSE(read_both(R"({"dataset":[]})").error.has_value());
    EXPECT_EQ(read_both(R"({"title":"rien"})").error->code, Code::bad_shape);
    EXPECT_EQ(read_both("<html></html>").error->code, Code::not_json);
    EXPECT_EQ(read_both("").error->code, Code::not_json);
}

TEST(DatajsonWire, KeepsTheFirstOfTwoWithOneIdentifierAndTellsWhereBothAre) {
    const Reading reading = read_both("{\"dataset\":[\n{\"identifier\":\"a\",\"title\":\"un\"},\n"
                                      "{\"identifier\":\"a\",\"title\":\"deux\"}]}");
    EXPECT_EQ(reading.ids, Ids{"a"});
    ASSERT_EQ(reading.issues.size(), 1U);
    EXPECT_EQ(reading.issues[0].code, Code::dup_id);
    EXPECT_EQ(reading.issues[0].detail, "line 3, column 1: first at line 2, column 1");
    EXPECT_EQ(reading.issues[0].remote_id, "a");
}

TEST(DatajsonWire, WhatASeriesRepeatsIsNoDuplicate) {
    const Reading reading = read_both(
        R"({"dataset":[{"identifier":"a"}],"datasetSeries":[{"seriesMember":[{"identifier":"a"}]}]})"
    );
    EXPECT_EQ(reading.ids, Ids{"a"});
    EXPECT_TRUE(reading.issues.empty());
}

TEST(DatajsonWire, MakesAnIdentifierOfThePageOrOfTitleAndPublisher) {
    const std::string page = R"({"dataset":[{"landingPage":"https://x.example/1","title":"t"}]})";
    const Reading by_page = read_both(page);
    ASSERT_EQ(by_page.ids.size(), 1U);
    EXPECT_TRUE(by_page.ids[0].starts_with("synthetic-"));
    EXPECT_TRUE(by_page.tells(Code::id_synthetic, "no identifier"));
    EXPECT_EQ(read_both(page).ids, by_page.ids) << "the same each time";
    const Reading by_title = read_both(
        R"([{"title":"t","publisher":{"name":"p"}},{"title":"t","publisher":{"name":"q"}}])"
    );
    EXPECT_EQ(by_title.ids.size(), 2U);
    EXPECT_TRUE(read_both(R"([{"modified":"2020"}])").tells(Code::missing_id, "line 1"));
}

TEST(DatajsonWire, ReadsAroundWhatPeopleBreak) {
    const struct {
        const char* name;
        const char* body;
        Ids ids;
        const char* told;
    } cases[] = {
        {"trailing comma in a list", "{\"dataset\":[{\"identifier\":\"a\"},\n]}", {"a"}, "line 2"},
        {"trailing comma in a record",
         "[{\"identifier\":\"a\",\n},{\"identifier\":\"b\"}]",
         {"a", "b"},
         "trailing comma"},
        {"missing comma between records",
         "[{\"identifier\":\"a\"}\n{\"identifier\":\"b\"}]",
         {"a", "b"},
         "line 2, column 1: missing comma"},
        {"missing comma in a record",
         "[{\"title\":\"t\"\n\"identifier\":\"a\"},{\"identifier\":\"b\"}]",
         {"a", "b"},
         "line 2, column 1: missing comma"},
        {"quote in a text",
         R"([{"identifier":"a","title":"la "grande" eau"},{"identifier":"b"}])",
         {"a", "b"},
         "quote inside a text"},
        {"quote left open",
         "[{\"title\":\"eau,\n\"identifier\":\"a\"},{\"identifier\":\"b\"}]",
         {"a", "b"},
         "unclosed text"},
        {"bracket left open",
         R"([{"keyword":["x","y","identifier":"a"},{"identifier":"b"}])",
         {"a", "b"},
         "unclosed list"},
        {"brace too many",
         R"({"dataset":[{"identifier":"a"}},{"identifier":"b"}]})",
         {"a", "b"},
         "bracket too many"},
        {"comments", "[ // liste\n{\"identifier\":\"a\"} /* fin */]", {"a"}, "comment"},
        {"elision", R"([{"identifier":"a"}, ...])", {"a"}, "elision"},
        {"placeholders",
         R"([{"identifier":{{id}},"title":<titre>},{"identifier":"b"}])",
         {"{{id}}", "b"},
         "text without quotes"},
        {"Python's words",
         R"([{'identifier':'a','open':True,'size':None}])",
         {"a"},
         "other quotes"},
        {"line break in a text", "[{\"identifier\":\"a\",\"title\":\"x\ny\"}]", {"a"}, "control"},
        {"unknown escape", R"([{"identifier":"a","title":"C:\dossier"}])", {"a"}, "unknown escape"},
        {"keys twice",
         R"([{"identifier":"a","description":"x","description":"y"}])",
         {"a"},
         "key twice: description"},
    };
    for (const auto& one : cases) {
        const Reading reading = read_both(one.body);
        ASSERT_FALSE(reading.error.has_value()) << one.name << ": " << reading.error->detail;
        EXPECT_EQ(reading.ids, one.ids) << one.name;
        EXPECT_TRUE(reading.tells(Code::parse_json, one.told))
            << one.name << ": " << (reading.issues.empty() ? "" : reading.issues[0].detail);
        for (const Issue& issue : reading.issues) {
            EXPECT_EQ(issue.severity, Severity::warning) << one.name;
            EXPECT_FALSE(issue.excerpt.empty()) << one.name;
        }
    }
}

TEST(DatajsonWire, ADocumentThatIsCutIsIncompleteAndItsLastRecordNotKept) {
    std::string compact = R"({"title":"c","dataset":[)";
    std::string indented = "{\n \"dataset\": [\n";
    for (int i = 0; i < 40; ++i) {
        const std::string n = std::to_string(i);
        const std::string comma = i < 39 ? "," : "";
        compact += R"({"title":"Jeu )" + n + R"(","keyword":["x","y"],"identifier":"i)" + n +
                   R"(","description":"d"})" + comma;
        indented += "  {\n   \"title\": \"Jeu " + n + "\",\n   \"identifier\": \"i" + n +
                    "\",\n   \"description\": \"d\"\n  }" + comma + "\n";
    }
    for (const std::string& whole : {compact + "]}", indented + " ]\n}\n"}) {
        EXPECT_TRUE(read_both(whole).is_complete);
        ASSERT_EQ(read_both(whole).ids.size(), 40U);
        for (std::size_t size = whole.size() / 2; size + 4 < whole.size(); ++size) {
            const Reading reading = read_both(whole.substr(0, size));
            ASSERT_FALSE(reading.error.has_value()) << reading.error->detail;
            ASSERT_FALSE(reading.is_complete) << size;
            for (std::size_t i = 0; i < reading.ids.size(); ++i)
                ASSERT_EQ(reading.ids[i], "i" + std::to_string(i)) << "cut at " << size;
            ASSERT_FALSE(reading.tells(Code::id_synthetic, "")) << size;
        }
    }
    const Reading cut = read_both(R"([{"identifier":"a"},{"identifier":"b","ti)");
    EXPECT_EQ(cut.ids, Ids{"a"});
    EXPECT_TRUE(cut.tells(Code::parse_json, "cut off: not kept"));
    EXPECT_EQ(cut.issues.back().remote_id, "b");
    EXPECT_FALSE(cut.issues.back().excerpt.empty());
    const Reading open = read_both("[{\"identifier\":\"a\",\n{\"identifier\":\"b\"}]");
    EXPECT_EQ(open.ids, Ids{"b"});
    EXPECT_TRUE(open.tells(Code::parse_json, "unclosed object"));
    EXPECT_FALSE(open.is_complete);
}

TEST(DatajsonWire, WhatARepairMayHaveLostMakesTheDocumentIncomplete) {
    const std::string before = R"([{"identifier":"a","title":"x"},)";
    for (const std::string_view rest : {
             R"({"identifier":"b",}])",
             R"({"identifier":"b","title":"C:\dossier"},])",
             R"({"identifier":"b" "title":NaN}])",
         }) {
        const Reading reading = read_both(before + std::string(rest));
        EXPECT_TRUE(reading.is_complete) << rest;
        EXPECT_EQ(reading.ids, (Ids{"a", "b"})) << rest;
    }
    for (const std::string_view rest : {
             // A stray quote hides the identifier: the record must not come back as a new one.
             R"({"title":"Jeu "7"" x, "identifier":"b","description":"d"}])",
             R"({"title":"Jeu "7" x","identifier":"b"}])",
             // Two records that became one, although only a comma seems to be missing.
             R"({"identifier":"b" "title":"y","identifier":"c","title":"z"}])",
             R"("x"])",
             R"({}])",
             R"({"identifier":{"y":1},"title":"y"}])",
             R"({"description":"sans titre"}])",
         }) {
        const Reading reading = read_both(before + std::string(rest));
        ASSERT_FALSE(reading.error.has_value()) << rest << reading.error->detail;
        EXPECT_FALSE(reading.is_complete) << rest;
        EXPECT_FALSE(reading.issues.empty()) << rest;
        ASSERT_FALSE(reading.ids.empty()) << rest;
        EXPECT_EQ(reading.ids[0], "a");
        for (const std::string& id : reading.ids)
            EXPECT_TRUE(id.size() == 1) << "made up: " << id;
    }
}

TEST(DatajsonWire, EntriesThatAreNoRecordsAreToldSomeTimesOnly) {
    std::string body = "[{\"identifier\":\"a\"}";
    for (int i = 0; i < 200'000; ++i)
        body += ",1";
    const Reading reading = read_both(body + "]");
    EXPECT_EQ(reading.ids, Ids{"a"});
    EXPECT_FALSE(reading.is_complete);
    EXPECT_LE(reading.issues.size(), 1'010U);
    EXPECT_TRUE(reading.tells(Code::bad_shape, "199000 more entries without id"));
}

TEST(DatajsonWire, RepairsEncodingAndTellsIt) {
    EXPECT_EQ(read_both("\xEF\xBB\xBF[{\"identifier\":\"a\"}]").ids, Ids{"a"});
    const Reading bytes = read_both("[{\"identifier\":\"a\",\"title\":\"caf\xE9\"}]");
    EXPECT_EQ(bytes.ids, Ids{"a"});
    EXPECT_TRUE(bytes.tells(Code::encoding_repaired, "sequences"));
    const Reading escapes = read_both(R"([{"identifier":"a","title":"\ud800 \u0000"}])");
    EXPECT_EQ(escapes.ids, Ids{"a"});
    EXPECT_TRUE(escapes.tells(Code::encoding_repaired, "escapes"));
}

TEST(DatajsonWire, CountsWhatMayHoldDatasetsToo) {
    std::string many = "{\"catalog\":[{}";
    for (int i = 0; i < 500'000; ++i)
        many += ",{}";
    const Reading reading = read_both(many + "],\"dataset\":[{\"identifier\":\"a\"}]}");
    EXPECT_EQ(reading.ids, Ids{"a"});
    EXPECT_FALSE(reading.is_complete);
    EXPECT_TRUE(reading.tells(Code::limit_reached, "records of one document"));
}

TEST(DatajsonWire, ABadRecordFailsAlone) {
    std::string deep = "[{\"identifier\":\"profond\",\"x\":";
    deep += std::string(100, '[') + std::string(100, ']') + "},7,null,{\"identifier\":\"b\"}]";
    const Reading reading = read_both(deep);
    EXPECT_EQ(reading.ids, Ids{"b"});
    EXPECT_TRUE(reading.tells(Code::limit_reached, "line 1"));
    EXPECT_EQ(
        std::count_if(
            reading.issues.begin(),
            reading.issues.end(),
            [](const Issue& issue) { return issue.code == Code::bad_shape; }
        ),
        2
    );
}

TEST(DatajsonWire, FiltersByPublisherKeywordAndFormat) {
    const char* body = R"([{"identifier":"a","publisher":{"name":"Mairie"},"keyword":["eau"],
        "distribution":[{"format":"CSV"}]},{"identifier":"b","publisher":{"name":"État"}}])";
    for (const auto& [dimension, word] : std::map<std::string, std::string>{
             {"organization", "mairie"},
             {"tag", "Eau"},
             {"format", "csv"}}) {
        Filter filter;
        filter.include = {word};
        EXPECT_EQ(read_both(body, {{dimension, filter}}).ids, Ids{"a"}) << dimension;
        Filter other;
        other.exclude = {word};
        EXPECT_EQ(read_both(body, {{dimension, other}}).ids, Ids{"b"}) << dimension;
    }
}

// Beyond what is mended in memory, a record that is too large costs itself alone; two that have run
// together hide nobody knows how many.
TEST(DatajsonWire, OneHugeRecordLeavesALargeDocumentComplete) {
    std::string words;
    for (std::size_t i = 0; i <= limits::record_bytes / limits::mib; ++i)
        words += (i > 0 ? ",\"" : "\"") + std::string(limits::mib, 'a') + '"';
    const auto document = [&words](const std::string& more) {
        return R"({"dataset":[{"identifier":"a"},{"identifier":"b","keyword":[)" + words + "]" +
               more + R"(},{"identifier":"c"}]})";
    };
    const std::size_t mended_max = limits::record_bytes;
    ASSERT_GT(document("").size(), mended_max);
    const Reading one = read_body(net::Body(document("")), {}, mended_max);
    EXPECT_TRUE(one.is_complete);
    EXPECT_EQ(one.ids, (Ids{"a", "c"}));
    ASSERT_EQ(one.issues.size(), 1U);
    EXPECT_EQ(one.issues[0].code, Code::too_large);
    EXPECT_EQ(one.issues[0].remote_id, "b");
    for (const char* more : {R"(,"identifier":"d")", R"(,"title":)"}) {
        const Reading many = read_body(net::Body(document(more)), {}, mended_max);
        EXPECT_FALSE(many.is_complete) << more;
        EXPECT_TRUE(many.tells(Code::limit_reached, "too many to search")) << more;
        EXPECT_EQ(many.ids, (Ids{"a", "c"})) << more;
    }
}

} // namespace
} // namespace moisson::datajson
