// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Golden cases of connectors: files that hold records of our own and the RawRecord that must come
// out of each, or the code of the refusal. MOISSON_GOLDEN_PRINT=1 prints what came out, to write
// new cases by hand.
#pragma once

#include "core/json_access.hpp"
#include "golden/ckan/raw_record_json.hpp"
#include "model/issue.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace moisson::testing {

// {"refused": code}, as cases write it.
inline json::Value refusal(std::string_view code) {
    json::Value out = json::Value::object();
    out["refused"] = code;
    return out;
}

// The first issue is why a record was not read.
inline json::Value refusal(const std::vector<Issue>& issues) {
    return refusal(issues.empty() ? std::string_view() : to_string(issues.front().code));
}

// Compares every case of `folder` (below tests/golden) with what `outcome_of` makes of its
// `member`; there are at least `cases_min`.
inline void expect_golden_cases(
    const std::string& folder,
    std::string_view member,
    std::size_t cases_min,
    const std::function<json::Value(const json::Value&)>& outcome_of
) {
    std::size_t cases = 0;
    const std::filesystem::path root = std::filesystem::path(MOISSON_SOURCE_DIR) / "tests/golden";
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
        std::ifstream in(entry.path());
        std::ostringstream text;
        text << in.rdbuf();
        const Result<json::Value> document = json::parse(text.str());
        ASSERT_TRUE(document.has_value()) << entry.path() << ": " << document.error().detail;
        for (const json::Value& one : *document) {
            const json::Value* record = json::find(one, member);
            const json::Value* expected = json::find(one, "expected");
            ASSERT_TRUE(record != nullptr && expected != nullptr) << entry.path();
            const json::Value outcome = outcome_of(*record);
            if (std::getenv("MOISSON_GOLDEN_PRINT") != nullptr)
                std::cout << json::text(one, "case") << "\n" << outcome.dump(1) << "\n";
            EXPECT_EQ(outcome.dump(1), expected->dump(1))
                << entry.path().filename() << ": " << json::text(one, "case");
            ++cases;
        }
    }
    EXPECT_GE(cases, cases_min);
}

} // namespace moisson::testing
