// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Each case file holds datasets of our own and the RawRecord that must come out of each, or the
// code of the refusal. MOISSON_GOLDEN_PRINT=1 prints what came out, to write new cases by hand.
#include "datajson/mapping.hpp"
#include "datajson/rules.hpp"
#include "support/golden_cases.hpp"

namespace moisson::datajson {
namespace {

json::Value outcome_of(const json::Value& dataset) {
    MappingContext context;
    context.source_key = "golden";
    context.host = "portail.example";
    std::vector<Issue> issues;
    const Result<RawRecord> record =
        map_dataset(kit::canonical_json(dataset, canonical_rules()), context, issues);
    if (record.has_error())
        return testing::refusal(to_string(record.error().code));
    json::Value out = testing::to_json(*record);
    for (const Issue& issue : issues)
        out["issues"].push_back(std::string(to_string(issue.code)) + " " + issue.detail);
    return out;
}

TEST(DatajsonGolden, EveryRowOfTheMappingComesOutAsWritten) {
    testing::expect_golden_cases("datajson/cases", "dataset", 8, outcome_of);
}

} // namespace
} // namespace moisson::datajson
