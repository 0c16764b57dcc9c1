// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded data.json: datasets and distributions against a count made in Python, and shuffled
// keys change no digest. Prints the table file by file. Needs MOISSON_CORPUS.
#include "datajson/mapping.hpp"
#include "datajson/wire.hpp"

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

namespace moisson::datajson {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* path = std::getenv("MOISSON_CORPUS");
    return path != nullptr ? fs::path(path)
                           : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
}

bool has_corpus() {
    if (fs::exists(corpus() / "datajson"))
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

// A line of tests/oracles/datajson_count.py.
struct Counted {
    std::string path;
    std::string entries;
    std::string kept;
    std::string distributions;
};

// What a script of tests/oracles prints about the two folders of the corpus.
std::string ask_oracle(const std::string& script) {
    const std::string command = "python3 " MOISSON_SOURCE_DIR "/tests/oracles/" + script + " '" +
                                (corpus() / "datajson").string() + "' '" +
                                (corpus() / "dumps/datajson").string() + "'";
    std::string text;
    std::FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> block{};
    while (pipe != nullptr) {
        const std::size_t length = std::fread(block.data(), 1, block.size(), pipe);
        if (length == 0)
            break;
        text.append(block.data(), length);
    }
    EXPECT_EQ(pipe == nullptr ? -1 : pclose(pipe), 0);
    return text;
}

std::vector<Counted> count_in_python() {
    std::vector<Counted> lines;
    std::istringstream in(ask_oracle("datajson_count.py"));
    for (Counted one; std::getline(in, one.path, '\t') && std::getline(in, one.entries, '\t') &&
                      std::getline(in, one.kept, '\t') && std::getline(in, one.distributions);)
        lines.push_back(one);
    return lines;
}

using FieldTable = std::map<std::string, long>;

void count_fields(const RawRecord& record, FieldTable& table) {
    const auto add = [&table](const char* row, bool there) { table[row] += there ? 1 : 0; };
    add("title", !record.title.empty());
    add("description", !record.description.empty());
    add("keyword", !record.keywords.empty());
    add("theme", !record.themes.empty());
    add("publisher", !record.publisher.name.empty());
    add("contactPoint", !record.contacts.empty());
    add("accessLevel", !record.access_rights.empty());
    add("license", !record.licences.empty());
    add("language", !record.languages.empty());
    add("issued", !record.issued.empty());
    add("modified", !record.modified.empty());
    add("accrualPeriodicity", !record.frequency.empty());
    add("temporal", !record.temporal.empty());
    add("spatial", !record.spatial.empty());
    add("landingPage", !record.landing_page.empty());
    add("conformsTo", !record.conforms_to.empty());
    for (const RawDistribution& distribution : record.distributions) {
        add("distribution title", !distribution.title.empty());
        add("distribution description", !distribution.description.empty());
        add("distribution URL",
            !distribution.download_url.empty() || !distribution.access_url.empty());
        add("distribution format", !distribution.format.empty());
        add("distribution mediaType", !distribution.media_type.empty());
        add("distribution byteSize", !distribution.size.empty());
        add("distribution issued", !distribution.issued.empty());
        add("distribution modified", !distribution.modified.empty());
        add("distribution identifier", !distribution.remote_id.empty());
        add("distribution license", !distribution.licence.empty());
    }
}

struct Tally {
    std::size_t entries = 0;
    std::size_t mapped = 0;
    std::size_t distributions = 0;
    std::map<std::string, int> codes;
    FieldTable fields;
    std::vector<std::string> canonical;
};

Result<Tally> read(std::string text) {
    kit::Document document;
    document.body = std::move(text);
    ReadOptions options;
    options.source_key = "corpus";
    const auto contents = read_document(std::move(document), options);
    if (contents.has_error())
        return contents.error();
    Tally tally;
    tally.entries = (*contents)->size();
    kit::Page page;
    page.issues = (*contents)->issues;
    for (std::size_t i = 0; i < (*contents)->size(); ++i)
        (*contents)->read(i, page);
    for (const kit::WireRecord& record : page.records) {
        const Result<RawRecord> raw = map_dataset(record.canonical, MappingContext(), page.issues);
        if (raw.has_error()) {
            ++tally.codes[std::string(to_string(raw.error().code))];
            continue;
        }
        ++tally.mapped;
        tally.distributions += raw->distributions.size();
        count_fields(*raw, tally.fields);
        tally.canonical.push_back(record.canonical);
    }
    for (const Issue& issue : page.issues)
        ++tally.codes[std::string(to_string(issue.code))];
    return tally;
}

// The same document with the members of every object in another order.
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

std::string codes_of(const Tally& tally) {
    std::string text;
    for (const auto& [code, count] : tally.codes)
        text += " " + code + "=" + std::to_string(count);
    return text;
}

TEST(DatajsonCorpus, EveryDatasetAndDistributionThatPythonCountsIsRead) {
    if (!has_corpus())
        return;
    std::size_t files = 0;
    std::size_t datasets = 0;
    std::size_t distributions = 0;
    for (const Counted& counted : count_in_python()) {
        const std::string name = fs::relative(counted.path, corpus()).string();
        const Result<Tally> tally = read(content_of(counted.path));
        if (tally.has_error()) {
            std::cout << name << ": " << to_string(tally.error().code) << "\n";
            EXPECT_EQ(counted.kept, "-") << name << ": " << tally.error().detail;
            continue;
        }
        std::cout << name << ": " << counted.entries << " entries, " << counted.kept << " kept, "
                  << counted.distributions << " distributions; read " << tally->mapped << ", "
                  << tally->distributions << ";" << codes_of(*tally) << "\n";
        EXPECT_EQ(std::to_string(tally->mapped), counted.kept) << name;
        EXPECT_EQ(std::to_string(tally->distributions), counted.distributions) << name;
        ++files;
        datasets += tally->mapped;
        distributions += tally->distributions;
    }
    std::cout << files << " files, " << datasets << " datasets, " << distributions
              << " distributions\n";
    EXPECT_GT(files, 90U);
    EXPECT_GT(datasets, 2'000U);
}

TEST(DatajsonCorpus, EveryRowOfTheMappingHoldsWhatPythonCounts) {
    if (!has_corpus())
        return;
    FieldTable mapped;
    for (const Counted& counted : count_in_python()) {
        const Result<Tally> tally = read(content_of(counted.path));
        if (tally.has_error())
            continue;
        for (const auto& [row, count] : tally->fields)
            mapped[row] += count;
    }
    // Why a value of the source is missing, or more there than in the source.
    const std::map<std::string, std::pair<long, const char*>> gaps = {
        {"contactPoint", {40, "un contact sans nom, courriel ni adresse"}},
        {"distribution URL", {10, "accessURL ou webService à la racine (POD 1.0)"}},
        {"distribution format", {10, "format à la racine (POD 1.0)"}}};
    std::istringstream in(ask_oracle("datajson_fields.py"));
    std::size_t rows = 0;
    std::string row;
    for (long expected = 0; std::getline(in, row, '\t') && in >> expected; in.ignore(), ++rows) {
        const auto gap = gaps.find(row);
        const long allowed = gap == gaps.end() ? 0 : gap->second.first;
        const long missing = expected - mapped[row];
        std::cout << row << ": " << expected << " in the source, " << mapped[row] << " mapped"
                  << (missing != 0 && gap != gaps.end() ? std::string("; ") + gap->second.second
                                                        : "")
                  << "\n";
        EXPECT_LE(std::abs(missing), allowed) << row;
    }
    EXPECT_EQ(rows, 26U);
}

TEST(DatajsonCorpus, ShuffledKeysChangeNoDigest) {
    if (!has_corpus())
        return;
    std::mt19937 random(20261125);
    std::size_t compared = 0;
    for (const char* folder : {"datajson", "dumps/datajson"}) {
        for (const auto& entry : fs::recursive_directory_iterator(corpus() / folder)) {
            if (entry.path().extension() != ".json")
                continue;
            const std::string text = content_of(entry.path());
            const Result<Tally> tally = read(text);
            const Result<json::Value> parsed = json::parse(text);
            if (tally.has_error() || parsed.has_error())
                continue;
            std::string shuffled;
            write_shuffled(*parsed, random, shuffled);
            const Result<Tally> again = read(shuffled);
            ASSERT_TRUE(again.has_value()) << entry.path();
            EXPECT_EQ(again->canonical, tally->canonical) << entry.path();
            ++compared;
        }
    }
    EXPECT_GT(compared, 90U);
}

// Of 200 documents with one comma, bracket or quote taken out at a random place, those that yield
// all their datasets but the one that was hit.
int kept_nearly_all(const std::string& text, unsigned seed) {
    const std::size_t all = read(text)->mapped;
    EXPECT_GT(all, 50U);
    std::mt19937 random(seed);
    int kept = 0;
    constexpr int trials = 200;
    for (int i = 0; i < trials; ++i) {
        const std::size_t at = text.find_first_of(",{}[]\":", random() % text.size());
        if (at == std::string::npos) {
            ++kept;
            continue;
        }
        std::string broken = text;
        broken.erase(at, 1);
        const Result<Tally> tally = read(broken);
        EXPECT_TRUE(tally.has_value()) << "byte " << at;
        const bool nearly_all =
            tally.has_value() && tally->mapped + 2 >= all && tally->mapped <= all + 1;
        kept += nearly_all ? 1 : 0;
        if (!nearly_all && tally.has_value())
            std::cout << "byte " << at << " '" << text[at] << "' in "
                      << text.substr(at > 20 ? at - 20 : 0, 40) << ": " << tally->mapped << " of "
                      << all << "\n";
    }
    return kept * 100 / trials;
}

TEST(DatajsonCorpus, OneCharacterTakenOutSeldomCostsMoreThanItsRecord) {
    if (!has_corpus())
        return;
    for (const char* file : {"us-agencies/fcc.json", "us-agencies/gsa.json"}) {
        const std::string text = content_of(corpus() / "datajson" / file);
        const int kept = kept_nearly_all(text, 7);
        std::cout << file << ": " << kept << " %\n";
        EXPECT_GE(kept, 95) << file;
        // The same on one line: no margin shows where a record begins.
        const int compact = kept_nearly_all(json::dump(*json::parse(text)), 11);
        std::cout << file << " on one line: " << compact << " %\n";
        EXPECT_GE(compact, 90) << file;
    }
}

} // namespace
} // namespace moisson::datajson
