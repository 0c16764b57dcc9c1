// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A search that somebody follows: the parameters of the search page in one spelling, how it is
// called, and what is new in it. Pure.
#pragma once

#include "core/time.hpp"
#include "routes/url.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::notify {

// Query string of what a search asks for, without page, sort and the like; the same whatever the
// order of its parameters. Nothing when it asks for nothing, is too long or is not understood.
std::optional<std::string> saved_search(routes::Query query);

// What a value is called ("HEAL" -> "Santé"); empty when that is not known.
using ValueName = std::function<std::string(std::string_view name, const std::string& value)>;
// "eau potable ; Pays : Burkina Faso".
std::string search_label(const std::string& saved, const ValueName& name_of);

// What to look for: since when, and up to when.
struct SearchWish {
    std::int64_t subscription = 0;
    std::string query;
    std::string label;
    // Whole minutes; `until` is the first that is not looked at.
    Instant since{};
    Instant until{};
};

struct FoundDataset {
    std::string title;
    std::string slug;
    std::string publisher;
    std::optional<Instant> first_seen;
};

struct SearchNews {
    SearchWish wish;
    // The first few of each, and how many there are.
    std::vector<FoundDataset> fresh;
    std::int64_t fresh_total = 0;
    std::vector<FoundDataset> changed;
    std::int64_t changed_total = 0;

    bool any() const { return fresh_total + changed_total > 0; }
};

} // namespace moisson::notify
