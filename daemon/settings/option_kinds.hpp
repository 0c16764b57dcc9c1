// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The kinds of options: text, switch, number, duration, list, choice, secret. `access` returns a
// reference to the member of a (const or not) struct. Private to the room.
#pragma once

#include "settings/duration.hpp"
#include "settings/reader.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <concepts>
#include <string>
#include <utility>
#include <vector>

// The access that an option takes: the member `path` of whatever holds it.
#define MOISSON_MEMBER(path)                                                                       \
    [](auto& s) -> auto& {                                                                         \
        return s.path;                                                                             \
    }

namespace moisson::settings {

// Empty when the value is fine, else the French reason.
using Check = std::function<std::string(const std::string&)>;

template <class T, class Access>
Option<T> text_option(std::string name, Access access, Check check = {}) {
    Option<T> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, T& out, const Reader& reader) {
        const auto text = reader.scalar(node, name);
        if (!text)
            return;
        const std::string reason = check ? check(*text) : std::string();
        if (reason.empty())
            access(out) = *text;
        else
            reader.add(node, name + " : " + reason);
    };
    option.print = [=](const T& in) { return json_text(access(in)); };
    return option;
}

template <class T, class Access>
Option<T> switch_option(std::string name, Access access) {
    Option<T> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, T& out, const Reader& reader) {
        const auto text = reader.scalar(node, name);
        if (!text)
            return;
        if (*text == "true" || *text == "oui")
            access(out) = true;
        else if (*text == "false" || *text == "non")
            access(out) = false;
        else
            reader.add(node, fmt::format("{} : true ou false attendu, « {} » lu", name, *text));
    };
    option.print = [=](const T& in) { return access(in) ? "true" : "false"; };
    return option;
}

// Whole and decimal numbers within [low, high].
template <class T, class Access, class Number>
Option<T> number_option(std::string name, Access access, Number low, Number high) {
    Option<T> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, T& out, const Reader& reader) {
        const auto text = reader.scalar(node, name);
        if (!text)
            return;
        Number value{};
        const char* const end = text->data() + text->size();
        const auto [stop, code] = std::from_chars(text->data(), end, value);
        // 8 to some readers of YAML, 10 to others.
        const std::size_t first = text->starts_with('-') ? 1 : 0;
        const bool is_octal = text->size() > first + 1 && (*text)[first] == '0' &&
                              (*text)[first + 1] >= '0' && (*text)[first + 1] <= '9';
        constexpr const char* kind = std::floating_point<Number> ? "un nombre" : "un nombre entier";
        if (is_octal)
            reader.add(
                node,
                fmt::format("{} : « {} » commence par un zéro, écrivez-le sans lui", name, *text)
            );
        else if (code != std::errc{} || stop != end)
            reader.add(node, fmt::format("{} : {} est attendu, « {} » lu", name, kind, *text));
        else if (!(value >= low && value <= high))
            reader.add(node, fmt::format("{} : {} à {} attendu, {} lu", name, low, high, *text));
        else
            access(out) = static_cast<std::remove_cvref_t<decltype(access(out))>>(value);
    };
    option.print = [=](const T& in) { return fmt::format("{}", access(in)); };
    return option;
}

template <class T, class Access>
Option<T> duration_option(
    std::string name,
    Access access,
    std::chrono::milliseconds low,
    std::chrono::milliseconds high
) {
    Option<T> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, T& out, const Reader& reader) {
        using Member = std::remove_cvref_t<decltype(access(out))>;
        const auto text = reader.scalar(node, name);
        if (!text)
            return;
        const auto value = parse_duration(*text);
        if (!value)
            reader.add(
                node,
                fmt::format(
                    "{} : une durée est attendue (30s, 15min, 24h, 7j), « {} » lu",
                    name,
                    *text
                )
            );
        else if (*value < low || *value > high)
            reader.add(
                node,
                fmt::format(
                    "{} : {} à {} attendu, {} lu",
                    name,
                    format_duration(low),
                    format_duration(high),
                    *text
                )
            );
        else if (std::chrono::milliseconds(std::chrono::duration_cast<Member>(*value)) != *value)
            reader.add(node, fmt::format("{} : une durée en secondes entières est attendue", name));
        else
            access(out) = std::chrono::duration_cast<Member>(*value);
    };
    option.print = [=](const T& in) { return json_text(format_duration(access(in))); };
    return option;
}

template <class T, class Access>
Option<T> list_option(std::string name, Access access, Check check = {}) {
    Option<T> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, T& out, const Reader& reader) {
        const auto items = reader.list(node, name);
        if (!items)
            return;
        for (const std::string& item : *items) {
            const std::string reason = check ? check(item) : std::string();
            if (!reason.empty()) {
                reader.add(node, name + " : " + reason);
                return;
            }
        }
        access(out) = *items;
    };
    option.print = [=](const T& in) { return json_list(access(in)); };
    return option;
}

// One of a closed list of words.
template <class T, class Access, class Value>
Option<T>
choice_option(std::string name, Access access, std::vector<std::pair<std::string, Value>> choices) {
    Option<T> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, T& out, const Reader& reader) {
        const auto text = reader.scalar(node, name);
        if (!text)
            return;
        std::string words;
        for (const auto& [word, value] : choices) {
            if (word == *text) {
                access(out) = value;
                return;
            }
            words += (words.empty() ? "" : ", ") + word;
        }
        reader.add(node, fmt::format("{} : « {} » lu, attendu : {}", name, *text, words));
    };
    option.print = [=](const T& in) {
        for (const auto& [word, value] : choices)
            if (value == access(in))
                return json_text(word);
        return json_text("");
    };
    return option;
}

inline constexpr const char* mask = "***";

// A value that is never written in the file itself: "${NAME}" or "${file:PATH}".
template <class T, class Access>
Option<T> secret_option(std::string name, Access access) {
    Option<T> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, T& out, const Reader& reader) {
        bool is_reference = false;
        const auto value = reader.resolve(node, name, is_reference);
        if (!value)
            return;
        if (!is_reference && !value->empty())
            reader.add(
                node,
                fmt::format(
                    "{} : un secret ne s'écrit pas ici ; donnez ${{VARIABLE}} ou ${{file:CHEMIN}}",
                    name
                )
            );
        else
            access(out) = *value;
    };
    option.print = [=](const T& in) { return json_text(access(in).empty() ? "" : mask); };
    return option;
}

} // namespace moisson::settings
