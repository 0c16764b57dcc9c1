// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The grammar of the command line, in French, over CLI11.
#pragma once

#include "cli/requests.hpp"

#include <optional>

namespace moisson::cli {

// The request, or the exit code when help was shown or the line makes no sense.
struct Parsed {
    Request request;
    std::optional<int> exit_code;
};

Parsed parse_arguments(int count, const char* const* values, const Output& output);

} // namespace moisson::cli
