// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded Opendatasoft answer: datasets and files are those that tests/oracles counts, what
// is refused has a code, and shuffled keys and lists change no digest. Needs MOISSON_CORPUS
// (default
// ../shared/corpus).
#include "opendatasoft/mapping.hpp"
#include "opendatasoft/wire.hpp"
#include "support/fake_http_client.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>

namespace moisson::opendatasoft {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* path = std::getenv("MOISSON_CORPUS");
    return path != nullptr ? fs::path(path)
                           : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
}

// False when there is no corpus: said plainly, and a failure in CI.
bool has_corpus() {
    if (fs::exists(corpus() / "opendatasoft"))
        return true;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return false;
}

struct Counts {
    std::int64_t datasets = 0;
    std::int64_t files = 0;

    bool operator==(const Counts&) const = default;
};

// What the oracle counts, by file.
std::map<std::string, Counts> counted() {
    const std::string command = "python3 '" MOISSON_SOURCE_DIR
                                "/tests/oracles/opendatasoft_count.py' '" +
                                corpus().string() + "'";
    std::map<std::string, Counts> counts;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr)
        return counts;
    std::string text;
    std::array<char, 4096> piece{};
    for (std::size_t n = 0; (n = fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        text.append(piece.data(), n);
    EXPECT_EQ(pclose(pipe), 0) << command;
    std::istringstream lines(text);
    std::string file;
    Counts count;
    while (lines >> file >> count.datasets >> count.files)
        counts[file] = count;
    return counts;
}

// A list of any age, else the document is one dataset.
WirePage read_any(const std::string& text) {
    ReadOptions options;
    options.source_key = "corpus";
    const auto document = open_document(testing::ok(text));
    if (document.has_value())
        return read_datasets(**document, 0, (*document)->datasets.size(), options);
    WirePage page;
    page.received = 1;
    read_dataset(text, options, page);
    return page;
}

void write_shuffled(
    const json::Value& value,
    std::string_view key,
    std::mt19937& random,
    std::string& out
) {
    if (value.is_object()) {
        std::vector<std::string> keys;
        for (const auto& [name, member] : value.items())
            keys.push_back(name);
        std::shuffle(keys.begin(), keys.end(), random);
        out += '{';
        for (std::size_t i = 0; i < keys.size(); ++i) {
            out += (i > 0 ? " ,\t" : "\n") + json::dump(json::Value(keys[i])) + " : ";
            write_shuffled(*json::find(value, keys[i]), keys[i], random, out);
        }
        out += '}';
    } else if (value.is_array()) {
        std::vector<json::Value> items(value.begin(), value.end());
        // Lists without order, as the README of the room has them.
        if (key == "keyword" || key == "theme" || key == "features" || key == "attachments" ||
            key == "territory" || key == "geographic_reference")
            std::shuffle(items.begin(), items.end(), random);
        out += '[';
        for (std::size_t i = 0; i < items.size(); ++i) {
            out += i > 0 ? " , " : "";
            write_shuffled(items[i], {}, random, out);
        }
        out += ']';
    } else {
        out += json::dump(value);
    }
}

void expect_invariant(const std::string& text, const WirePage& page, std::mt19937& random) {
    const Result<json::Value> parsed = json::parse(text);
    if (parsed.has_error())
        return;
    std::string shuffled;
    write_shuffled(*parsed, {}, random, shuffled);
    const WirePage again = read_any(shuffled);
    ASSERT_EQ(again.records.size(), page.records.size());
    for (std::size_t i = 0; i < page.records.size(); ++i) {
        EXPECT_EQ(again.records[i].canonical, page.records[i].canonical);
        EXPECT_EQ(again.records[i].remote_id, page.records[i].remote_id);
    }
}

TEST(OpendatasoftCorpus, HasTheDatasetsAndFilesThatTheOracleCounts) {
    if (!has_corpus())
        return;
    const std::map<std::string, Counts> expected = counted();
    ASSERT_FALSE(expected.empty());
    std::mt19937 random(20261125);
    std::int64_t datasets = 0;
    std::cout << "fichier | comptés | fichiers | lus | fichiers lus | codes\n";
    for (const auto& [name, count] : expected) {
        if (name == "ensemble")
            continue;
        std::ifstream in(corpus() / name, std::ios::binary);
        std::ostringstream content;
        content << in.rdbuf();
        const std::string text = content.str();
        const WirePage page = read_any(text);
        Counts found;
        std::map<std::string, int> codes;
        for (const Issue& issue : page.issues)
            ++codes[std::string(to_string(issue.code))];
        for (const kit::WireRecord& record : page.records) {
            MappingContext context;
            context.site = "https://ods.example";
            std::vector<Issue> issues;
            const Result<RawRecord> mapped = map_dataset(record.canonical, context, issues);
            ASSERT_TRUE(mapped.has_value()) << name;
            EXPECT_FALSE(mapped->remote_id.empty());
            EXPECT_FALSE(mapped->title.empty());
            ++found.datasets;
            found.files += static_cast<std::int64_t>(mapped->distributions.size());
            for (const Issue& issue : issues)
                ++codes[std::string(to_string(issue.code))];
        }
        std::cout << name << " | " << count.datasets << " | " << count.files << " | "
                  << found.datasets << " | " << found.files << " |";
        for (const auto& [code, times] : codes)
            std::cout << ' ' << code << ' ' << times;
        std::cout << "\n";
        EXPECT_EQ(found, count) << name;
        EXPECT_TRUE(found.datasets > 0 || !codes.empty()) << name << " is refused without a code";
        expect_invariant(text, page, random);
        datasets += found.datasets;
    }
    EXPECT_GE(datasets, 15);
}

} // namespace
} // namespace moisson::opendatasoft
