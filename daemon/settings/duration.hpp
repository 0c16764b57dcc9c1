// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Durations as people write them: "500ms", "30s", "15min", "24h", "7j" (or "7d"), "1h30min".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::settings {

// Units from large to small, each once; up to ten years. A bare number is refused, except "0".
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// The shortest form that reads back the same.
std::string format_duration(std::chrono::milliseconds time);

} // namespace moisson::settings
