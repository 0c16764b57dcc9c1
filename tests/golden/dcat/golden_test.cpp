// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Documents of our own and the records that must come out of each, with the canonical text and the
// codes. MOISSON_GOLDEN_PRINT=1 writes what came out beside each document, to be
// read before it is kept.
#include "dcat/mapping.hpp"
#include "dcat/wire.hpp"
#include "golden/ckan/raw_record_json.hpp"
#include "support/spooled.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace moisson::dcat {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

json::Value outcome_of(const fs::path& file, bool from_disk = false) {
    kit::Document document;
    document.body = content_of(file);
    if (from_disk)
        document.body = testing::in_file(content_of(file));
    document.url = "https://donnees.example/" + file.filename().string();
    ReadOptions options;
    options.source_key = "golden";
    const auto contents = read_document(std::move(document), options);
    json::Value out = json::Value::object();
    if (contents.has_error()) {
        out["error"] = to_string(contents.error().code);
        return out;
    }
    kit::Page page;
    page.issues = (*contents)->issues;
    for (std::size_t i = 0; i < (*contents)->size(); ++i)
        (*contents)->read(i, page);
    std::sort(page.records.begin(), page.records.end(), [](const auto& a, const auto& b) {
        return a.remote_id < b.remote_id;
    });
    MappingContext context;
    context.host = "donnees.example";
    for (const kit::WireRecord& record : page.records) {
        const Result<RawRecord> raw = map_dataset(record.canonical, context, page.issues);
        json::Value one = json::Value::object();
        one["digest"] = to_hex(record.digest).substr(0, 16);
        if (raw.has_value())
            one["record"] = testing::to_json(*raw);
        out["records"].push_back(std::move(one));
    }
    for (const Issue& issue : page.issues)
        out["issues"].push_back(std::string(to_string(issue.code)) + " " + issue.detail);
    return out;
}

TEST(DcatGolden, EveryDocumentGivesTheRecordsWritten) {
    const fs::path folder = fs::path(MOISSON_SOURCE_DIR) / "tests/golden/dcat";
    std::size_t cases = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const fs::path expected = entry.path().string() + ".json";
        const bool is_case = entry.path().extension() == ".ttl" ||
                             entry.path().extension() == ".rdf" ||
                             entry.path().extension() == ".jsonld";
        if (!is_case)
            continue;
        const std::string outcome = outcome_of(entry.path()).dump(1) + "\n";
        if (std::getenv("MOISSON_GOLDEN_PRINT") != nullptr)
            std::ofstream(expected, std::ios::binary) << outcome;
        EXPECT_EQ(outcome, content_of(expected)) << entry.path().filename();
        EXPECT_EQ(outcome_of(entry.path(), true).dump(1) + "\n", outcome) << "from disk";
        ++cases;
    }
    EXPECT_GE(cases, 3U);
}

} // namespace
} // namespace moisson::dcat
