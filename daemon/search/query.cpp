// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Names of facets, sorts and warnings.
#include "search/query.hpp"

namespace moisson::search {

namespace {
constexpr std::array<std::string_view, facet_count> facet_names{
    "country",
    "portal",
    "organization",
    "theme",
    "format",
    "format_family",
    "licence",
    "lang",
    "access",
    "tag",
    "state",
    "freshness",
    "links",
    "frequency",
    "type"};
constexpr std::array<std::string_view, 6>
    sort_names{"pertinence", "-modified", "-created", "title", "-first_seen", "quality"};
} // namespace

std::string_view to_string(Facet facet) {
    return facet_names[static_cast<std::size_t>(facet)];
}

std::optional<Facet> facet_from_string(std::string_view name) {
    for (const Facet facet : all_facets)
        if (to_string(facet) == name)
            return facet;
    return std::nullopt;
}

std::string_view to_string(Sort sort) {
    return sort_names[static_cast<std::size_t>(sort)];
}

std::optional<Sort> sort_from_string(std::string_view name) {
    for (std::size_t i = 0; i < sort_names.size(); ++i)
        if (sort_names[i] == name)
            return static_cast<Sort>(i);
    if (name == "first_seen")
        return Sort::first_seen;
    return std::nullopt;
}

std::string_view to_string(WarningKind kind) {
    switch (kind) {
    case WarningKind::query_truncated:
        return "query_truncated";
    case WarningKind::malformed_query:
        return "malformed_query";
    case WarningKind::match_part:
        return "match_part";
    case WarningKind::match_more:
        return "match_more";
    case WarningKind::only_stop_words:
        return "only_stop_words";
    case WarningKind::no_words:
        return "no_words";
    case WarningKind::prefix_truncated:
        return "prefix_truncated";
    case WarningKind::corrected:
        return "corrected";
    }
    return "";
}

std::string_view to_string(ScoreKind kind) {
    constexpr std::array<std::string_view, 9> names{
        "word",
        "synonym",
        "country_name",
        "exact_title_boost",
        "country_boost",
        "popularity",
        "recency",
        "original",
        "spread"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace moisson::search
