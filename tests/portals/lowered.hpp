// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ASCII letters in lower case: names of headers and parameters, words that are searched.
#pragma once

#include <string>
#include <string_view>

namespace moisson::portals {

inline std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

} // namespace moisson::portals
