// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The words of the generator: countries, institutions, subjects and the spellings that real portals
// use for licences, frequencies and formats.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace moisson::portals {

struct CountryWords {
    std::string_view code;
    std::string_view name;
    std::string_view of;   // "du Bénin"
    std::string_view host; // host of invented resources
    // west, south, east, north
    std::array<double, 4> box;
    std::array<std::string_view, 8> towns;
};

struct SubjectWords {
    std::string_view measure; // "Effectifs des élèves du primaire"
    std::string_view group;   // slug of the CKAN group
    std::string_view group_title;
    std::string_view ministry; // "Ministère de l'Éducation nationale"
    std::array<std::string_view, 4> tags;
};

struct LicenceWords {
    std::string_view id;
    std::string_view title;
    std::string_view url;
};

std::span<const CountryWords> country_words();
std::span<const SubjectWords> subject_words();
std::span<const LicenceWords> licence_words();
// Licences no table knows.
std::span<const LicenceWords> odd_licence_words();
std::span<const std::string_view> breakdowns(); // "par région"
std::span<const std::string_view> frequency_words();
std::span<const std::string_view> frequency_keys(); // names of the extra
std::span<const std::string_view> format_words();
std::span<const std::string_view> sentences(); // of notes, in Markdown

} // namespace moisson::portals
