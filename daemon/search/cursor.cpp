// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The text of a cursor: "<sort>~<key>~<uuid>", opaque to clients, the same on every process.
#include "search/collector.hpp"

#include <charconv>

namespace moisson::search {

namespace {

std::string to_hex_text(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::optional<std::string> from_hex_text(std::string_view hex) {
    if (hex.size() % 2 != 0 || hex.size() > 2 * title_key_bytes)
        return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        unsigned value = 0;
        const auto [end, error] = std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
        if (error != std::errc{} || end != hex.data() + i + 2)
            return std::nullopt;
        out += static_cast<char>(value);
    }
    return out;
}

} // namespace

std::string write_cursor(Sort sort, const CursorPlace& place) {
    std::string out(to_string(sort));
    out += '~';
    out += sort == Sort::title ? to_hex_text(place.title) : std::to_string(place.minutes);
    out += '~';
    return out + to_string(place.id);
}

Result<CursorPlace> read_cursor(std::string_view text, Sort sort) {
    const Error bad(Code::invalid_argument, "cursor");
    const std::size_t first = text.find('~');
    const std::size_t second = text.find('~', first == std::string_view::npos ? first : first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos ||
        text.substr(0, first) != to_string(sort))
        return bad;
    CursorPlace place;
    const std::string_view key = text.substr(first + 1, second - first - 1);
    if (sort == Sort::title) {
        auto title = from_hex_text(key);
        if (!title)
            return bad;
        place.title = std::move(*title);
    } else {
        const auto [end, error] =
            std::from_chars(key.data(), key.data() + key.size(), place.minutes);
        if (error != std::errc{} || end != key.data() + key.size())
            return bad;
    }
    const auto id = uuid_from_string(text.substr(second + 1));
    if (!id)
        return bad;
    place.id = *id;
    return place;
}

} // namespace moisson::search
