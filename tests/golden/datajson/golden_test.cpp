// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Each case file holds datasets of our own and the RawRecord that must come out of each, or the
// code of the refusal. MOISSON_GOLDEN_PRINT=1 prints what came out, to write new cases by hand.
#include "datajson/mapping.hpp"
#include "datajson/rules.hpp"
#include "golden/ckan/raw_record_json.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace moisson::datajson {
namespace {

namespace fs = std::filesystem;

json::Value outcome_of(const json::Value& dataset) {
    MappingContext context;
    context.source_key = "golden";
    context.host = "portail.example";
    std::vector<Issue> issues;
    const Result<RawRecord> record =
        map_dataset(kit::canonical_json(dataset, canonical_rules()), context, issues);
    json::Value out = json::Value::object();
    if (record.has_error()) {
        out["refused"] = to_string(record.error().code);
        return out;
    }
    out = testing::to_json(*record);
    for (const Issue& issue : issues)
        out["issues"].push_back(std::string(to_string(issue.code)) + " " + issue.detail);
    return out;
}

TEST(DatajsonGolden, EveryRowOfTheMappingComesOutAsWritten) {
    const fs::path folder = fs::path(MOISSON_SOURCE_DIR) / "tests/golden/datajson/cases";
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
                std::cout << json::text(one, "case") << "\n" << outcome.dump(1) << "\n";
            EXPECT_EQ(outcome.dump(1), expected->dump(1))
                << entry.path().filename() << ": " << json::text(one, "case");
            ++cases;
        }
    }
    EXPECT_GE(cases, 8U);
}

} // namespace
} // namespace moisson::datajson
