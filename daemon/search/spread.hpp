// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Spread: the first ten results by relevance are not all of one country while others answer about
// as well (ADR 0056). Inside the room only.
#pragma once

#include "search/segment.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::search {

inline constexpr std::size_t first_results = 10;
inline constexpr std::size_t one_country_max = 7;

// A document as a collector keeps it.
struct RankedEntry {
    double key = 0;
    std::string_view title;
    Uuid id;
    double score = 0;
    // Before signals.
    double text = 0;
    // Of its countries.
    std::uint32_t group = 0;
    // What arrange() added to the score.
    double spread = 0;
};

class Spread {
public:
    // The documents offered from now on are of a segment with this column.
    void begin(const FacetColumn& countries);
    std::uint32_t group(std::uint32_t set) const { return group_of_set_.data()[set]; }
    // Below this score a document of the group changes nothing.
    double least(std::uint32_t group) const { return least_.data()[group]; }
    // The same of any group.
    double least_of_all() const {
        return least_.empty() ? 0 : *std::min_element(least_.begin(), least_.end());
    }
    void offer(const RankedEntry& entry);

    // `entries` best first, at least first_results of them when there are as many. After the
    // seventh of a country come, up to the tenth place, the best of the others of which the text is
    // worth half of the next result at least; their score becomes that of the result they pass.
    void arrange(std::vector<RankedEntry>& entries) const;

private:
    static constexpr std::size_t kept = first_results - one_country_max;

    std::vector<RankedEntry>
    others(const std::vector<RankedEntry>& entries, std::size_t at, std::uint32_t group) const;

    std::map<std::string, std::uint32_t> group_of_countries_;
    std::vector<std::uint32_t> group_of_set_;
    // By group: its best, best first, and the score of the last of them once there are enough.
    std::vector<std::vector<RankedEntry>> best_;
    std::vector<double> least_;
};

} // namespace moisson::search
