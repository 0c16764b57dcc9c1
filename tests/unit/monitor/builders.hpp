// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dates as they are read off a page.
#pragma once

#include "core/time.hpp"
#include "model/date.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace moisson::monitor {

inline Instant at(std::string_view text) {
    const auto instant = from_iso8601(text);
    if (!instant)
        throw std::invalid_argument(std::string(text));
    return *instant;
}

// "2026", "2026-11", "2026-11-26" or a full instant.
inline PartialDate on(std::string_view text) {
    switch (text.size()) {
    case 4:
        return {at(std::string(text) + "-01-01T00:00:00Z"), DatePrecision::year};
    case 7:
        return {at(std::string(text) + "-01T00:00:00Z"), DatePrecision::month};
    case 10:
        return {at(std::string(text) + "T00:00:00Z"), DatePrecision::day};
    default:
        return {at(text), DatePrecision::second};
    }
}

} // namespace moisson::monitor
