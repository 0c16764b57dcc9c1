// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/filters.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace moisson::opendatasoft {
namespace {

std::vector<std::string> values_of(const Metas& metas, std::string_view dimension) {
    if (dimension == "organization")
        return metas.list(in_basic, "publisher");
    if (dimension == "tag")
        return metas.list(in_basic, "keyword");
    if (dimension == "group")
        return metas.list(in_basic, "theme");
    if (dimension == "licence")
        return metas.list(in_basic, "license");
    return {};
}

// ASCII letters alone: values are copied from what the portal shows.
bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char left, char right) {
        return ascii_lower(left) == ascii_lower(right);
    });
}

bool holds(const std::vector<std::string>& values, const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& want) {
            return same(value, want);
        });
    });
}

} // namespace

bool passes(const Value& dataset, const Filters& filters) {
    const Metas metas(dataset);
    return std::all_of(filters.begin(), filters.end(), [&](const auto& entry) {
        const auto& [dimension, filter] = entry;
        if (filter.empty())
            return true;
        const std::vector<std::string> values = values_of(metas, dimension);
        if (!filter.include.empty() && !holds(values, filter.include))
            return false;
        return filter.exclude.empty() || !holds(values, filter.exclude);
    });
}

} // namespace moisson::opendatasoft
