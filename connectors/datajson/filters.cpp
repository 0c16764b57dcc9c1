// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datajson/filters.hpp"

#include "datajson/mapping.hpp"
#include "datajson/members.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::datajson {
namespace {

std::vector<std::string> formats_of(const Members& members) {
    std::vector<std::string> formats;
    const Value* distributions = members.find({"distribution"});
    if (distributions == nullptr)
        return formats;
    for (const Value* item : as_items(*distributions)) {
        const Members distribution(*item);
        formats.push_back(distribution.text({"format"}));
        formats.push_back(distribution.text({"mediatype"}));
    }
    return formats;
}

std::vector<std::string> values_of(const Members& members, std::string_view dimension) {
    if (dimension == "organization")
        return {members.text({"publisher"})};
    if (dimension == "tag")
        return packed_list(members, {"keyword"});
    if (dimension == "group") {
        std::vector<std::string> themes = packed_list(members, {"theme"});
        for (std::string& theme : packed_list(members, {"supertheme"}))
            themes.push_back(std::move(theme));
        return themes;
    }
    if (dimension == "licence")
        return {members.text({"license", "licence"})};
    return dimension == "format" ? formats_of(members) : std::vector<std::string>{};
}

bool holds(const std::vector<std::string>& values, const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return !value.empty() &&
               std::any_of(wanted.begin(), wanted.end(), [&](const std::string& want) {
                   return text::vocabulary_key(value) == text::vocabulary_key(want);
               });
    });
}

} // namespace

bool passes(const json::Value& dataset, const std::map<std::string, Filter>& filters) {
    if (filters.empty())
        return true;
    const Members members(dataset);
    return std::all_of(filters.begin(), filters.end(), [&](const auto& entry) {
        const auto& [dimension, filter] = entry;
        if (filter.empty())
            return true;
        const std::vector<std::string> values = values_of(members, dimension);
        if (!filter.include.empty() && !holds(values, filter.include))
            return false;
        return filter.exclude.empty() || !holds(values, filter.exclude);
    });
}

} // namespace moisson::datajson
