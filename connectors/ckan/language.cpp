// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/language.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::ckan {
namespace {

// ISO 639-2 codes that portals use in place of ISO 639-1 (both forms where there are two).
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> three_letters{{
    {"ara", "ar"}, {"deu", "de"}, {"dut", "nl"}, {"eng", "en"}, {"fra", "fr"}, {"fre", "fr"},
    {"ful", "ff"}, {"ger", "de"}, {"hau", "ha"}, {"ita", "it"}, {"kin", "rw"}, {"lin", "ln"},
    {"mlg", "mg"}, {"nld", "nl"}, {"por", "pt"}, {"run", "rn"}, {"rus", "ru"}, {"sag", "sg"},
    {"spa", "es"}, {"swa", "sw"}, {"wol", "wo"}, {"zho", "zh"},
}};

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

} // namespace

std::optional<LanguageTag> language_tag(std::string_view key) {
    std::string tag(key);
    std::transform(tag.begin(), tag.end(), tag.begin(), [](char c) {
        if (c == '_')
            return '-';
        return ascii_lower(c);
    });
    LanguageTag result;
    if (tag == "und" || tag == "default")
        return result;
    const std::string_view primary = std::string_view(tag).substr(0, tag.find('-'));
    if (primary.size() < 2 || primary.size() > 3 ||
        !std::all_of(primary.begin(), primary.end(), is_letter))
        return std::nullopt;
    const std::string_view rest = std::string_view(tag).substr(primary.size());
    if (rest.size() > 12)
        return std::nullopt;
    result.machine_translated = rest.find("-t-") != std::string_view::npos;
    result.code = primary;
    const auto known =
        std::find_if(three_letters.begin(), three_letters.end(), [&](const auto& row) {
            return row.first == primary;
        });
    if (known != three_letters.end())
        result.code = known->second;
    return result;
}

} // namespace moisson::ckan
