// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// MOISSON_ASSERT: programmer errors, checked in release too. The world's errors are Results.
#pragma once

namespace moisson::detail {
[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;
}

#define MOISSON_ASSERT(expression)                                                                 \
    (static_cast<bool>(expression)                                                                 \
         ? static_cast<void>(0)                                                                    \
         : ::moisson::detail::assertion_failed(#expression, __FILE__, __LINE__))
