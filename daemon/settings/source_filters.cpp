// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/source_filters.hpp"

#include "settings/option_kinds.hpp"

#include <algorithm>
#include <map>

namespace moisson::settings {
namespace {

// Connectors whose records lack some dimensions, and those that they have.
const std::map<std::string, std::vector<std::string>>& narrow_connectors() {
    static const std::map<std::string, std::vector<std::string>> table = {
        {"nada", {"organization", "group"}},
        {"datafair", {"organization", "tag", "group", "licence"}},
        {"opendatasoft", {"organization", "tag", "group", "licence"}}};
    return table;
}

const std::vector<std::string>& filter_dimensions() {
    static const std::vector<std::string> names =
        {"organization", "tag", "group", "licence", "format"};
    return names;
}

void read_filter(
    const YAML::Node& node,
    const std::string& name,
    Filter& filter,
    const Reader& reader
) {
    const std::vector<Option<Filter>> options = {
        list_option<Filter>(
            "include",
            [](auto& f) -> auto& { return f.include; }
        ),
        list_option<Filter>(
            "exclude",
            [](auto& f) -> auto& { return f.exclude; }
        )};
    if (node.IsSequence() || node.IsScalar()) {
        reader.add(node, fmt::format("filters.{} : include ou exclude est attendu", name));
        return;
    }
    read_section(node, "", options, filter, reader);
}

} // namespace

Option<Source> filters_option() {
    Option<Source> option;
    option.name = "filters";
    option.read = [](const YAML::Node& node, Source& out, const Reader& reader) {
        for (const auto& [name, value] : entries(node, "filters", reader)) {
            const auto& known = filter_dimensions();
            if (std::find(known.begin(), known.end(), name) == known.end())
                reader.add(value, unknown_key(name, known));
            else
                read_filter(value, name, out.filters[name], reader);
        }
    };
    return option;
}

std::string unusable_filter(const Source& source) {
    const auto narrow = narrow_connectors().find(source.connector);
    if (narrow == narrow_connectors().end())
        return {};
    for (const auto& [dimension, filter] : source.filters) {
        const auto& known = narrow->second;
        if (!filter.empty() && std::find(known.begin(), known.end(), dimension) == known.end())
            return dimension;
    }
    return {};
}

} // namespace moisson::settings
