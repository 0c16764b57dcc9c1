// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/codes.hpp"

#include <array>

namespace moisson::normalise {
namespace {

constexpr std::array<std::string_view, 6> kinds =
    {"licence", "frequency", "theme", "access_rights", "language", "format"};

} // namespace

std::span<const std::string_view> mapped_kinds() {
    return kinds;
}

bool is_code(const Vocabularies& vocabularies, std::string_view kind, std::string_view code) {
    if (kind == "licence")
        return vocabularies.licence_row(code) != nullptr;
    if (kind == "frequency")
        return vocabularies.frequency_row(code) != nullptr;
    if (kind == "theme")
        return vocabularies.theme_row(code) != nullptr;
    if (kind == "access_rights")
        return vocabularies.access_right_row(code) != nullptr;
    if (kind == "format")
        return vocabularies.format_row(code) != nullptr;
    if (kind == "country") {
        const CountryRow* const row = vocabularies.country_row(code);
        return row != nullptr && row->is_country;
    }
    const LanguageRow* const row = vocabularies.language_row(code);
    return kind == "language" && row != nullptr && row->tag() == code;
}

std::string
code_read_in(const Vocabularies& vocabularies, std::string_view kind, std::string_view raw) {
    if (kind == "licence")
        return vocabularies.licence(raw).code;
    if (kind == "frequency")
        return vocabularies.frequency(raw).code;
    if (kind == "theme") {
        const Resolutions found = vocabularies.themes(raw);
        return found.codes.empty() ? std::string() : found.codes.front();
    }
    if (kind == "access_rights")
        return vocabularies.access_right(raw).code;
    if (kind == "format")
        return vocabularies.format(raw).code;
    if (kind == "country")
        return vocabularies.country(raw).code;
    if (kind != "language")
        return {};
    const LanguageResolution found = vocabularies.language(raw);
    return found.tags.empty() ? std::string() : found.tags.front();
}

} // namespace moisson::normalise
