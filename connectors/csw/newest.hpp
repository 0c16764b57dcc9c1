// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a service says last changed: the mark of its catalogue (kit::Probe::mark).
#pragma once

#include "csw/service.hpp"

#include <cstdint>
#include <string>

namespace moisson::csw {

// A smaller catalogue is listed with what its mark would cost.
inline constexpr std::int64_t marked_from = 400;

// How many records there are, the newest date, and what the summaries of the records at or after it
// hold. Two requests. Empty when the service is not worth it or cannot be believed: no order, no
// date, a filter that it ignores, too many records of the newest date. `matched`: its records.
asio::awaitable<std::string> mark_of(Service& service, Way way, std::int64_t matched);

} // namespace moisson::csw
