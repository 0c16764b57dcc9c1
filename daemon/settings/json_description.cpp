// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/json_description.hpp"

#include "json/description.hpp"
#include "settings/option_kinds.hpp"

#include <algorithm>

namespace moisson::settings {
namespace {

using Words = std::vector<std::string>;
using Fields = JsonDescription::Fields;

bool is_one_of(const Words& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// "title", or "title@fr" when the field may be in several languages.
bool is_field(const Words& names, const std::string& name) {
    const std::size_t at = name.find('@');
    if (at == std::string::npos)
        return is_one_of(names, name);
    const std::string base = name.substr(0, at);
    return is_one_of(names, base) && is_one_of(paths::localized_fields(), base) &&
           name.size() == at + 3;
}

// Each field with a path, a template, or a list of them.
Option<JsonDescription>
fields_option(std::string section, const Words& names, Fields JsonDescription::*member) {
    Option<JsonDescription> option;
    option.name = section;
    option.read = [section,
                   &names,
                   member](const YAML::Node& node, JsonDescription& out, const Reader& reader) {
        for (const auto& [name, value] : entries(node, section, reader)) {
            if (!is_field(names, name)) {
                reader.add(value, unknown_key(name, names));
                continue;
            }
            const auto expressions = reader.list(value, section + "." + name);
            if (!expressions)
                continue;
            for (const std::string& expression : *expressions) {
                const std::string fault = paths::expression_fault(expression);
                if (!fault.empty())
                    reader.add(value, section + "." + name + " : " + fault);
            }
            (out.*member)[name] = *expressions;
        }
    };
    return option;
}

Option<JsonDescription> constants_option() {
    Option<JsonDescription> option;
    option.name = "constants";
    option.read = [](const YAML::Node& node, JsonDescription& out, const Reader& reader) {
        for (const auto& [name, value] : entries(node, "constants", reader)) {
            if (!is_one_of(paths::field_names(), name)) {
                reader.add(value, unknown_key(name, paths::field_names()));
                continue;
            }
            if (const auto text = reader.scalar(value, "constants." + name))
                out.constants[name] = *text;
        }
    };
    return option;
}

std::string check_detail(const std::string& text) {
    if (text.find('{') == std::string::npos)
        return "« " + text + " » : l'adresse d'une fiche contient un chemin, par exemple « {id} »";
    return paths::expression_fault(text);
}

std::vector<Option<JsonDescription>> description_options() {
    using O = JsonDescription;
    const std::vector<std::pair<std::string, JsonPaging>> paging = {
        {"none", JsonPaging::none},
        {"page", JsonPaging::page},
        {"offset", JsonPaging::offset},
        {"next", JsonPaging::next}};
    return {
        list_option<O>("list", MOISSON_MEMBER(list), paths::list_fault),
        choice_option<O>("paging", MOISSON_MEMBER(paging), paging),
        number_option<O>("first_page", MOISSON_MEMBER(first_page), 0, 1),
        text_option<O>("next", MOISSON_MEMBER(next), paths::path_fault),
        text_option<O>("items", MOISSON_MEMBER(items), paths::items_fault),
        text_option<O>("total", MOISSON_MEMBER(total), paths::path_fault),
        list_option<O>("id", MOISSON_MEMBER(id), paths::expression_fault),
        text_option<O>("detail", MOISSON_MEMBER(detail), check_detail),
        text_option<O>("detail_item", MOISSON_MEMBER(detail_item), paths::path_fault),
        fields_option("fields", paths::field_names(), &JsonDescription::fields),
        text_option<O>("distributions", MOISSON_MEMBER(distributions), paths::path_fault),
        fields_option(
            "distribution",
            paths::distribution_field_names(),
            &JsonDescription::distribution
        ),
        constants_option(),
        list_option<O>("volatile", MOISSON_MEMBER(volatile_keys), paths::path_fault)};
}

} // namespace

Option<Source> json_description_option() {
    Option<Source> option;
    option.name = "paths";
    option.read = [](const YAML::Node& node, Source& out, const Reader& reader) {
        const std::size_t before = reader.problems.size();
        read_section(node, "", description_options(), out.json, reader);
        // One fault at a time: a field that could not be read is not also missing.
        if (reader.problems.size() > before)
            return;
        for (const std::string& fault : paths::description_faults(out.json))
            reader.add(node, "paths : " + fault);
    };
    return option;
}

void check_json_description(const YAML::Node& node, const Source& source, const Reader& reader) {
    const bool is_json = source.connector == "json";
    const bool has_paths = node.IsMap() && node["paths"];
    if (is_json && !has_paths)
        reader.add(
            node,
            fmt::format("source {} : le connecteur json demande une section paths", source.key)
        );
    if (!is_json && has_paths)
        reader.add(
            node["paths"],
            fmt::format("source {} : paths n'a de sens qu'avec le connecteur json", source.key)
        );
}

} // namespace moisson::settings
