// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded DCAT document in JSON-LD gives as many triples as another processor counted
// (tests/oracles/jsonld_counts.py, kept in corpus_counts.tsv).
#include "golden/jsonld/quads.hpp"
#include "golden/jsonld/suite.hpp"
#include "rdf/jsonld_listed.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>

namespace moisson::rdf::test {
namespace {

namespace fs = std::filesystem;

struct Outcome {
    bool is_refused = false;
    std::size_t count = 0;
    // As in corpus_counts.tsv: "-" when the document was refused.
    std::string shown() const { return is_refused ? "-" : std::to_string(count); }
    std::size_t findings = 0;
    std::string first;
    bool is_listed = false;
};

enum class Way : unsigned char { whole, by_entry };

Outcome read_file(const fs::path& file, jsonld::Strictness strictness, Way way = Way::whole) {
    const std::string body = content_of(file);
    jsonld::Options options;
    options.whole_bytes_max = way == Way::whole ? body.size() : 0;
    options.strictness = strictness;
    options.base = "https://example.org/catalogue.jsonld";
    jsonld::ContextLibrary library;
    QuadSink sink;
    Outcome outcome;
    std::optional<Result<jsonld::Report>> listed;
    if (way == Way::by_entry)
        listed = jsonld::read_listed(body, options, library, sink);
    outcome.is_listed = listed.has_value();
    if (!listed)
        listed.emplace(jsonld::read(body, options, library, sink));
    const Result<jsonld::Report>& report = *listed;
    if (!report) {
        outcome.is_refused = true;
        outcome.first = report.error().detail;
        return outcome;
    }
    outcome.count = sink.quads().size();
    for (const auto& [code, count] : report->read.counts)
        outcome.findings += count;
    if (!report->read.findings.empty())
        outcome.first = report->read.findings.front().detail;
    return outcome;
}

std::map<std::string, std::string> counted() {
    std::map<std::string, std::string> counts;
    std::istringstream in(
        content_of(fs::path(MOISSON_SOURCE_DIR) / "tests/golden/jsonld/corpus_counts.tsv")
    );
    for (std::string line; std::getline(in, line);) {
        const std::size_t tab = line.find('\t');
        counts[line.substr(0, tab)] = line.substr(tab + 1);
    }
    return counts;
}

TEST(JsonLdCorpus, EveryRecordedDocumentGivesTheTriplesAnotherProcessorCounts) {
    const auto folder = corpus_folder("dcat-jsonld");
    if (!folder)
        return;
    const auto counts = counted();
    ASSERT_GT(counts.size(), 50U);
    std::size_t equal = 0;
    std::size_t by_entry = 0;
    std::cout << "counted strict lenient findings\n";
    for (const auto& [name, expected] : counts) {
        const fs::path file = *folder / name;
        ASSERT_TRUE(fs::exists(file)) << name;
        const Outcome strict = read_file(file, jsonld::Strictness::strict);
        const Outcome lenient = read_file(file, jsonld::Strictness::lenient);
        std::cout << fmt::format(
            "{:>7} {:>6} {:>7} {:>8}  {}  {}\n",
            expected,
            strict.shown(),
            lenient.shown(),
            lenient.findings,
            name,
            lenient.first
        );
        equal += strict.shown() == expected ? 1 : 0;
        EXPECT_EQ(strict.shown(), expected) << name << ": " << strict.first;
        // What a strict reading refuses or drops, a lenient one mends or names.
        EXPECT_FALSE(lenient.is_refused) << name;
        EXPECT_GE(lenient.count, strict.count) << name;
        // Entry by entry it is the same.
        const Outcome strict_listed = read_file(file, jsonld::Strictness::strict, Way::by_entry);
        EXPECT_EQ(strict_listed.shown(), strict.shown()) << name;
        const Outcome listed = read_file(file, jsonld::Strictness::lenient, Way::by_entry);
        by_entry += listed.is_listed ? 1 : 0;
        EXPECT_EQ(listed.shown(), lenient.shown()) << name;
        EXPECT_EQ(listed.findings, lenient.findings) << name;
        if (strict.is_refused || lenient.count > strict.count)
            EXPECT_GT(lenient.findings, 0U) << name;
    }
    std::cout << fmt::format("{} of {} documents equal\n", equal, counts.size());
    EXPECT_GT(by_entry, 35U) << "the others are read whole both times";
}

// Documents that are kept aside while developing have no count; they are read without harm.
TEST(JsonLdCorpus, EveryOtherRecordedDocumentIsReadOrRefusedWithItsPlace) {
    const auto folder = corpus_folder("dcat-jsonld");
    if (!folder)
        return;
    std::size_t documents = 0;
    for (const auto& entry : fs::recursive_directory_iterator(*folder)) {
        if (!entry.is_regular_file())
            continue;
        ++documents;
        const Outcome outcome = read_file(entry.path(), jsonld::Strictness::lenient);
        if (outcome.is_refused)
            EXPECT_NE(outcome.first.find("line"), std::string::npos)
                << entry.path() << ": " << outcome.first;
    }
    std::cout << documents << " documents\n";
    EXPECT_GE(documents, counted().size());
}

} // namespace
} // namespace moisson::rdf::test
