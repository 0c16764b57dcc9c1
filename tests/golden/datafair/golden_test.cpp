// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Each case file holds datasets of our own and the RawRecord that must come out of each, or the
// code of the refusal. MOISSON_GOLDEN_PRINT=1 prints what came out, to write new cases by hand.
#include "datafair/mapping.hpp"
#include "datafair/wire.hpp"
#include "support/golden_cases.hpp"

namespace moisson::datafair {
namespace {

json::Value outcome_of(const json::Value& dataset) {
    ReadOptions options;
    options.source_key = "golden";
    WirePage page;
    read_dataset(json::dump(dataset), Owners(), options, page);
    if (page.records.size() != 1)
        return testing::refusal(page.issues);
    MappingContext context;
    context.site = "https://portail.example";
    context.api = "https://portail.example/data-fair/api/v1";
    std::vector<Issue> issues;
    const Result<RawRecord> record = map_dataset(page.records.front().canonical, context, issues);
    if (record.has_error())
        return testing::refusal(to_string(record.error().code));
    json::Value out = testing::to_json(*record);
    for (const Issue& issue : issues)
        out["issues"].push_back(to_string(issue.code));
    return out;
}

TEST(DataFairGolden, EveryRowOfTheMappingComesOutAsWritten) {
    testing::expect_golden_cases("datafair/cases", "dataset", 8, outcome_of);
}

} // namespace
} // namespace moisson::datafair
