// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where contexts come from, and what hostile ones may cost.
#include "rdf/jsonld_bounds.hpp"
#include "unit/jsonld/reading.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace moisson::rdf::jsonld::test {
namespace {

constexpr auto dct_title = "http://purl.org/dc/terms/title";

std::string title_of(const std::string& subject, const std::string& object) {
    return "<" + subject + "> <" + dct_title + "> " + object;
}

TEST(JsonLdContext, TheContextsWeCarryAnswerToTheirAddresses) {
    const auto file = [](std::string_view address) {
        const BundledContext* found = find_bundled(address);
        return found != nullptr ? found->file : "none";
    };
    EXPECT_EQ(
        file("https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld"),
        "pod-1.1.jsonld"
    );
    EXPECT_EQ(file("http://schema.org"), "schema-org.jsonld");
    EXPECT_EQ(file("https://schema.org/"), "schema-org.jsonld");
    EXPECT_EQ(file("http://www.w3.org/ns/hydra/context.jsonld"), "hydra.jsonld");
    constexpr auto semic = "https://semiceu.github.io/";
    EXPECT_EQ(
        file(fmt::format("{}DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld", semic)),
        "dcat-ap.jsonld"
    );
    EXPECT_EQ(
        file(fmt::format(
            "{}uri.semic.eu-generated/DCAT-AP/releases/3.0.0/html/examples/context.jsonld",
            semic
        )),
        "dcat-ap.jsonld"
    );
    EXPECT_EQ(
        file(fmt::format("{}DCAT-AP/releases/3.0.0-hvd/context/hvd.jsonld", semic)),
        "dcat-ap-hvd.jsonld"
    );
    EXPECT_EQ(file("https://schema.org.example/"), "none");
    EXPECT_EQ(file("https://example.org/schema.org"), "none");
}

TEST(JsonLdContext, EveryContextWeCarryIsReadWithoutAFault) {
    ASSERT_EQ(bundled_contexts().size(), 5U);
    for (const BundledContext& context : bundled_contexts()) {
        Options options = options_at();
        options.strictness = Strictness::strict;
        const Reading reading = read_text(context.text, options);
        EXPECT_TRUE(reading.report)
            << context.file << ": " << (reading.report ? "" : reading.report.error().detail);
        EXPECT_TRUE(reading.report && reading.report->read.is_clean()) << context.file;
    }
}

TEST(JsonLdContext, AnUnknownContextIsNamedAndTheRestIsRead) {
    const Reading reading = read_text(R"({
        "@context": "https://portail.example/contexte.jsonld",
        "@id": "d/1", "@type": "dcat:Dataset",
        "dct:title": "Communes", "http://purl.org/dc/terms/identifier": "1", "titre": "perdu"})");
    ASSERT_TRUE(reading.report);
    EXPECT_EQ(reading.lines.size(), 3U);
    EXPECT_TRUE(reading.has(title_of("http://example.org/d/1", "\"Communes\"")));
    EXPECT_EQ(
        reading.report->missing_contexts,
        std::vector<std::string>{"https://portail.example/contexte.jsonld"}
    );
    EXPECT_FALSE(reading.report->read.complete);
    ASSERT_FALSE(reading.report->read.findings.empty());
    EXPECT_EQ(
        reading.report->read.findings.front().detail,
        "JSON-LD: loading remote context failed: https://portail.example/contexte.jsonld"
    );
}

TEST(JsonLdContext, AContextIsFetchedOnlyFromAllowedAddresses) {
    std::vector<std::string> fetched;
    ContextLibrary library(
        [&](const std::string& address) -> Result<std::string> {
            fetched.push_back(address);
            return std::string(R"({"@context": {"titre": "http://purl.org/dc/terms/title"}})");
        },
        {"https://portail.example/*"}
    );
    const std::string text = R"({"@context": ["https://portail.example/c.jsonld",
        "https://ailleurs.example/c.jsonld"], "@id": "http://a/1", "titre": "Communes"})";
    const Reading reading = read_with(library, text, options_at());
    ASSERT_TRUE(reading.report);
    EXPECT_TRUE(reading.has(title_of("http://a/1", "\"Communes\"")));
    EXPECT_EQ(
        reading.report->missing_contexts,
        std::vector<std::string>{"https://ailleurs.example/c.jsonld"}
    );
    read_with(library, text, options_at());
    EXPECT_EQ(fetched, std::vector<std::string>{"https://portail.example/c.jsonld"});
}

TEST(JsonLdContext, AContextCanBeGivenBeforehand) {
    ContextLibrary library;
    ASSERT_TRUE(library.add(
        "https://portail.example/c.jsonld",
        R"({"@context": {"titre": "http://purl.org/dc/terms/title"}})"
    ));
    EXPECT_FALSE(library.add("https://portail.example/d.jsonld", "<html>"));
    const Reading reading = read_with(
        library,
        R"({"@context": "/c.jsonld", "@id": "/1", "titre": "Communes"})",
        options_at("https://portail.example/catalogue")
    );
    EXPECT_TRUE(reading.has(title_of("https://portail.example/1", "\"Communes\"")));
}

TEST(JsonLdContext, ATermAtFaultIsLeftOutAndNamedAndTheOthersHold) {
    const Reading reading = read_text(R"({"@context": {
        "http://a/ancien": "http://a/neuf", "b": {"@id": 5}, "titre": "dct:title",
        "boucle": "boucle2:x", "boucle2": "boucle:y"},
        "@id": "http://a/1", "titre": "Communes", "b": "perdu"})");
    ASSERT_TRUE(reading.report);
    EXPECT_TRUE(reading.has(title_of("http://a/1", "\"Communes\"")));
    EXPECT_EQ(reading.lines.size(), 1U);
    EXPECT_GE(reading.count(Code::parse_rdf), 3U);
}

TEST(JsonLdContext, AChainOfTermsIsCutBeforeTheStackEnds) {
    std::string text = R"({"@context": {)";
    for (int i = 0; i < 100'000; ++i)
        text += fmt::format(R"("t{}": "t{}:x", )", i, i + 1);
    text += R"("t100000": "http://a/"}, "@id": "http://a/1", "t100000": "Communes"})";
    const Reading reading = read_text(text);
    ASSERT_TRUE(reading.report);
    EXPECT_TRUE(reading.has("<http://a/1> <http://a/> \"Communes\""));
    EXPECT_GT(reading.count(Code::parse_rdf), 0U);
}

// Ten terms, each with a scope that is the next context: ten to the tenth definitions.
class Multiplying final : public ContextLoader {
public:
    Result<std::shared_ptr<const LoadedContext>> load(const std::string& address) override {
        const int number = std::stoi(address.substr(address.rfind('/') + 1));
        json::Value terms = json::Value::object();
        for (int i = 0; i < 10; ++i) {
            json::Value term = json::Value::object();
            term["@id"] = fmt::format("http://a/{}/{}", number, i);
            term["@context"] = fmt::format("http://a/{}", number + 1);
            terms[fmt::format("t{}", i)] = std::move(term);
        }
        auto loaded = std::make_shared<LoadedContext>();
        loaded->address = address;
        loaded->document = json::Value::object();
        loaded->document["@context"] = std::move(terms);
        return std::shared_ptr<const LoadedContext>(std::move(loaded));
    }
};

TEST(JsonLdContext, ContextsThatMultiplyEndWithTheLimit) {
    Multiplying loader;
    const Reading reading = read_with(
        loader,
        R"({"@context": "http://a/0", "@id": "http://a/1", "t1": "x"})",
        options_at()
    );
    ASSERT_FALSE(reading.report);
    EXPECT_EQ(reading.report.error().code, Code::limit_reached);
}

TEST(JsonLdContext, APrefixCannotMakeADocumentGrowWithoutEnd) {
    const std::string prefix = "http://a/" + std::string(8'000, 'x') + "/";
    std::string text = R"({"@context": {"p": ")" + prefix + R"("}, "@graph": [)";
    for (int i = 0; i < 80'000; ++i)
        text += fmt::format(R"({}{{"@id": "p:{}"}})", i > 0 ? "," : "", i);
    const Reading reading = read_text(text + "]}");
    ASSERT_FALSE(reading.report);
    EXPECT_EQ(reading.report.error().code, Code::limit_reached);
}

TEST(JsonLdContext, ALongArrayOfContextsEndsWithTheLimit) {
    std::string text = R"({"@context": [null)";
    for (int i = 0; i < 1'000; ++i)
        text += ",null";
    const Reading reading = read_text(text + R"(], "@id": "http://a/1"})");
    ASSERT_FALSE(reading.report);
    EXPECT_EQ(reading.report.error().code, Code::limit_reached);
}

TEST(JsonLdContext, EndlesslyManyContextsAreNotAskedFor) {
    std::string text = "[";
    for (int i = 0; i < 1'000; ++i)
        text += fmt::format(
            R"({}{{"@context": "http://a/{}", "@id": "http://a/", "http://a/p": "x"}})",
            i > 0 ? "," : "",
            i
        );
    const Reading reading = read_text(text + "]");
    ASSERT_TRUE(reading.report);
    EXPECT_EQ(reading.report->missing_contexts.size(), bounds::jsonld_remote_contexts);
    EXPECT_EQ(reading.count(Code::parse_rdf), 1'000U);
    EXPECT_EQ(reading.lines.size(), 1U);
}

TEST(JsonLdContext, APrefixOnTypesCannotMakeADocumentGrowEither) {
    std::string text = R"({"@context": {"p": "http://a/)" + std::string(8'000, 'x') +
                       R"(/"}, "@id": "http://a/1", "@type": ["p:a")";
    for (int i = 0; i < 80'000; ++i)
        text += R"(,"p:a")";
    const Reading reading = read_text(text + "]}");
    ASSERT_FALSE(reading.report);
    EXPECT_EQ(reading.report.error().code, Code::limit_reached);
}

// Each of these is processed once, not once per record.
TEST(JsonLdContext, ARemoteContextOfEveryRecordCostsOnce) {
    constexpr auto address =
        "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld";
    std::string text = "[";
    for (int i = 0; i < 10'000; ++i)
        text += fmt::format(
            R"({}{{"@context": "{}", "@id": "http://a/{}", "@type": "Dataset", "title": "t"}})",
            i > 0 ? "," : "",
            address,
            i
        );
    const Reading reading = read_text(text + "]");
    ASSERT_TRUE(reading.report) << reading.report.error().detail;
    EXPECT_EQ(reading.lines.size(), 20'000U);
}

} // namespace
} // namespace moisson::rdf::jsonld::test
