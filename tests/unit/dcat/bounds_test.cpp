// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a document may hold, and datasets that lost their title on the way: what is known of them is
// neither replaced nor missing.
#include "async/byte_shares.hpp"
#include "core/limits.hpp"
#include "dcat/wire.hpp"
#include "net/body.hpp"
#include "rdf/bounds.hpp"
#include "rdf/jsonld_bounds.hpp"
#include "unit/dcat/made_portal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace moisson::dcat {
namespace {

struct BoundOutcome {
    std::size_t entries = 0;
    bool is_complete = false;
    std::vector<std::string> kept;
    // Of the document, and of its records.
    std::vector<Issue> whole_issues;
    std::vector<Issue> issues;
};

BoundOutcome bound_outcome(
    const std::string& text,
    const std::string& url,
    std::size_t records_max = limits::records_per_document
) {
    kit::Document document;
    document.body = net::Body(text);
    document.url = url;
    ReadOptions options;
    options.source_key = "essai";
    options.records_max = records_max;
    BoundOutcome outcome;
    const auto contents = read_document(std::move(document), options);
    EXPECT_TRUE(contents.has_value()) << (contents.has_error() ? contents.error().detail : "");
    if (contents.has_error())
        return outcome;
    outcome.entries = (*contents)->size();
    outcome.is_complete = (*contents)->is_complete;
    outcome.whole_issues = (*contents)->issues;
    kit::Page page;
    for (std::size_t i = 0; i < (*contents)->size(); ++i)
        (*contents)->read(i, page);
    for (const kit::WireRecord& record : page.records)
        outcome.kept.push_back(record.remote_id);
    outcome.issues = std::move(page.issues);
    return outcome;
}

using Kept = std::vector<std::string>;

const std::string ld_context = R"("@context": {"dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/"}, )";

std::string ld_dataset(const std::string& name, const std::string& title) {
    return R"({"@id": "http://ex.example/)" + name + R"(", "@type": "dcat:Dataset", )" +
           R"("dct:identifier": ")" + name + R"(", "dct:title": )" + title + "}";
}

BoundOutcome ld_outcome(const std::string& entries) {
    const std::string text = "{" + ld_context + "\"@graph\": [" + entries + "]}";
    return bound_outcome(text, "http://ex.example/c.jsonld");
}

bool is_refused(const BoundOutcome& outcome, const std::string& id) {
    return std::any_of(outcome.issues.begin(), outcome.issues.end(), [&](const Issue& issue) {
        return issue.remote_id == id && issue.severity == Severity::error &&
               issue.detail.starts_with("no title");
    });
}

TEST(DcatBounds, ADatasetWhoseTitleWasLostIsRefusedAndStillThere) {
    const std::string long_text = std::string(rdf::bounds::literal_bytes + 1, 'x');
    for (const std::string& title :
         {std::string(R"({"@value": {"x": 1}})"),
          std::string(R"({"@value": "A", "dct:title": "B"})"),
          '"' + long_text + '"'}) {
        const BoundOutcome outcome = ld_outcome(
            ld_dataset("a", title) + "," + ld_dataset("b", "\"B\"") + "," +
            ld_dataset("c", "{\"@value\": null}")
        );
        EXPECT_FALSE(outcome.is_complete);
        EXPECT_EQ(outcome.entries, 3U);
        EXPECT_EQ(outcome.kept, Kept{"b"});
        EXPECT_TRUE(is_refused(outcome, "a")) << title.substr(0, 40);
        EXPECT_TRUE(is_refused(outcome, "c")) << "what was lost may be its title as well";
    }
    const BoundOutcome whole = ld_outcome(ld_dataset("c", "{\"@value\": null}"));
    EXPECT_EQ(whole.kept, Kept{"c"}) << "nothing was lost: it has none";
}

TEST(DcatBounds, AnAddressThatWasLostTakesNoTitle) {
    const BoundOutcome outcome = bound_outcome(
        R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">
  <dcat:Dataset rdf:about="http://ex.example/a"><dct:identifier>a</dct:identifier></dcat:Dataset>
  <dcat:Dataset rdf:about="http://ex.example/b" xmlns:x="(ttp://x#">
    <x:p>lost</x:p><dct:title>B</dct:title><dct:identifier>b</dct:identifier>
  </dcat:Dataset>
</rdf:RDF>)",
        "http://ex.example/c.rdf"
    );
    EXPECT_FALSE(outcome.is_complete);
    EXPECT_EQ(outcome.kept, (Kept{"a", "b"}));
}

TEST(DcatBounds, TwoListsOfTheSameNameAreNotComplete) {
    const std::string lists = "\"@graph\": [" + ld_dataset("a", "\"A\"") + "], \"@graph\": [" +
                              ld_dataset("b", "\"B\"") + "]";
    const BoundOutcome outcome =
        bound_outcome("{" + ld_context + lists + "}", "http://ex.example/c.jsonld");
    EXPECT_FALSE(outcome.is_complete);
    EXPECT_EQ(outcome.kept, Kept{"b"});
}

TEST(DcatBounds, TooManyEntriesAreCountedAndTheDocumentIncomplete) {
    std::string text = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
                       "@prefix dct: <http://purl.org/dc/terms/> .\n";
    for (const char* const name : {"a", "b", "c"})
        text +=
            "<http://ex.example/" + std::string(name) + "> a dcat:Dataset ; dct:title \"Jeu\" .\n";
    for (const char* const name : {"d", "e", "f"})
        text += "<http://ex.example/" + std::string(name) + "> a dcat:Dataset .\n";
    text += "<http://ex.example/g> a dcat:DataService .\n"
            "<http://ex.example/> a dcat:Catalog ; dcat:dataset <http://ex.example/g> .\n";
    for (const std::size_t most : {std::size_t{2}, std::size_t{5}, std::size_t{7}}) {
        const BoundOutcome outcome = bound_outcome(text, "http://ex.example/c.ttl", most);
        EXPECT_EQ(outcome.entries, most);
        EXPECT_EQ(outcome.is_complete, most == 7);
        const auto told = std::count_if(
            outcome.whole_issues.begin(),
            outcome.whole_issues.end(),
            [](const Issue& issue) { return issue.code == Code::limit_reached; }
        );
        EXPECT_EQ(told, most == 7 ? 0 : 1);
        EXPECT_EQ(outcome.kept.size(), std::min<std::size_t>(most, 3));
        EXPECT_EQ(outcome.issues.size(), most - outcome.kept.size());
        for (const Issue& issue : outcome.issues)
            EXPECT_TRUE(issue.remote_id.starts_with("https://ex.example/")) << issue.detail;
    }
}

// Sixty times its text: a small one asks for room as well, and gives it back once it is read.
TEST(DcatBounds, ValuesOfASmallDocumentAskForMemory) {
    std::string list = "{}";
    for (int i = 0; i < 60'000; ++i)
        list += ",{}";
    const std::string text = "{\"@graph\": [{\"http://a/p\": [" + list + "]}]}";
    const std::size_t bytes = tree_bytes_of(net::Body(text));
    // The text itself, two lists, one entry and what is in it.
    EXPECT_EQ(bytes, (4U + 60'001U) * rdf::bounds::jsonld_value_bytes);
    EXPECT_GT(bytes, limits::spool_memory_bytes);
    EXPECT_EQ(tree_bytes_of(net::Body(datasets(0, 3))), 0U);
    FakeHttpClient http([&text](const net::Request&) -> Result<net::Response> { return ok(text); });
    kit::Services services;
    services.http = &http;
    services.documents.memory = std::make_shared<ByteShares>(bytes);
    asio::io_context context(1);
    ByteShare held = run_coro(context, services.documents.memory->take(1));
    const auto connector = make_factory()(source_at("https://portail.example/c.jsonld"), services);
    bool done = false;
    const auto ended = [&done](const std::exception_ptr&, const Result<kit::Page>&) {
        done = true;
    };
    asio::co_spawn(context, connector->fetch(kit::Cursor()), ended);
    context.restart();
    context.poll();
    EXPECT_FALSE(done);
    EXPECT_EQ(services.documents.memory->waiting(), 1U);
    held.reset();
    context.restart();
    context.poll();
    EXPECT_TRUE(done);
    EXPECT_LT(services.documents.memory->taken(), bytes);
}

TEST(DcatBounds, ADocumentThatIsReadEntryByEntryAsksForItsLargestEntry) {
    std::string entries = R"({"http://a/p": "Un jeu de données", "http://a/q": "x"})";
    for (int i = 0; i < 60'000; ++i)
        entries += R"(,{"http://a/p": "Un jeu de données"})";
    const auto bytes_of = [](const std::string& text) {
        EXPECT_GT(text.size(), rdf::bounds::jsonld_whole_bytes);
        return tree_bytes_of(net::Body(text)) / rdf::bounds::jsonld_value_bytes;
    };
    EXPECT_EQ(bytes_of("[" + entries + "]"), 3U);
    EXPECT_EQ(bytes_of("{\"@id\": \"http://a/\", \"@graph\": [" + entries + "]}"), 4U);
    // Those are held whole.
    const std::size_t all = 2 + 3 + 2 * 60'000;
    EXPECT_EQ(bytes_of("{\"@included\": [" + entries + "]}"), all);
    const std::string ordered = R"({"@id": "http://a/l", "@container": "@list"})";
    EXPECT_GE(bytes_of(R"({"@context": {"l": )" + ordered + R"(}, "l": [)" + entries + "]}"), all);
    std::string large = "[{\"http://a/p\": [{}";
    for (std::size_t i = 0; i < rdf::bounds::jsonld_entry_values; ++i)
        large += ",{}";
    EXPECT_EQ(bytes_of(large + "]}]"), 4 + rdf::bounds::jsonld_entry_values);
}

} // namespace
} // namespace moisson::dcat
