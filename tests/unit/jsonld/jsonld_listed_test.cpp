// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents that are read entry by entry: the same triples under the same labels as when they are
// held whole, and what is held whole all the same.
#include "core/limits.hpp"
#include "rdf/jsonld_listed.hpp"
#include "rdf/jsonld_outline.hpp"
#include "unit/jsonld/reading.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::rdf::jsonld::test {
namespace {

Options by_entry() {
    Options options = options_at();
    options.whole_bytes_max = 0;
    return options;
}

struct Listed {
    std::set<std::string> lines;
    std::optional<Result<Report>> report;
};

Listed read_entries(std::string_view text, const Options& options = by_entry()) {
    ContextLibrary library;
    LineSink sink;
    Listed listed;
    listed.report = read_listed(text, options, library, sink);
    listed.lines = std::move(sink.lines);
    return listed;
}

// `text` is of a shape that is read entry by entry, and that changes nothing.
void expect_the_same(const std::string& text, bool is_strict = false) {
    Options options = by_entry();
    options.strictness = is_strict ? Strictness::strict : Strictness::lenient;
    const Listed listed = read_entries(text, options);
    options.whole_bytes_max = text.size();
    const Reading whole = read_text(text, options);
    ASSERT_TRUE(listed.report.has_value()) << text;
    ASSERT_TRUE(listed.report->has_value()) << listed.report->error().detail << ' ' << text;
    ASSERT_TRUE(whole.report) << text;
    EXPECT_EQ(listed.lines, whole.lines) << text;
    const ReadReport& report = listed.report->value().read;
    EXPECT_EQ(report.triples, whole.report->read.triples) << text;
    EXPECT_EQ(report.bytes, whole.report->read.bytes) << text;
    EXPECT_EQ(report.counts, whole.report->read.counts) << text;
    EXPECT_EQ(report.complete, whole.report->read.complete) << text;
    EXPECT_EQ(listed.report->value().missing_contexts, whole.report->missing_contexts) << text;
}

const std::string listed_entries = R"([
    {"@id": "http://a/1", "@type": "Dataset", "title": "Un", "contact": {"name": "Mairie"}},
    {"@id": "http://a/2", "title": ["Deux", {"@value": "Two", "@language": "en"}],
     "contact": {"@id": "_:c"}},
    {"@id": "_:c", "name": "Région", "near": {"@list": [1, {"name": "x"}]}}])";
const std::string listed_context = R"({"@vocab": "http://v/", "graph": "@graph", "id": "@id",
    "Dataset": {"@id": "http://v/D", "@context": {"title": "http://titles/t"}}})";

TEST(JsonLdListed, AListUnderOneContextGivesWhatTheWholeDocumentGives) {
    for (const char* const key : {"@graph", "graph", "dataset", "http://v/dataset"}) {
        const std::string list = '"' + std::string(key) + "\": " + listed_entries;
        const std::string head = "\"@context\": " + listed_context;
        // The context stands before or after what it applies to.
        expect_the_same("{" + head + ", " + list + "}");
        expect_the_same("{" + list + ",\n " + head + "} ");
        expect_the_same(
            "{" + list + R"(, "id": "http://a/c", "@type": "Dataset", "title": "C", )" + head + "}"
        );
        expect_the_same("{" + list + R"(, "title": {"name": "x"}, "@context": {}})");
        expect_the_same("{" + head + ", " + list + "}", true);
    }
}

TEST(JsonLdListed, AListAtTheTopGivesWhatTheWholeDocumentGives) {
    expect_the_same(R"([{"@id": "http://a/1", "http://a/p": {"http://a/q": "b"}}, null, 5, "x", [],
        {"@context": {"p": "http://a/p"}, "p": {"@id": "_:b"}}, {"@id": "http://a/2"},
        [{"@id": "_:b", "http://a/p": [1.5, true]}]])");
    expect_the_same("\xEF\xBB\xBF[]");
}

TEST(JsonLdListed, ContextsOfEntriesEndWithThem) {
    std::string text = "{\"@context\": {\"@vocab\": \"http://v/\"}, \"@graph\": [";
    for (int i = 0; i < 200; ++i) {
        const std::string n = std::to_string(i);
        text += (i > 0 ? "," : "") + std::string(R"({"@context": {"p": {"@id": "http://p/)") + n +
                R"(", "@context": {"q": "http://q/)" + n + R"("}}, "T": {"@id": "http://t/)" + n +
                R"(", "@context": {"r": "http://r/)" + n + R"("}}}, "@id": "http://a/)" + n +
                R"(", "p": {"q": "x", "@type": "T", "r": "y", "s": {"r": "z"}}})";
    }
    expect_the_same(text + "]}");
}

// A list whose entries import a context, and change it.
std::string importing(const std::string& change) {
    std::string text = "[";
    for (int i = 0; i < 1'100; ++i)
        text += (i > 0 ? "," : "") + std::string(R"({"@context": {"@import": "http://c/")") +
                change + R"(}, "@id": "http://a/)" + std::to_string(i) + R"(", "title": "x"})";
    return text + "]";
}

TEST(JsonLdListed, CopiesOfImportedContextsEndWithTheirEntries) {
    ContextLibrary library;
    ASSERT_TRUE(library.add("http://c/", R"({"@context": {"title": "http://a/t"}})").has_value());
    const std::string changing = importing(R"(, "other": "http://a/o")");
    const Reading listed = read_with(library, changing, by_entry());
    ASSERT_TRUE(listed.report);
    EXPECT_EQ(listed.lines.size(), 1'100U);
    const Reading whole = read_with(library, changing, options_at());
    ASSERT_FALSE(whole.report) << "all of them are held";
    EXPECT_EQ(whole.report.error().code, Code::limit_reached);
    // Nothing is changed, nothing is copied.
    const Reading plain = read_with(library, importing(""), options_at());
    ASSERT_TRUE(plain.report);
    EXPECT_EQ(plain.lines.size(), 1'100U);
}

TEST(JsonLdListed, WhatADocumentMayCostGrowsWithIt) {
    std::string text = R"({"@context": {"@vocab": "http://v/)" + std::string(1'900, 'v') +
                       R"("}, "@graph": [{"a": 1})";
    for (int i = 0; i < 200'000; ++i)
        text += R"(,{"a":null})";
    text += "]}";
    const Reading smaller = read_text(text, by_entry());
    ASSERT_FALSE(smaller.report) << "each key becomes two kilobytes";
    EXPECT_EQ(smaller.report.error().code, Code::limit_reached);
    Options options = by_entry();
    options.tree_bytes_max = text.size() / 4;
    const Reading larger = read_text(text, options);
    ASSERT_TRUE(larger.report) << larger.report.error().detail;
    EXPECT_EQ(larger.lines.size(), 1U);
}

// Contexts of types are made once for all entries, those too that hold a context of their own.
TEST(JsonLdListed, WhatIsKnownOfTheContextAroundEntriesIsNotMadeAgain) {
    std::string context;
    for (int i = 0; i < 500; ++i)
        context += R"("t)" + std::to_string(i) + R"(": "http://t/)" + std::to_string(i) + R"(",)";
    std::string types;
    for (const char* const type : {"A", "B", "C", "D", "E"}) {
        context += '"' + std::string(type) + R"(": {"@id": "http://c/)" + type +
                   R"(", "@context": {"p": "http://p/)" + type + R"("}},)";
        types += (types.empty() ? "\"" : ",\"") + std::string(type) + '"';
    }
    context.pop_back();
    std::string text = "{\"@context\": {" + context + R"(}, "@graph": [{"@type": [)" + types + "]}";
    for (int i = 0; i < 6'000; ++i)
        text += R"(,{"@type": [)" + types + R"(], "p": {"@context": {}}})";
    const Reading reading = read_text(text + "]}", by_entry());
    ASSERT_TRUE(reading.report) << reading.report.error().detail;
}

TEST(JsonLdListed, FaultsAreThoseOfTheWholeDocument) {
    expect_the_same(R"({"@context": {"@vocab": "http://v/"}, "@id": "http://a/c", "@graph": [
        {"@id": 7, "p": "a", "p": "b"}, {"@id": "http://a/2", "@language": 3, "p": "c"},
        {"@context": "https://nowhere.example/c", "p": "d"}, {"@id": "ftp://a b", "p": "e"}]})");
}

TEST(JsonLdListed, WhatIsMendedIsReadEntryByEntryToo) {
    const std::string list = R"({"@graph": [{"http://a/p": "a", "http://a/p": "b"}, )";
    expect_the_same(list + "]}");
    expect_the_same(list + "// fin\n {\"http://a/q\": \"c\"}]}");
    expect_the_same(list + "{\"http://a/q\": \"\xE9t\xE9\"}]}");
    expect_the_same("\xEF\xBB\xBF" + list + "{\"http://a/q\": \"\xE9t\xE9\",},]}");
    // Nothing is told of the copy.
    Options options = by_entry();
    options.done_with = [](std::string_view) { FAIL(); };
    const std::string text = list + "{\"http://a/q\": \"" + std::string(200'000, 'x') + "\",},]}";
    EXPECT_EQ(read_entries(text, options).lines, read_text(text).lines);
}

TEST(JsonLdListed, ListsThatMeanSomethingAsAWholeAreNotTakenApart) {
    const std::string items = R"([{"http://a/p": "a"}, {"http://a/p": "b"}])";
    std::vector<std::string> texts;
    for (const char* const term :
         {R"("@container": "@list")",
          R"("@type": "@json")",
          R"("@container": "@graph")",
          R"("@container": "@index")"})
        texts.push_back(
            R"({"@context": {"p": {"@id": "http://a/l", )" + std::string(term) +
            "}}, \"p\": " + items + "}"
        );
    texts.push_back(R"({"@context": {"p": {"@reverse": "http://a/l"}}, "p": )" + items + "}");
    texts.push_back("{\"@included\": " + items + "}");
    texts.push_back("{\"@set\": " + items + "}");
    texts.push_back(
        "{\"@context\": {\"g\": \"@graph\"}, \"g\": " + items + ", \"@graph\": " + items + "}"
    );
    texts.push_back("{\"http://a/l\": " + items + ", \"http://a/l\": \"x\"}");
    // Another key, or a nest, says more under the IRI of the list: the order makes the labels.
    texts.push_back(
        R"({"@context": {"@vocab": "http://a/"}, "p": [{"q": "a"}], "http://a/p": {"q": "b"}})"
    );
    texts.push_back(R"({"@context": {"@vocab": "http://a/", "n": "@nest"}, "p": [{"q": "a"}],)"
                    R"( "n": {"p": {"q": "b"}}})");
    // Mended first, and with a key that comes twice.
    texts.push_back(R"({"http://a/p": [{"http://a/q": "a"}] /* */, "http://a/p": "b"})");
    // No list, or none of objects.
    texts.push_back(R"({"http://a/p": ["a", "b"], "http://a/q": {"http://a/r": []}})");
    for (const std::string& text : texts) {
        const Listed listed = read_entries(text);
        EXPECT_FALSE(listed.report.has_value()) << text;
        EXPECT_TRUE(listed.lines.empty()) << text;
        const Reading reading = read_text(text, by_entry());
        ASSERT_TRUE(reading.report) << text;
        EXPECT_EQ(reading.lines, read_text(text).lines) << text;
        EXPECT_FALSE(reading.lines.empty()) << text;
    }
}

TEST(JsonLdListed, TheDepthIsThatOfTheDocument) {
    const auto nested = [](int levels) {
        std::string text = R"({"@graph": [{"http://a/p": )";
        for (int i = 0; i < levels; ++i)
            text += '[';
        text += '1';
        for (int i = 0; i < levels; ++i)
            text += ']';
        return text + "}]}";
    };
    expect_the_same(nested(61));
    const Reading deep = read_text(nested(62), by_entry());
    ASSERT_FALSE(deep.report);
    EXPECT_EQ(deep.report.error().code, Code::limit_reached);
    EXPECT_EQ(deep.report.error().detail, read_text(nested(62)).report.error().detail);
}

// Beyond what is held whole, a list is read, and anything else is refused by what is wrong with it.
TEST(JsonLdListed, WhatIsTooLargeToBeHeldIsReadOrRefusedByName) {
    Options options = by_entry();
    options.tree_bytes_max = 60;
    const auto refusal = [&](const std::string& text) {
        const Reading reading = read_text(text, options);
        return reading.report ? Error() : reading.report.error();
    };
    const std::string good =
        R"({"@graph": [{"@id": "http://a/1", "http://a/p": "a"}, {"http://a/p": "b"}]})";
    EXPECT_EQ(read_text(good, options).lines, read_text(good).lines);
    EXPECT_EQ(read_text(good, options).lines.size(), 2U);
    const Error broken = refusal(good.substr(0, good.size() - 3) + ",]}");
    EXPECT_EQ(broken.code, Code::parse_json);
    EXPECT_TRUE(broken.detail.starts_with("invalid JSON, line 1, column ")) << broken.detail;
    EXPECT_TRUE(broken.detail.ends_with(" bytes are too many to mend")) << broken.detail;
    const Error other = refusal("{\"http://a/p\": \"" + std::string(60, 'x') + "\"}");
    EXPECT_EQ(other.code, Code::too_large);
    EXPECT_EQ(other.detail, "78 bytes of JSON-LD, 60 are read at most");
    std::string deep = good.substr(0, good.size() - 2) + ",";
    deep += std::string(70, '[') + std::string(70, ']') + "]}";
    EXPECT_EQ(refusal(deep).code, Code::limit_reached);
}

// Keys take more memory than what they hold.
TEST(JsonLdListed, SmallMembersBesideAListAreCounted) {
    Options options = by_entry();
    options.tree_bytes_max = limits::mib;
    for (const char* const value : {"1", "[{}]"}) {
        std::string text = R"({"@graph": [{"http://a/p": "a"}])";
        for (int i = 0; i < 300'000; ++i)
            text += ",\"k" + std::to_string(i) + "\":" + value;
        text += '}';
        const Reading reading = read_text(text, options);
        ASSERT_FALSE(reading.report) << value;
        EXPECT_EQ(reading.report.error().code, Code::too_large) << value;
    }
}

// Its time limit is that of the test: with the square of the members it took hours.
TEST(JsonLdListed, ManyMembersBesideAListTakeTheirTimeOnce) {
    std::string text = R"({"@graph": [{"http://a/p": "a"}])";
    for (int i = 0; i < 100'000; ++i)
        text += ",\"http://b/" + std::to_string(i) + "\":\"x\"";
    text += '}';
    const Listed listed = read_entries(text);
    ASSERT_TRUE(listed.report.has_value());
    ASSERT_TRUE(listed.report->has_value());
    EXPECT_EQ(listed.lines.size(), 100'001U);
}

TEST(JsonLdListed, ANulIsNotTheEndOfTheText) {
    const std::string text = R"([{"@id": "http://a/1", "http://a/p": "a"}])";
    EXPECT_EQ(outline_of(text, 0, DoneWith()).shape, Outline::Shape::listed);
    const std::string longer = text + '\0' + text;
    EXPECT_EQ(outline_of(longer, 0, DoneWith()).shape, Outline::Shape::broken);
    EXPECT_FALSE(read_entries(longer).report.has_value());
}

TEST(JsonLdListed, WhatWasReadIsLetGoInOrder) {
    std::string text = "[{\"http://a/p\": \"x\"}";
    for (int i = 0; i < 1'000; ++i)
        text += ",\n{\"@id\": \"http://a/" + std::to_string(i) + R"(", "http://a/p": ")" +
                std::string(300, 'x') + "\"}";
    text += "]";
    std::size_t end = 0;
    std::size_t passes = 0;
    std::size_t longest = 0;
    Options options = by_entry();
    options.done_with = [&](std::string_view part) {
        const auto begin = static_cast<std::size_t>(part.data() - text.data());
        passes += begin == 0 ? 1 : 0;
        EXPECT_EQ(begin, passes > 0 && begin == 0 ? 0 : end);
        end = begin + part.size();
        longest = std::max(longest, part.size());
    };
    const Listed listed = read_entries(text, options);
    ASSERT_TRUE(listed.report.has_value());
    EXPECT_EQ(listed.lines.size(), 1'001U);
    EXPECT_EQ(passes, 2U);
    EXPECT_GT(end + 70'000, text.size());
    EXPECT_LT(longest, 70'000U);
}

TEST(JsonLdListed, TheSinkCanStopTheReading) {
    ContextLibrary library;
    LineSink sink(1);
    const auto report = read(
        R"([{"@id": "http://a/1", "http://a/p": "a"}, {"@id": "http://a/2", "http://a/p": "b"}])",
        by_entry(),
        library,
        sink
    );
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->stopped);
    EXPECT_EQ(report->read.triples, 1U);
}

} // namespace
} // namespace moisson::rdf::jsonld::test
