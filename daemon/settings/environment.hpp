// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Where settings read environment variables from; a test passes a map.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace moisson::settings {

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// That of the process.
Environment process_environment();

} // namespace moisson::settings
