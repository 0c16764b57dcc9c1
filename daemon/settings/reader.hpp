// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A table of options read from a YAML mapping: what settings and portals share. Private to the
// room.
#pragma once

#include "settings/environment.hpp"
#include "settings/problem.hpp"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::settings {

// One file being read, and what was found wrong in it.
struct Reader {
    std::string file;
    const Environment& environment;
    Problems& problems;

    void add(const YAML::Node& where, std::string message) const;
    // The text of a scalar; a problem and nothing for a list or a section.
    std::optional<std::string> scalar(const YAML::Node& node, std::string_view option) const;
    // A list of texts, or one text.
    std::optional<std::vector<std::string>>
    list(const YAML::Node& node, std::string_view option) const;
    // "${NAME}" and "${file:PATH}" replaced; other texts as they are. `is_reference` tells which.
    std::optional<std::string>
    resolve(const YAML::Node& node, std::string_view option, bool& is_reference) const;
    // First line of a file that holds a secret.
    std::optional<std::string>
    read_secret(const YAML::Node& node, std::string_view option, const std::string& path) const;
};

template <class T>
struct Option {
    // "db.lock_timeout"
    std::string name;
    std::function<void(const YAML::Node&, T&, const Reader&)> read;
    // The value as JSON, which is YAML too; secrets masked.
    std::function<std::string(const T&)> print;
};

// Nothing when the file cannot be read or its first line is longer than a secret may be.
std::optional<std::string> first_line(const std::string& path);

// One document in UTF-8; a syntax error or a second document becomes a problem.
std::optional<YAML::Node> parse_yaml(const std::string& text, const Reader& reader);

// Keys of a mapping: reports a node that is none, and keys met twice.
std::vector<std::pair<std::string, YAML::Node>>
entries(const YAML::Node& node, std::string_view section, const Reader& reader);

// "clé inconnue « x » ; vouliez-vous dire « y » ?"
std::string unknown_key(std::string_view key, const std::vector<std::string>& known);

std::string json_text(std::string_view text);
std::string json_list(const std::vector<std::string>& texts);

template <class T>
void read_section(
    const YAML::Node& node,
    const std::string& section,
    const std::vector<Option<T>>& options,
    T& out,
    const Reader& reader
) {
    for (const auto& [key, value] : entries(node, section, reader)) {
        const std::string name = section.empty() ? key : section + "." + key;
        const Option<T>* found = nullptr;
        bool is_section = false;
        std::vector<std::string> siblings;
        for (const Option<T>& option : options) {
            if (option.name == name)
                found = &option;
            is_section = is_section || option.name.starts_with(name + ".");
            if (section.empty() || option.name.starts_with(section + "."))
                siblings.push_back(option.name.substr(section.empty() ? 0 : section.size() + 1));
        }
        if (found != nullptr)
            found->read(value, out, reader);
        else if (is_section)
            read_section(value, name, options, out, reader);
        else
            reader.add(value, unknown_key(key, siblings));
    }
}

} // namespace moisson::settings
