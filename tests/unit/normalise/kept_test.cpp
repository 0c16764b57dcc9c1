// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What looks odd in recorded catalogues, was counted, and is kept as it is written: oddness is no
// fault that a harvester should mend.
#include "record_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

TEST(
    Kept,
    TitlesInCapitalsAndTechnicalNames
) { // 2,785 in capitals, 1,159 like_this of data.gouv.fr
    RawRecord record = a_record();
    for (const char* const title : {"BUDGET PRIMITIF 2020", "tab_conso_elec_2019"}) {
        record.title = {{"fr", title, false}};
        const Normalised result = normalise(record, a_context());
        EXPECT_EQ(result.dataset.title.front().text, title);
        EXPECT_FALSE(has_issue(result, Code::missing_title)) << title;
    }
}

TEST(Kept, ADateOfIssueAfterTheLastChange) { // created_at > last_modified 12,148 of 121,074
    RawRecord record = a_record();
    record.issued = "2021-06-01";
    record.modified = "2019-03-01";
    const Normalised result = normalise(record, a_context());
    EXPECT_EQ(to_string(*result.dataset.issued), "2021-06-01");
    EXPECT_EQ(to_string(*result.dataset.modified), "2019-03-01");
    EXPECT_FALSE(has_issue(result, Code::bad_date));
    EXPECT_FALSE(has_issue(result, Code::future_date));
}

TEST(Kept, ARecordWithoutFilesProducerOrKeywords) { // 7,035, 3,601 and 11,645 of data.gouv.fr
    const Normalised result = normalise(a_record(), a_context());
    EXPECT_TRUE(result.dataset.distributions.empty());
    EXPECT_TRUE(result.dataset.keywords.empty());
    EXPECT_TRUE(result.dataset.description.empty()); // 822
    EXPECT_EQ(result.dataset.title.front().text, "Budget");
}

} // namespace
} // namespace moisson::normalise
