// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/record_filters.hpp"

#include "text/key.hpp"

#include <algorithm>
#include <set>

namespace moisson::kit {
namespace {

using Keys = std::set<std::string>;

// A value goes by its text and, when it is an address, by its last word too.
void add(Keys& keys, std::string_view value) {
    keys.insert(text::vocabulary_key(value));
    if (value.starts_with("http://") || value.starts_with("https://"))
        keys.insert(text::vocabulary_key(value.substr(value.find_last_of(":#/") + 1)));
    keys.erase(std::string());
}

void add(Keys& keys, const RawLicence& licence) {
    add(keys, licence.id);
    add(keys, licence.title);
    add(keys, licence.url);
}

Keys keys_of(const RawRecord& record, std::string_view dimension) {
    Keys keys;
    if (dimension == "organization") {
        add(keys, record.publisher.remote_id);
        for (const LangText& name : record.publisher.name)
            add(keys, name.text);
    } else if (dimension == "tag") {
        for (const LangText& keyword : record.keywords)
            add(keys, keyword.text);
    } else if (dimension == "group") {
        for (const std::string& theme : record.themes)
            add(keys, theme);
    } else if (dimension == "licence") {
        for (const RawLicence& licence : record.licences)
            add(keys, licence);
        for (const RawDistribution& distribution : record.distributions)
            add(keys, distribution.licence);
    } else if (dimension == "format") {
        for (const RawDistribution& distribution : record.distributions) {
            add(keys, distribution.format);
            add(keys, distribution.media_type);
        }
    }
    return keys;
}

bool holds(const Keys& keys, const std::vector<std::string>& wanted) {
    return std::any_of(wanted.begin(), wanted.end(), [&keys](const std::string& want) {
        return keys.contains(text::vocabulary_key(want));
    });
}

} // namespace

bool passes(const RawRecord& record, const std::map<std::string, Filter>& filters) {
    return std::all_of(filters.begin(), filters.end(), [&record](const auto& entry) {
        const auto& [dimension, filter] = entry;
        if (filter.empty())
            return true;
        const Keys keys = keys_of(record, dimension);
        if (!filter.include.empty() && !holds(keys, filter.include))
            return false;
        return filter.exclude.empty() || !holds(keys, filter.exclude);
    });
}

} // namespace moisson::kit
