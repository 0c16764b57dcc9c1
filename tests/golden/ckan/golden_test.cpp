// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Each case file holds packages of our own and the RawRecord that must come out of each, or the
// code of the refusal. MOISSON_GOLDEN_PRINT=1 prints what came out, to write new cases by hand.
#include "ckan/mapping.hpp"
#include "ckan/wire.hpp"
#include "support/golden_cases.hpp"

namespace moisson::ckan {
namespace {

json::Value outcome_of(const json::Value& package) {
    ReadOptions options;
    options.source_key = "golden";
    WirePage page;
    read_package(json::dump(package), options, page);
    if (page.records.size() != 1)
        return testing::refusal(page.issues);
    MappingContext context;
    context.source_key = "golden";
    context.site = "https://portail.example";
    std::vector<Issue> issues;
    const Result<RawRecord> record = map_package(page.records.front().canonical, context, issues);
    return record.has_error() ? testing::refusal(to_string(record.error().code))
                              : testing::to_json(*record);
}

TEST(CkanGolden, EveryRowOfTheMappingComesOutAsWritten) {
    testing::expect_golden_cases("ckan/cases", "package", 10, outcome_of);
}

} // namespace
} // namespace moisson::ckan
