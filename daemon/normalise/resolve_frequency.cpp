// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/vocabulary_state.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {
namespace {

constexpr std::string_view hdx_field = "data_update_frequency";
// HDX: "not set".
constexpr std::string_view hdx_unset = "-999";

// The ISO 8601 duration in "R/P0,5M" or "P1Y", upper case with a decimal point; empty when the text
// is no duration.
std::string duration_of(std::string_view text) {
    std::string upper;
    for (const char c : text.substr(0, 64))
        upper += c == ',' ? '.' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    std::string_view rest = upper;
    if (rest.starts_with('R')) {
        const auto slash = rest.find('/');
        if (slash == std::string_view::npos ||
            rest.substr(1, slash - 1).find_first_not_of("0123456789") != std::string_view::npos)
            return {};
        rest.remove_prefix(slash + 1);
    }
    const bool shaped = rest.size() >= 2 && rest[0] == 'P' &&
                        (rest[1] == 'T' || (rest[1] >= '0' && rest[1] <= '9')) &&
                        rest.find_first_not_of("0123456789.YMWDTHS", 1) == std::string_view::npos &&
                        rest.find_first_of("0123456789") != std::string_view::npos;
    return shaped ? std::string(rest) : std::string{};
}

std::optional<std::string_view> by_rules(const Vocabularies::State& state, std::string_view raw) {
    const std::string key = text::vocabulary_key(raw);
    const Lexicon::Found found = state.frequency.resolve(key);
    if (found.code)
        return found.code;
    if (const auto opening = state.frequency_openings.longest_prefix(found.rest))
        return opening->code;
    if (!is_iri(raw))
        return std::nullopt;
    const std::string last = text::vocabulary_key(last_segment(raw));
    return state.frequency.resolve(last).code;
}

} // namespace

Resolution
resolve_frequency(const Vocabularies::State& state, std::string_view raw, std::string_view field) {
    raw = text::trim(raw);
    if (raw.empty() || state.frequency.is_noise(raw))
        return {};
    const auto answer = [](std::string_view code) {
        return Resolution{Match::mapped, std::string(code)};
    };
    if (field == hdx_field) {
        if (raw == hdx_unset)
            return {};
        if (const auto days = state.frequency_hdx.find(raw); days != state.frequency_hdx.end())
            return answer(days->second);
    }
    if (const std::string duration = duration_of(raw); !duration.empty()) {
        const auto listed = state.frequency_iso8601.find(duration);
        return listed == state.frequency_iso8601.end() ? Resolution{Match::unresolved, {}}
                                                       : answer(listed->second);
    }
    if (const auto letter = state.frequency_sdmx.find(raw); letter != state.frequency_sdmx.end())
        return answer(letter->second);
    if (const auto code = by_rules(state, raw))
        return answer(*code);
    for (auto rest = raw; rest.find('|') != std::string_view::npos || rest.size() != raw.size();) {
        const auto bar = std::min(rest.find('|'), rest.size());
        if (const auto code = by_rules(state, text::trim(rest.substr(0, bar))))
            return answer(*code);
        if (bar == rest.size())
            break;
        rest.remove_prefix(bar + 1);
    }
    return {Match::unresolved, {}};
}

} // namespace moisson::normalise
