// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datafair/filters.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace moisson::datafair {
namespace {

void add_members(
    const json::Value& object,
    std::initializer_list<std::string_view> names,
    std::vector<std::string>& values
) {
    for (const std::string_view name : names) {
        if (std::string value = json::scalar(object, name); !value.empty())
            values.push_back(std::move(value));
    }
}

std::vector<std::string> values_of(const json::Value& dataset, std::string_view dimension) {
    std::vector<std::string> values;
    const auto add_items = [&](std::string_view key) {
        const json::Value* items = json::find(dataset, key);
        if (items == nullptr || !items->is_array())
            return;
        for (const json::Value& item : *items) {
            add_members(item, {"id", "title"}, values);
            if (!item.is_structured())
                values.push_back(json::scalar(item));
        }
    };
    if (dimension == "organization") {
        if (const json::Value* owner = json::find(dataset, "owner"); owner != nullptr)
            add_members(*owner, {"id", "name", "department", "departmentName"}, values);
        add_members(dataset, {"creator"}, values);
    } else if (dimension == "tag") {
        add_items("keywords");
    } else if (dimension == "group") {
        add_items("topics");
    } else if (dimension == "licence") {
        if (const json::Value* licence = json::find(dataset, "license"); licence != nullptr)
            add_members(*licence, {"title", "href"}, values);
    }
    return values;
}

bool holds(const std::vector<std::string>& values, const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return std::find(wanted.begin(), wanted.end(), value) != wanted.end();
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

} // namespace moisson::datafair
