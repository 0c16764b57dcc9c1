// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Searches that found nothing: how many people, never who.
#include "views/fruitless_counter.hpp"

#include <gtest/gtest.h>

namespace moisson::views {
namespace {

const Instant noon =
    Instant(std::chrono::sys_days(std::chrono::days(20'000))) + std::chrono::hours(12);

TEST(Fruitless, TellsPeopleFromTries) {
    Rng rng(1);
    FruitlessCounter counter(rng);
    for (int i = 0; i < 5; ++i)
        counter.note("  Prix  du CACAO ", "192.0.2.1", noon);
    counter.note("prix du cacao", "192.0.2.2", noon);
    const auto counts = counter.take(noon);
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts[0].words, "prix du cacao");
    EXPECT_EQ(counts[0].searches, 6);
    EXPECT_EQ(counts[0].askers, 2);
    EXPECT_TRUE(counter.take(noon).empty());
    counter.note("prix du cacao", "192.0.2.1", noon);
    const auto again = counter.take(noon);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].askers, 0) << "known already";
}

TEST(Fruitless, ForgetsAtMidnight) {
    Rng rng(1);
    FruitlessCounter counter(rng);
    counter.note("prix du cacao", "192.0.2.1", noon);
    counter.note("prix du cacao", "192.0.2.1", noon + std::chrono::days(1));
    const auto counts = counter.take(noon + std::chrono::days(1));
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_LT(counts[0].day, counts[1].day);
    EXPECT_EQ(counts[1].askers, 1);
}

TEST(Fruitless, IsBounded) {
    Rng rng(1);
    FruitlessCounter counter(rng);
    for (int i = 0; i < 5'000; ++i)
        counter.note("mot " + std::to_string(i), "192.0.2.1", noon);
    for (int i = 0; i < 500; ++i)
        counter.note("mot 1", "192.0.2." + std::to_string(i), noon);
    const auto counts = counter.take(noon);
    EXPECT_EQ(counts.size(), fruitless_words_max);
    for (const store::FruitlessCount& one : counts)
        EXPECT_LE(one.askers, static_cast<std::int64_t>(fruitless_askers_max));
    counter.put_back(counts);
    EXPECT_EQ(counter.take(noon).size(), counts.size());
}

TEST(Fruitless, KeepsNothingThatNamesSomebody) {
    EXPECT_EQ(fruitless_words("jean.dupont@x.tg"), "");
    EXPECT_EQ(fruitless_words("+228 90 12 34 56"), "");
    EXPECT_EQ(fruitless_words("e"), "");
    EXPECT_EQ(fruitless_words("Budget 2026 Bénin"), "budget 2026 benin");
    EXPECT_LE(fruitless_words(std::string(500, 'a')).size(), fruitless_bytes_max);
    std::string accents;
    for (int i = 0; i < 200; ++i)
        accents += "ج";
    EXPECT_EQ(fruitless_words("x" + accents).size() % 2, 1U) << "no half character";
}

} // namespace
} // namespace moisson::views
