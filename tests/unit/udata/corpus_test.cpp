// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every recorded udata document: mapped, and its digest does not depend on the order of keys, the
// size of pages, nor on counters. Needs MOISSON_CORPUS (default ../shared/corpus).
#include "udata/mapping.hpp"
#include "udata/wire.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

namespace moisson::udata {
namespace {

namespace fs = std::filesystem;

fs::path corpus() {
    const char* path = std::getenv("MOISSON_CORPUS");
    return path != nullptr ? fs::path(path)
                           : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus";
}

// False when there is no corpus: said plainly, and a failure in CI.
bool has_corpus() {
    if (fs::exists(corpus() / "udata/datagouvfr-datasets"))
        return true;
    std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
    const char* ci = std::getenv("CI");
    EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
    return false;
}

std::vector<std::string> documents() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(corpus() / "udata/datagouvfr-datasets")) {
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> texts;
    for (const fs::path& file : files) {
        std::ifstream in(file, std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        texts.push_back(out.str());
    }
    return texts;
}

// The members of every object in another order (nlohmann keeps them sorted, so this is written by
// hand), sets too, and other counters.
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
            out += (i > 0 ? " , " : " ") + json::dump(json::Value(keys[i])) + " : ";
            if (keys[i] == "metrics" || keys[i] == "quality")
                out += R"({"views": )" + std::to_string(random() % 1000) + "}";
            else
                write_shuffled(*json::find(value, keys[i]), keys[i], random, out);
        }
        out += '}';
    } else if (value.is_array()) {
        std::vector<std::size_t> order(value.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        if (key == "tags" || key == "resources" || key == "zones" || key == "badges")
            std::shuffle(order.begin(), order.end(), random);
        out += '[';
        for (std::size_t i = 0; i < order.size(); ++i) {
            out += i > 0 ? " ,\n" : "";
            write_shuffled(value[order[i]], {}, random, out);
        }
        out += ']';
    } else {
        out += json::dump(value);
    }
}

std::string page_of(const std::vector<std::string>& texts, std::size_t from, std::size_t to) {
    std::string body = R"({"data":[)";
    for (std::size_t i = from; i < std::min(to, texts.size()); ++i)
        body += (i > from ? "," : "") + texts[i];
    return body + R"(],"total":)" + std::to_string(texts.size()) + "}";
}

std::vector<kit::WireRecord>
read_in_pages(const std::vector<std::string>& texts, std::size_t size) {
    std::vector<kit::WireRecord> records;
    for (std::size_t from = 0; from < texts.size(); from += size) {
        Result<WirePage> page = read_datasets(page_of(texts, from, from + size), ReadOptions());
        EXPECT_TRUE(page.has_value());
        if (page.has_error())
            return records;
        EXPECT_TRUE(page->issues.empty());
        for (kit::WireRecord& record : page->records)
            records.push_back(std::move(record));
    }
    return records;
}

TEST(UdataCorpus, EveryDocumentIsMappedAndNoShufflingChangesADigest) {
    if (!has_corpus())
        return;
    const std::vector<std::string> texts = documents();
    ASSERT_GT(texts.size(), 400U);
    std::mt19937 random(20261125);
    std::vector<std::string> shuffled;
    std::size_t resources = 0;
    for (const std::string& text : texts) {
        const Result<json::Value> value = json::parse(text);
        ASSERT_TRUE(value.has_value());
        resources += json::find(*value, "resources")->size();
        write_shuffled(*value, {}, random, shuffled.emplace_back());
    }
    const std::vector<kit::WireRecord> records = read_in_pages(texts, 100);
    const std::vector<kit::WireRecord> again = read_in_pages(shuffled, 37);
    ASSERT_EQ(records.size(), texts.size());
    ASSERT_EQ(again.size(), texts.size());
    std::size_t distributions = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        EXPECT_EQ(records[i].canonical, again[i].canonical);
        std::vector<Issue> issues;
        const Result<RawRecord> mapped =
            map_dataset(records[i].canonical, MappingContext(), issues);
        ASSERT_TRUE(mapped.has_value());
        EXPECT_TRUE(issues.empty()) << records[i].remote_id << " " << issues.front().detail;
        distributions += mapped->distributions.size();
        EXPECT_FALSE(mapped->title.empty() || mapped->remote_url.empty());
    }
    EXPECT_EQ(distributions, resources);
    std::cout << records.size() << " data sets, " << distributions << " distributions\n";
}

} // namespace
} // namespace moisson::udata
