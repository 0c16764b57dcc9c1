// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The index against brute force: 10,000 random queries (1,250 under a sanitizer) while datasets are
// created, changed and deleted, segments merged, and the index saved and loaded.
#include "search/search_index.hpp"
#include "support/sanitized.hpp"
#include "text/fold.hpp"
#include "unit/search/brute_force.hpp"
#include "unit/search/comparison.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>

namespace moisson::test {
namespace {

using search::Facet;
using search::SearchQuery;
using search::Sort;

std::string word_of(Rng& rng) {
    std::string word = sample_words()[rng.below(sample_words().size())];
    if (word == "l'eau")
        return "eau";
    // Now and then a slip: a letter lost, or two in each other's place.
    if (word.size() >= 5 && rng.below(12) == 0) {
        word = text::fold(word);
        const std::size_t at = 1 + rng.below(word.size() - 2);
        if (rng.below(2) == 0)
            word.erase(at, 1);
        else
            std::swap(word[at], word[at + 1]);
    }
    return word;
}

void add_piece(Rng& rng, Question& out, bool last) {
    Piece piece;
    std::string text;
    const std::string first = word_of(rng);
    switch (rng.below(8)) {
    case 0:
        piece.excluded = true;
        piece.any_of = {text::fold(first)};
        text = "-" + first;
        break;
    case 1: {
        const std::string second = word_of(rng);
        piece.any_of = {text::fold(first), text::fold(second)};
        text = first + " OU " + second;
        // Only the word under the cursor is a prefix; a full word of the vocabulary may begin
        // another.
        text += last ? " " : "";
        break;
    }
    case 2: {
        const std::string second = word_of(rng);
        piece.phrase = {text::fold(first), text::fold(second)};
        text = '"' + first + ' ' + second + '"';
        if (rng.below(4) == 0) {
            piece.field = static_cast<int>(search::Field::title);
            text = "titre:" + text;
        }
        break;
    }
    case 3:
        piece.field = static_cast<int>(search::Field::title);
        piece.any_of = {text::fold(first)};
        text = "titre:" + first + (last ? " " : "");
        break;
    case 4:
        piece.prefix = last;
        piece.any_of = {text::fold(first).substr(0, last ? 3 : std::string::npos)};
        text = piece.any_of.front();
        break;
    default:
        piece.any_of = {text::fold(first)};
        text = (rng.below(2) == 0 ? first : text::fold(first)) + (last ? " " : "");
        break;
    }
    out.query.text += text + (last ? "" : " ");
    out.pieces.push_back(std::move(piece));
}

void refuse_some(Rng& rng, SearchQuery& query) {
    const auto refuse = [&](Facet facet, std::vector<std::string> values) {
        if (rng.below(8) == 0)
            query.excluded[static_cast<std::size_t>(facet)].push_back(
                values[rng.below(values.size())]
            );
    };
    refuse(Facet::country, {"SN", "ML"});
    refuse(Facet::format, {"csv", "pdf"});
    refuse(Facet::freshness, {"a_jour", "inconnue"});
}

void filter_some(Rng& rng, SearchQuery& query) {
    const auto filter = [&](Facet facet, std::vector<std::string> values) {
        if (rng.below(4) == 0)
            for (std::uint64_t i = 0; i <= rng.below(2); ++i)
                query.filter(facet).push_back(values[rng.below(values.size())]);
    };
    filter(Facet::country, {"SN", "ML", "CI", "BF"});
    filter(Facet::portal, {"portail-0", "portail-1", "inconnu"});
    filter(Facet::format, {"csv", "json", "pdf"});
    filter(Facet::licence, {"odbl", "?", "lov2"});
    filter(Facet::organization, {"org-0", "org-1", "org-2"});
    filter(Facet::state, {"active", "archived"});
    filter(Facet::freshness, {"a_jour", "attendue", "en_retard", "tres_en_retard", "inconnue"});
}

// A span of scores, of days that the data are about, of places.
void bound_some(Rng& rng, SearchQuery& query) {
    if (rng.below(8) == 0)
        query.quality_from = static_cast<int>(rng.below(60));
    if (rng.below(8) == 0)
        query.quality_to = 40 + static_cast<int>(rng.below(61));
    if (rng.below(8) == 0) {
        const int from = static_cast<int>(rng.below(70));
        search::Period& period = query.covers.emplace();
        if (rng.below(4) > 0)
            period.start = (18000 + from) * 1440;
        if (rng.below(4) > 0)
            period.end = (18000 + from + static_cast<int>(rng.below(9))) * 1440;
    }
    if (rng.below(8) == 0) {
        search::Box& box = query.within.emplace();
        box.west = static_cast<float>(rng.below(360)) - 180;
        box.east = box.west + static_cast<float>(rng.below(90));
        if (box.east > 180)
            box.east -= 360;
        box.south = static_cast<float>(rng.below(120)) - 90;
        box.north = box.south + static_cast<float>(rng.below(60));
    }
}

Instant some_day(Rng& rng) {
    return Instant(std::chrono::hours(24 * (18000 + static_cast<int>(rng.below(60)))));
}

void date_some(Rng& rng, SearchQuery& query) {
    // One portal in three was never read in full.
    if (rng.below(5) > 0) {
        auto seen = std::make_shared<search::SeenUntil>();
        for (const char* portal : {"portail-0", "portail-1"})
            seen->emplace(portal, some_day(rng));
        query.seen_until = std::move(seen);
    }
    if (rng.below(5) == 0)
        query.modified_from = some_day(rng);
    if (rng.below(5) == 0)
        query.modified_to = some_day(rng);
}

// What of the answer is asked for, and in which order.
void choose_answer(Rng& rng, SearchQuery& query) {
    query.sort = std::array{
        Sort::modified,
        Sort::created,
        Sort::title,
        Sort::first_seen,
        Sort::quality}[rng.below(5)];
    query.page_size = 1 + static_cast<int>(rng.below(20));
    query.page = 1 + static_cast<int>(rng.below(3));
    for (const Facet facet :
         {Facet::country,
          Facet::format,
          Facet::licence,
          Facet::state,
          Facet::tag,
          Facet::freshness}) {
        search::FacetRequest request;
        request.facet = facet;
        request.values_max = 1000;
        query.facets.push_back(request);
    }
}

Question random_question(Rng& rng) {
    Question out;
    const std::uint64_t pieces = rng.below(4);
    for (std::uint64_t i = 0; i < pieces; ++i)
        add_piece(rng, out, i + 1 == pieces);
    refuse_some(rng, out.query);
    bound_some(rng, out.query);
    filter_some(rng, out.query);
    date_some(rng, out.query);
    choose_answer(rng, out.query);
    return out;
}

TEST(SearchIndexAgainstBruteForce, AgreesOnTenThousandQueriesWhileItChanges) {
    Rng rng(20261123);
    auto index = std::make_unique<search::SearchIndex>();
    BruteForce brute;
    const std::string path = (std::filesystem::temp_directory_path() /
                              ("moisson_differential_" + to_string(random_uuid())))
                                 .string();
    std::int64_t number = 0;
    int mended = 0;
    for (int round = 0; round < 250; ++round) {
        std::vector<store::CatalogEntry> batch;
        for (std::uint64_t left = 1 + rng.below(round == 0 ? 100 : 15); left > 0; --left) {
            batch.push_back(random_entry(rng, rng.below(140)));
            if (rng.below(8) == 0)
                batch.back().state = RecordState::purged;
            brute.put(batch.back());
        }
        store::FeedPosition position;
        position.number = ChangeNumber(++number);
        index->apply(batch, position);
        if (rng.below(3) == 0)
            index->merge_step();
        if (rng.below(20) == 0)
            index->merge_all();
        if (rng.below(20) == 0) {
            ASSERT_TRUE(index->save(path));
            index = std::make_unique<search::SearchIndex>();
            ASSERT_TRUE(index->load(path));
            ASSERT_EQ(index->position().number.value, number);
        }
        ASSERT_EQ(index->status().documents, static_cast<std::int64_t>(brute.items.size()));
        for (int i = 0; i < (moisson::testing::sanitized ? 5 : 40); ++i) {
            compare(*index, brute, random_question(rng), mended);
            if (HasFatalFailure())
                return;
        }
    }
    std::filesystem::remove(path);
    EXPECT_GT(mended, moisson::testing::sanitized ? 5 : 50) << "slips are among the questions";
}

TEST(SearchIndexCursor, MeetsEveryDatasetOnceInEverySort) {
    Rng rng(7);
    search::SearchIndex index;
    for (std::uint64_t batch = 0; batch < 5; ++batch) {
        std::vector<store::CatalogEntry> entries;
        for (std::uint64_t i = 0; i < 50; ++i)
            entries.push_back(random_entry(rng, batch * 40 + i));
        index.apply(entries, store::FeedPosition());
    }
    for (const Sort sort :
         {Sort::first_seen, Sort::modified, Sort::created, Sort::title, Sort::quality}) {
        SearchQuery query;
        query.sort = sort;
        query.page_size = 7;
        query.cursor = "*";
        std::set<DatasetId> met;
        std::int64_t total = 0;
        std::size_t hits = 0;
        while (query.cursor) {
            const auto result = index.search(query);
            ASSERT_TRUE(result);
            total = result->total;
            hits += result->hits.size();
            for (const search::Hit& hit : result->hits)
                met.insert(hit.id);
            query.cursor = result->next_cursor;
        }
        EXPECT_EQ(hits, met.size());
        EXPECT_EQ(static_cast<std::int64_t>(met.size()), total);
    }
}

} // namespace
} // namespace moisson::test
