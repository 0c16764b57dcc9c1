// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// RDF catalogues over HTTP, harvested by the real engine: whole or in pages, in each syntax.
// Nothing changes by itself, what goes is missed, a circle or a broken page takes nothing away.
#include "portals/dcat.hpp"
#include "portals/generator.hpp"
#include "stand.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

CataloguePtr dcat_catalogue(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.seed = 29;
    options.count = count;
    options.countries = {"BF"};
    return portals::generate(options);
}

Stand::Software dcat(portals::HydraPaging paging, std::string internal_origin = {}) {
    return [paging, internal_origin](portals::CatalogueAt catalogue) {
        portals::DcatOptions options;
        options.page_size = 20;
        options.paging = paging;
        options.internal_origin = internal_origin;
        return portals::make_dcat(options, std::move(catalogue));
    };
}

struct Way {
    std::string name;
    Stand::Software software;
    std::string document;
};

std::vector<Way> ways() {
    using portals::HydraPaging;
    return {
        {"whole", dcat(HydraPaging::none), ""},
        {"packed", dcat(HydraPaging::none), "/catalog.ttl.gz"},
        {"view", dcat(HydraPaging::view), ""},
        {"old", dcat(HydraPaging::old), "/catalog.rdf"},
        {"inside", dcat(HydraPaging::view, "http://ckan:5000"), "/catalog.jsonld"}};
}

class Catalogues : public ::testing::TestWithParam<Way> {
protected:
    static void ask_for(Stand& stand, const std::string& document) {
        stand.portal().sources.front().url += document;
    }
};

TEST_P(Catalogues, ThatDoNotChangeChangeNothing) {
    Stand stand(dcat_catalogue(70), GetParam().software);
    ask_for(stand, GetParam().document);
    const HarvestRun first = stand.harvest();
    ASSERT_EQ(first.state, RunState::complete) << first.reason;
    EXPECT_EQ(first.counts.created, 70);
    EXPECT_EQ(first.counts.received, 70);
    EXPECT_EQ(first.counts.received, first.advertised_count);
    EXPECT_FALSE(first.issues.contains("MISSING_TITLE"));
    EXPECT_FALSE(first.issues.contains("PARSE_RDF"));
    const std::string fingerprint = stand.fingerprint();
    const std::int64_t changes = stand.changes();
    const HarvestRun second = stand.harvest();
    ASSERT_EQ(second.state, RunState::complete) << second.reason;
    EXPECT_EQ(second.counts.unchanged, 70);
    EXPECT_EQ(second.counts.updated, 0);
    EXPECT_EQ(stand.fingerprint(), fingerprint);
    EXPECT_EQ(stand.changes(), changes);
}

TEST_P(Catalogues, MissWhatLeavesAndFindItAgain) {
    const CataloguePtr all = dcat_catalogue(50);
    Stand stand(all, GetParam().software);
    ask_for(stand, GetParam().document);
    ASSERT_EQ(stand.harvest().counts.created, 50);
    stand.serve(without(all, 4));
    EXPECT_EQ(stand.harvest().counts.missing, 4);
    stand.serve(all);
    const HarvestRun third = stand.harvest();
    EXPECT_EQ(third.state, RunState::complete) << third.reason;
    EXPECT_EQ(third.counts.created, 0);
    EXPECT_EQ(stand.summary().active, 50);
}

INSTANTIATE_TEST_SUITE_P(Ways, Catalogues, ::testing::ValuesIn(ways()), [](const auto& one) {
    return one.param.name;
});

// Another syntax of the same catalogue is the same catalogue (decision 23).
TEST(Harvest, OfAnotherSyntaxChangesNothing) {
    Stand stand(dcat_catalogue(60), dcat(portals::HydraPaging::view));
    const std::string site = stand.portal().sources.front().url;
    ASSERT_EQ(stand.harvest().counts.created, 60);
    for (const char* document : {"/catalog.rdf", "/catalog.jsonld", "/catalog.ttl"}) {
        stand.portal().sources.front().url = site + document;
        const HarvestRun run = stand.harvest();
        // Another address of the source is another recipe: mapped again, not changed.
        EXPECT_EQ(run.counts.remapped, 60) << document;
        EXPECT_EQ(run.counts.updated, 0) << document;
        EXPECT_EQ(stand.harvest().counts.unchanged, 60) << document;
    }
}

// The catalogue shrinks while its pages turn in a circle: nothing is taken for gone.
TEST(Harvest, OfPagesInACircleRemovesNothing) {
    const CataloguePtr all = dcat_catalogue(50);
    for (const portals::HydraEnd end : {portals::HydraEnd::circle, portals::HydraEnd::repeat}) {
        portals::DcatOptions options;
        options.page_size = 20;
        options.paging = portals::HydraPaging::old;
        options.end = end;
        Stand stand(all, [options](portals::CatalogueAt catalogue) {
            return portals::make_dcat(options, std::move(catalogue));
        });
        const HarvestRun first = stand.harvest();
        EXPECT_EQ(first.counts.created, 50);
        EXPECT_EQ(first.issues.at("PAGE_LOOP"), 1) << first.reason;
        EXPECT_EQ(first.reason, "PAGE_LOOP");
        EXPECT_EQ(first.issues.at("INCOMPLETE_CRAWL"), 1);
        stand.serve(without(all, 10));
        const HarvestRun second = stand.harvest();
        EXPECT_EQ(second.counts.missing, 0);
        EXPECT_EQ(stand.summary().active, 50);
    }
}

} // namespace
} // namespace moisson::testing
