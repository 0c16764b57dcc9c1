// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PlainAnswers: what searches without text answer is the same for everybody until the index
// changes, and costs a walk over all of it. The home page, the first page of the catalogue and
// those of countries, portals and publishers ask for nothing else.
#pragma once

#include "search/published.hpp"
#include "search/query.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::search {

// Any thread. A `state` is one content of the index; another one forgets everything.
class PlainAnswers {
public:
    // No text, order of relevance, date, cursor, facet search, sum or explanation; values of
    // filters may be given.
    static bool is_plain(const SearchQuery& query);

    std::shared_ptr<const SearchResult> find(std::uint64_t state, const SearchQuery& query) const;
    void keep(std::uint64_t state, const SearchQuery& query, const SearchResult& result);
    // Answers given again without work.
    std::int64_t reused() const { return reused_.load(std::memory_order_relaxed); }

private:
    // What tells one plain query from another.
    struct Key {
        explicit Key(const SearchQuery& query);
        bool operator==(const Key&) const = default;

        std::optional<Sort> sort;
        int page = 1;
        int page_size = 0;
        std::vector<std::pair<Facet, int>> facets;
        std::array<std::vector<std::string>, facet_count> filters;
        std::array<std::vector<std::string>, facet_count> excluded;
        // Ages are in the scores: they are as of this day.
        std::optional<std::chrono::sys_days> today;
        // Only when freshness is counted or filtered.
        std::optional<SeenUntil> seen_until;
    };
    struct Answer {
        Key key;
        SearchResult result;
    };
    struct Kept {
        std::uint64_t state = 0;
        // The oldest first.
        std::vector<std::shared_ptr<const Answer>> answers;
    };
    static bool is_dated(const SearchQuery& query);

    Published<Kept> kept_;
    mutable std::atomic<std::int64_t> reused_{0};
};

} // namespace moisson::search
