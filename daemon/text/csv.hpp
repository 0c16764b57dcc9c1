// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Fields of CSV (RFC 4180) for people and their spreadsheets.
#pragma once

#include <string>
#include <string_view>

namespace moisson::text {

// Byte order mark: without it Excel takes UTF-8 for something else.
inline constexpr std::string_view csv_mark = "\xEF\xBB\xBF";
inline constexpr std::string_view csv_line_end = "\r\n";

// Appends `value`, quoted where it must be. A text that a spreadsheet would take for a formula gets
// an apostrophe in front.
void append_csv_text(std::string& out, std::string_view value, char delimiter);

// Appends the texts as one line, with its end.
template <class Values>
void append_csv_line(std::string& out, const Values& values, char delimiter) {
    bool first = true;
    for (const auto& value : values) {
        if (!first)
            out += delimiter;
        first = false;
        append_csv_text(out, value, delimiter);
    }
    out += csv_line_end;
}

} // namespace moisson::text
