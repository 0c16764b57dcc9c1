// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Frequencies and dates as a real portal gives them: recorded records through mapping and
// normalisation to badges, against an oracle that reads the JSON itself. Needs MOISSON_CORPUS
// (default ../shared/corpus).
#include "core/json_access.hpp"
#include "monitor/freshness.hpp"
#include "udata/mapping.hpp"
#include "unit/normalise/record_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace moisson::monitor {
namespace {

using Day = std::chrono::sys_days;
using Badges = std::map<std::string, std::map<std::string, int>>;

// The day after the newest date of the recordings.
constexpr Day corpus_seen{std::chrono::year(2022) / 12 / 3};

std::vector<std::string> recorded() {
    namespace fs = std::filesystem;
    const char* const path = std::getenv("MOISSON_CORPUS");
    const fs::path folder =
        (path != nullptr ? fs::path(path)
                         : fs::path(MOISSON_SOURCE_DIR) / ".." / "shared" / "corpus") /
        "udata/datagouvfr-datasets";
    std::vector<std::string> out;
    if (!fs::exists(folder))
        return out;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        out.push_back(text.str());
    }
    return out;
}

// -- The oracle: S4 by hand, for what these recordings hold -------------------------------------

struct Rhythm {
    int due;
    int late;
    int very_late;
};

// Days after the update: period, with each grace of the HDX table.
const std::map<std::string, Rhythm>& rhythms() {
    static const std::map<std::string, Rhythm> all = {
        {"continuous", {1, 2, 3}},
        {"hourly", {1, 2, 3}},
        {"daily", {1, 2, 3}},
        {"weekly", {7, 14, 21}},
        {"biweekly", {14, 21, 28}},
        {"monthly", {31, 45, 61}},
        {"quarterly", {92, 122, 152}},
        {"semiannual", {183, 213, 243}},
        {"annual", {365, 425, 455}}};
    return all;
}

// The first of these members that says a date, as a day.
std::optional<Day> day_in(
    const json::Value& owner,
    std::initializer_list<std::string_view> harvested,
    std::initializer_list<std::string_view> own
) {
    std::string text;
    for (const std::string_view key : harvested)
        if (const json::Value* const block = json::find(owner, "harvest"); block && text.empty())
            text = std::string(json::text(*block, key));
    for (const std::string_view key : own)
        if (text.empty())
            text = std::string(json::text(owner, key));
    const auto instant = from_iso8601(text.substr(0, 10) + "T00:00:00Z");
    if (!instant)
        return std::nullopt;
    return std::chrono::floor<std::chrono::days>(*instant);
}

struct Dates {
    std::optional<Day> newest;
    // Of the resources, each once, ascending.
    std::set<Day> observed;
};

Dates dates_in(const json::Value& record) {
    Dates out;
    out.newest = day_in(record, {"modified_at"}, {"last_update", "last_modified"});
    const json::Value* const resources = json::find(record, "resources");
    for (std::size_t i = 0; resources != nullptr && i < resources->size(); ++i) {
        const json::Value& one = (*resources)[i];
        const auto modified = day_in(one, {"modified_at"}, {"last_modified", "modified"});
        const auto issued = day_in(one, {"issued_at", "created_at"}, {"created_at", "published"});
        if (modified && (!out.newest || *modified > *out.newest))
            out.newest = modified;
        if (modified || issued)
            out.observed.insert(modified ? *modified : *issued);
    }
    return out;
}

std::string badge_by_hand(const json::Value& record) {
    const std::string frequency(json::text(record, "frequency"));
    const Dates dates = dates_in(record);
    const auto rhythm = rhythms().find(frequency);
    const bool rhythmic = rhythm != rhythms().end();
    if (!dates.newest)
        return rhythmic || frequency == "unknown" ? "inconnue" : "sans_objet";
    const auto age = static_cast<int>((corpus_seen - *dates.newest).count());
    if (rhythmic) {
        if (age >= rhythm->second.very_late)
            return "tres_en_retard";
        if (age >= rhythm->second.late)
            return "en_retard";
        return age >= rhythm->second.due ? "attendue" : "a_jour";
    }
    // "punctual" is taken at its word; four days of updates among the files are an estimate.
    if (frequency != "punctual" && dates.observed.size() >= 4) {
        std::vector<int> gaps;
        for (auto day = std::next(dates.observed.begin()); day != dates.observed.end(); ++day)
            gaps.push_back(static_cast<int>((*day - *std::prev(day)).count()));
        std::sort(gaps.begin(), gaps.end());
        return age >= gaps[gaps.size() / 2] ? "attendue" : "a_jour";
    }
    return frequency == "unknown" ? "inconnue" : "sans_objet";
}

// -- The program ---------------------------------------------------------------------------------

std::string badge_of(const std::string& text) {
    std::vector<Issue> issues;
    const Result<RawRecord> raw = udata::map_dataset(text, udata::MappingContext(), issues);
    if (!raw)
        return raw.error().detail;
    normalise::NormaliseContext context = normalise::a_context();
    context.now = Instant(corpus_seen);
    const Dataset dataset = normalise::normalise(*raw, context).dataset;
    FreshnessContext freshness;
    freshness.now = Instant(corpus_seen);
    const FreshnessDates dates = freshness_of(
        dataset,
        normalise::vocabularies()->frequency_row(dataset.frequency.code),
        freshness
    );
    return std::string(to_string(freshness_at(dates, Instant(corpus_seen))));
}

std::string shown(const Badges& badges) {
    std::string out;
    for (const auto& [frequency, states] : badges) {
        out += frequency;
        for (const auto& [state, count] : states)
            out += " " + state + "=" + std::to_string(count);
        out += "\n";
    }
    return out;
}

TEST(FreshnessCorpus, RealFrequenciesAndDatesGiveTheBadgesThatAreWorkedOutByHand) {
    const std::vector<std::string> records = recorded();
    if (records.empty()) {
        std::cout << "NON EXÉCUTÉ : pas de corpus (MOISSON_CORPUS)\n";
        const char* const ci = std::getenv("CI");
        EXPECT_FALSE(ci != nullptr && std::string(ci) == "true") << "the corpus is required in CI";
        return;
    }
    Badges ours;
    Badges by_hand;
    for (const std::string& text : records) {
        const Result<json::Value> record = json::parse(text);
        ASSERT_TRUE(record.has_value());
        const std::string frequency(json::text(*record, "frequency"));
        const std::string expected = badge_by_hand(*record);
        const std::string badge = badge_of(text);
        EXPECT_EQ(badge, expected) << json::text(*record, "slug");
        ++ours[frequency][badge];
        ++by_hand[frequency][expected];
    }
    std::cout << shown(ours);
    EXPECT_EQ(ours, by_hand);
    // Counted by a script over the same files.
    const std::map<std::string, int> yearly = {
        {"a_jour", 16},
        {"en_retard", 2},
        {"tres_en_retard", 79}};
    EXPECT_EQ(ours["annual"], yearly);
    EXPECT_EQ(ours.size(), 12U);
}

} // namespace
} // namespace moisson::monitor
