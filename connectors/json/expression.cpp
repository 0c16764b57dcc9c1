// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "json/expression.hpp"

#include "kit/query.hpp"

#include <algorithm>

namespace moisson::paths {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

void add_texts(const Value& value, std::vector<std::string>& texts) {
    if (texts.size() >= values_max)
        return;
    if (value.is_array()) {
        for (const Value& item : value)
            add_texts(item, texts);
        return;
    }
    if (value.is_object()) {
        for (const std::string_view key :
             {"@value", "name", "title", "label", "nom", "titre", "libelle", "value"}) {
            const Value* member = json::find(value, key);
            if (member == nullptr || member->is_object())
                continue;
            const std::size_t before = texts.size();
            add_texts(*member, texts);
            if (texts.size() > before)
                return;
        }
        return;
    }
    const std::string scalar = json::scalar(value);
    if (const std::string_view text = trimmed(scalar); !text.empty())
        texts.emplace_back(text);
}

// "fr", "en": the keys of a dictionary by language.
bool is_language(std::string_view key) {
    return key.size() == 2 && key[0] >= 'a' && key[0] <= 'z' && key[1] >= 'a' && key[1] <= 'z';
}

bool is_language_dictionary(const Value& value) {
    if (!value.is_object() || value.empty())
        return false;
    for (const auto& [key, member] : value.get_ref<const Value::object_t&>()) {
        if (!is_language(key) || member.is_structured())
            return false;
    }
    return true;
}

void add_language(std::string lang, std::string text, LocalizedText& texts) {
    if (text.empty())
        return;
    LangText entry;
    entry.lang = std::move(lang);
    entry.text = std::move(text);
    texts.push_back(std::move(entry));
}

} // namespace

std::vector<std::string> texts_of(const Value& value) {
    std::vector<std::string> texts;
    add_texts(value, texts);
    return texts;
}

std::string with_numbers(std::string text, const std::map<std::string, std::string>& numbers) {
    for (const auto& [name, number] : numbers) {
        const std::string mark = "{" + name + "}";
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
            text.replace(at, mark.size(), number);
            at += number.size();
        }
    }
    return text;
}

std::optional<Template> Template::parse(std::string_view text) {
    Template result;
    result.is_address_ = text.starts_with("http") || text.starts_with('/');
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('{'), text.size());
        if (text.substr(0, open).find('}') != std::string_view::npos)
            return std::nullopt;
        if (open > 0)
            result.parts_.push_back(Part{std::string(text.substr(0, open)), std::nullopt});
        text.remove_prefix(open);
        if (text.empty())
            break;
        const std::size_t close = text.find('}');
        if (close == std::string_view::npos || close == 1)
            return std::nullopt;
        std::optional<Path> path = Path::parse(text.substr(1, close - 1));
        if (!path)
            return std::nullopt;
        result.parts_.push_back(Part{{}, std::move(path)});
        text.remove_prefix(close + 1);
    }
    return result;
}

std::string Template::fill(const Value& root) const {
    std::string filled;
    for (const Part& part : parts_) {
        if (!part.path) {
            filled += part.text;
            continue;
        }
        const Value* value = part.path->first(root);
        const std::vector<std::string> texts =
            value == nullptr ? std::vector<std::string>{} : texts_of(*value);
        if (texts.empty())
            return {};
        filled += is_address_ ? kit::percent_encoded(texts.front()) : texts.front();
    }
    return filled;
}

std::optional<Expression> Expression::parse(const std::vector<std::string>& alternatives) {
    Expression expression;
    for (const std::string& text : alternatives) {
        if (text.find('{') != std::string::npos) {
            std::optional<Template> pattern = Template::parse(text);
            if (!pattern)
                return std::nullopt;
            expression.alternatives_.emplace_back(std::move(*pattern));
            continue;
        }
        std::optional<Path> path = Path::parse(text);
        if (!path)
            return std::nullopt;
        expression.alternatives_.emplace_back(std::move(*path));
    }
    return expression;
}

std::vector<std::string> Expression::texts(const Value& root) const {
    for (const auto& alternative : alternatives_) {
        std::vector<std::string> texts;
        if (const auto* pattern = std::get_if<Template>(&alternative)) {
            if (std::string filled = pattern->fill(root); !filled.empty())
                texts.push_back(std::move(filled));
        } else {
            for (const Value* value : std::get<Path>(alternative).find(root))
                add_texts(*value, texts);
        }
        if (!texts.empty())
            return texts;
    }
    return {};
}

std::string Expression::text(const Value& root) const {
    std::vector<std::string> all = texts(root);
    return all.empty() ? std::string{} : std::move(all.front());
}

std::vector<std::string> Expression::raw_texts(const Value& root) const {
    for (const auto& alternative : alternatives_) {
        const auto* path = std::get_if<Path>(&alternative);
        if (path == nullptr)
            continue;
        std::vector<std::string> texts;
        for (const Value* value : path->find(root)) {
            if (value->is_object() && value->contains("coordinates"))
                texts.push_back(json::dump(*value));
            else
                add_texts(*value, texts);
        }
        if (!texts.empty())
            return texts;
    }
    return texts(root);
}

bool Expression::leads_to_structure(const Value& root) const {
    return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const auto& alternative) {
        const auto* path = std::get_if<Path>(&alternative);
        const Value* value = path == nullptr ? nullptr : path->first(root);
        return value != nullptr && value->is_structured();
    });
}

LocalizedText Expression::localized(const Value& root) const {
    LocalizedText texts;
    for (const auto& alternative : alternatives_) {
        const auto* path = std::get_if<Path>(&alternative);
        const Value* value = path == nullptr ? nullptr : path->first(root);
        if (value == nullptr || !is_language_dictionary(*value))
            continue;
        for (const auto& [lang, text] : value->get_ref<const Value::object_t&>())
            add_language(lang, std::string(trimmed(json::scalar(text))), texts);
        if (!texts.empty())
            return texts;
    }
    add_language({}, text(root), texts);
    return texts;
}

std::string expression_fault(const std::string& text) {
    if (text.find('{') == std::string::npos)
        return path_fault(text);
    if (Template::parse(text))
        return {};
    return "« " + text + " » : chaque accolade enferme un chemin, par exemple « {id} »";
}

} // namespace moisson::paths
