// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "csw/element.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::csw {
namespace {

using json::Value;

constexpr std::string_view free_text = "gmd:PT_FreeText";

// ISO 639-2 in place of ISO 639-1, both forms where there are two.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> three_letters{{
    {"ara", "ar"}, {"ber", "ber"}, {"deu", "de"}, {"dut", "nl"}, {"eng", "en"}, {"fra", "fr"},
    {"fre", "fr"}, {"ful", "ff"},  {"ger", "de"}, {"hau", "ha"}, {"ita", "it"}, {"kin", "rw"},
    {"lat", "la"}, {"lin", "ln"},  {"ltz", "lb"}, {"mlg", "mg"}, {"nld", "nl"}, {"por", "pt"},
    {"roh", "rm"}, {"run", "rn"},  {"rus", "ru"}, {"sag", "sg"}, {"spa", "es"}, {"swa", "sw"},
    {"vie", "vi"}, {"wol", "wo"},  {"zho", "zh"},
}};

bool is_child(std::string_view key) {
    return !key.starts_with('@') && key != "#" && key != free_text;
}

void add(LocalizedText& texts, std::string lang, std::string text) {
    if (text.empty())
        return;
    const bool known = std::any_of(texts.begin(), texts.end(), [&](const LangText& other) {
        return other.lang == lang || (lang.empty() && other.text == text);
    });
    if (!known)
        texts.push_back(LangText{std::move(lang), std::move(text), false});
}

} // namespace

std::vector<Element> Element::children(std::string_view name) const {
    std::vector<Element> found;
    if (value_ == nullptr)
        return found;
    const Value* child = json::find(*value_, name);
    if (child == nullptr)
        return found;
    if (!child->is_array()) {
        found.emplace_back(*child);
        return found;
    }
    for (const Value& item : *child)
        found.emplace_back(item);
    return found;
}

std::vector<Element> Element::all(Path path) const {
    std::vector<Element> level{*this};
    for (const std::string_view name : path) {
        std::vector<Element> next;
        for (const Element& element : level)
            for (const Element& child : element.children(name))
                next.push_back(child);
        level = std::move(next);
    }
    return level;
}

Element Element::first(Path path) const {
    const std::vector<Element> found = all(path);
    return found.empty() ? Element() : found.front();
}

std::string Element::text() const {
    if (value_ == nullptr)
        return {};
    return value_->is_object() ? json::scalar(*value_, "#") : json::scalar(*value_);
}

std::string Element::attribute(std::string_view name) const {
    return value_ == nullptr ? std::string() : json::scalar(*value_, "@" + std::string(name));
}

std::string Element::plain() const {
    const Value* value = value_;
    // A property, its value, at most a wrapper between them.
    for (int depth = 0; value != nullptr && depth < 4; ++depth) {
        if (value->is_array())
            value = value->empty() ? nullptr : &value->front();
        if (value == nullptr || !value->is_object())
            break;
        if (std::string code = json::scalar(*value, "@codeListValue"); !code.empty())
            return code;
        if (std::string own = json::scalar(*value, "#"); !own.empty())
            return own;
        const Value* inner = nullptr;
        for (const auto& [key, child] : value->items())
            if (inner == nullptr && is_child(key))
                inner = &child;
        value = inner;
    }
    return value == nullptr ? std::string() : json::scalar(*value);
}

std::string Element::href() const {
    if (std::string anchor = first({"gmx:Anchor"}).attribute("xlink:href"); !anchor.empty())
        return anchor;
    return attribute("xlink:href");
}

LocalizedText Element::localized(const Languages& languages) const {
    LocalizedText texts;
    add(texts, languages.main, plain());
    for (const Element& translation :
         all({free_text, "gmd:textGroup", "gmd:LocalisedCharacterString"})) {
        std::string id = translation.attribute("locale");
        if (id.starts_with('#'))
            id.erase(0, 1);
        const auto known = languages.locales.find(id);
        std::string code = known != languages.locales.end() ? known->second : language_code(id);
        if (!code.empty())
            add(texts, std::move(code), translation.text());
    }
    return texts;
}

std::string language_code(std::string_view text) {
    text = text.substr(
        text.find_last_of("/#") == std::string_view::npos ? 0 : text.find_last_of("/#") + 1
    );
    std::string tag(text.substr(0, text.find_first_of("-_;")));
    std::transform(tag.begin(), tag.end(), tag.begin(), ascii_lower);
    const bool letters =
        std::all_of(tag.begin(), tag.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!letters || tag.size() < 2 || tag.size() > 3 || tag == "und" || tag == "zxx")
        return {};
    const auto known =
        std::find_if(three_letters.begin(), three_letters.end(), [&](const auto& row) {
            return row.first == tag;
        });
    return known == three_letters.end() ? tag : std::string(known->second);
}

bool is_web_address(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

} // namespace moisson::csw
