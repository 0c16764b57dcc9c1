// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Who gives a command that is remembered: in the audit log, with the decision.
#pragma once

#include "cli/requests.hpp"

#include <optional>
#include <string>

namespace moisson::cli {

inline constexpr std::size_t author_bytes_max = 200;

// --auteur in valid UTF-8, else the person behind sudo, else the account; nothing when it is too
// long, and said.
std::optional<std::string> author_of(const Request& request, const Output& output);

} // namespace moisson::cli
