// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which settings make another catalogue of a source: the next run reads it whole and retires
// nothing.
#include "store/portal_sync.hpp"

#include <gtest/gtest.h>

namespace moisson::store {
namespace {

TEST(ConfigHash, TellsAnotherCatalogueFromAnotherPace) {
    Source source;
    source.connector = "dcat";
    source.url = "https://a.be/catalogue.jsonld";
    const std::string before = config_hash(source);
    source.interval = std::chrono::hours(6);
    source.rate = 0.5;
    EXPECT_EQ(config_hash(source), before);
    source.rdf.syntax = "jsonld";
    const std::string in_json_ld = config_hash(source);
    EXPECT_NE(in_json_ld, before);
    source.rdf.contexts = {"https://a.be/contexte.jsonld"};
    EXPECT_NE(config_hash(source), in_json_ld);
    source.rdf = RdfReading();
    EXPECT_EQ(config_hash(source), before) << "what says nothing changes nothing";
}

} // namespace
} // namespace moisson::store
