// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The one gate of every command that reads or writes the catalogue: a schema that this program does
// not know is neither read nor written.
#pragma once

#include "cli/requests.hpp"
#include "settings/settings.hpp"

#include <optional>

namespace moisson::cli {

// Nothing when the schema fits; else says what to do and answers the exit code.
std::optional<int> refuse_schema(const settings::Settings& settings, const Output& output);

} // namespace moisson::cli
