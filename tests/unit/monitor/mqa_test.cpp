// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The score of 405: cases computed by hand from the table of S5.1, and what mending earns.
#include "monitor/quality.hpp"
#include "unit/monitor/quality_sample.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::monitor {
namespace {

using normalise::vocabularies;

QualityScore mqa_of(const Dataset& dataset, const QualityFacts& facts = all_well()) {
    return mqa_score_of(dataset, facts, *vocabularies());
}

// 405 less the 5 of dct:rights, which our portals cannot state.
TEST(Mqa, TheCompleteDatasetHasAllPointsThatCanBeJudged) {
    const QualityScore score = mqa_of(complete());
    EXPECT_DOUBLE_EQ(score.possible(), 405);
    EXPECT_DOUBLE_EQ(score.evaluable(), 400);
    EXPECT_DOUBLE_EQ(score.earned(), 400);
    EXPECT_DOUBLE_EQ(score.scaled(), 405);
    const std::map<std::string_view, double> dimensions = {
        {"findability", 100},
        {"accessibility", 100},
        {"interoperability", 110},
        {"reusability", 75},
        {"contextuality", 15}};
    for (const auto& [name, points] : dimensions)
        EXPECT_DOUBLE_EQ(score.earned_of(name), points) << name;
}

struct MqaCase {
    const char* what;
    std::function<void(Dataset&)> spoil;
    // Of 400.
    double lost;
};

// One indicator wanting in each.
TEST(Mqa, CataloguesOfOneFileByHand) {
    const std::vector<MqaCase> cases = {
        {"no keyword: 30", [](Dataset& d) { d.keywords.clear(); }, 30},
        {"no theme: 30", [](Dataset& d) { d.themes.clear(); }, 30},
        {"no place: 20", [](Dataset& d) { d.spatial.clear(); }, 20},
        {"no period: 20", [](Dataset& d) { d.temporal.clear(); }, 20},
        {"no media type: 10, and the alignment of both: 10",
         [](Dataset& d) { d.distributions[0].media_type.clear(); },
         20},
        {"no description: not compliant, 30", [](Dataset& d) { d.description.clear(); }, 30},
        {"no licence: 20 + 10", [](Dataset& d) { d.licence.reset(); }, 30},
        {"a licence nobody knows: 10", [](Dataset& d) { d.licence->code.clear(); }, 10},
        {"no access rights: 10 + 5", [](Dataset& d) { d.access_rights = Coded(); }, 15},
        {"access rights in free words: 5", [](Dataset& d) { d.access_rights.code.clear(); }, 5},
        {"no contact: 20", [](Dataset& d) { d.contacts.clear(); }, 20},
        {"no publisher: 10", [](Dataset& d) { d.publisher = Agent(); }, 10},
        {"a publisher without a name: not compliant, 30",
         [](Dataset& d) { d.publisher.name.clear(); },
         30},
        {"no size: 5", [](Dataset& d) { d.distributions[0].byte_size.reset(); }, 5},
        {"the dataset was issued one does not know when, its file is: half of 5",
         [](Dataset& d) { d.issued.reset(); },
         2.5},
        {"nothing says when it was modified: 5",
         [](Dataset& d) {
             d.modified.reset();
             d.distributions[0].modified.reset();
         },
         5},
        {"no file: 100 of links and addresses, 80 of formats, 20 + 10 of licences, 5 of size",
         [](Dataset& d) { d.distributions.clear(); },
         215}};
    for (const MqaCase& one : cases) {
        Dataset dataset = complete();
        one.spoil(dataset);
        EXPECT_DOUBLE_EQ(mqa_of(dataset).earned(), 400 - one.lost) << one.what;
    }
}

// Points = share of the distributions that conform x weight.
TEST(Mqa, CataloguesOfTwoFilesByHand) {
    const std::vector<MqaCase> cases = {
        {"half without download address: 10, and of its status: 15",
         [](Dataset& d) { d.distributions[1].url.clear(); },
         25},
        {"half without page: the file's address stands for it",
         [](Dataset& d) { d.distributions[1].access_url.clear(); },
         0},
        {"half without any address: 25, 10, 15, and not compliant: 30",
         [](Dataset& d) {
             d.distributions[1].url.clear();
             d.distributions[1].access_url.clear();
         },
         80},
        {"half without format: 10, alignment 5, non-proprietary 10, machine 10",
         [](Dataset& d) { d.distributions[1].format = Coded(); },
         35},
        {"half in a format nobody knows: alignment 5, non-proprietary 10, machine 10",
         [](Dataset& d) { d.distributions[1].format.code.clear(); },
         25},
        {"half in Excel: proprietary, 10",
         [](Dataset& d) { d.distributions[1].format.code = "XLS"; },
         10},
        {"half in plain text: not for machines, 10",
         [](Dataset& d) { d.distributions[1].format.code = "TXT"; },
         10},
        {"half in PDF: both", [](Dataset& d) { d.distributions[1].format.code = "PDF"; }, 20},
        {"half with a licence of its own, the others with none: 10 + 5",
         [](Dataset& d) {
             d.distributions[1].licence = d.licence;
             d.licence.reset();
         },
         15},
        {"one of dataset and two files without a date: a third of 5",
         [](Dataset& d) { d.distributions[1].issued.reset(); },
         5.0 / 3},
        {"two of three unmodified: two thirds of 5",
         [](Dataset& d) {
             d.modified.reset();
             d.distributions[0].modified.reset();
         },
         10.0 / 3},
        {"half without size: 2.5", [](Dataset& d) { d.distributions[1].byte_size.reset(); }, 2.5},
        {"publisher, contact and rights are the dataset's, however many files: 10 + 20 + 15",
         [](Dataset& d) {
             d.publisher = Agent();
             d.contacts.clear();
             d.access_rights = Coded();
         },
         45}};
    for (const MqaCase& one : cases) {
        Dataset dataset = complete();
        dataset.distributions.push_back(csv_file());
        one.spoil(dataset);
        EXPECT_NEAR(mqa_of(dataset).earned(), 400 - one.lost, 1e-9) << one.what;
    }
}

TEST(Mqa, StatusCodesFollowTheLinksAndTheAddresses) {
    Dataset dataset = complete();
    dataset.distributions.assign(4, csv_file());
    dataset.distributions[3].url.clear();
    QualityFacts facts = all_well();
    facts.links_ok = 0.5;
    const QualityScore score = mqa_of(dataset, facts);
    EXPECT_DOUBLE_EQ(score.find("accessUrlStatusCode")->points, 25);
    EXPECT_DOUBLE_EQ(score.find("downloadUrlAvailability")->points, 15);
    EXPECT_DOUBLE_EQ(score.find("downloadUrlStatusCode")->points, 30 * 0.75 * 0.5);
}

TEST(Mqa, LinksThatNothingIsKnownOfAreLeftOut) {
    QualityFacts facts = all_well();
    facts.links_ok.reset();
    const QualityScore score = mqa_of(complete(), facts);
    EXPECT_DOUBLE_EQ(score.evaluable(), 320);
    EXPECT_DOUBLE_EQ(score.earned(), 320);
    EXPECT_DOUBLE_EQ(score.scaled(), 405);
    facts.links_ok = 0;
    EXPECT_DOUBLE_EQ(mqa_of(complete(), facts).earned(), 320);
    EXPECT_DOUBLE_EQ(mqa_of(complete(), facts).scaled(), 405.0 * 320 / 400);
}

using Chance = std::function<bool()>;

void spoil_file(Distribution& one, const Chance& chance) {
    if (chance())
        one.url.clear();
    if (chance())
        one.access_url.clear();
    if (chance())
        one.media_type.clear();
    if (chance())
        one.byte_size.reset();
    if (chance())
        one.issued.reset();
    if (chance())
        one.modified.reset();
    if (chance())
        one.licence.emplace();
    for (const char* const code : {"", "PDF", "XLS", "TXT"})
        if (chance())
            one.format.code = code;
    if (chance())
        one.format = Coded();
}

void spoil_record(Dataset& d, const Chance& chance) {
    const std::vector<std::function<void()>> ways = {
        [&] { d.keywords.clear(); },
        [&] { d.themes.clear(); },
        [&] { d.spatial.clear(); },
        [&] { d.temporal.clear(); },
        [&] { d.title.clear(); },
        [&] { d.description.clear(); },
        [&] { d.publisher.name.clear(); },
        [&] { d.publisher = Agent(); },
        [&] { d.contacts.clear(); },
        [&] { d.access_rights.code.clear(); },
        [&] { d.access_rights = Coded(); },
        [&] { d.licence = Licence(); },
        [&] { d.licence.reset(); },
        [&] { d.issued.reset(); },
        [&] { d.modified.reset(); }};
    for (const auto& way : ways)
        if (chance())
            way();
}

void want_a_file(Dataset& d, QualityFacts& f) {
    if (!d.distributions.empty())
        return;
    d.distributions = {csv_file()};
    f.links_ok = 1.0;
}

// Of each file, once there is one.
std::function<void(Dataset&, QualityFacts&)> each_file(std::function<void(Distribution&)> mend) {
    return [mend](Dataset& d, QualityFacts& f) {
        want_a_file(d, f);
        for (Distribution& one : d.distributions)
            mend(one);
    };
}

void link_to(Distribution& one) {
    if (one.access_url.empty() && one.url.empty())
        one.access_url = "https://data.example/page";
}

void offer(Distribution& one) {
    one.url = "https://data.example/a.csv";
}

bool is_one_of(const std::string& code, const std::set<std::string>& codes) {
    return codes.contains(code);
}

void name_formats(Distribution& one, const std::set<std::string>& good, const char* code) {
    if (!is_one_of(one.format.code, good))
        one.format.code = code;
}

// What the record says, however many files it has.
std::vector<Deed> repairs_of_the_record() {
    return {
        {"keywordAvailability", [](Dataset& d, QualityFacts&) { d.keywords = {french("riz")}; }},
        {"categoryAvailability", [](Dataset& d, QualityFacts&) { d.themes = {"AGRI"}; }},
        {"spatialAvailability", [](Dataset& d, QualityFacts&) { d.spatial.emplace_back(); }},
        {"temporalAvailability", [](Dataset& d, QualityFacts&) { d.temporal.emplace_back(); }},
        {"dcatApCompliance",
         [](Dataset& d, QualityFacts&) {
             d.title = complete().title;
             d.description = complete().description;
             if (!d.publisher.empty())
                 d.publisher.name = {french("Ministère")};
             for (Distribution& one : d.distributions)
                 link_to(one);
         }},
        {"accessRightsAvailability",
         [](Dataset& d, QualityFacts&) { d.access_rights.raw = "public"; }},
        {"accessRightsVocabularyAlignment",
         [](Dataset& d, QualityFacts&) { d.access_rights = complete().access_rights; }},
        {"contactPointAvailability",
         [](Dataset& d, QualityFacts&) { d.contacts = complete().contacts; }},
        {"publisherAvailability",
         [](Dataset& d, QualityFacts&) { d.publisher = complete().publisher; }}};
}

// What its files say, alone or with the record.
std::vector<Deed> repairs_of_the_files() {
    static const std::set<std::string> of_europe = {"CSV", "PDF", "XLS", "TXT"};
    static const std::set<std::string> unowned = {"CSV", "TXT"};
    static const std::set<std::string> for_machines = {"CSV", "XLS"};
    return {
        {"accessUrlStatusCode",
         [](Dataset& d, QualityFacts& f) {
             each_file(link_to)(d, f);
             f.links_ok = 1.0;
         }},
        {"downloadUrlAvailability", each_file(offer)},
        {"downloadUrlStatusCode",
         [](Dataset& d, QualityFacts& f) {
             each_file(offer)(d, f);
             f.links_ok = 1.0;
         }},
        {"formatAvailability", each_file([](Distribution& one) {
             if (one.format.empty())
                 one.format.raw = "inconnu";
         })},
        {"mediaTypeAvailability",
         each_file([](Distribution& one) { one.media_type = "text/csv"; })},
        {"formatMediaTypeVocabularyAlignment", each_file([](Distribution& one) {
             one.media_type = "text/csv";
             name_formats(one, of_europe, "DOC");
         })},
        {"formatMediaTypeNonProprietary",
         each_file([](Distribution& one) { name_formats(one, unowned, "CSV"); })},
        {"formatMediaTypeMachineInterpretable",
         each_file([](Distribution& one) { name_formats(one, for_machines, "CSV"); })},
        {"licenceAvailability",
         [](Dataset& d, QualityFacts& f) {
             want_a_file(d, f);
             if (!d.licence)
                 d.licence.emplace();
         }},
        {"knownLicence",
         [](Dataset& d, QualityFacts& f) {
             want_a_file(d, f);
             d.licence = complete().licence;
             for (Distribution& one : d.distributions)
                 one.licence.reset();
         }},
        {"byteSizeAvailability", each_file([](Distribution& one) { one.byte_size = 1; })},
        {"dateIssuedAvailability",
         [](Dataset& d, QualityFacts&) {
             d.issued = on("2026-01-01");
             for (Distribution& one : d.distributions)
                 one.issued = d.issued;
         }},
        {"dateModifiedAvailability", [](Dataset& d, QualityFacts&) {
             d.modified = on("2026-01-01");
             for (Distribution& one : d.distributions)
                 one.modified = d.modified;
         }}};
}

std::vector<Deed> all_mqa_repairs() {
    std::vector<Deed> all = repairs_of_the_record();
    for (Deed& one : repairs_of_the_files())
        all.push_back(std::move(one));
    return all;
}

const std::vector<Deed>& mqa_repairs() {
    static const std::vector<Deed> all = all_mqa_repairs();
    return all;
}

// Property: as for our score (quality_test.cpp).
TEST(Mqa, MendingAnIndicatorEarnsExactlyThePromisedPoints) {
    const unsigned seed = std::random_device{}();
    RecordProperty("seed", static_cast<int>(seed));
    std::mt19937 random(seed);
    const Chance chance = [&random] { return random() % 5 == 0; };
    std::set<std::string_view> promised;
    for (int round = 0; round < 3'000; ++round) {
        Dataset dataset = complete();
        QualityFacts facts = all_well();
        dataset.distributions.assign(random() % 4, csv_file());
        for (Distribution& one : dataset.distributions)
            spoil_file(one, chance);
        spoil_record(dataset, chance);
        if (chance())
            facts.links_ok = 0.25;
        if (chance() || dataset.distributions.empty())
            facts.links_ok.reset();
        const double before = mqa_of(dataset, facts).earned();
        for (const QualityMend& one : mqa_mends_of(dataset, facts, *vocabularies())) {
            const std::string_view code = one.criterion.code;
            Dataset mended = dataset;
            QualityFacts known = facts;
            for (const Deed& deed : mqa_repairs())
                if (deed.code == code)
                    deed.make(mended, known);
            const QualityScore after = mqa_of(mended, known);
            ASSERT_NEAR(after.earned() - before, one.gain, 1e-9) << code << " seed " << seed;
            ASSERT_LT(after.find(code)->lost(), least_quality_loss) << code << " seed " << seed;
            promised.insert(code);
        }
    }
    EXPECT_EQ(promised.size(), 22U) << "all but dct:rights";
    EXPECT_EQ(mqa_repairs().size(), 22U);
}

} // namespace
} // namespace moisson::monitor
