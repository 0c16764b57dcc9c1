// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a package says of where it comes from.
#include "catalogue.hpp"
#include "ckan_api/extras.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace moisson::ckan_api::testing {
namespace {

// Another node of Moisson harvests us: what it keeps of the origin, and by what we know our record
// when it comes back.
TEST(CkanExtras, NameTheFirstOriginAndOurPage) {
    const routes::PublicUrl url("https://moisson.example");
    const i18n::CodeLabels labels = test::fake_labels();
    const Dictionary dictionary{url, labels, nullptr, nullptr};
    const auto extras_of = [&dictionary](const store::DatasetRecord& record) {
        std::map<std::string, std::string> out;
        for (const Json& one : extras_json(dictionary, record))
            out[one["key"].get<std::string>()] = one["value"].get<std::string>();
        return out;
    };
    store::DatasetRecord record;
    record.slug = "togo-niveaux";
    record.dataset.remote_id = "niveaux";
    record.dataset.remote_url = "https://togo.example/dataset/niveaux";
    record.dataset.identifiers = {"N-1", "N-2"};
    auto extras = extras_of(record);
    EXPECT_EQ(extras["harvest_url"], record.dataset.remote_url);
    EXPECT_EQ(extras["harvest_guid"], "niveaux");
    EXPECT_EQ(extras["identifier"], "N-1");
    const auto names = nlohmann::json::parse(extras["alternate_identifier"]);
    EXPECT_EQ(names, nlohmann::json({"N-2", extras["mc_page"]}));
    EXPECT_TRUE(url.covers(extras["mc_page"]));
    // Through another node.
    record.dataset.origin_url = "https://producteur.example/niveaux";
    record.dataset.origin_portal = "producteur.example";
    extras = extras_of(record);
    EXPECT_EQ(extras["harvest_url"], "https://producteur.example/niveaux");
    EXPECT_EQ(extras["harvest_portal"], "producteur.example");
    EXPECT_FALSE(extras.contains("harvest_guid")) << "that would be the other node's";
}

} // namespace
} // namespace moisson::ckan_api::testing
