// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The simulated RDF catalogue: pages hold every dataset once, and end as they were told to.
#include "portals/dcat.hpp"
#include "unit/portals/harness.hpp"

#include <gtest/gtest.h>

#include <map>

namespace moisson::portals {
namespace {

std::unique_ptr<Portal> portal_of(std::uint64_t count, DcatOptions options) {
    PortalOptions portal;
    portal.key = "essai";
    const auto catalogue = small_catalogue(count);
    return std::make_unique<Portal>(
        std::move(portal),
        make_dcat(std::move(options), [catalogue](Instant) { return catalogue; })
    );
}

std::size_t occurrences(const std::string& text, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

TEST(SimulatedDcat, PagesHoldEveryDatasetOnceInEverySyntax) {
    DcatOptions options;
    options.page_size = 20;
    const auto portal = portal_of(50, options);
    const std::map<std::string, std::string> documents = {
        {"/catalog.ttl", "a dcat:Dataset"},
        {"/catalog.rdf", "<dcat:Dataset "},
        {"/catalog.jsonld", "\"@type\": \"dcat:Dataset\""}};
    for (const auto& [document, mark] : documents) {
        std::size_t all = 0;
        for (int page = 1; page <= 3; ++page) {
            const auto answer = ask(*portal, document + "?page=" + std::to_string(page));
            EXPECT_EQ(answer.status, 200);
            all += occurrences(answer.body.text(), mark);
            EXPECT_EQ(answer.body.text().find("hydra:next") != std::string::npos, page < 3);
        }
        EXPECT_EQ(all, 50U) << document;
        EXPECT_EQ(ask(*portal, document + "?page=4").status, 404);
    }
}

TEST(SimulatedDcat, IsOneDocumentWithoutPages) {
    DcatOptions options;
    options.paging = HydraPaging::none;
    const auto portal = portal_of(250, options);
    const auto answer = ask(*portal, "/catalog.ttl");
    EXPECT_EQ(occurrences(answer.body.text(), "a dcat:Dataset"), 250U);
    EXPECT_EQ(occurrences(answer.body.text(), "hydra:next"), 0U);
    PortalRequest again;
    again.target = "/catalog.ttl";
    again.headers = {{"If-None-Match", std::string(header(answer.headers, "ETag"))}};
    EXPECT_EQ(portal->handle(again, noon()).status, 304);
}

TEST(SimulatedDcat, OldPagesNameTheNextAsTextAndMayTurnInACircle) {
    DcatOptions options;
    options.page_size = 20;
    options.paging = HydraPaging::old;
    options.internal_origin = "http://ckan:5000";
    options.end = HydraEnd::circle;
    const auto portal = portal_of(50, options);
    const std::string next = "hydra:nextPage \"http://ckan:5000/catalog.ttl?page=";
    EXPECT_NE(ask(*portal, "/catalog.ttl").body.text().find(next + "2\""), std::string::npos);
    EXPECT_NE(
        ask(*portal, "/catalog.ttl?page=3").body.text().find(next + "1\""),
        std::string::npos
    );
}

} // namespace
} // namespace moisson::portals
