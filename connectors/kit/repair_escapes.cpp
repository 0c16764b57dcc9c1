// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Escapes that are legal JSON and illegal text.
#include "kit/json_stream.hpp"

#include <charconv>
#include <optional>

namespace moisson::kit {
namespace {

// The four hexadecimal digits of \uXXXX at `at` (of the backslash).
std::optional<unsigned> escape_at(std::string_view json, std::size_t at) {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u')
        return std::nullopt;
    unsigned value = 0;
    const char* first = json.data() + at + 2;
    const auto read = std::from_chars(first, first + 4, value, 16);
    if (read.ec != std::errc{} || read.ptr != first + 4)
        return std::nullopt;
    return value;
}

bool is_high(unsigned unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(unsigned unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

} // namespace

std::string repair_escapes(std::string_view json, std::size_t& repairs) {
    std::string out;
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        if (json[at] != '\\') {
            const std::size_t next = std::min(json.find('\\', at), json.size());
            out.append(json.substr(at, next - at));
            at = next;
            continue;
        }
        const std::optional<unsigned> unit = escape_at(json, at);
        if (!unit) {
            out.append(json.substr(at, 2));
            at += 2;
        } else if (*unit == 0) {
            ++repairs;
            at += 6;
        } else if (is_high(*unit) && is_low(escape_at(json, at + 6).value_or(0))) {
            out.append(json.substr(at, 12));
            at += 12;
        } else if (is_high(*unit) || is_low(*unit)) {
            out += "\xEF\xBF\xBD";
            ++repairs;
            at += 6;
        } else {
            out.append(json.substr(at, 6));
            at += 6;
        }
    }
    return out;
}

} // namespace moisson::kit
