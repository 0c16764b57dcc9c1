// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/spread.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace moisson::search {

namespace {

bool better(const RankedEntry& a, const RankedEntry& b) {
    return a.score > b.score || (!(a.score < b.score) && a.id < b.id);
}

bool holds(const std::vector<RankedEntry>& entries, const Uuid& id) {
    return std::any_of(entries.begin(), entries.end(), [&id](const RankedEntry& entry) {
        return entry.id == id;
    });
}

// The country with more than its share of the first results, and the place after the last of its
// share.
std::optional<std::pair<std::uint32_t, std::size_t>>
crowd(const std::vector<RankedEntry>& entries, std::size_t groups) {
    std::vector<std::size_t> seen(groups, 0);
    std::vector<std::size_t> after(groups, 0);
    for (std::size_t i = 0; i < std::min(first_results, entries.size()); ++i) {
        const std::uint32_t group = entries[i].group;
        if (++seen[group] == one_country_max)
            after[group] = i + 1;
        if (seen[group] > one_country_max)
            return std::pair(group, after[group]);
    }
    return std::nullopt;
}

} // namespace

void Spread::begin(const FacetColumn& countries) {
    group_of_set_.clear();
    for (std::uint32_t set = 0; set < countries.sets(); ++set) {
        std::string joined;
        for (const std::uint32_t value : countries.set(set))
            joined += std::string(countries.values[value]) + ' ';
        const auto next = static_cast<std::uint32_t>(group_of_countries_.size());
        const auto [at, inserted] = group_of_countries_.emplace(std::move(joined), next);
        if (inserted) {
            best_.emplace_back();
            least_.push_back(0);
        }
        group_of_set_.push_back(at->second);
    }
}

void Spread::offer(const RankedEntry& entry) {
    std::vector<RankedEntry>& best = best_[entry.group];
    best.insert(std::upper_bound(best.begin(), best.end(), entry, better), entry);
    if (best.size() > kept)
        best.pop_back();
    if (best.size() == kept)
        least_[entry.group] = best.back().score;
}

// What could come after place `at` in place of the group, best first.
std::vector<RankedEntry>
Spread::others(const std::vector<RankedEntry>& entries, std::size_t at, std::uint32_t group) const {
    // The first ten and the best of each country: whatever the size of the page.
    const std::vector<RankedEntry> first(
        entries.begin(),
        entries.begin() + static_cast<std::ptrdiff_t>(std::min(first_results, entries.size()))
    );
    std::vector<RankedEntry> out;
    for (std::size_t i = at; i < first.size(); ++i)
        if (first[i].group != group)
            out.push_back(first[i]);
    for (std::uint32_t other = 0; other < best_.size(); ++other)
        for (const RankedEntry& entry : best_[other])
            if (other != group && !holds(first, entry.id))
                out.push_back(entry);
    std::sort(out.begin(), out.end(), better);
    return out;
}

void Spread::arrange(std::vector<RankedEntry>& entries) const {
    const auto crowded = crowd(entries, best_.size());
    if (!crowded)
        return;
    const auto [group, at] = *crowded;
    const auto next = std::find_if(
        entries.begin() + static_cast<std::ptrdiff_t>(at),
        entries.end(),
        [group = group](const RankedEntry& entry) { return entry.group == group; }
    );
    const double passed = next->score;
    std::vector<RankedEntry> chosen;
    for (RankedEntry& entry : others(entries, at, group)) {
        if (chosen.size() == first_results - at)
            break;
        if (2 * entry.text < passed)
            continue;
        entry.spread = std::max(0.0, passed - entry.score);
        entry.score += entry.spread;
        entry.key = entry.score;
        chosen.push_back(entry);
    }
    const auto rest = entries.begin() + static_cast<std::ptrdiff_t>(at);
    entries.erase(
        std::remove_if(
            rest,
            entries.end(),
            [&chosen](const RankedEntry& entry) { return holds(chosen, entry.id); }
        ),
        entries.end()
    );
    entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(at), chosen.begin(), chosen.end());
}

} // namespace moisson::search
