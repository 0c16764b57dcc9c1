// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What counts as a change of a dataset, and how it is told, by tables.
#include "core/utf8.hpp"
#include "model/dataset_diff.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace moisson {
namespace {

PartialDate day(int number) {
    return {Instant(std::chrono::hours(24 * number)), DatePrecision::day};
}

Distribution a_distribution(int number) {
    Distribution one;
    one.id = DistributionId(uuid5(Uuid{}, std::to_string(number)));
    one.title = {{"fr", "Fichier " + std::to_string(number), false}};
    one.url = "https://bf.example/" + std::to_string(number) + ".csv";
    one.raw_url = one.url;
    one.format = {"CSV", ".csv"};
    one.byte_size = 1000;
    return one;
}

Dataset a_dataset() {
    Dataset dataset;
    dataset.title = {{"fr", "Budget", false}, {"en", "Budget", true}};
    dataset.description = {{"fr", "Le budget", false}};
    dataset.keywords = {{"fr", "budget", false}, {"", "commune", false}};
    dataset.themes = {"GOVE", "ECON"};
    dataset.countries = {"BF"};
    dataset.languages = {"fr"};
    dataset.publisher = {"min", {{"fr", "Ministère", false}}, "ministere", "m@x.example", ""};
    dataset.contacts = {{"Awa", "awa@x.example", "", "author"}};
    dataset.licence = Licence{"etalab-2.0", "Licence ouverte", "https://l.example", 'O', "lov2"};
    dataset.access_rights = {"PUBLIC", "ouvert"};
    dataset.frequency = {"ANNUAL", "annuelle"};
    dataset.modified = day(10);
    dataset.record_modified = day(11);
    dataset.temporal = {{day(1), std::nullopt}};
    dataset.spatial = {{"Ouagadougou", "", std::nullopt}};
    dataset.remote_url = "https://bf.example/dataset/budget";
    dataset.distributions = {a_distribution(0), a_distribution(1)};
    return dataset;
}

// "field(item): before -> after", nothing as "-".
std::string told(const FieldChange& change) {
    std::string out = change.field;
    if (!change.item.empty())
        out += "(" + change.item + ")";
    return out + ": " + change.before.value_or("-") + " -> " + change.after.value_or("-");
}

std::vector<std::string> told(const DatasetDiff& diff) {
    std::vector<std::string> out;
    for (const FieldChange& change : diff.changes)
        out.push_back(told(change));
    return out;
}

struct Row {
    const char* name;
    std::function<void(Dataset&)> change;
    std::vector<std::string> expected;
};

void expect_told(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        Dataset after = a_dataset();
        row.change(after);
        EXPECT_EQ(told(diff(a_dataset(), after)), row.expected) << row.name;
    }
}

TEST(DatasetDiff, TellsWhatItSaysAndWhoSaysIt) {
    const std::vector<Row> rows = {
        {"title",
         [](Dataset& d) { d.title[0].text = "Budget 2026"; },
         {"title(fr): Budget -> Budget 2026"}},
        {"a language comes",
         [](Dataset& d) {
             d.title.push_back({"ar", "ميزانية", false});
         },
         {"title(ar): - -> ميزانية"}},
        {"description goes",
         [](Dataset& d) { d.description.clear(); },
         {"description(fr): Le budget -> -"}},
        {"keywords",
         [](Dataset& d) {
             d.keywords = {{"", "commune", false}, {"fr", "eau", false}};
         },
         {"keywords: budget -> -", "keywords: - -> eau"}},
        {"a correction and what it changed",
         [](Dataset& d) {
             d.corrections = {{"licence", "etalab-2.0", "cc-by-4.0", "confirmé"}};
             d.licence->code = "cc-by-4.0";
         },
         {"corrections(licence): - -> confirmé", "licence: etalab-2.0 -> cc-by-4.0"}},
        {"themes", [](Dataset& d) { d.themes = {"ECON"}; }, {"themes: GOVE -> -"}},
        {"publisher",
         [](Dataset& d) {
             d.publisher = {"insd", {{"fr", "INSD", false}}, "insd", "", ""};
         },
         {"publisher: Ministère -> INSD"}},
        {"creator",
         [](Dataset& d) {
             d.creator = Agent{"insd", {}, "", "", ""};
         },
         {"creator: - -> insd"}},
        {"address at the source",
         [](Dataset& d) { d.remote_url = "https://bf.example/dataset/b"; },
         {"remote_url: https://bf.example/dataset/budget -> https://bf.example/dataset/b"}},
        {"a contact's name",
         [](Dataset& d) { d.contacts[0].name = "Issa"; },
         {"contacts: Awa -> -", "contacts: - -> Issa"}},
        {"a contact's address is nobody's business",
         [](Dataset& d) { d.contacts[0].email = "autre@x.example"; },
         {"contacts: - -> -"}},
        {"nor is one that stands for the name",
         [](Dataset& d) { d.contacts[0].name = "awa@x.example"; },
         {"contacts: Awa -> -", "contacts: - -> author"}},
    };
    expect_told(rows);
}

TEST(DatasetDiff, TellsTermsDatesAndCoverage) {
    const std::vector<Row> rows = {
        {"licence by code",
         [](Dataset& d) { d.licence->code = "cc-by-4.0"; },
         {"licence: etalab-2.0 -> cc-by-4.0"}},
        {"licence goes", [](Dataset& d) { d.licence.reset(); }, {"licence: etalab-2.0 -> -"}},
        {"frequency without a code",
         [](Dataset& d) {
             d.frequency = {"", "parfois"};
         },
         {"accrual_periodicity: ANNUAL -> parfois"}},
        {"dates", [](Dataset& d) { d.modified = day(12); }, {"modified: 1970-01-11 -> 1970-01-13"}},
        {"the precision of a date",
         [](Dataset& d) { d.modified->precision = DatePrecision::year; },
         {"modified: 1970-01-11 -> 1970"}},
        {"the record's own date beside something else",
         [](Dataset& d) {
             d.record_modified = day(13);
             d.version = "2";
         },
         {"record_modified: 1970-01-12 -> 1970-01-14", "version: - -> 2"}},
        {"a dataset becomes a series",
         [](Dataset& d) { d.is_series = true; },
         {"type: dataset -> series"}},
        {"temporal",
         [](Dataset& d) { d.temporal.front().end = day(2); },
         {"temporal: 1970-01-02/ -> -", "temporal: - -> 1970-01-02/1970-01-03"}},
        {"spatial",
         [](Dataset& d) {
             d.spatial = {{"", "", BoundingBox{1, 2, 3, 4}}};
         },
         {"spatial: Ouagadougou -> -", "spatial: - -> 1.000000 2.000000 3.000000 4.000000"}},
    };
    expect_told(rows);
}

TEST(DatasetDiff, TellsEveryChangeOfADistribution) {
    const std::vector<Row> rows = {
        {"a distribution comes",
         [](Dataset& d) { d.distributions.push_back(a_distribution(2)); },
         {"distributions(Fichier 2): - -> https://bf.example/2.csv"}},
        {"a distribution goes",
         [](Dataset& d) { d.distributions.erase(d.distributions.begin()); },
         {"distributions(Fichier 0): https://bf.example/0.csv -> -"}},
        {"a distribution changes",
         [](Dataset& d) {
             d.distributions[1].byte_size = 2000;
             d.distributions[1].format = {"XLSX", "xlsx"};
         },
         {"distributions.format(Fichier 1): CSV -> XLSX",
          "distributions.byte_size(Fichier 1): 1000 -> 2000"}},
        {"a distribution with a new id is known by its address",
         [](Dataset& d) {
             d.distributions[1].id = DistributionId(uuid5(Uuid{}, "autre"));
             d.distributions[1].title.front().text = "Annexe";
         },
         {"distributions.title(Annexe): Fichier 1 -> Annexe"}},
        {"a distribution moves",
         [](Dataset& d) { d.distributions[0].url = "https://cdn.example/0.csv"; },
         {"distributions.url(Fichier 0): https://bf.example/0.csv -> https://cdn.example/0.csv"}},
        {"a distribution of which nothing is known goes by its id",
         [](Dataset& d) { d.distributions.emplace_back(); },
         {"distributions: - -> 00000000-0000-0000-0000-000000000000"}},
    };
    expect_told(rows);
}

TEST(DatasetDiff, TellsThatACorrectionEndedOrHasAnotherReason) {
    Dataset corrected = a_dataset();
    corrected.keywords.push_back({"fr", "eau", false});
    corrected.corrections = {{"keyword", "budget", "eau", "collection", CorrectionAction::add}};
    using Lines = std::vector<std::string>;
    EXPECT_EQ(
        told(diff(corrected, a_dataset())),
        (Lines{"corrections(keyword): collection -> -", "keywords: eau -> -"})
    );
    Dataset again = corrected;
    // Of before the action was kept: the same correction.
    again.corrections[0].action = CorrectionAction::replace;
    EXPECT_TRUE(diff(corrected, again).empty());
    again.corrections[0].reason = "relu";
    again.version = "2";
    EXPECT_EQ(
        told(diff(corrected, again)),
        (Lines{"corrections(keyword): collection -> relu", "version: - -> 2"})
    );
}

TEST(DatasetDiff, IsSilentAboutACorrectionThatTheSourceMadeItself) {
    Dataset corrected = a_dataset();
    corrected.corrections = {{"licence", "lov1", "etalab-2.0", "confirmé"}};
    Dataset adopted = a_dataset();
    adopted.record_modified = day(12);
    EXPECT_TRUE(diff(corrected, adopted).empty());
}

TEST(DatasetDiff, IsSilentAboutWhatIsNoChange) {
    const std::vector<Row> rows = {
        {"nothing", [](Dataset&) {}, {}},
        {"order",
         [](Dataset& d) {
             std::reverse(d.keywords.begin(), d.keywords.end());
             std::reverse(d.themes.begin(), d.themes.end());
             std::reverse(d.distributions.begin(), d.distributions.end());
             std::reverse(d.title.begin(), d.title.end());
         },
         {}},
        {"a keyword twice", [](Dataset& d) { d.keywords.push_back(d.keywords.front()); }, {}},
        {"machine translation", [](Dataset& d) { d.title[1].machine_translated = false; }, {}},
        {"raw values beside a code",
         [](Dataset& d) {
             d.frequency.raw = "chaque année";
             d.licence->raw = "LOV2";
             d.raw_themes = {"x"};
         },
         {}},
        {"the name of the publisher: of the agent, not of the dataset",
         [](Dataset& d) { d.publisher.name.front().text = "Ministère des finances"; },
         {}},
        {"the record was touched", [](Dataset& d) { d.record_modified = day(99); }, {}},
    };
    for (const Row& row : rows) {
        Dataset after = a_dataset();
        row.change(after);
        EXPECT_EQ(told(diff(a_dataset(), after)), row.expected) << row.name;
        EXPECT_EQ(told(diff(after, a_dataset())), row.expected) << row.name << ", back";
    }
}

TEST(DatasetDiff, ShowsLongTextsAroundTheFirstDifference) {
    std::string text;
    while (text.size() < 5'000)
        text += "é";
    Dataset before = a_dataset();
    Dataset after = a_dataset();
    before.description = {{"fr", text + "ancien" + text, false}};
    after.description = {{"fr", text + "nouveau" + text, false}};
    const DatasetDiff found = diff(before, after);
    ASSERT_EQ(found.changes.size(), 1U);
    const std::string& old_text = found.changes.front().before.value();
    const std::string& new_text = found.changes.front().after.value();
    EXPECT_NE(old_text.find("ancien"), std::string::npos);
    EXPECT_NE(new_text.find("nouveau"), std::string::npos);
    for (const std::string& shown : {old_text, new_text}) {
        EXPECT_TRUE(is_clean_utf8(shown));
        EXPECT_TRUE(shown.starts_with("…"));
        EXPECT_TRUE(shown.ends_with("…"));
        EXPECT_LE(shown.size(), history_value_bytes + 2 * std::string("…").size());
    }
    // One that only grew.
    after.description.front().text = before.description.front().text + " fin";
    EXPECT_TRUE(diff(before, after).changes.front().after->ends_with(" fin"));
}

TEST(DatasetDiff, IsBounded) {
    Dataset after = a_dataset();
    for (int i = 0; i < 200; ++i)
        after.keywords.push_back({"fr", "mot " + std::to_string(i), false});
    after.publisher = {"insd", {{"fr", "INSD", false}}, "insd", "", ""};
    const DatasetDiff found = diff(a_dataset(), after);
    EXPECT_EQ(found.changes.size(), history_changes_max);
    EXPECT_EQ(found.omitted, 201 - static_cast<std::int64_t>(history_changes_max));
    EXPECT_EQ(found.changes.front().field, "publisher") << "what matters comes first";
}

} // namespace
} // namespace moisson
