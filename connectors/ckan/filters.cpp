// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/filters.hpp"

#include "ckan/fields.hpp"

#include <algorithm>
#include <vector>

namespace moisson::ckan {
namespace {

std::string_view solr_field(std::string_view dimension) {
    if (dimension == "organization")
        return "organization";
    if (dimension == "tag")
        return "tags";
    if (dimension == "group")
        return "groups";
    if (dimension == "licence")
        return "license_id";
    if (dimension == "format")
        return "res_format";
    return {};
}

std::string any_of_terms(std::string_view field, const std::vector<std::string>& values) {
    std::string out(field);
    out += ":(";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0)
            out += " OR ";
        out += solr_term(values[i]);
    }
    out += ')';
    return out;
}

void add_names(const json::Value& package, std::string_view key, std::vector<std::string>& names) {
    const json::Value* value = json::find(package, key);
    if (value == nullptr)
        return;
    for (const json::Value& item : as_items(*value)) {
        if (!item.is_object()) {
            names.push_back(json::scalar(item));
            continue;
        }
        for (const std::string_view member : {"name", "title", "id", "display_name"})
            names.push_back(json::scalar(item, member));
    }
}

std::vector<std::string> values_of(const json::Value& package, std::string_view dimension) {
    std::vector<std::string> values;
    if (dimension == "organization") {
        add_names(package, "organization", values);
        values.push_back(json::scalar(package, "owner_org"));
    } else if (dimension == "tag") {
        add_names(package, "tags", values);
    } else if (dimension == "group") {
        add_names(package, "groups", values);
    } else if (dimension == "licence") {
        values.push_back(json::scalar(package, "license_id"));
    } else if (dimension == "format") {
        const json::Value* resources = json::find(package, "resources");
        if (resources != nullptr && resources->is_array()) {
            for (const json::Value& resource : *resources)
                values.push_back(json::scalar(resource, "format"));
        }
    }
    return values;
}

bool same(std::string_view a, std::string_view b) {
    return normalised_key(a) == normalised_key(b);
}

bool holds(const std::vector<std::string>& values, const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return !value.empty() &&
               std::any_of(wanted.begin(), wanted.end(), [&](const std::string& want) {
                   return same(value, want);
               });
    });
}

} // namespace

std::string solr_term(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += '"';
    return out;
}

std::string solr_filter(const Filters& filters) {
    std::string out;
    for (const auto& [dimension, filter] : filters) {
        const std::string_view field = solr_field(dimension);
        if (field.empty())
            continue;
        if (!filter.include.empty())
            out += (out.empty() ? "+" : " +") + any_of_terms(field, filter.include);
        if (!filter.exclude.empty())
            out += (out.empty() ? "-" : " -") + any_of_terms(field, filter.exclude);
    }
    return out;
}

bool passes(const json::Value& package, const Filters& filters) {
    return std::all_of(filters.begin(), filters.end(), [&](const auto& entry) {
        const auto& [dimension, filter] = entry;
        if (filter.empty())
            return true;
        const std::vector<std::string> values = values_of(package, dimension);
        if (!filter.include.empty() && !holds(values, filter.include))
            return false;
        return filter.exclude.empty() || !holds(values, filter.exclude);
    });
}

} // namespace moisson::ckan
