// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/slug.hpp"

#include "text/fold.hpp"

#include <charconv>

namespace moisson::store {
namespace {
// "--" and up to seven digits.
constexpr std::size_t number_length = 9;
constexpr std::size_t title_bytes_used = 400;
} // namespace

std::string hyphenated(std::string_view text, std::size_t length_max) {
    std::string out;
    for (const char c : text::fold(text)) {
        const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (keep)
            out += c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    if (out.size() > length_max) {
        // Cut at a word when that keeps most of it.
        const std::size_t word = out.rfind('-', length_max);
        out.resize(word != std::string::npos && word > length_max / 2 ? word : length_max);
    }
    while (!out.empty() && out.back() == '-')
        out.pop_back();
    return out;
}

std::string slug_stem(std::string_view portal_key, const Dataset& dataset, DatasetId id) {
    std::string_view title = best_text(dataset.title, "fr");
    if (title.size() > title_bytes_used) {
        std::size_t end = title_bytes_used;
        while (end > 0 && (static_cast<unsigned char>(title[end]) & 0xC0U) == 0x80U)
            --end;
        title = title.substr(0, end);
    }
    const std::size_t room = slug_length_max - number_length;
    std::string stem = hyphenated(portal_key, room / 2);
    std::string rest = hyphenated(title, room - stem.size() - 1);
    if (rest.empty())
        rest = to_string(id).substr(0, 8);
    return stem.empty() ? rest : stem + "-" + rest;
}

std::pair<std::string, int> split_slug(std::string_view slug) {
    const std::size_t at = slug.rfind("--");
    if (at == std::string_view::npos)
        return {std::string(slug), 1};
    int number = 0;
    const char* end = slug.data() + slug.size();
    const auto [stop, error] = std::from_chars(slug.data() + at + 2, end, number);
    if (error != std::errc() || stop != end || number < 2)
        return {std::string(slug), 1};
    return {std::string(slug.substr(0, at)), number};
}

} // namespace moisson::store
