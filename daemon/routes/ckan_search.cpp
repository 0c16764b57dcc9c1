// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/ckan_search.hpp"

#include "routes/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace moisson::routes {
namespace {

constexpr std::string_view package_search = "/api/3/action/package_search";

// Our filters by their names at CKAN (research A1.4).
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> ckan_fields = {{
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
    {"theme", "groups"},
    {"type", "mc_type"},
}};

std::string_view field_of(std::string_view filter) {
    for (const auto& [ours, theirs] : ckan_fields)
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

// "titre:eau" means another thing over there.
bool names_a_field(std::string_view text) {
    for (std::size_t at = text.find(':'); at != text.npos; at = text.find(':', at + 1))
        if (at > 0 && at + 1 < text.size() && text[at - 1] != ' ' && text[at + 1] != ' ')
            return true;
    return false;
}

std::string bound(const std::optional<Instant>& end) {
    return end ? to_iso8601(*end) : "*";
}

std::string bound(const std::optional<int>& end) {
    return end ? std::to_string(*end) : "*";
}

template <class End>
void add_range(std::string& narrowing, std::string_view field, const End& from, const End& to) {
    if (from || to)
        add(narrowing, " ", fmt::format("{}:[{} TO {}]", field, bound(from), bound(to)));
}

void add_filter(
    std::string& narrowing,
    std::string_view field,
    const std::vector<std::string>& values
) {
    std::string any;
    for (const std::string& value : values) {
        const bool excluded = value.starts_with('!');
        const std::string text = quoted(std::string_view(value).substr(excluded ? 1 : 0));
        if (excluded)
            add(narrowing, " ", fmt::format("-{}:{}", field, text));
        else
            add(any, " OR ", text);
    }
    if (!any.empty())
        add(narrowing, " ", fmt::format("{}:({})", field, any));
}

} // namespace

std::string ckan_search(const SearchParameters& parameters) {
    if (parameters.temporal || parameters.bbox || names_a_field(parameters.q))
        return {};
    std::string narrowing;
    for (const auto& [name, values] : parameters.filters) {
        const std::string_view field = field_of(name);
        if (field.empty())
            return {};
        add_filter(narrowing, field, values);
    }
    add_range(narrowing, "modified", parameters.modified_from, parameters.modified_to);
    add_range(narrowing, "issued", parameters.created_from, parameters.created_to);
    const std::optional<Instant> now_and_later;
    add_range(narrowing, "metadata_created", parameters.first_seen_from, now_and_later);
    add_range(narrowing, "quality", parameters.quality_from, parameters.quality_to);
    Query query;
    if (!parameters.q.empty())
        query.emplace_back("q", parameters.q);
    if (!narrowing.empty())
        query.emplace_back("fq", narrowing);
    return with_query(package_search, query);
}

} // namespace moisson::routes
