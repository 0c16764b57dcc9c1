// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// bytea that SQL gave as hexadecimal digits. Inside the room only.
#pragma once

#include <string>
#include <string_view>

namespace moisson::store {

// `text`: pairs of 0-9a-f.
inline std::string from_hex(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        out += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    return out;
}

} // namespace moisson::store
