// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The judge of sanitised HTML: a scanner that knows nothing of the sanitiser but its white list.
#pragma once

#include <string_view>

namespace moisson::fuzz {

// Throws BrokenPromise for an element, an attribute or a scheme that is not on the list, for a tag
// that does not pair, and for a bare '<', '>' or '"' where none may be.
void check_safe_html(std::string_view html);

} // namespace moisson::fuzz
