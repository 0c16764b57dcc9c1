// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The key of a string: how vocabularies, agents and titles are compared
// (config/vocabularies/README.md, section 1).
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// Words of letters and digits, folded, separated by one space: "Licence Ouverte / v2.0" ->
// "licence ouverte v2 0". A leading `scheme://` and `www.` go, %XX is decoded when that is valid
// UTF-8. Idempotent. Total.
std::string vocabulary_key(std::string_view text);

// Removes ASCII and Unicode white space (NBSP, U+2000-200A, U+3000, BOM, zero width) at both ends.
std::string_view trim(std::string_view text);

// Decodes %XX; the text unchanged when it has none or when the result is not valid UTF-8.
std::string percent_decoded(std::string_view text);

} // namespace moisson::text
