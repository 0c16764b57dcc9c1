// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Counts of one vocabulary over one catalogue: occurrences coded, recognised as no value, unmapped.
#pragma once

#include "normalise/vocabularies.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moisson::vocabulary_report {

struct Tally {
    std::size_t empty = 0;
    std::size_t mapped = 0;
    std::size_t no_value = 0;
    std::size_t unmapped = 0;
    // Of distinct strings: raw -> code ("" unmapped, "—" no value).
    std::map<std::string, std::string, std::less<>> codes;
    std::map<std::string, std::size_t, std::less<>> unmapped_counts;

    void count(std::string_view raw, normalise::Match match, std::string_view code) {
        if (raw.empty()) {
            ++empty;
            return;
        }
        if (match == normalise::Match::mapped) {
            ++mapped;
            codes.try_emplace(std::string(raw), code);
        } else if (match == normalise::Match::no_value) {
            ++no_value;
            codes.try_emplace(std::string(raw), "—");
        } else {
            ++unmapped;
            codes.try_emplace(std::string(raw), "");
            ++unmapped_counts[std::string(raw)];
        }
    }
    std::size_t stated() const { return mapped + no_value + unmapped; }
    // Share of what was stated that is coded or recognised as no value.
    double share() const {
        return stated() == 0
                   ? 1.0
                   : static_cast<double>(mapped + no_value) / static_cast<double>(stated());
    }
    std::vector<std::pair<std::string, std::size_t>> worst(std::size_t count_max) const {
        std::vector<std::pair<std::string, std::size_t>> list(
            unmapped_counts.begin(),
            unmapped_counts.end()
        );
        std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
            return a.second > b.second;
        });
        list.resize(std::min(list.size(), count_max));
        return list;
    }
};

// By vocabulary.
using Tallies = std::map<std::string, Tally, std::less<>>;

} // namespace moisson::vocabulary_report
