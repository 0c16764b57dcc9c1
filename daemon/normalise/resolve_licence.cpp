// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/vocabulary_state.hpp"
#include "text/html.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr std::size_t urls_max = 8;

// The text without its tags.
std::string without_tags(std::string_view raw) {
    return text::looks_like_html(raw) ? text::html_to_text(raw) : std::string(raw);
}

// URLs anywhere in the text, in attributes too.
std::vector<std::string_view> urls_in(std::string_view raw) {
    std::vector<std::string_view> urls;
    std::size_t at = 0;
    while (urls.size() < urls_max) {
        at = std::min(raw.find("http://", at), raw.find("https://", at));
        if (at == std::string_view::npos)
            break;
        auto end = std::min(raw.find_first_of(" \t\r\n<>\"'()[]{}|\\^`;", at), raw.size());
        while (end > at && (raw[end - 1] == '.' || raw[end - 1] == ',' || raw[end - 1] == ':'))
            --end;
        urls.push_back(raw.substr(at, end - at));
        at = end;
    }
    return urls;
}

std::optional<std::string_view>
resolve_text(const Vocabularies::State& state, std::string_view text) {
    const std::string key = text::vocabulary_key(text);
    return state.licence.resolve(key).code;
}

std::optional<std::string_view>
licence_by_rules(const Vocabularies::State& state, std::string_view raw) {
    if (const auto code = resolve_text(state, raw))
        return code;
    const std::string plain = without_tags(raw);
    if (plain != raw)
        if (const auto code = resolve_text(state, plain))
            return code;
    for (const std::string_view url : urls_in(raw))
        if (const auto code = resolve_text(state, url))
            return code;
    const std::string key = text::vocabulary_key(plain);
    if (const auto named = state.licence_versions.anywhere(key); !named.empty())
        return named.front();
    if (const auto words = state.licence.words().anywhere(key); !words.empty())
        return words.front();
    return std::nullopt;
}

} // namespace

Resolution resolve_licence(const Vocabularies::State& state, std::string_view raw) {
    raw = text::trim(raw);
    if (raw.empty() || state.licence.is_noise(raw))
        return {};
    if (const auto code = licence_by_rules(state, raw))
        return {Match::mapped, std::string(*code)};
    if (raw.find('|') != std::string_view::npos) {
        for (std::string_view rest = raw; !rest.empty();) {
            const auto bar = std::min(rest.find('|'), rest.size());
            if (const auto code = licence_by_rules(state, text::trim(rest.substr(0, bar))))
                return {Match::mapped, std::string(*code)};
            rest.remove_prefix(std::min(bar + 1, rest.size()));
        }
    }
    return {Match::unresolved, {}};
}

} // namespace moisson::normalise
