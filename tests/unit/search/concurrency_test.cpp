// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Readers while the writer applies, merges and reloads: every answer is of one consistent view.
#include "search/search_index.hpp"
#include "unit/search/sample.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace moisson::test {
namespace {

TEST(SearchIndexReaders, SeeWholeGenerationsWhileTheWriterWorks) {
    search::SearchIndex index;
    Rng rng(11);
    // Each batch replaces the same 40 datasets by active ones: readers never see more or fewer.
    const auto batch = [&rng](std::int64_t number) {
        std::vector<store::CatalogEntry> entries;
        for (std::uint64_t i = 0; i < 40; ++i) {
            entries.push_back(random_entry(rng, i));
            entries.back().state = RecordState::active;
            entries.back().dataset.title.push_back(french("generation " + std::to_string(number)));
        }
        return entries;
    };
    store::FeedPosition position;
    index.apply(batch(0), position);
    std::atomic<bool> stop{false};
    std::atomic<int> wrong{0};
    std::atomic<std::int64_t> answers{0};
    const auto read = [&] {
        std::int64_t last = 0;
        while (!stop.load()) {
            search::SearchQuery query;
            query.text = "generation";
            query.page_size = 100;
            search::FacetRequest request;
            request.facet = search::Facet::portal;
            query.facets.push_back(request);
            const auto result = index.search(query);
            std::int64_t counted = 0;
            for (const search::FacetItem& item : result->facets[0].items)
                counted += item.count;
            const bool good = result->total == 40 && counted == 40 && result->hits.size() == 40 &&
                              result->generation >= last;
            last = result->generation;
            wrong += !good;
            wrong += index.display(result->hits).size() != 40;
            ++answers;
        }
    };
    std::thread first(read);
    std::thread second(read);
    for (std::int64_t number = 1; number <= 150; ++number) {
        position.number = ChangeNumber(number);
        index.apply(batch(number), position);
        if (number % 3 == 0)
            index.merge_step();
        if (number % 50 == 0)
            index.merge_all();
    }
    while (answers.load() < 20)
        std::this_thread::yield();
    stop = true;
    first.join();
    second.join();
    EXPECT_EQ(wrong.load(), 0);
}

} // namespace
} // namespace moisson::test
