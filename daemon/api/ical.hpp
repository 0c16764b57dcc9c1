// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// text/calendar (RFC 5545) of whole days. Pure.
#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {

struct CalendarDay {
    // Globally unique and the same for ever.
    std::string uid;
    Instant day{};
    // When it was last worked out anew; grows with `sequence`.
    Instant stamp{};
    std::int64_t sequence = 0;
    std::string summary;
    std::string description;
    std::string url;
};

struct Calendar {
    std::string name;
    std::vector<CalendarDay> days;
};

// Lines of at most 75 bytes that end with CRLF, cut between characters; texts escaped.
std::string to_ical(const Calendar& calendar);

} // namespace moisson::api
