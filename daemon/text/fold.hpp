// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Folding for search (research A 5.4): the same on documents and on queries.
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// Lower case, accents dropped, ligatures written out, typographic apostrophes as ', compatibility
// forms plain, harakat and tatweel dropped, أإآٱ -> ا, ى -> ي, ة -> ه, ؤ -> و, ئ -> ي, digits of
// any script as 0-9. Punctuation and spaces stay (NBSP becomes a space): words are the analyser's
// affair. Idempotent.
std::string fold(std::string_view text);

// The same for one code point, appended to `out`; what a tokeniser that keeps offsets needs.
void fold_to(std::string& out, char32_t code_point);

// The same without spaces at the ends: what somebody typed so far.
std::string fold_trimmed(std::string_view text);

// Whether `folded` or one of the words in it begins with `beginning` (folded, not empty).
bool has_word_beginning(std::string_view folded, std::string_view beginning);

} // namespace moisson::text
