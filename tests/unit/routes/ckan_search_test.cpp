// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The address at the CKAN facade of a search of ours.
#include "routes/ckan_search.hpp"
#include "routes/url.hpp"

#include <gtest/gtest.h>

namespace moisson::routes {
namespace {

const std::string facade = "/api/3/action/package_search";

std::string ckan_of(const Query& query) {
    return ckan_search(parse_search(query).parameters);
}

std::string filtered(const std::string& fq) {
    Query query;
    query.emplace_back("fq", fq);
    return with_query(facade, query);
}

TEST(CkanSearch, SaysTheSameSearchOrNothing) {
    EXPECT_EQ(ckan_of({}), facade);
    EXPECT_EQ(
        ckan_of({{"q", "eau"}, {"country", "TG"}, {"country", "!ML"}, {"theme", "ENVI"}}),
        with_query(
            facade,
            {{"q", "eau"}, {"fq", "-country:\"ML\" country:(\"TG\") groups:(\"ENVI\")"}}
        )
    );
    EXPECT_EQ(
        ckan_of({{"format_family", "T"}, {"frequency", "annual"}}),
        filtered("format_family:(\"T\") frequency:(\"ANNUAL\")")
    );
    EXPECT_EQ(ckan_of({{"bbox", "-1,5,2,12"}, {"q", "eau"}}), "");
    EXPECT_EQ(ckan_of({{"temporal", "2018"}, {"q", "eau"}}), "");
    EXPECT_EQ(ckan_of({{"q", "titre:eau"}, {"country", "TG"}}), "");
    EXPECT_NE(ckan_of({{"q", "Budget : dépenses"}, {"country", "TG"}}), "");
}

TEST(CkanSearch, SaysRangesOfDatesAndScores) {
    EXPECT_EQ(
        ckan_of({{"modified_from", "2024"}, {"quality", "60.."}}),
        filtered("modified:[2024-01-01T00:00:00Z TO *] quality:[60 TO *]")
    );
    EXPECT_EQ(
        ckan_of({{"created_to", "2023-02"}, {"first_seen_from", "2026-01-02"}}),
        filtered(
            "issued:[* TO 2023-02-28T23:59:59.999999Z] metadata_created:[2026-01-02T00:00:00Z TO *]"
        )
    );
}

} // namespace
} // namespace moisson::routes
