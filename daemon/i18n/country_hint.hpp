// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// People type "Burkina" where "BF" is expected.
#pragma once

#include <string>
#include <string_view>

namespace moisson::i18n {

// Two upper-case letters.
bool is_country_code(std::string_view text);

// What to type in the place of `typed`, in French, without a full stop. `code`: the country that it
// names; empty when nobody knows.
std::string country_hint(std::string_view typed, std::string_view code);

} // namespace moisson::i18n
