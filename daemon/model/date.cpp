// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/date.hpp"

namespace moisson {

std::string to_string(const PartialDate& date) {
    const std::string full = to_iso8601(date.instant);
    switch (date.precision) {
    case DatePrecision::year:
        return full.substr(0, 4);
    case DatePrecision::month:
        return full.substr(0, 7);
    case DatePrecision::day:
        return full.substr(0, 10);
    case DatePrecision::second:
        return full;
    }
    return full;
}

std::string_view to_string(DatePrecision precision) {
    switch (precision) {
    case DatePrecision::year:
        return "year";
    case DatePrecision::month:
        return "month";
    case DatePrecision::day:
        return "day";
    case DatePrecision::second:
        return "second";
    }
    return "second";
}

std::optional<DatePrecision> date_precision_from_string(std::string_view text) {
    for (const DatePrecision precision :
         {DatePrecision::year, DatePrecision::month, DatePrecision::day, DatePrecision::second})
        if (to_string(precision) == text)
            return precision;
    return std::nullopt;
}

} // namespace moisson
