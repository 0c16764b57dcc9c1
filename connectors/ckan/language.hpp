// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Language tags as CKAN extensions write them: "fr", "fra", "pt_BR", "fr-t-en".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace moisson::ckan {

struct LanguageTag {
    // Lower-case ISO 639-1 where there is one; empty for "und" and "default".
    std::string code;
    bool machine_translated = false;
};

// Nothing when the text is not the tag of a language.
std::optional<LanguageTag> language_tag(std::string_view key);

} // namespace moisson::ckan
