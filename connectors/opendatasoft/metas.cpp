// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendatasoft/metas.hpp"

#include <algorithm>

namespace moisson::opendatasoft {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

// "fr" of "fr", "fr-FR"; empty for anything that is no code.
std::string language_code(std::string_view text) {
    text = text.substr(0, text.find_first_of("-_"));
    if (text.size() != 2 || !is_lower(text[0]) || !is_lower(text[1]))
        return {};
    return std::string(text);
}

} // namespace

bool is_blank(const Value& value) {
    if (value.is_null())
        return true;
    if (value.is_array() || value.is_object())
        return std::all_of(value.begin(), value.end(), [](const Value& item) {
            return is_blank(item);
        });
    return value.is_string() && trimmed(*value.get_ptr<const std::string*>()).empty();
}

std::string as_text(const Value& value) {
    if (value.is_string())
        return std::string(trimmed(*value.get_ptr<const std::string*>()));
    if (value.is_array()) {
        for (const Value& item : value) {
            if (std::string text = as_text(item); !text.empty())
                return text;
        }
        return {};
    }
    return json::scalar(value);
}

std::vector<std::string> as_list(const Value& value) {
    std::vector<std::string> texts;
    const auto add = [&texts](const Value& item) {
        if (std::string text = as_text(item); !text.empty())
            texts.push_back(std::move(text));
    };
    if (value.is_array())
        std::for_each(value.begin(), value.end(), add);
    else
        add(value);
    return texts;
}

Metas::Metas(const Value& dataset)
    : metas_(json::find(dataset, "metas")), interop_(json::find(dataset, "interop_metas")),
      extra_(json::find(dataset, "extra_metas")) {}

const Value* Metas::basic_group() const {
    if (metas_ == nullptr)
        return nullptr;
    const Value* group = json::find(*metas_, in_basic);
    return group != nullptr && group->is_object() ? group : metas_;
}

const Value* Metas::find(std::string_view group, std::string_view name) const {
    const auto value_in = [name](const Value* object) -> const Value* {
        const Value* value = object == nullptr ? nullptr : json::find(*object, name);
        return value != nullptr && !is_blank(*value) ? value : nullptr;
    };
    if (group == in_basic)
        return value_in(basic_group());
    for (const Value* place : {metas_, interop_, extra_}) {
        if (place == nullptr)
            continue;
        if (const Value* value = value_in(json::find(*place, group)); value != nullptr)
            return value;
    }
    return nullptr;
}

std::string Metas::text(std::string_view group, std::string_view name) const {
    const Value* value = find(group, name);
    return value == nullptr ? std::string{} : as_text(*value);
}

std::vector<std::string> Metas::list(std::string_view group, std::string_view name) const {
    const Value* value = find(group, name);
    return value == nullptr ? std::vector<std::string>{} : as_list(*value);
}

std::optional<std::int64_t> Metas::integer(std::string_view group, std::string_view name) const {
    const Value* value = find(group, name);
    if (value == nullptr)
        return std::nullopt;
    Value holder = Value::object();
    holder["number"] = *value;
    return json::integer(holder, "number");
}

std::vector<std::pair<std::string, const Value*>> Metas::translations(std::string_view name) const {
    std::vector<std::pair<std::string, const Value*>> found;
    const Value* group = basic_group();
    if (group == nullptr || !group->is_object())
        return found;
    if (const Value* plain = find(in_basic, name); plain != nullptr)
        found.emplace_back(language_code(text(in_basic, "language")), plain);
    for (const auto& [key, value] : group->get_ref<const Value::object_t&>()) {
        const bool suffixed =
            key.size() == name.size() + 3 && key.starts_with(name) && key[name.size()] == '_';
        std::string code = suffixed ? language_code(key.substr(name.size() + 1)) : std::string{};
        const bool known = std::any_of(found.begin(), found.end(), [&](const auto& entry) {
            return entry.first == code;
        });
        if (!code.empty() && !known && !is_blank(value))
            found.emplace_back(std::move(code), &value);
    }
    return found;
}

LocalizedText Metas::localized(std::string_view name) const {
    LocalizedText texts;
    for (const auto& [language, value] : translations(name)) {
        LangText text;
        text.lang = language;
        text.text = as_text(*value);
        texts.push_back(std::move(text));
    }
    return texts;
}

} // namespace moisson::opendatasoft
