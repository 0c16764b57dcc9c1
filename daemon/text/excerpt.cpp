// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Shortening: excerpts for results, slugs for addresses.
#include "core/utf8.hpp"
#include "text/clean.hpp"
#include "text/unicode.hpp"

namespace moisson::text {

std::string excerpt(std::string_view text, std::size_t length_max) {
    std::string out;
    std::size_t length = 0;      // code points written
    std::size_t last_border = 0; // bytes of `out` up to the end of the last whole word
    bool gap = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = i;
        const char32_t c = next_code_point(text, i);
        if (c <= 0x20 || c == 0xA0) {
            gap = !out.empty();
            continue;
        }
        const std::size_t wanted = length + 1 + (gap ? 1 : 0);
        if (wanted > length_max) {
            // A word longer than the excerpt is cut where it stands.
            if (gap)
                last_border = out.size();
            if (last_border > 0)
                out.resize(last_border);
            while (!out.empty() && (out.back() == ',' || out.back() == ';' || out.back() == ':' ||
                                    out.back() == ' '))
                out.pop_back();
            return out + "…";
        }
        if (gap) {
            last_border = out.size();
            out += ' ';
        }
        gap = false;
        out.append(text, start, i - start);
        length = wanted;
    }
    return out;
}

std::string slugify(std::string_view text, std::size_t length_max) {
    std::string slug;
    bool gap = false;
    for (std::size_t i = 0; i < text.size() && slug.size() <= length_max;) {
        for (const char c : folded(next_code_point(text, i))) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                if (gap && !slug.empty())
                    slug += '-';
                gap = false;
                slug += c;
            } else {
                gap = true;
            }
        }
    }
    if (slug.size() > length_max) {
        const bool on_border = slug[length_max] == '-';
        slug.resize(length_max);
        const auto hyphen = slug.rfind('-');
        if (!on_border && hyphen != std::string::npos && hyphen >= length_max / 2)
            slug.resize(hyphen);
    }
    while (!slug.empty() && slug.back() == '-')
        slug.pop_back();
    return slug;
}

} // namespace moisson::text
