// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/source_words.hpp"

#include "core/limits.hpp"
#include "normalise/codes.hpp"
#include "settings/correction_text.hpp"
#include "settings/option_kinds.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace moisson::settings {
namespace {

// Texts by text, both bounded; names that mean the same are told apart by nobody.
std::map<std::string, std::string> read_map(
    const YAML::Node& node,
    const std::string& section,
    const Reader& reader,
    const Check& check
) {
    std::map<std::string, std::string> out;
    std::map<std::string, std::string> keys;
    for (const auto& [name, value] : entries(node, section, reader)) {
        const auto text = reader.scalar(value, section + "." + name);
        if (!text)
            continue;
        const std::string key = text::vocabulary_key(name);
        std::string reason = check ? check(*text) : std::string();
        if (key.empty() || text::trim(*text).empty())
            reason = "un nom et une valeur sont attendus";
        else if (std::max(name.size(), text->size()) > limits::short_text_bytes)
            reason = "texte trop long";
        else if (const auto twice = keys.find(key); twice != keys.end())
            reason = fmt::format("c'est le même nom que « {} »", twice->second);
        if (!reason.empty()) {
            reader.add(value, fmt::format("{}.{} : {}", section, name, reason));
            continue;
        }
        keys.emplace(key, name);
        out.emplace(name, *text);
    }
    return out;
}

template <class Access>
Option<Correction> instant_option(std::string name, Access access) {
    Option<Correction> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, Correction& out, const Reader& reader) {
        const auto text = reader.scalar(node, name);
        if (!text)
            return;
        if (const std::optional<Instant> instant = parse_day(*text))
            access(out) = *instant;
        else
            reader.add(node, fmt::format("{} : une date est attendue (2027-06-30)", name));
    };
    return option;
}

std::vector<Option<Correction>> correction_options() {
    using O = Correction;
    const std::vector<std::pair<std::string, CorrectionAction>> actions = {
        {"replace", CorrectionAction::replace},
        {"fill", CorrectionAction::fill},
        {"add", CorrectionAction::add}};
    return {
        text_option<O>(
            "field",
            [](auto& c) -> auto& { return c.field; }
        ),
        choice_option<O>(
            "action",
            [](auto& c) -> auto& { return c.action; },
            actions
        ),
        text_option<O>(
            "value",
            [](auto& c) -> auto& { return c.value; }
        ),
        text_option<O>(
            "when.field",
            [](auto& c) -> auto& { return c.when.field; }
        ),
        text_option<O>(
            "when.value",
            [](auto& c) -> auto& { return c.when.value; }
        ),
        text_option<O>(
            "reason",
            [](auto& c) -> auto& { return c.reason; }
        ),
        text_option<O>(
            "author",
            [](auto& c) -> auto& { return c.author; }
        ),
        instant_option(
            "date",
            [](auto& c) -> auto& { return c.made_at; }
        ),
        instant_option(
            "expires",
            [](auto& c) -> auto& { return c.expires_at; }
        )};
}

std::string fault_of(const Correction& correction, const normalise::Vocabularies* vocabularies) {
    if (correction.when.field.empty() != correction.when.value.empty())
        return "when : field et value vont ensemble";
    return vocabularies == nullptr ? std::string() : correction_fault(correction, *vocabularies);
}

} // namespace

Option<Source> publishers_option() {
    Option<Source> option;
    option.name = "publishers";
    option.read = [](const YAML::Node& node, Source& out, const Reader& reader) {
        out.publishers = read_map(node, "publishers", reader, {});
    };
    return option;
}

Option<Source> vocabulary_option(const normalise::Vocabularies* vocabularies) {
    Option<Source> option;
    option.name = "vocabulary";
    option.read = [vocabularies](const YAML::Node& node, Source& out, const Reader& reader) {
        const auto kinds = normalise::mapped_kinds();
        for (const auto& [kind, codes] : entries(node, "vocabulary", reader)) {
            if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
                reader.add(
                    codes,
                    unknown_key(kind, std::vector<std::string>(kinds.begin(), kinds.end()))
                );
                continue;
            }
            const auto check = [&kind = kind, vocabularies](const std::string& code) {
                return vocabularies == nullptr || normalise::is_code(*vocabularies, kind, code)
                           ? std::string()
                           : unknown_code(kind, code, *vocabularies);
            };
            out.vocabulary[kind] = read_map(codes, "vocabulary." + kind, reader, check);
        }
    };
    return option;
}

Option<Source> corrections_option(const normalise::Vocabularies* vocabularies) {
    Option<Source> option;
    option.name = "corrections";
    option.read = [vocabularies](const YAML::Node& node, Source& out, const Reader& reader) {
        if (!node.IsSequence()) {
            reader.add(node, "corrections : une liste est attendue");
            return;
        }
        if (node.size() > limits::corrections_per_source) {
            reader.add(
                node,
                fmt::format("corrections : {} au plus", limits::corrections_per_source)
            );
            return;
        }
        const std::vector<Option<Correction>> options = correction_options();
        for (const YAML::Node& item : node) {
            Correction correction;
            const std::size_t before = reader.problems.size();
            read_section(item, "", options, correction, reader);
            if (reader.problems.size() > before)
                continue;
            const std::string reason = fault_of(correction, vocabularies);
            if (reason.empty())
                out.corrections.push_back(std::move(correction));
            else
                reader.add(item, "corrections : " + reason);
        }
    };
    return option;
}

} // namespace moisson::settings
