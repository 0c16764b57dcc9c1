// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Names of resources that the source itself does not tell apart, and what declares a format.
#include "record_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

TEST(Distributions, WithOneIdAreToldAndNamedByUrl) {
    RawRecord record = a_record();
    for (const char* url : {"http://example.fr/a", "http://example.fr/b"}) {
        RawDistribution file;
        file.remote_id = "fichier";
        file.download_url = url;
        record.distributions.push_back(std::move(file));
    }
    const Normalised result = normalise(record, a_context());
    EXPECT_TRUE(has_issue(result, Code::dup_resource, "fichier"));
    EXPECT_EQ(count_issues(result, Code::dup_resource), 1U);
    const auto& files = result.dataset.distributions;
    EXPECT_NE(files[0].id, files[1].id);
    std::swap(record.distributions[0], record.distributions[1]);
    EXPECT_EQ(normalise(record, a_context()).dataset.distributions[0].id, files[1].id);
}

TEST(Distributions, OfABlankFormatAreDeclaredByTheirMediaType) {
    RawRecord record = a_record();
    RawDistribution file;
    file.download_url = "http://example.fr/x";
    file.format = "\u00a0";
    file.media_type = "application/x-moisson";
    record.distributions.push_back(std::move(file));
    const Normalised result = normalise(record, a_context());
    EXPECT_EQ(result.dataset.distributions[0].format.raw, "application/x-moisson");
    EXPECT_TRUE(has_issue(result, Code::unmapped_format, "application/x-moisson"));
}

TEST(Normalise, TellsSeriesFromDatasets) {
    RawRecord record = a_record();
    for (const char* const type : {"", "dataset", "nonGeographicDataset", "survey"}) {
        record.type = type;
        EXPECT_FALSE(normalise(record, a_context()).dataset.is_series) << type;
    }
    record.type = " Series";
    EXPECT_TRUE(normalise(record, a_context()).dataset.is_series);
}

} // namespace
} // namespace moisson::normalise
