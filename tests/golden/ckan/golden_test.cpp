// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Each case file holds packages of our own and the RawRecord that must come out of each, or the
// code of the refusal. MOISSON_GOLDEN_PRINT=1 prints what came out, to write new cases by hand.
#include "ckan/mapping.hpp"
#include "ckan/wire.hpp"
#include "golden/ckan/raw_record_json.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace moisson::ckan {
namespace {

namespace fs = std::filesystem;

json::Value outcome_of(const json::Value& package) {
    ReadOptions options;
    options.source_key = "golden";
    WirePage page;
    read_package(json::dump(package), options, page);
    json::Value out = json::Value::object();
    if (page.records.size() != 1) {
        out["refused"] = page.issues.empty() ? "" : to_string(page.issues.front().code);
        return out;
    }
    MappingContext context;
    context.source_key = "golden";
    context.site = "https://portail.example";
    std::vector<Issue> issues;
    const Result<RawRecord> record = map_package(page.records.front().canonical, context, issues);
    if (record.has_error())
        out["refused"] = to_string(record.error().code);
    else
        out = testing::to_json(*record);
    return out;
}

TEST(CkanGolden, EveryRowOfTheMappingComesOutAsWritten) {
    const fs::path folder = fs::path(MOISSON_SOURCE_DIR) / "tests/golden/ckan/cases";
    std::size_t cases = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream in(entry.path());
        std::ostringstream text;
        text << in.rdbuf();
        const Result<json::Value> document = json::parse(text.str());
        ASSERT_TRUE(document.has_value()) << entry.path() << ": " << document.error().detail;
        for (const json::Value& one : *document) {
            const json::Value* package = json::find(one, "package");
            const json::Value* expected = json::find(one, "expected");
            ASSERT_TRUE(package != nullptr && expected != nullptr) << entry.path();
            const json::Value outcome = outcome_of(*package);
            if (std::getenv("MOISSON_GOLDEN_PRINT") != nullptr)
                std::cout << json::text(one, "case") << "\n" << outcome.dump(1) << "\n";
            EXPECT_EQ(outcome.dump(1), expected->dump(1))
                << entry.path().filename() << ": " << json::text(one, "case");
            ++cases;
        }
    }
    EXPECT_GE(cases, 10U);
}

} // namespace
} // namespace moisson::ckan
