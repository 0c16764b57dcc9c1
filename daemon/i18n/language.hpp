// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Languages of the interface, and the catalogue of translations: the French source text is the key,
// so that French is complete by construction; a text without translation is shown in French.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace moisson::i18n {

enum class Lang { fr, en, ar };

// "fr", "en", "ar".
std::string_view code(Lang lang);
std::optional<Lang> lang_from_code(std::string_view text);
// "ltr" or "rtl", the value of the attribute dir.
std::string_view direction(Lang lang);
// Same for the language code of a harvested text ("ar", "he", "fa", "ur"...).
std::string_view direction_of(std::string_view lang_code);

struct Translation {
    std::string_view french;
    std::string_view text;
};

// The translations that exist for a language, sorted by French text; empty for French.
std::span<const Translation> translations(Lang lang);
// `french` itself when there is no translation.
std::string_view translate(Lang lang, std::string_view french);

// French typography for texts written with plain spaces: no-break spaces before ; : ! ? and inside
// guillemets, typographic apostrophe. For trusted interface texts without markup in them.
std::string typography(std::string_view french);

} // namespace moisson::i18n
