// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What several resolvers share.
#include "normalise/vocabulary_state.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::normalise {

bool is_iri(std::string_view raw) {
    const auto mark = raw.find("://");
    if (mark == std::string_view::npos || mark == 0)
        return false;
    return std::all_of(raw.begin(), raw.begin() + static_cast<std::ptrdiff_t>(mark), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '-' || c == '.';
    });
}

std::string_view last_segment(std::string_view iri) {
    while (!iri.empty() && (iri.back() == '/' || iri.back() == '#'))
        iri.remove_suffix(1);
    const auto cut = iri.find_last_of("/#");
    std::string_view segment = cut == std::string_view::npos ? iri : iri.substr(cut + 1);
    return segment.substr(0, segment.find('?'));
}

Resolution resolve_access_right(const Vocabularies::State& state, std::string_view raw) {
    raw = text::trim(raw);
    if (raw.empty() || state.access_right.is_noise(raw))
        return {};
    const std::string key = text::vocabulary_key(raw);
    if (const auto code = state.access_right.resolve(key).code)
        return {Match::mapped, std::string(*code)};
    return {Match::unresolved, {}};
}

} // namespace moisson::normalise
