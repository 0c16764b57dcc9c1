// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan_api/conditions.hpp"
#include "ckan_api/limits.hpp"
#include "core/ascii.hpp"

#include <array>
#include <string>

namespace moisson::ckan_api {
namespace {

using By = search::OrderKey::By;

struct Name {
    std::string_view text;
    By by;
};

constexpr std::array names{
    Name{"score", By::score},
    Name{"rank", By::score},
    Name{"relevance", By::score},
    Name{"id", By::id},
    Name{"name", By::slug},
    Name{"title", By::title},
    Name{"title_string", By::title},
    Name{"metadata_modified", By::changed},
    Name{"last_modified", By::changed},
    Name{"metadata_created", By::first_seen},
    Name{"modified", By::modified},
    Name{"extras_modified", By::modified},
    Name{"issued", By::created},
    Name{"extras_issued", By::created},
    Name{"num_resources", By::distributions},
    Name{"views_recent", By::popularity},
    Name{"views_total", By::popularity}};

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (end > 0)
            out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::optional<search::OrderKey> read_key(std::string_view text) {
    const std::vector<std::string_view> words = split(text, " \t+");
    if (words.empty() || words.size() > 2)
        return std::nullopt;
    search::OrderKey key;
    bool known = false;
    for (const Name& name : names)
        if (name.text == words[0]) {
            key.by = name.by;
            known = true;
        }
    const std::string direction = words.size() == 2 ? ascii_lowered(words[1]) : "";
    // "rank" alone means the best first.
    key.descending = direction == "desc" || (direction.empty() && key.by == By::score);
    if (!known || (!direction.empty() && direction != "asc" && direction != "desc"))
        return std::nullopt;
    return key;
}

} // namespace

std::optional<std::vector<search::OrderKey>> read_order(std::string_view sort) {
    std::vector<search::OrderKey> out;
    for (const std::string_view part : split(sort, ",")) {
        const auto key = read_key(part);
        if (!key || out.size() == limits::order_keys)
            return std::nullopt;
        out.push_back(*key);
    }
    if (out.empty()) {
        out.push_back(search::OrderKey{By::score, true});
        out.push_back(search::OrderKey{By::changed, true});
    }
    return out;
}

} // namespace moisson::ckan_api
