// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Unicode forms: NFC for what is stored, and the folding that keys, slugs and search share.
// Input is valid UTF-8 (core/utf8.hpp); nothing here throws on other bytes, the result is then
// valid UTF-8 all the same.
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// Unicode Normalization Form C. Cheap when the text is already in NFC.
std::string to_nfc(std::string_view text);
bool is_nfc(std::string_view text);

// What becomes of one code point under folding: compatibility decomposition, marks (Mn), format
// characters (Cf) and tatweel dropped, lower case, ligatures and barred letters written out, digits
// of any script as 0-9. Empty when the code point disappears. Thread-safe; the view lives as long
// as the program or, for rare code points, until the next call on the same thread.
std::string_view folded(char32_t code_point);

// True for letters (L*) and decimal digits (Nd).
bool is_alphanumeric(char32_t code_point);

// Lower case without any other change, code point by code point.
std::string lower(std::string_view text);

} // namespace moisson::text
