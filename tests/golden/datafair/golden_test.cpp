// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Each case file holds datasets of our own and the RawRecord that must come out of each, or the
// code of the refusal. MOISSON_GOLDEN_PRINT=1 prints what came out, to write new cases by hand.
#include "datafair/mapping.hpp"
#include "datafair/wire.hpp"
#include "golden/ckan/raw_record_json.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace moisson::datafair {
namespace {

namespace fs = std::filesystem;

json::Value outcome_of(const json::Value& dataset) {
    ReadOptions options;
    options.source_key = "golden";
    WirePage page;
    read_dataset(json::dump(dataset), Owners(), options, page);
    json::Value out = json::Value::object();
    if (page.records.size() != 1) {
        out["refused"] = page.issues.empty() ? "" : to_string(page.issues.front().code);
        return out;
    }
    MappingContext context;
    context.site = "https://portail.example";
    context.api = "https://portail.example/data-fair/api/v1";
    std::vector<Issue> issues;
    const Result<RawRecord> record = map_dataset(page.records.front().canonical, context, issues);
    if (record.has_error()) {
        out["refused"] = to_string(record.error().code);
        return out;
    }
    out = testing::to_json(*record);
    for (const Issue& issue : issues)
        out["issues"].push_back(to_string(issue.code));
    return out;
}

TEST(DataFairGolden, EveryRowOfTheMappingComesOutAsWritten) {
    const fs::path folder = fs::path(MOISSON_SOURCE_DIR) / "tests/golden/datafair/cases";
    std::size_t cases = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream in(entry.path());
        std::ostringstream text;
        text << in.rdbuf();
        const Result<json::Value> document = json::parse(text.str());
        ASSERT_TRUE(document.has_value()) << entry.path() << ": " << document.error().detail;
        for (const json::Value& one : *document) {
            const json::Value* dataset = json::find(one, "dataset");
            const json::Value* expected = json::find(one, "expected");
            ASSERT_TRUE(dataset != nullptr && expected != nullptr) << entry.path();
            const json::Value outcome = outcome_of(*dataset);
            if (std::getenv("MOISSON_GOLDEN_PRINT") != nullptr)
                std::cout << json::text(one, "case") << "\n" << outcome.dump() << "\n";
            EXPECT_EQ(outcome.dump(1), expected->dump(1))
                << entry.path().filename() << ": " << json::text(one, "case");
            ++cases;
        }
    }
    EXPECT_GE(cases, 8U);
}

} // namespace
} // namespace moisson::datafair
