// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/ckan_link.hpp"

#include "routes/url.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace moisson::api {
namespace {

constexpr std::string_view package_search = "/api/3/action/package_search";

// Our filters by their names at CKAN (research A1.4).
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> fields = {{
    {"access", "access_rights"},
    {"country", "country"},
    {"format", "res_format"},
    {"format_family", "format_family"},
    {"frequency", "frequency"},
    {"freshness", "freshness"},
    {"lang", "language"},
    {"licence", "license_id"},
    {"links", "links"},
    {"organization", "organization"},
    {"portal", "portal"},
    {"tag", "tags"},
}};

std::string_view field_of(std::string_view filter) {
    if (filter == "theme")
        return "groups";
    for (const auto& [ours, theirs] : fields)
        if (ours == filter)
            return theirs;
    return {};
}

void add(std::string& list, std::string_view between, std::string_view part) {
    if (!list.empty())
        list += between;
    list += part;
}

std::string quoted(std::string_view value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

bool has_ranges(const routes::SearchParameters& parameters) {
    return parameters.modified_from || parameters.modified_to || parameters.created_from ||
           parameters.created_to || parameters.first_seen_from || parameters.quality_from ||
           parameters.quality_to || parameters.temporal || parameters.bbox;
}

} // namespace

std::string ckan_link(const routes::SearchParameters& parameters) {
    if (has_ranges(parameters))
        return {};
    std::string filters;
    for (const auto& [name, values] : parameters.filters) {
        const std::string_view field = field_of(name);
        if (field.empty())
            return {};
        std::string any;
        for (const std::string& value : values) {
            const bool excluded = value.starts_with('!');
            const std::string text = quoted(std::string_view(value).substr(excluded ? 1 : 0));
            if (excluded)
                add(filters, " ", "-" + std::string(field) + ":" + text);
            else
                add(any, " OR ", text);
        }
        if (!any.empty())
            add(filters, " ", std::string(field) + ":(" + any + ")");
    }
    routes::Query query;
    if (!parameters.q.empty())
        query.emplace_back("q", parameters.q);
    if (!filters.empty())
        query.emplace_back("fq", filters);
    return routes::with_query(package_search, query);
}

} // namespace moisson::api
