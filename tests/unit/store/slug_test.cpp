// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Slugs, and the hosts and keys of what is staged.
#include "core/rng.hpp"
#include "store/slug.hpp"
#include "store/staging.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace moisson::store {
namespace {

const DatasetId some_id(uuid5(Uuid{}, "x"));

Dataset titled(const std::string& title) {
    Dataset dataset;
    dataset.title = {{"fr", title, false}};
    return dataset;
}

bool is_slug(const std::string& slug) {
    return !slug.empty() && slug.size() <= slug_length_max && slug.front() != '-' &&
           slug.back() != '-' && slug.find("--") == std::string::npos &&
           std::all_of(slug.begin(), slug.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

TEST(Slug, IsThePortalAndTheFoldedTitle) {
    EXPECT_EQ(
        slug_stem("bf", titled("Élections d'œuvres — 2024 !"), some_id),
        "bf-elections-d-oeuvres-2024"
    );
    EXPECT_EQ(slug_stem("", titled("Budget"), some_id), "budget");
}

TEST(Slug, OfATitleWithoutLatinLettersIsTakenFromTheId) {
    const std::string slug = slug_stem("ma", titled("السكان"), some_id);
    EXPECT_EQ(slug, "ma-" + to_string(some_id).substr(0, 8));
}

TEST(Slug, OfALongTitleIsCutAtAWord) {
    const std::string slug = slug_stem(
        "bf",
        titled(std::string(30, 'a') + " " + std::string(40, 'b') + " " + std::string(60, 'c')),
        some_id
    );
    EXPECT_TRUE(is_slug(slug)) << slug;
    EXPECT_TRUE(slug.ends_with(std::string(40, 'b'))) << slug;
}

TEST(Slug, IsOneForAnyTitle) {
    Rng random(3);
    for (int i = 0; i < 2000; ++i) {
        std::string title;
        const auto length = random.below(600);
        for (std::uint64_t k = 0; k < length; ++k) {
            // Latin, Arabic, punctuation, spaces, hyphens.
            constexpr std::string_view signs[] = {"a", "É", "ع", "-", " ", "_", "7", "œ", "!", "ß"};
            title += signs[random.below(std::size(signs))];
        }
        const std::string slug =
            slug_stem("portail-" + std::to_string(i % 7), titled(title), some_id);
        ASSERT_TRUE(is_slug(slug)) << title << " -> " << slug;
        // Room for the number that the database may append.
        ASSERT_LE(slug.size(), slug_length_max - 9);
        ASSERT_EQ(split_slug(slug), (std::pair<std::string, int>{slug, 1}));
    }
}

TEST(Slug, IsSplitIntoStemAndNumber) {
    using Parts = std::pair<std::string, int>;
    EXPECT_EQ(split_slug("bf-budget"), (Parts{"bf-budget", 1}));
    EXPECT_EQ(split_slug("bf-budget--12"), (Parts{"bf-budget", 12}));
    EXPECT_EQ(split_slug("bf-budget--1"), (Parts{"bf-budget--1", 1})) << "never given out";
    EXPECT_EQ(split_slug("bf-budget--2x"), (Parts{"bf-budget--2x", 1}));
    EXPECT_EQ(split_slug("bf--99999999999999"), (Parts{"bf--99999999999999", 1}));
    EXPECT_EQ(split_slug(""), (Parts{"", 1}));
}

TEST(UrlHost, IsTheAuthorityWithoutUserAndPort) {
    EXPECT_EQ(url_host("https://Donnees.Exemple.BF/a?b#c"), "donnees.exemple.bf");
    EXPECT_EQ(url_host("http://user:pass@exemple.bf:8080/x"), "exemple.bf");
    EXPECT_EQ(url_host("https://exemple.bf?q=http://autre.bf/"), "exemple.bf");
    EXPECT_EQ(url_host("https://[2001:DB8::1]:443/"), "[2001:db8::1]");
    EXPECT_EQ(url_host("https://[2001:db8::1]"), "[2001:db8::1]");
    EXPECT_EQ(url_host("mailto:a@exemple.bf"), "");
    EXPECT_EQ(url_host(""), "");
    EXPECT_EQ(url_host("https:///chemin"), "");
}

TEST(Keys, OfAgentsDependOnThePortalAndOfLinksOnTheUrl) {
    EXPECT_EQ(agent_id("bf", "ministere"), agent_id("bf", "ministere"));
    EXPECT_NE(agent_id("bf", "ministere"), agent_id("ci", "ministere"));
    EXPECT_NE(agent_id("b", "fministere"), agent_id("bf", "ministere"));
    EXPECT_NE(link_id("https://a.example/"), link_id("https://a.example/b"));
}

} // namespace
} // namespace moisson::store
