// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The one representation of time: UTC with microseconds, as PostgreSQL's timestamptz holds it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace moisson {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Steady = std::chrono::steady_clock::time_point;

// "2026-11-23T08:00:00Z", with ".123456" only when there are microseconds. Years 0001-9999.
std::string to_iso8601(Instant instant);

// RFC 3339 with a zone ("Z" or "+01:00"), fraction up to 9 digits. Nothing else: the dates of
// portals are read by normalise.
std::optional<Instant> from_iso8601(std::string_view text);

// "Mon, 23 Nov 2026 08:00:00 GMT" (RFC 9110, 5.6.7), and the two obsolete forms on input.
std::string to_http_date(Instant instant);
std::optional<Instant> from_http_date(std::string_view text);

} // namespace moisson
