// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Countries and languages.
#include "normalise/vocabulary_state.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

// The text without what stands in parentheses or brackets.
std::string without_brackets(std::string_view raw) {
    std::string out;
    int depth = 0;
    for (const char c : raw) {
        if (c == '(' || c == '[')
            ++depth;
        else if ((c == ')' || c == ']') && depth > 0)
            --depth;
        else if (depth == 0)
            out += c;
    }
    return out;
}

// "canada canada le": all pieces the same country.
std::optional<std::string_view>
greedy_country(const Vocabularies::State& state, std::string_view key) {
    std::optional<std::string_view> country;
    while (!key.empty()) {
        const auto hit = state.country.keys().longest_prefix(key);
        if (!hit || (country && *country != hit->code))
            return std::nullopt;
        country = hit->code;
        key = after(key, hit->length);
    }
    return country;
}

std::optional<std::string_view>
exact_language(const Vocabularies::State& state, std::string_view raw) {
    const std::string key = text::vocabulary_key(raw);
    return state.language.resolve(key).code;
}

// BCP 47: the first subtag, else the second ("us-EN").
std::optional<std::string_view> of_subtags(const Vocabularies::State& state, std::string_view raw) {
    for (int i = 0; i < 2 && !raw.empty(); ++i) {
        const auto end = std::min(raw.find_first_of("-_"), raw.size());
        const std::string_view subtag = raw.substr(0, end);
        const bool letters = (subtag.size() == 2 || subtag.size() == 3) &&
                             std::all_of(subtag.begin(), subtag.end(), [](char c) {
                                 return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                             });
        if (letters)
            if (const auto code = state.language.exact(text::vocabulary_key(subtag)))
                return code;
        raw.remove_prefix(std::min(end + 1, raw.size()));
    }
    return std::nullopt;
}

bool is_machine_translation(std::string_view raw) {
    const auto mark = raw.find("-t-");
    return mark == 2 || mark == 3;
}

} // namespace

Resolution resolve_country(const Vocabularies::State& state, std::string_view raw) {
    raw = text::trim(raw);
    if (raw.empty() || state.country.is_noise(raw))
        return {};
    const std::string key = text::vocabulary_key(raw);
    auto code = state.country.resolve(key).code;
    const std::string plain = text::vocabulary_key(without_brackets(raw));
    if (!code && plain != key)
        code = state.country.resolve(plain).code;
    if (!code && !is_iri(raw))
        code = greedy_country(state, key);
    if (!code && !is_iri(raw) && plain != key)
        code = greedy_country(state, plain);
    if (!code)
        return {Match::unresolved, {}};
    return {Match::mapped, std::string(*code)};
}

LanguageResolution resolve_language(const Vocabularies::State& state, std::string_view raw) {
    raw = text::trim(raw);
    LanguageResolution result;
    // A JSON list that was not decoded: ["spa"].
    std::string text(raw);
    if (text.starts_with('[') && text.ends_with(']'))
        std::replace_if(
            text.begin(),
            text.end(),
            [](char c) { return c == '[' || c == ']' || c == '"' || c == '\''; },
            ' '
        );
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = std::min(rest.find_first_of(",;|"), rest.size());
        const std::string_view piece = text::trim(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (piece.empty() || state.language.is_noise(piece))
            continue;
        const bool machine = is_machine_translation(piece);
        // "fr-t-nl" is a key of the table too: the flag is read from the raw tag.
        auto code = exact_language(state, piece);
        if (!code)
            code = of_subtags(state, piece);
        if (!code) {
            if (result.match == Match::no_value)
                result.match = Match::unresolved;
            continue;
        }
        result.match = Match::mapped;
        result.machine_translated = result.machine_translated || machine;
        const LanguageRow* row = state.languages.find(*code);
        if (std::find(result.tags.begin(), result.tags.end(), row->tag()) == result.tags.end())
            result.tags.push_back(row->tag());
    }
    return result;
}

} // namespace moisson::normalise
