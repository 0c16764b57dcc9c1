// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The two scores: twelve MQA cases computed by hand, and the promise that mending a named defect
// earns exactly the points that were named.
#include "i18n/quality.hpp"
#include "monitor/quality.hpp"
#include "unit/monitor/builders.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>

namespace moisson::monitor {
namespace {

using normalise::vocabularies;

LangText french(std::string text) {
    LangText out;
    out.lang = "fr";
    out.text = std::move(text);
    return out;
}

Distribution csv_file() {
    Distribution one;
    one.url = "https://data.example/a.csv";
    one.access_url = "https://data.example/page";
    one.format.code = "CSV";
    one.format.raw = "CSV";
    one.format_family = 'T';
    one.media_type = "text/csv";
    one.byte_size = 10;
    return one;
}

Distribution nameless() {
    Distribution one;
    one.access_url = "https://data.example/page";
    return one;
}

// Everything that both scores ask for.
Dataset complete() {
    Dataset out;
    out.title = {french("Prix des céréales sur les marchés")};
    out.description = {french(std::string(120, 'x') + " relevés chaque semaine.")};
    out.keywords = {french("riz"), french("mil"), french("prix")};
    out.themes = {"AGRI"};
    out.spatial.emplace_back();
    out.temporal.emplace_back();
    out.distributions = {csv_file()};
    Licence licence;
    licence.code = "cc-by-4.0";
    licence.openness = 'O';
    out.licence = licence;
    out.access_rights.code = "PUBLIC";
    out.access_rights.raw = "public";
    ContactPoint contact;
    contact.email = "donnees@example.org";
    out.contacts = {contact};
    out.publisher.key = "ministere";
    out.publisher.name = {french("Ministère")};
    out.frequency.code = "WEEKLY";
    out.issued = on("2020-01-01");
    out.modified = on("2026-11-20");
    return out;
}

QualityFacts all_well() {
    QualityFacts facts;
    facts.freshness = Freshness::a_jour;
    facts.links_ok = 1.0;
    return facts;
}

double mqa(const Dataset& dataset) {
    return mqa_score_of(dataset, all_well(), *vocabularies()).earned();
}

// 405 less the 5 of dct:rights, which our portals cannot state.
TEST(Mqa, TheCompleteDatasetHasAllPointsThatCanBeJudged) {
    const QualityScore score = mqa_score_of(complete(), all_well(), *vocabularies());
    EXPECT_DOUBLE_EQ(score.possible(), 405);
    EXPECT_DOUBLE_EQ(score.evaluable(), 400);
    EXPECT_DOUBLE_EQ(score.earned(), 400);
    const std::map<std::string_view, double> dimensions = {
        {"findability", 100},
        {"accessibility", 100},
        {"interoperability", 110},
        {"reusability", 75},
        {"contextuality", 15}};
    for (const auto& [name, points] : dimensions)
        EXPECT_DOUBLE_EQ(score.earned_of(name), points) << name;
}

// Twelve small catalogues, one indicator wanting in each; the points left are computed by hand from
// the table of S5.1.
TEST(Mqa, TwelveCataloguesByHand) {
    struct Case {
        const char* what;
        std::function<void(Dataset&)> spoil;
        double points;
    };
    const std::vector<Case> cases = {
        {"no keyword: 30", [](Dataset& d) { d.keywords.clear(); }, 370},
        {"no theme: 30", [](Dataset& d) { d.themes.clear(); }, 370},
        {"no place: 20", [](Dataset& d) { d.spatial.clear(); }, 380},
        {"no period: 20", [](Dataset& d) { d.temporal.clear(); }, 380},
        {"half without download address: 10",
         [](Dataset& d) {
             d.distributions.push_back(csv_file());
             d.distributions.back().url.clear();
         },
         390},
        {"no media type: 10, and the alignment of both: 10",
         [](Dataset& d) { d.distributions[0].media_type.clear(); },
         380},
        {"no description: not compliant, 30", [](Dataset& d) { d.description.clear(); }, 370},
        {"no licence: 20 + 10", [](Dataset& d) { d.licence.reset(); }, 370},
        {"a licence nobody knows: 10", [](Dataset& d) { d.licence->code.clear(); }, 390},
        {"access rights in free words: 5", [](Dataset& d) { d.access_rights.code.clear(); }, 395},
        {"no contact: 20", [](Dataset& d) { d.contacts.clear(); }, 380},
        {"no size: 5", [](Dataset& d) { d.distributions[0].byte_size.reset(); }, 395}};
    ASSERT_EQ(cases.size(), 12U);
    for (const Case& one : cases) {
        Dataset dataset = complete();
        one.spoil(dataset);
        EXPECT_DOUBLE_EQ(mqa(dataset), one.points) << one.what;
    }
}

TEST(Mqa, SharesAreThoseOfTheDistributions) {
    Dataset dataset = complete();
    // One of three says nothing but where it is: of 20 + 10 + 10 + 20 + 20 for formats, 20 for the
    // download address and 5 for the size, a third is lost.
    dataset.distributions = {csv_file(), csv_file(), nameless()};
    EXPECT_NEAR(mqa(dataset), 400 - 105.0 / 3, 1e-9);
}

TEST(Mqa, LinksThatNothingIsKnownOfAreLeftOut) {
    QualityFacts facts = all_well();
    facts.links_ok.reset();
    const QualityScore score = mqa_score_of(complete(), facts, *vocabularies());
    EXPECT_DOUBLE_EQ(score.evaluable(), 320);
    EXPECT_DOUBLE_EQ(score.earned(), 320);
    facts.links_ok = 0;
    EXPECT_DOUBLE_EQ(mqa_score_of(complete(), facts, *vocabularies()).earned(), 320);
}

// S5.4: nine of ten are nine tenths.
TEST(Quality, OfLinksThatWorkInPartTheShareCounts) {
    store::DatasetSignal signal;
    const auto share = [&signal](const char* verdict) {
        signal.links = verdict;
        return facts_of(signal, Freshness::a_jour).links_ok;
    };
    signal.links_ok = {9, 10};
    EXPECT_EQ(share("partial"), 0.9);
    EXPECT_DOUBLE_EQ(
        score_of(complete(), facts_of(signal, Freshness::a_jour), *vocabularies())
            .find("links")
            ->points,
        15.3
    );
    signal.links_ok = {};
    EXPECT_EQ(share("partial"), std::nullopt) << "not counted yet";
    EXPECT_EQ(share("ok"), 1.0);
    EXPECT_EQ(share("broken"), 0.0);
    EXPECT_EQ(share("unverifiable"), std::nullopt);
    EXPECT_EQ(share(""), std::nullopt);
}

TEST(Quality, FormatsThatTheFilesContradictCostTheirShare) {
    store::DatasetSignal signal;
    signal.formats_right = {1, 4};
    const QualityScore score =
        score_of(complete(), facts_of(signal, Freshness::a_jour), *vocabularies());
    EXPECT_TRUE(score.find("format_matches")->applicable);
    EXPECT_DOUBLE_EQ(score.find("format_matches")->points, 1);
    Dataset nothing = complete();
    nothing.distributions.clear();
    EXPECT_FALSE(score_of(nothing, facts_of(signal, Freshness::a_jour), *vocabularies())
                     .find("format_matches")
                     ->applicable);
}

TEST(Quality, AContactThatBouncesIsNone) {
    store::DatasetSignal signal;
    signal.contact_bounces = true;
    const QualityFacts facts = facts_of(signal, Freshness::a_jour);
    EXPECT_DOUBLE_EQ(score_of(complete(), facts, *vocabularies()).find("contact")->points, 0);
}

QualityScore ours(const Dataset& dataset, const QualityFacts& facts) {
    return score_of(dataset, facts, *vocabularies());
}

TEST(Quality, ACompleteDatasetHasAHundredLessWhatNobodyLookedAt) {
    const QualityScore score = ours(complete(), all_well());
    EXPECT_DOUBLE_EQ(score.possible(), 100);
    // The format found in the file is not known yet.
    EXPECT_DOUBLE_EQ(score.evaluable(), 96);
    EXPECT_DOUBLE_EQ(score.earned(), 96);
    EXPECT_EQ(score.percent(), 100);
    EXPECT_EQ(score.band(), QualityBand::excellent);
    EXPECT_FALSE(score.provisional());
    EXPECT_TRUE(score.to_mend().empty());
}

TEST(Quality, WhatDoesNotApplyCostsNothing) {
    QualityFacts facts;
    facts.freshness = Freshness::sans_objet;
    const QualityScore score = ours(complete(), facts);
    EXPECT_DOUBLE_EQ(score.evaluable(), 96 - 17 - 10);
    EXPECT_EQ(score.percent(), 100);
    // A service has no file format.
    Dataset service = complete();
    service.distributions[0].format.code.clear();
    service.distributions[0].format_family = 'S';
    EXPECT_FALSE(ours(service, facts).find("format")->applicable);
    EXPECT_TRUE(ours(service, facts).provisional());
}

// S5.2: a resource that is not there is no resource that nobody looked at.
TEST(Quality, ADatasetWithoutAFileLosesWhatIsSaidOfFiles) {
    Dataset dataset = complete();
    dataset.distributions.clear();
    QualityFacts facts = all_well();
    facts.links_ok.reset();
    const QualityScore score = ours(dataset, facts);
    for (const char* const code :
         {"resource", "links", "direct", "format", "machine_readable", "open_format"}) {
        ASSERT_TRUE(score.find(code)->applicable) << code;
        EXPECT_DOUBLE_EQ(score.find(code)->points, 0) << code;
    }
    EXPECT_DOUBLE_EQ(score.evaluable(), 96);
    EXPECT_DOUBLE_EQ(score.earned(), 96 - 3 - 17 - 5 - 4 - 6 - 6);
    EXPECT_FALSE(score.provisional());
    EXPECT_NE(score.band(), QualityBand::excellent);
}

TEST(Quality, FreshnessGivesTenEightFourNothing) {
    QualityFacts facts = all_well();
    const auto points = [&](Freshness state) {
        facts.freshness = state;
        return ours(complete(), facts).find("freshness")->points;
    };
    EXPECT_DOUBLE_EQ(points(Freshness::a_jour), 10);
    EXPECT_DOUBLE_EQ(points(Freshness::attendue), 8);
    EXPECT_DOUBLE_EQ(points(Freshness::en_retard), 4);
    EXPECT_DOUBLE_EQ(points(Freshness::tres_en_retard), 0);
}

// A defect by the name of the criterion that tells of it.
struct Defect {
    const char* code;
    std::function<void(Dataset&, QualityFacts&)> make;
};

const std::vector<Defect>& defects() {
    static const std::vector<Defect> all = {
        {"title", [](Dataset& d, QualityFacts&) { d.title = {french("budget_2024.csv")}; }},
        {"description", [](Dataset& d, QualityFacts&) { d.description = {french("Court.")}; }},
        {"keywords", [](Dataset& d, QualityFacts&) { d.keywords.resize(2); }},
        {"theme", [](Dataset& d, QualityFacts&) { d.themes.clear(); }},
        {"spatial", [](Dataset& d, QualityFacts&) { d.spatial.clear(); }},
        {"temporal", [](Dataset& d, QualityFacts&) { d.temporal.clear(); }},
        {"links", [](Dataset&, QualityFacts& f) { f.links_ok = 0.5; }},
        {"direct",
         [](Dataset& d, QualityFacts&) {
             for (Distribution& one : d.distributions)
                 one.url_state = UrlState::private_network;
         }},
        {"open_licence", [](Dataset& d, QualityFacts&) { d.licence->openness = 'C'; }},
        {"contact", [](Dataset& d, QualityFacts&) { d.contacts.clear(); }},
        {"publisher", [](Dataset& d, QualityFacts&) { d.publisher = Agent(); }},
        {"frequency", [](Dataset& d, QualityFacts&) { d.frequency = Coded(); }},
        {"freshness", [](Dataset&, QualityFacts& f) { f.freshness = Freshness::en_retard; }}};
    return all;
}

// Property: whatever else is wrong, mending one named defect earns what was promised for it.
TEST(Quality, MendingANamedDefectEarnsExactlyThePromisedPoints) {
    const unsigned seed = std::random_device{}();
    RecordProperty("seed", static_cast<int>(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 2'000; ++round) {
        std::vector<bool> wrong(defects().size());
        for (std::size_t i = 0; i < wrong.size(); ++i)
            wrong[i] = random() % 2 == 0;
        const auto with = [&](std::size_t but) {
            Dataset dataset = complete();
            QualityFacts facts = all_well();
            for (std::size_t i = 0; i < wrong.size(); ++i)
                if (wrong[i] && i != but)
                    defects()[i].make(dataset, facts);
            return ours(dataset, facts);
        };
        const QualityScore spoiled = with(wrong.size());
        std::size_t named = 0;
        for (std::size_t i = 0; i < wrong.size(); ++i)
            named += wrong[i] ? 1 : 0;
        ASSERT_EQ(spoiled.to_mend().size(), named) << "seed " << seed;
        for (std::size_t i = 0; i < wrong.size(); ++i) {
            if (!wrong[i])
                continue;
            const QualityCriterion* const promise = spoiled.find(defects()[i].code);
            ASSERT_NE(promise, nullptr);
            ASSERT_GT(promise->lost(), 0) << defects()[i].code;
            const QualityScore mended = with(i);
            EXPECT_NEAR(mended.earned() - spoiled.earned(), promise->lost(), 1e-9)
                << defects()[i].code << " seed " << seed;
            EXPECT_DOUBLE_EQ(mended.evaluable(), spoiled.evaluable());
        }
    }
}

TEST(Quality, EveryLostPointHasItsSentenceAndTheDearestComesFirst) {
    const QualityScore score = ours(Dataset(), QualityFacts());
    const auto mends = score.to_mend();
    ASSERT_FALSE(mends.empty());
    for (std::size_t i = 0; i < mends.size(); ++i) {
        EXPECT_FALSE(i18n::quality_advice(mends[i].code).empty()) << mends[i].code;
        EXPECT_NE(i18n::quality_criterion_label(mends[i].code), mends[i].code);
        if (i > 0)
            EXPECT_LE(mends[i].lost(), mends[i - 1].lost());
    }
    for (const QualityCriterion& one : score.criteria)
        EXPECT_FALSE(i18n::quality_advice(one.code).empty()) << one.code;
}

} // namespace
} // namespace moisson::monitor
