// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "udata/filters.hpp"

#include "core/ascii.hpp"
#include "udata/fields.hpp"

#include <algorithm>
#include <vector>

namespace moisson::udata {
namespace {

std::vector<std::string> values_of(const json::Value& dataset, std::string_view dimension) {
    std::vector<std::string> values;
    if (dimension == "organization") {
        const json::Value* organization = json::find(dataset, "organization");
        if (organization != nullptr) {
            values.push_back(json::scalar(*organization));
            for (const std::string_view key : {"id", "slug", "name", "acronym"})
                values.push_back(json::scalar(*organization, key));
        }
    } else if (dimension == "tag") {
        for (const json::Value& tag : items_at(dataset, "tags"))
            values.push_back(json::scalar(tag));
    } else if (dimension == "group") {
        for (const json::Value& badge : items_at(dataset, "badges"))
            values.push_back(json::scalar(badge, "kind"));
    } else if (dimension == "licence") {
        values.push_back(json::scalar(dataset, "license"));
    } else if (dimension == "format") {
        for (const json::Value& resource : items_at(dataset, "resources"))
            values.push_back(json::scalar(resource, "format"));
    }
    return values;
}

bool holds(const std::vector<std::string>& values, const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return !value.empty() &&
               std::any_of(wanted.begin(), wanted.end(), [&](const std::string& want) {
                   return ascii_lowered(value) == ascii_lowered(want);
               });
    });
}

} // namespace

bool passes(const json::Value& dataset, const Filters& filters) {
    return std::all_of(filters.begin(), filters.end(), [&](const auto& entry) {
        const auto& [dimension, filter] = entry;
        if (filter.empty())
            return true;
        const std::vector<std::string> values = values_of(dataset, dimension);
        if (!filter.include.empty() && !holds(values, filter.include))
            return false;
        return filter.exclude.empty() || !holds(values, filter.exclude);
    });
}

} // namespace moisson::udata
