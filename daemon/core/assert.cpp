// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace moisson::detail {

void assertion_failed(const char* expression, const char* file, int line) noexcept {
    std::fprintf(
        stderr,
        "level=critical event=assertion_failed expression=\"%s\" at=%s:%d\n",
        expression,
        file,
        line
    );
    std::abort();
}

} // namespace moisson::detail
