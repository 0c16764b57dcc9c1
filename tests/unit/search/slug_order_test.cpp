// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Order by slug across segments, against sorting everything.
#include "search/search_index.hpp"
#include "search/slug_list.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace moisson::search {
namespace {

using Slugs = std::vector<std::string>;

std::string random_slug(Rng& rng, std::uint64_t number) {
    static constexpr std::array<const char*, 3> portals{"mali-", "togo-", "t"};
    std::string out = portals[test::below(rng, portals.size())];
    for (std::uint64_t left = test::below(rng, 12); left > 0; --left)
        out += static_cast<char>('a' + test::below(rng, 3));
    return out + "-" + std::to_string(number);
}

// An index of several segments with dead, archived and replaced documents, and what it shows.
class SlugOrderTest : public ::testing::Test {
protected:
    void fill(std::uint64_t seed, std::uint64_t datasets) {
        Rng rng(seed);
        std::vector<store::CatalogEntry> entries;
        for (std::uint64_t i = 0; i < datasets; ++i) {
            store::CatalogEntry entry = test::random_entry(rng, i);
            entry.slug = random_slug(rng, i);
            entries.push_back(std::move(entry));
        }
        apply(entries);
        for (int round = 0; round < 5; ++round) {
            std::vector<store::CatalogEntry> some;
            for (std::uint64_t left = test::below(rng, datasets / 3 + 1); left > 0; --left) {
                store::CatalogEntry entry = entries[test::below(rng, entries.size())];
                const std::uint64_t state = test::below(rng, 6);
                entry.state = state == 0   ? RecordState::purged
                              : state == 1 ? RecordState::archived
                                           : RecordState::active;
                some.push_back(std::move(entry));
            }
            apply(some);
        }
        index.set_ready();
    }

    void apply(const std::vector<store::CatalogEntry>& entries) {
        index.apply(entries, store::FeedPosition());
        for (const store::CatalogEntry& entry : entries)
            known[entry.id] = entry;
    }

    Slugs shown(const std::string& country = {}) const {
        Slugs out;
        for (const auto& [id, entry] : known) {
            const auto& countries = entry.dataset.countries;
            const bool is_there =
                country.empty() ||
                std::find(countries.begin(), countries.end(), country) != countries.end();
            if (is_there &&
                (entry.state == RecordState::active || entry.state == RecordState::missing))
                out.push_back(entry.slug);
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    Slugs
    page(std::size_t start, std::size_t rows, bool descending, const std::string& country = {})
        const {
        Selection selection;
        if (!country.empty()) {
            selection.where.kind = Condition::Kind::facet;
            selection.where.facet = Facet::country;
            selection.where.values = {country};
        }
        selection.order = {OrderKey{OrderKey::By::slug, descending}};
        selection.start = start;
        selection.rows = rows;
        Slugs out;
        for (const DisplayRecord& record : index.display(index.select(selection).hits))
            out.push_back(record.slug);
        return out;
    }

    SearchIndex index;
    std::map<DatasetId, store::CatalogEntry> known;
};

Slugs part(const Slugs& all, std::size_t start, std::size_t count) {
    const std::size_t begin = std::min(start, all.size());
    const std::size_t end = begin + std::min(count, all.size() - begin);
    return Slugs(
        all.begin() + static_cast<std::ptrdiff_t>(begin),
        all.begin() + static_cast<std::ptrdiff_t>(end)
    );
}

TEST_F(SlugOrderTest, PagesAreThoseOfTheSortedWhole) {
    fill(5, 9'000);
    EXPECT_GT(index.status().segments, 1);
    Rng rng(6);
    for (const std::string country : {"", "SN"}) {
        Slugs all = shown(country);
        ASSERT_GT(all.size(), 500U);
        for (const bool descending : {false, true}) {
            for (int i = 0; i < 60; ++i) {
                const std::size_t start = test::below(rng, all.size() + 20);
                const std::size_t rows = test::below(rng, 40);
                ASSERT_EQ(page(start, rows, descending, country), part(all, start, rows))
                    << start << " " << rows;
            }
            EXPECT_EQ(page(0, 100'000, descending, country), all);
            std::reverse(all.begin(), all.end());
        }
    }
}

TEST_F(SlugOrderTest, WalksGoOnBehindTheLastOne) {
    fill(7, 3'000);
    const Slugs all = shown();
    Slugs walked;
    for (;;) {
        const Slugs step = index.slugs_after(walked.empty() ? "" : walked.back(), 0, 97);
        walked.insert(walked.end(), step.begin(), step.end());
        if (step.size() < 97)
            break;
        // Segments come and go meanwhile.
        index.merge_step();
    }
    EXPECT_EQ(walked, all);
    EXPECT_EQ(index.slugs_after("", 2'500, 10), part(all, 2'500, 10));
    EXPECT_EQ(index.slugs_after(all[9], 5, 3), part(all, 15, 3));
    EXPECT_EQ(index.slugs_after("zzz", 0, 3), Slugs());
    EXPECT_EQ(SearchIndex().slugs_after("", 0, 3), Slugs());
}

TEST_F(SlugOrderTest, BehindOtherKeysTheSlugDecides) {
    fill(8, 600);
    Selection selection;
    selection.order = {
        OrderKey{OrderKey::By::distributions, true},
        OrderKey{OrderKey::By::slug, false}};
    selection.rows = 1'000;
    std::vector<DisplayRecord> found = index.display(index.select(selection).hits);
    ASSERT_EQ(found.size(), shown().size());
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.distributions != b.distributions ? a.distributions > b.distributions
                                                  : a.slug < b.slug;
    }));
}

TEST_F(SlugOrderTest, ListsFindTheirPlaces) {
    fill(9, 2'000);
    index.merge_all();
    const Slugs all = shown();
    // Between any two of them is a place, whatever the blocks.
    for (std::size_t i = 0; i + 1 < all.size(); ++i)
        ASSERT_EQ(index.slugs_after(all[i], 0, 1), part(all, i + 1, 1)) << i;
}

} // namespace
} // namespace moisson::search
