// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What operators say of a portal's records through harvests and remaps: corrections, words and
// filters of the source, takedowns.
#include "portals/generator.hpp"
#include "stand.hpp"
#include "store/overlay.hpp"
#include "store/takedown.hpp"
#include "without.hpp"

#include <gtest/gtest.h>

namespace moisson::testing {
namespace {

CataloguePtr corrected_catalogue(std::uint64_t count) {
    portals::GeneratorOptions options;
    options.seed = 7;
    options.count = count;
    options.countries = {"BF"};
    return portals::generate(options);
}

store::OverlayRequest a_title(const std::string& dataset, const std::string& value) {
    store::OverlayRequest request;
    request.dataset = dataset;
    request.correction.field = "title";
    request.correction.value = value;
    request.correction.author = "awa";
    request.correction.reason = "faute de frappe";
    return request;
}

class Curation : public ::testing::Test {
protected:
    Curation() { first_ = stand_.harvest(); }

    std::string slug() const {
        return stand_.value("select slug from dataset order by id limit 1");
    }
    std::string title() const {
        return stand_.value("select title from dataset order by id limit 1");
    }

    Stand stand_{corrected_catalogue(60)};
    HarvestRun first_;
};

TEST_F(Curation, ACorrectionChangesStoredRecordsWithoutTheNetworkAndSurvivesHarvests) {
    const std::string before = stand_.fingerprint();
    const std::size_t requests = stand_.requests();
    const store::Overlay overlay =
        stand_.await(store::add_overlay(stand_.database(), a_title(slug(), "Titre corrigé")));
    EXPECT_EQ(stand_.remap().remapped, 1);
    EXPECT_EQ(title(), "Titre corrigé");
    EXPECT_EQ(
        stand_.value(
            "select cause || ' ' || (changes->'changes'->0->>0) from moisson.dataset_history"
        ),
        "remapped corrections"
    ) << "the history says that it is a correction";
    EXPECT_EQ(stand_.requests(), requests);
    EXPECT_EQ(stand_.remap().looked_at, 0);
    EXPECT_EQ(stand_.value("select cause from change order by number desc limit 1"), "remapped");
    const std::int64_t changes = stand_.changes();
    const HarvestRun second = stand_.harvest();
    EXPECT_EQ(second.state, RunState::complete);
    EXPECT_EQ(second.counts.unchanged, first_.counts.created);
    EXPECT_EQ(stand_.changes(), changes) << "a correction is no news";
    EXPECT_EQ(title(), "Titre corrigé");
    ASSERT_TRUE(stand_.harvest(RunMode::inventory).counts.unchanged > 0);
    EXPECT_EQ(title(), "Titre corrigé");
    store::OverlayEnd end;
    end.id = overlay.id;
    end.by = "awa";
    end.reason = "le portail a corrigé";
    stand_.await(store::end_overlay(stand_.database(), end));
    EXPECT_EQ(stand_.remap().remapped, 1);
    EXPECT_EQ(stand_.fingerprint(), before) << "as the portal says it";
}

TEST_F(Curation, ACorrectionOfTheWholeSourceReachesNewRecordsToo) {
    store::OverlayRequest request = a_title("", "");
    request.source_key = "essai";
    request.correction.field = "keyword";
    request.correction.value = "vérifié";
    request.correction.action = CorrectionAction::add;
    stand_.await(store::add_overlay(stand_.database(), request));
    const harvest::RemapReport all = stand_.remap();
    EXPECT_EQ(all.remapped, 60);
    EXPECT_EQ(all.changed, 60);
    // Said again with a condition that no record meets: all are read again, none looks otherwise.
    request.correction.value = "jamais";
    request.correction.when.field = "publisher";
    request.correction.when.value = "personne";
    stand_.await(store::add_overlay(stand_.database(), request));
    const harvest::RemapReport none = stand_.remap();
    EXPECT_EQ(none.remapped, 60);
    EXPECT_EQ(none.changed, 0);
    stand_.serve(corrected_catalogue(70));
    const HarvestRun run = stand_.harvest();
    EXPECT_EQ(run.counts.created, 10);
    EXPECT_EQ(
        stand_.value("select count(*) from dataset where metadata::text like '%vérifié%' and "
                     "metadata -> 'corrections' is not null"),
        "70"
    );
}

TEST_F(Curation, TheFileOfASourceCorrectsAndMapsToo) {
    const std::size_t requests = stand_.requests();
    Correction correction;
    correction.field = "frequency";
    correction.value = "ANNUAL";
    correction.reason = "annoncé par le producteur";
    Source& source = stand_.portal().sources.front();
    source.corrections = {correction};
    EXPECT_EQ(stand_.remap().remapped, 60);
    EXPECT_EQ(stand_.value("select count(*) from dataset where frequency = 'ANNUAL'"), "60");
    const std::string publisher =
        stand_.value("select name -> 0 ->> 1 from agent order by id limit 1");
    source.publishers[publisher] = "Producteur usuel";
    EXPECT_EQ(stand_.remap().remapped, 60);
    EXPECT_NE(
        stand_.value("select count(*) from dataset d join agent a on a.id = d.publisher "
                     "where a.slug = 'producteur-usuel'"),
        "0"
    );
    EXPECT_EQ(stand_.requests(), requests);
    EXPECT_EQ(stand_.harvest().counts.unchanged, 60);
}

TEST_F(Curation, AnotherFilterIsAnotherCatalogue) {
    const std::string organization =
        stand_.value("select a.slug from dataset d join agent a on a.id = d.publisher "
                     "group by a.slug order by count(*) desc, a.slug limit 1");
    stand_.portal().sources.front().filters["organization"].include = {organization};
    const HarvestRun changed = stand_.harvest();
    EXPECT_EQ(changed.counts.missing, 0) << "nothing disappears with the run that sees it first";
    EXPECT_LT(changed.counts.received, 60);
    EXPECT_FALSE(changed.issues.contains("FILTER_IGNORED"));
    const HarvestRun next = stand_.harvest();
    EXPECT_TRUE(next.state == RunState::held || next.counts.missing > 0) << next.reason;
}

TEST_F(Curation, ATakedownSurvivesHarvestsAndComesBackAsItWas) {
    const std::string before = stand_.fingerprint();
    const std::string name = slug();
    store::TakedownRequest request;
    request.name = name;
    request.by = "awa";
    request.reason = "données personnelles";
    stand_.await(store::take_down(stand_.database(), request));
    EXPECT_EQ(stand_.summary().active, 59);
    EXPECT_NE(stand_.fingerprint(), before);
    EXPECT_EQ(stand_.harvest().state, RunState::complete);
    stand_.serve(corrected_catalogue(58));
    stand_.harvest();
    stand_.serve(corrected_catalogue(60));
    stand_.harvest();
    EXPECT_LE(stand_.summary().active, 59);
    stand_.await(store::lift_takedown(stand_.database(), request));
    EXPECT_EQ(stand_.summary().active, 60);
    EXPECT_EQ(stand_.fingerprint(), before);
}

} // namespace
} // namespace moisson::testing
