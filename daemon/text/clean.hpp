// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Cleaning of harvested text: what a portal wrote, without what nobody meant to write. All
// functions are total and idempotent, and return valid UTF-8 in NFC.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace moisson::text {

// One line of plain text (titles, names, keywords): HTML tags and entities resolved, mojibake
// repaired, zero-width characters dropped, NBSP, tabs and newlines as one space, trimmed.
std::string clean_line(std::string_view text);

// A block of text that may hold Markdown or HTML (descriptions): embedded `data:` images removed,
// HTML that was escaped twice unescaped once, mojibake repaired, control and zero-width characters
// dropped, line ends as \n, trimmed. The markup itself stays.
std::string clean_block(std::string_view text);

// Text that stays as it was written (evidence, messages) but for what cannot be seen: control
// characters and what turns the text around it are dropped, line ends become \n. Not in NFC.
std::string visible_lines(std::string_view text);

// "DonnÃ©es" -> "Données": UTF-8 that was read as Windows-1252 and written as UTF-8 again, up to
// three times. Only when certain: sequences that decode to a letter or to typographic punctuation,
// and no other evidence against. Otherwise the text unchanged.
std::string repair_mojibake(std::string_view text);

// Removes Markdown images, HTML img elements and bare URLs that carry their bytes
// (`data:...;base64`).
std::string remove_embedded_data(std::string_view text);

// The beginning of a plain text, at most `length_max` code points, cut on the border of a word and
// ended by "…" when something was left out.
std::string excerpt(std::string_view text, std::size_t length_max);

// "[a-z0-9-]" of at most `length_max` bytes, cut on a word, no hyphen at the ends; Latin letters
// are folded, other scripts are dropped. May be empty.
std::string slugify(std::string_view text, std::size_t length_max = 100);

} // namespace moisson::text
