// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/csv.hpp"

#include <algorithm>

namespace moisson::text {

void append_csv_text(std::string& out, std::string_view value, char delimiter) {
    constexpr std::string_view formula_starts = "=+-@\t\r";
    const bool formula = !value.empty() && formula_starts.find(value.front()) != value.npos;
    const bool quoted = std::any_of(value.begin(), value.end(), [delimiter](char c) {
        return c == delimiter || c == '"' || c == '\n' || c == '\r';
    });
    if (quoted)
        out += '"';
    if (formula)
        out += '\'';
    for (const char c : value) {
        if (c == '"')
            out += '"';
        out += c;
    }
    if (quoted)
        out += '"';
}

} // namespace moisson::text
