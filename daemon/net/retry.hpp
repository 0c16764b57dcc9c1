// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// When a failed request is sent again, and how long a server asked us to wait.
#pragma once

#include "core/code.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace moisson::net {

// GET, HEAD, OPTIONS, PUT, DELETE: sending twice does no harm.
bool is_idempotent(std::string_view method);

// 408, 429, 500, 502, 503, 504.
bool is_retryable_status(int status);

// Failures of the way there: connect, reset, a body cut short.
bool is_retryable(Code code);

// Retry-After as seconds or as a date, from `now`. Negative waits become zero; nothing when absent
// or unreadable.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Instant now);

// How long the server still wants to be left alone, as a RATE_LIMITED of the client or of the
// host's budget tells it: "429 seconds=90", "host paused, seconds=90". Nothing when it does not.
std::optional<std::chrono::seconds> asked_pause(const Error& error);

} // namespace moisson::net
