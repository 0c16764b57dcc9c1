// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "datajson/members.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace moisson::datajson {
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

// "fr", "en-US", "pt_BR", "fra" -> the primary tag; empty when the key is the name of no language.
std::string language_of(std::string_view key) {
    std::string primary = ascii_lowered(key.substr(0, key.find_first_of("-_")));
    const bool fine = (primary.size() == 2 || primary.size() == 3) &&
                      std::all_of(primary.begin(), primary.end(), is_lower);
    return fine && key.size() <= 12 ? primary : std::string{};
}

// Of two letters: many names of members have three.
bool is_language_dictionary(const Value& value) {
    if (!value.is_object() || value.empty())
        return false;
    for (const auto& [key, member] : value.get_ref<const Value::object_t&>()) {
        if (language_of(key).size() != 2 || member.is_object())
            return false;
    }
    return true;
}

// Where a text must stand.
bool is_text_dictionary(const Value& value) {
    if (!value.is_object() || value.empty())
        return false;
    for (const auto& [key, member] : value.get_ref<const Value::object_t&>()) {
        const bool is_named = key == "default" || !language_of(key).empty();
        if (!is_named || (member.is_object() && json::find(member, "@value") == nullptr))
            return false;
    }
    return true;
}

void add_localized(const Value& value, LocalizedText& texts) {
    const auto add = [&texts](std::string lang, std::string text) {
        const bool known = std::any_of(texts.begin(), texts.end(), [&](const LangText& other) {
            return other.lang == lang;
        });
        if (text.empty() || known)
            return;
        LangText entry;
        entry.lang = std::move(lang);
        entry.text = std::move(text);
        texts.push_back(std::move(entry));
    };
    if (value.is_array()) {
        for (const Value& item : value)
            add_localized(item, texts);
    } else if (is_language_dictionary(value) || (is_text_dictionary(value) && as_text(value).empty())) {
        // "default" is no language.
        for (const auto& [key, text] : value.get_ref<const Value::object_t&>())
            add(language_of(key), as_text(text));
    } else {
        add(language_of(json::text(value, "@language")), as_text(value));
    }
}

} // namespace

std::string normalised_key(std::string_view key) {
    if (!key.starts_with('@'))
        key.remove_prefix(std::min(key.find(':') + 1, key.size()));
    std::string out;
    for (const char c : key) {
        if (c != '_' && c != '-' && c != ' ')
            out += ascii_lower(c);
    }
    return out;
}

bool is_blank(const Value& value) {
    if (value.is_null())
        return true;
    if (value.is_string())
        return trimmed(*value.get_ptr<const std::string*>()).empty();
    if (const Value* text = json::find(value, "@value"); text != nullptr)
        return is_blank(*text);
    if (value.is_structured())
        return std::all_of(value.begin(), value.end(), [](const Value& item) {
            return is_blank(item);
        });
    return false;
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
    if (!value.is_object())
        return json::scalar(value);
    for (const std::string_view key :
         {"@value",
          "name",
          "fn",
          "title",
          "prefLabel",
          "label",
          "notation",
          "value",
          "@id",
          "id"}) {
        const Value* member = json::find(value, key);
        if (member != nullptr && !is_blank(*member))
            return as_text(*member);
    }
    if (is_language_dictionary(value)) {
        const LocalizedText texts = as_localized(value);
        return std::string(best_text(texts, "fr"));
    }
    return {};
}

std::vector<const Value*> as_items(const Value& value) {
    std::vector<const Value*> items;
    if (value.is_array()) {
        for (const Value& item : value) {
            if (!is_blank(item))
                items.push_back(&item);
        }
    } else if (!is_blank(value)) {
        items.push_back(&value);
    }
    return items;
}

std::vector<std::string> as_list(const Value& value) {
    std::vector<std::string> texts;
    for (const Value* item : as_items(value)) {
        if (std::string text = as_text(*item); !text.empty())
            texts.push_back(std::move(text));
    }
    return texts;
}

LocalizedText as_localized(const Value& value) {
    LocalizedText texts;
    add_localized(value, texts);
    return texts;
}

Members::Members(const Value& object) {
    if (!object.is_object())
        return;
    entries_.reserve(object.size());
    for (const auto& [key, value] : object.get_ref<const Value::object_t&>()) {
        if (!is_blank(value))
            entries_.emplace_back(normalised_key(key), &value);
    }
}

const Value* Members::find(Names names) const {
    for (const std::string_view name : names) {
        const auto it = std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
            return entry.first == name;
        });
        if (it != entries_.end())
            return it->second;
    }
    return nullptr;
}

std::string Members::text(Names names) const {
    const Value* value = find(names);
    return value == nullptr ? std::string{} : as_text(*value);
}

std::vector<std::string> Members::list(Names names) const {
    const Value* value = find(names);
    return value == nullptr ? std::vector<std::string>{} : as_list(*value);
}

LocalizedText Members::localized(Names names) const {
    const Value* value = find(names);
    return value == nullptr ? LocalizedText{} : as_localized(*value);
}

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

} // namespace moisson::datajson
