// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// SourceVocabulary: the vocabularies as one source speaks them, its own words first (`vocabulary`
// in its file). Internal to the room.
#pragma once

#include "normalise/vocabularies.hpp"

#include <map>
#include <string>
#include <string_view>

namespace moisson::normalise {

class SourceVocabulary {
public:
    // By kind, then by text::vocabulary_key.
    using Own = std::map<std::string, std::map<std::string, std::string>>;

    // Both outlive this object.
    SourceVocabulary(const Vocabularies& common, const Own& own) : common_(common), own_(own) {}

    Resolution licence(std::string_view raw) const;
    Resolution frequency(std::string_view raw, std::string_view field) const;
    Resolution access_right(std::string_view raw) const;
    Resolution format(const FormatEvidence& evidence) const;
    Resolutions themes(std::string_view raw) const;
    LanguageResolution language(std::string_view raw) const;

private:
    // Null when the source has no word of its own for it.
    const std::string* own_code(const char* kind, std::string_view raw) const;

    const Vocabularies& common_;
    const Own& own_;
};

} // namespace moisson::normalise
