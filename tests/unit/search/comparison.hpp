// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One question asked of the index and of a list of datasets: both must say the same.
#pragma once

#include "search/search_index.hpp"
#include "search/spelling.hpp"
#include "unit/search/brute_force.hpp"
#include "unit/search/brute_ranges.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace moisson::test {

struct Question {
    search::SearchQuery query;
    std::vector<Piece> pieces;
};

struct Expected {
    std::vector<DatasetId> order;
    std::map<search::Facet, std::map<std::string, std::int64_t>> facets;
};

inline Expected expect(BruteForce& brute, const Question& question) {
    Expected out;
    const search::SearchQuery& query = question.query;
    for (const DatasetId& id : brute.select(question.pieces)) {
        const BruteForce::Item& item = brute.items.at(id);
        if (!passes_dates(item.document, query) || !passes_extents(item.entry, query))
            continue;
        search::Facet failed = search::Facet::country;
        const int failures = brute.failures(item, query, failed);
        for (const search::FacetRequest& request : query.facets)
            if (failures == 0 || (failures == 1 && failed == request.facet)) {
                const auto values = BruteForce::values(item, query, request.facet);
                for (const std::string& value : std::set<std::string>(values.begin(), values.end()))
                    ++out.facets[request.facet][value];
            }
        if (failures == 0)
            out.order.push_back(id);
    }
    const auto key = [&](const DatasetId& id) {
        const search::IndexDocument& document = brute.items.at(id).document;
        const std::optional<int> score = brute.items.at(id).entry.signal.quality;
        const search::Minutes date = *query.sort == search::Sort::quality    ? score.value_or(-1)
                                     : *query.sort == search::Sort::modified ? document.modified
                                     : *query.sort == search::Sort::created  ? document.created
                                                                             : document.first_seen;
        return std::tuple(
            *query.sort == search::Sort::title ? document.title_key : std::string(),
            *query.sort == search::Sort::title ? 0 : -static_cast<std::int64_t>(date),
            id
        );
    };
    std::sort(out.order.begin(), out.order.end(), [&](const DatasetId& a, const DatasetId& b) {
        return key(a) < key(b);
    });
    return out;
}

inline std::vector<std::string> folded_words(const std::string& text) {
    std::vector<search::Word> words;
    search::split_all_words(text, words);
    std::vector<std::string> out;
    for (const search::Word& word : words)
        if (!word.compound)
            out.push_back(word.text);
    return out;
}

inline bool anywhere(BruteForce& brute, const std::string& word) {
    Piece piece;
    piece.any_of = {word};
    return std::any_of(brute.items.begin(), brute.items.end(), [&](const auto& item) {
        return brute.has(item.second, piece);
    });
}

// The question that was answered: with the corrected words, each of which no dataset has as it was
// typed, and near which there is the one that was used.
inline void
take_corrections(BruteForce& brute, const search::SearchResult& result, Question& question) {
    const auto typed = folded_words(question.query.text);
    const auto used = folded_words(result.suggestion);
    ASSERT_EQ(typed.size(), used.size()) << question.query.text << " -> " << result.suggestion;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (typed[i] == used[i])
            continue;
        ASSERT_FALSE(anywhere(brute, typed[i])) << question.query.text;
        ASSERT_TRUE(anywhere(brute, used[i])) << result.suggestion;
        ASSERT_LE(search::edit_distance(typed[i], used[i]), 2U);
        for (Piece& piece : question.pieces) {
            if (!piece.excluded)
                std::replace(piece.any_of.begin(), piece.any_of.end(), typed[i], used[i]);
        }
    }
}

inline void
compare(const search::SearchIndex& index, BruteForce& brute, Question question, int& mended) {
    const search::SearchQuery& query = question.query;
    const auto result = index.search(query);
    ASSERT_TRUE(result) << query.text;
    if (!result->literal.empty()) {
        take_corrections(brute, *result, question);
        if (::testing::Test::HasFatalFailure())
            return;
        ++mended;
    }
    const Expected expected = expect(brute, question);
    ASSERT_EQ(result->total, static_cast<std::int64_t>(expected.order.size())) << query.text;
    std::vector<DatasetId> page;
    const auto begin = static_cast<std::size_t>((query.page - 1) * query.page_size);
    for (std::size_t i = begin; i < begin + static_cast<std::size_t>(query.page_size); ++i)
        if (i < expected.order.size())
            page.push_back(expected.order[i]);
    std::vector<DatasetId> found;
    for (const search::Hit& hit : result->hits)
        found.push_back(hit.id);
    ASSERT_EQ(found, page) << query.text;
    for (const search::FacetResult& facet : result->facets) {
        std::map<std::string, std::int64_t> counts;
        for (const search::FacetItem& item : facet.items)
            if (item.count > 0)
                counts[item.value] = item.count;
        const auto wanted = expected.facets.find(facet.facet);
        ASSERT_EQ(counts, wanted == expected.facets.end() ? decltype(counts){} : wanted->second)
            << query.text << " " << to_string(facet.facet);
    }
    // By relevance: the same datasets, best first.
    search::SearchQuery ranked = query;
    ranked.sort = search::Sort::pertinence;
    ranked.page = 1;
    ranked.page_size = 100;
    ranked.facets.clear();
    ranked.explain = true;
    const auto by_score = index.search(ranked);
    ASSERT_EQ(by_score->total, result->total) << query.text;
    for (std::size_t i = 0; i < by_score->hits.size(); ++i) {
        if (i > 0)
            ASSERT_GE(by_score->hits[i - 1].score, by_score->hits[i].score);
        double sum = 0;
        for (const search::ScorePart& part : by_score->explanations[i])
            sum += part.value;
        ASSERT_NEAR(sum, by_score->hits[i].score, 1e-6) << query.text;
    }
}

} // namespace moisson::test
