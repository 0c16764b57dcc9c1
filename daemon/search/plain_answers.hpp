// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// PlainAnswers: what searches without text or filter answer is the same for everybody until the
// index changes, and costs a walk over all of it. The home page and the first page of the catalogue
// ask for nothing else.
#pragma once

#include "search/published.hpp"
#include "search/query.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace moisson::search {

// Any thread. A `state` is one content of the index; another one forgets everything.
class PlainAnswers {
public:
    // No text, filter, date, cursor, facet search or sum.
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
        // Only when freshness is counted.
        std::optional<SeenUntil> seen_until;
    };
    struct Answer {
        Key key;
        std::shared_ptr<const SearchResult> result;
    };
    struct Kept {
        std::uint64_t state = 0;
        std::vector<Answer> answers;
    };

    Published<Kept> kept_;
    mutable std::atomic<std::int64_t> reused_{0};
};

} // namespace moisson::search
