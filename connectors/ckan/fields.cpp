// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Looking for a value where CKAN installations really keep it.
#include "ckan/fields.hpp"

#include "ckan/language.hpp"

#include <algorithm>
#include <array>

namespace moisson::ckan {
namespace {

constexpr std::size_t embedded_json_bytes_max = 256 * 1024;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

// The base letter of U+00C0..U+00FF, '\0' for signs.
char base_letter(unsigned char second) {
    static constexpr char letters[] = "aaaaaaaceeeeiiiidnooooo"
                                      "\0ouuuuy\0saaaaaaaceeeeiiiidnooooo\0ouuuuy\0y";
    static_assert(sizeof(letters) == 65);
    return second >= 0x80 && second <= 0xBF ? letters[second - 0x80] : '\0';
}

// A string that holds a JSON list or object.
bool parse_embedded(std::string_view text, Value& parsed) {
    text = trimmed(text);
    if (text.size() < 2 || text.size() > embedded_json_bytes_max)
        return false;
    const bool list = text.front() == '[' && text.back() == ']';
    const bool object = text.front() == '{' && text.back() == '}';
    if (!list && !object)
        return false;
    Result<Value> value = json::parse(text);
    if (value.has_error())
        return false;
    parsed = std::move(value.value());
    return true;
}

bool is_language_dictionary(const Value& value) {
    if (!value.is_object() || value.empty())
        return false;
    for (const auto& [key, member] : value.items()) {
        if (!language_tag(key) || member.is_object())
            return false;
    }
    return true;
}

void add_text(LocalizedText& texts, const LanguageTag& tag, std::string text) {
    const std::string_view clean = trimmed(text);
    if (clean.empty())
        return;
    const bool known = std::any_of(texts.begin(), texts.end(), [&](const LangText& other) {
        return other.lang == tag.code && other.machine_translated == tag.machine_translated;
    });
    if (known)
        return;
    LangText entry;
    entry.lang = tag.code;
    entry.text = clean;
    entry.machine_translated = tag.machine_translated;
    texts.push_back(std::move(entry));
}

// As most keys are, which are then not copied.
bool is_normalised(std::string_view key) {
    return !key.ends_with('_') && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

constexpr std::string_view translated = "translated";
constexpr std::array<std::string_view, 8>
    name_languages{"fr", "fra", "en", "eng", "ar", "ara", "de", "pt"};

std::string beside(std::string_view name, std::string_view suffix) {
    std::string out(name);
    out += '_';
    out += suffix;
    return out;
}

// Of a name that beside() may give.
bool has_language(std::string_view key) {
    const std::string_view suffix = key.substr(key.rfind('_') + 1);
    return suffix == translated ||
           std::find(name_languages.begin(), name_languages.end(), suffix) != name_languages.end();
}

// By length first, so that most comparisons of a search look at no text: hundreds of names are
// asked of each record, and few are there.
bool comes_before(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

} // namespace

std::string normalised_key(std::string_view key) {
    std::string out;
    out.reserve(key.size());
    for (std::size_t i = 0; i < key.size(); ++i) {
        const auto c = static_cast<unsigned char>(key[i]);
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += static_cast<char>(c);
        } else if (c == 0xC3 && i + 1 < key.size()) {
            const char letter = base_letter(static_cast<unsigned char>(key[++i]));
            out += letter != '\0' ? letter : '_';
        } else if (c == 0xC2 && i + 1 < key.size()) {
            ++i;
            out += '_';
        } else if (c >= 0x80) {
            out += static_cast<char>(c);
        } else {
            out += '_';
        }
    }
    while (!out.empty() && out.back() == '_')
        out.pop_back();
    return out;
}

const Value& unwrapped(const Value& value) {
    if (!value.is_object() || value.size() > 6)
        return value;
    const Value* inner = json::find(value, "description");
    const Value* required = json::find(value, "required");
    if (inner == nullptr || required == nullptr || !required->is_boolean())
        return value;
    return *inner;
}

bool is_blank(const Value& value) {
    if (value.is_null())
        return true;
    if (value.is_array())
        return std::all_of(value.begin(), value.end(), [](const Value& item) {
            return is_blank(item);
        });
    if (value.is_object()) {
        const Value& inner = unwrapped(value);
        if (&inner != &value)
            return is_blank(inner);
        return std::all_of(value.begin(), value.end(), [](const Value& item) {
            return is_blank(item);
        });
    }
    if (!value.is_string())
        return false;
    const std::string_view text = trimmed(*value.get_ptr<const std::string*>());
    return text.empty() || text == "[]" || text == "{}" || text == "null" || text == "None";
}

std::string member_text(const Value& object, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
        const Value* value = json::find(object, key);
        if (value != nullptr && !is_blank(*value))
            return as_text(*value);
    }
    return {};
}

std::string as_text(const Value& outer) {
    const Value& value = unwrapped(outer);
    if (value.is_string()) {
        const std::string_view text = trimmed(*value.get_ptr<const std::string*>());
        Value embedded;
        if (parse_embedded(text, embedded))
            return as_text(embedded);
        return std::string(text);
    }
    if (value.is_array()) {
        for (const Value& item : value) {
            if (std::string text = as_text(item); !text.empty())
                return text;
        }
        return {};
    }
    if (is_language_dictionary(value)) {
        const LocalizedText texts = as_localized(value);
        return std::string(best_text(texts, "fr"));
    }
    if (value.is_object()) {
        for (const std::string_view key :
             {"name", "title", "label", "text", "uri", "value", "date"}) {
            const Value* member = json::find(value, key);
            if (member != nullptr && !is_blank(*member))
                return as_text(*member);
        }
        return {};
    }
    return json::scalar(value);
}

std::vector<Value> as_items(const Value& outer) {
    const Value& value = unwrapped(outer);
    std::vector<Value> items;
    if (value.is_string()) {
        Value embedded;
        if (parse_embedded(*value.get_ptr<const std::string*>(), embedded))
            return as_items(embedded);
    }
    if (value.is_array()) {
        for (const Value& item : value) {
            if (!is_blank(item))
                items.push_back(item);
        }
    } else if (!is_blank(value)) {
        items.push_back(value);
    }
    return items;
}

std::vector<std::string> as_list(const Value& value) {
    std::vector<std::string> texts;
    for (const Value& item : as_items(value)) {
        std::string text = as_text(item);
        if (!text.empty())
            texts.push_back(std::move(text));
    }
    return texts;
}

LocalizedText as_localized(const Value& outer) {
    const Value& value = unwrapped(outer);
    LocalizedText texts;
    if (is_language_dictionary(value)) {
        for (const auto& [key, member] : value.items())
            add_text(texts, *language_tag(key), as_text(member));
        return texts;
    }
    if (value.is_string()) {
        const std::string_view text = trimmed(*value.get_ptr<const std::string*>());
        Value embedded;
        if (text.starts_with('{') && parse_embedded(text, embedded) &&
            is_language_dictionary(embedded))
            return as_localized(embedded);
        add_text(texts, LanguageTag{}, std::string(text));
        return texts;
    }
    add_text(texts, LanguageTag{}, as_text(value));
    return texts;
}

Fields::Fields(const Value& package) {
    if (!package.is_object())
        return;
    entries_.reserve(package.size() + 32);
    for (const auto& [key, value] : package.get_ref<const Value::object_t&>())
        add(key, value);
    for (const std::string_view key : {"extras", "harvest"}) {
        if (const Value* extras = json::find(package, key); extras != nullptr)
            add_pairs(*extras);
    }
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return comes_before(a.key, b.key);
    });
}

void Fields::add(std::string_view key, const Value& value) {
    if (is_blank(value))
        return;
    if (!is_normalised(key)) {
        folded_.push_front(normalised_key(key));
        key = folded_.front();
    }
    entries_.push_back(Entry{key, &unwrapped(value)});
    has_languages_ = has_languages_ || has_language(key);
}

void Fields::add_pairs(const Value& extras) {
    if (extras.is_object()) {
        for (const auto& [key, value] : extras.get_ref<const Value::object_t&>())
            add(key, value);
        return;
    }
    if (!extras.is_array())
        return;
    for (const Value& pair : extras) {
        const std::string_view key = json::text(pair, "key");
        const Value* value = json::find(pair, "value");
        if (!key.empty() && value != nullptr)
            add(key, *value);
    }
}

const Value* Fields::find(std::string_view name) const {
    const auto it = std::lower_bound(
        entries_.begin(),
        entries_.end(),
        name,
        [](const Entry& entry, std::string_view key) { return comes_before(entry.key, key); }
    );
    return it != entries_.end() && it->key == name ? it->value : nullptr;
}

const Value* Fields::find(Names names) const {
    for (const std::string_view name : names) {
        if (const Value* value = find(name); value != nullptr)
            return value;
    }
    return nullptr;
}

std::string Fields::text(Names names) const {
    return text_and_name(names).first;
}

std::pair<std::string, std::string_view> Fields::text_and_name(Names names) const {
    for (const std::string_view name : names) {
        const Value* value = find(name);
        if (value == nullptr)
            continue;
        std::string text = as_text(*value);
        if (!text.empty())
            return {std::move(text), name};
    }
    return {};
}

std::vector<std::string> Fields::list(Names names) const {
    for (const std::string_view name : names) {
        const Value* value = find(name);
        if (value == nullptr)
            continue;
        std::vector<std::string> texts = as_list(*value);
        if (!texts.empty())
            return texts;
    }
    return {};
}

void Fields::add_suffixed(std::string_view name, LocalizedText& texts) const {
    for (const std::string_view language : name_languages) {
        const Value* value = find(beside(name, language));
        if (value != nullptr)
            add_text(texts, *language_tag(language), as_text(*value));
    }
}

LocalizedText Fields::localized(Names names) const {
    for (const std::string_view name : names) {
        LocalizedText texts;
        const Value* all = has_languages_ ? find(beside(name, translated)) : nullptr;
        if (all != nullptr)
            texts = as_localized(*all);
        if (texts.empty()) {
            if (has_languages_)
                add_suffixed(name, texts);
            if (const Value* value = find(name); value != nullptr) {
                for (LangText& text : as_localized(*value))
                    texts.push_back(std::move(text));
            }
        }
        if (!texts.empty())
            return texts;
    }
    return {};
}

} // namespace moisson::ckan
