// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded CKAN and DKAN answer: each package is mapped or refused with a code, and shuffled
// keys and lists change no digest. Needs MOISSON_CORPUS (default ../shared/corpus).
#include "ckan/mapping.hpp"
#include "ckan/wire.hpp"
#include "kit/body.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>

namespace moisson::ckan {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* path = std::getenv("MOISSON_CORPUS");
    return path != nullptr ? fs::path(path)
                           : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
}

// False when there is no corpus: said plainly, and a failure in CI.
bool has_corpus() {
    if (fs::exists(corpus() / "ckan"))
        return true;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return false;
}

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// JSON with the members of every object in another order; nlohmann keeps objects sorted, so the
// text is written by hand.
void write_shuffled(const json::Value& value, std::mt19937& random, std::string& out) {
    if (value.is_object()) {
        std::vector<std::string> keys;
        for (const auto& [key, member] : value.items())
            keys.push_back(key);
        std::shuffle(keys.begin(), keys.end(), random);
        out += '{';
        for (std::size_t i = 0; i < keys.size(); ++i) {
            out += (i > 0 ? " , " : " ") + json::dump(json::Value(keys[i])) + " : ";
            write_shuffled(*json::find(value, keys[i]), random, out);
        }
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            out += i > 0 ? " ,\n" : "";
            write_shuffled(value[i], random, out);
        }
        out += ']';
    } else {
        out += json::dump(value);
    }
}

std::vector<std::string> documents_of(const fs::path& file) {
    const std::string text = content_of(file);
    if (file.extension() != ".jsonl")
        return {text};
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty())
            lines.push_back(line);
    }
    return lines;
}

struct Tally {
    std::int64_t received = 0;
    std::int64_t mapped = 0;
    std::map<std::string, std::int64_t> refused;
};

Result<WirePage> read_any(std::string text) {
    net::Response response;
    response.body = std::move(text);
    std::vector<Issue> issues;
    if (const Result<void> ready = kit::prepare_json_body(response, issues); ready.has_error())
        return ready.error();
    ReadOptions options;
    options.source_key = "corpus";
    Result<WirePage> page = read_packages(response.body, options);
    if (page.has_value())
        return page;
    // Recorded without its envelope: one package.
    WirePage alone;
    alone.received = 1;
    read_package(response.body, options, alone);
    if (alone.records.empty() && alone.issues.empty())
        return page.error();
    return alone;
}

void tally_page(const WirePage& page, Tally& tally) {
    MappingContext context;
    context.site = "https://portal.example";
    tally.received += page.received;
    for (const Issue& issue : page.issues) {
        if (issue.severity == Severity::error)
            ++tally.refused[std::string(to_string(issue.code))];
    }
    for (const kit::WireRecord& record : page.records) {
        std::vector<Issue> issues;
        const Result<RawRecord> mapped = map_package(record.canonical, context, issues);
        if (mapped.has_error())
            ++tally.refused[std::string(to_string(mapped.error().code))];
        else
            ++tally.mapped;
    }
}

void expect_invariant(const std::string& text, const WirePage& page, std::mt19937& random) {
    const Result<json::Value> parsed = json::parse(text);
    if (parsed.has_error())
        return;
    std::string shuffled;
    write_shuffled(*parsed, random, shuffled);
    const Result<WirePage> again = read_any(shuffled);
    ASSERT_TRUE(again.has_value()) << again.error().detail;
    ASSERT_EQ(again->records.size(), page.records.size());
    for (std::size_t i = 0; i < page.records.size(); ++i)
        EXPECT_EQ(again->records[i].canonical, page.records[i].canonical);
}

TEST(CkanCorpus, EveryPackageIsMappedOrRefusedAndItsDigestIgnoresTheOrderOfKeys) {
    if (!has_corpus())
        return;
    std::mt19937 random(20261123);
    std::map<std::string, Tally> tallies;
    for (const char* folder : {"ckan", "dumps/ckan"}) {
        for (const auto& entry : fs::recursive_directory_iterator(corpus() / folder)) {
            const std::string extension = entry.path().extension();
            if (!entry.is_regular_file() || (extension != ".json" && extension != ".jsonl"))
                continue;
            const fs::path relative = fs::relative(entry.path(), corpus());
            Tally& tally = tallies[relative.parent_path().string()];
            for (const std::string& text : documents_of(entry.path())) {
                const Result<WirePage> page = read_any(text);
                if (page.has_error()) {
                    ++tally.refused[std::string(to_string(page.error().code))];
                    continue;
                }
                tally_page(*page, tally);
                std::int64_t refused = 0;
                for (const Issue& issue : page->issues)
                    refused += issue.severity == Severity::error ? 1 : 0;
                EXPECT_EQ(page->received, static_cast<std::int64_t>(page->records.size()) + refused)
                    << relative;
                expect_invariant(text, *page, random);
            }
        }
    }
    for (const auto& [folder, tally] : tallies) {
        std::cout << folder << ": " << tally.received << " received, " << tally.mapped << " mapped";
        for (const auto& [code, count] : tally.refused)
            std::cout << ", " << code << " " << count;
        std::cout << "\n";
    }
    EXPECT_EQ(tallies["dumps/ckan/berlin-2014"].mapped, 686);
    EXPECT_EQ(tallies["dumps/ckan/canada-asc"].mapped, 127);
    EXPECT_EQ(tallies["ckan/dkan/bonn"].mapped, 101);
}

} // namespace
} // namespace moisson::ckan
