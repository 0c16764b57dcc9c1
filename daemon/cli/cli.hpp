// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson, the command line: from its arguments to its exit code.
#pragma once

#include <cstdio>

namespace moisson::cli {

// Answers go to `out`, problems to `problems`.
int run_cli(int count, const char* const* values, std::FILE* out, std::FILE* problems);

} // namespace moisson::cli
