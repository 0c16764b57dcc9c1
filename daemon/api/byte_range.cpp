// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace moisson::api {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || text.front() == '-' || error != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

} // namespace

ByteRange read_range(std::string_view value, std::int64_t size) {
    constexpr std::string_view unit = "bytes=";
    ByteRange out;
    out.count = size;
    if (!value.starts_with(unit) || value.find(',') != value.npos)
        return out;
    value.remove_prefix(unit.size());
    const std::size_t dash = value.find('-');
    if (dash == value.npos)
        return out;
    const auto first = number(value.substr(0, dash));
    const auto last = number(value.substr(dash + 1));
    const bool open = dash + 1 == value.size();
    if (dash == 0) {
        // The last so many.
        if (!last)
            return out;
        out.kind = *last > 0 && size > 0 ? ByteRange::Kind::part : ByteRange::Kind::beyond;
        out.count = std::min(*last, size);
        out.first = size - out.count;
        return out;
    }
    if (!first || (!open && (!last || *last < *first)))
        return out;
    if (*first >= size) {
        out.kind = ByteRange::Kind::beyond;
        return out;
    }
    out.kind = ByteRange::Kind::part;
    out.first = *first;
    // The last byte may be the largest number there is.
    out.count = (open ? size - 1 : std::min(*last, size - 1)) + 1 - *first;
    return out;
}

} // namespace moisson::api
