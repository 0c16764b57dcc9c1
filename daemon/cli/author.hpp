// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who decides and why: what every command that leaves a trace in the audit log asks for.
#pragma once

#include "cli/requests.hpp"

#include <optional>
#include <string>

namespace moisson::cli {

struct Trace {
    // --auteur, else the person behind sudo, else the account.
    std::string author;
    std::string motive;
};

// Both bounded and in valid UTF-8; nothing, and said, when they are too long.
std::optional<std::string> author_of(const Request& request, const Output& output);
// Nothing, and said, when the line gives no motive, too.
std::optional<Trace> trace_of(const Request& request, const Output& output);

} // namespace moisson::cli
