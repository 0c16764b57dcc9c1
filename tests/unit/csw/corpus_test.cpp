// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded ISO and CSW document, against records that Python's own parser counted and read
// (tests/oracles/csw_records.py), and the same documents serialised otherwise. Needs MOISSON_CORPUS
// (default ../shared/corpus).
#include "csw/mapping.hpp"
#include "csw/wire.hpp"
#include "kit/xml_body.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

namespace moisson::csw {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 2> folders{"dumps/iso19139", "dumps/be-scraper-samples"};
constexpr const char* oracle = "python3 " MOISSON_SOURCE_DIR "/tests/oracles/csw_records.py ";

fs::path corpus() {
    const char* path = std::getenv("MOISSON_CORPUS");
    return path != nullptr ? fs::path(path)
                           : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
}

// False when there is no corpus: said plainly, and a failure in CI.
bool has_corpus() {
    if (fs::exists(corpus() / folders[0]))
        return true;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return false;
}

std::string output_of(const std::string& command) {
    std::string text;
    std::FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 65536> block{};
    while (pipe != nullptr) {
        const std::size_t length = std::fread(block.data(), 1, block.size(), pipe);
        if (length == 0)
            break;
        text.append(block.data(), length);
    }
    EXPECT_EQ(pipe == nullptr ? -1 : pclose(pipe), 0) << command;
    return text;
}

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

// What Python read of one record.
struct Told {
    std::string id;
    std::string level;
    std::string links;
    std::string title;
};

// By file; files without a record that Python can read have an empty list.
std::map<std::string, std::vector<Told>> told_by_python() {
    std::string command = oracle;
    for (const char* folder : folders)
        command += "'" + (corpus() / folder).string() + "' ";
    std::map<std::string, std::vector<Told>> files;
    std::istringstream in(output_of(command));
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> parts;
        std::istringstream fields(line);
        for (std::string field; std::getline(fields, field, '\t');)
            parts.push_back(field);
        parts.resize(5);
        std::vector<Told>& records = files[parts[0]];
        if (parts[1] != "-")
            records.push_back(Told{parts[1], parts[2], parts[3], parts[4]});
    }
    return files;
}

Result<WirePage> read_any(std::string text) {
    std::vector<Issue> issues;
    if (const Result<void> ready = kit::prepare_xml_body(text, {}, issues); ready.has_error())
        return ready.error();
    ReadOptions options;
    options.source_key = "corpus";
    Result<WirePage> page = read_records(text, options);
    if (page.has_value() || page.error().code != Code::bad_shape)
        return page;
    return read_record_document(text, options);
}

std::string one_line(std::string_view text) {
    std::istringstream words{std::string(text)};
    std::string out;
    for (std::string word; words >> word;)
        out += (out.empty() ? "" : " ") + word;
    return out;
}

struct Tally {
    std::int64_t received = 0;
    std::int64_t mapped = 0;
    std::int64_t distributions = 0;
    std::int64_t licensed = 0;
    std::int64_t published = 0;
    std::map<std::string, std::int64_t> codes;
};

void compare(const RawRecord& raw, const Told& told, const std::string& file) {
    EXPECT_EQ(one_line(raw.title.empty() ? "" : raw.title.front().text), told.title) << file;
    EXPECT_EQ(raw.type, told.level) << file;
    if (told.links.empty())
        return;
    // Twice the same resource is one distribution.
    std::set<std::string> addresses;
    for (const RawDistribution& distribution : raw.distributions)
        addresses.insert(distribution.download_url + distribution.access_url);
    EXPECT_LE(addresses.size(), std::stoul(told.links)) << file << " " << told.id;
    EXPECT_EQ(addresses.empty(), told.links == "0") << file << " " << told.id;
}

void check_file(const std::string& file, const std::vector<Told>& told, Tally& tally) {
    const Result<WirePage> page = read_any(content_of(file));
    if (page.has_error()) {
        EXPECT_TRUE(told.empty()) << file << ": " << page.error().detail;
        ++tally.codes[std::string(to_string(page.error().code))];
        return;
    }
    tally.received += page->received;
    std::size_t refused = 0;
    for (const Issue& issue : page->issues) {
        ++tally.codes[std::string(to_string(issue.code))];
        refused += issue.code == Code::missing_id ? 1U : 0U;
    }
    if (!told.empty())
        EXPECT_EQ(page->records.size() + refused, told.size()) << file;
    MappingContext context;
    for (std::size_t i = 0; i < page->records.size(); ++i) {
        const kit::WireRecord& record = page->records[i];
        const bool compared = i < told.size() && page->records.size() == told.size();
        if (compared && !told[i].id.empty())
            EXPECT_EQ(record.remote_id, told[i].id) << file;
        std::vector<Issue> issues;
        const Result<RawRecord> raw = map_record(record.canonical, context, issues);
        for (const Issue& issue : issues)
            ++tally.codes[std::string(to_string(issue.code))];
        if (raw.has_error()) {
            ++tally.codes[std::string(to_string(raw.error().code))];
            EXPECT_EQ(raw.error().code, Code::not_a_dataset) << file;
            continue;
        }
        ++tally.mapped;
        tally.distributions += static_cast<std::int64_t>(raw->distributions.size());
        tally.licensed += raw->licences.empty() ? 0 : 1;
        tally.published += raw->publisher.empty() ? 0 : 1;
        if (compared)
            compare(*raw, told[i], file);
    }
}

TEST(CswCorpus, EveryRecordThatPythonCountsIsMappedOrRefusedWithACode) {
    if (!has_corpus())
        return;
    std::map<std::string, Tally> tallies;
    Tally whole;
    std::size_t told = 0;
    for (const auto& [file, records] : told_by_python()) {
        Tally& tally = tallies[fs::relative(fs::path(file).parent_path(), corpus()).string()];
        check_file(file, records, tally);
        told += records.size();
    }
    for (const auto& [folder, tally] : tallies) {
        std::cout << folder << ": " << tally.received << " received, " << tally.mapped
                  << " mapped, " << tally.distributions << " distributions, " << tally.licensed
                  << " with a licence, " << tally.published << " with a publisher";
        for (const auto& [code, count] : tally.codes)
            std::cout << ", " << code << " " << count;
        std::cout << "\n";
        whole.received += tally.received;
        whole.mapped += tally.mapped;
        whole.published += tally.published;
        whole.licensed += tally.licensed;
    }
    std::cout << "all: " << whole.received << " received, " << whole.mapped << " mapped, " << told
              << " counted by Python\n";
    EXPECT_EQ(told, 265U);
    EXPECT_EQ(whole.mapped, 239);
    EXPECT_EQ(whole.published, 37);
    EXPECT_EQ(whole.licensed, 195);
}

TEST(CswCorpus, AnotherSerialisationOfTheSameRecordsChangesNoDigest) {
    if (!has_corpus())
        return;
    std::int64_t compared = 0;
    for (const auto& [file, records] : told_by_python()) {
        if (records.empty() || compared >= 12)
            continue;
        const Result<WirePage> page = read_any(content_of(file));
        const Result<WirePage> again =
            read_any(output_of(oracle + std::string("--shuffle 7 '") + file + "'"));
        ASSERT_TRUE(page.has_value());
        ASSERT_TRUE(again.has_value()) << file << ": " << again.error().detail;
        std::multiset<std::string> before;
        std::multiset<std::string> after;
        for (const kit::WireRecord& record : page->records)
            before.insert(record.canonical);
        for (const kit::WireRecord& record : again->records)
            after.insert(record.canonical);
        EXPECT_TRUE(before == after) << file;
        ++compared;
    }
    EXPECT_EQ(compared, 12);
}

} // namespace
} // namespace moisson::csw
