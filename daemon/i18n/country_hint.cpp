// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/country_hint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::i18n {

bool is_country_code(std::string_view text) {
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string country_hint(std::string_view typed, std::string_view code) {
    if (is_country_code(code))
        return fmt::format("un pays se donne par son code : {} pour « {} »", code, typed);
    return "un pays se donne par son code de deux majuscules : BF pour le Burkina Faso";
}

} // namespace moisson::i18n
