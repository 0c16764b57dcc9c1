// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/saved_search.hpp"

#include "i18n/labels.hpp"
#include "notify/mail_options.hpp"
#include "routes/search_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::notify {
namespace {

// Those that choose what of the answer is shown, and how.
bool is_view(std::string_view name) {
    return name == "page" || name == "page_size" || name == "cursor" || name == "sort" ||
           name == "fields" || name == "facets" || name.starts_with("facet_q") ||
           name == "lang_ui" || name == "explain";
}

std::string worded(const std::string& name, const std::string& value, const ValueName& name_of) {
    if (name == "q")
        return value;
    const bool refused = value.size() > 1 && value.front() == '!';
    const std::string code = refused ? value.substr(1) : value;
    std::string called = name_of(name, code);
    if (called.empty())
        called = code;
    const std::string_view label = i18n::filter_label(name);
    return fmt::format(
        "{} : {}{}",
        label.empty() ? std::string_view(name) : label,
        refused ? "sauf " : "",
        called
    );
}

} // namespace

std::optional<std::string> saved_search(routes::Query query) {
    std::erase_if(query, [](const auto& one) { return one.second.empty() || is_view(one.first); });
    query = routes::canonical_search(std::move(query));
    std::sort(query.begin(), query.end());
    query.erase(std::unique(query.begin(), query.end()), query.end());
    if (query.empty() || !routes::parse_search(query).problems.empty())
        return std::nullopt;
    std::string saved = routes::build_query(query);
    if (saved.size() > limits::search_bytes_max)
        return std::nullopt;
    return saved;
}

std::string search_label(const std::string& saved, const ValueName& name_of) {
    routes::Query query = routes::parse_query(saved);
    // What was typed comes first.
    std::stable_partition(query.begin(), query.end(), [](const auto& one) {
        return one.first == "q";
    });
    std::string label;
    for (const auto& [name, value] : query)
        label += (label.empty() ? "" : " ; ") + worded(name, value, name_of);
    return label;
}

} // namespace moisson::notify
