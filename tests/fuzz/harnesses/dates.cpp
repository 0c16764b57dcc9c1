// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Dates of any kind. Promises: a date that is read has a year from 1000 to 9999, prints as text
// that reads as the same date, and is future exactly when it says so; dates of HTTP and RFC 3339
// are written and read as the same instant.
#include "normalise/dates.hpp"

#include "fuzz/records.hpp"

namespace moisson::fuzz {

void dates(std::string_view input) {
    const std::string text = clean(input);
    for (const std::string_view zone : {"", "Africa/Dakar", "Europe/Paris", "Nulle/Part"}) {
        const normalise::DateSettings settings{vocabularies().get(), zone, now};
        const normalise::DateReading reading = normalise::read_date(text, settings);
        const bool has_date = reading.match == normalise::DateMatch::good ||
                              reading.match == normalise::DateMatch::future;
        require(reading.date.has_value() == has_date, "a good date is given");
        if (!has_date)
            continue;
        const std::string written = to_string(*reading.date);
        const normalise::DateReading again = normalise::read_date(written, settings);
        require(again.date == reading.date, "a date prints as it is read: " + written);
        require(again.match == reading.match, "a date is as good as its print: " + written);
        require(written >= "1000" && written < "999A", "years go from 1000 to 9999");
    }
    static_cast<void>(normalise::month_of_name(text));
    static_cast<void>(normalise::is_weekday_name(text));
    if (const auto instant = from_iso8601(text))
        if (*instant >= Instant(std::chrono::sys_days(std::chrono::year(1) / 1 / 1)) &&
            *instant < Instant(std::chrono::sys_days(std::chrono::year(9999) / 12 / 31)))
            require(from_iso8601(to_iso8601(*instant)) == instant, "an instant stays the same");
    if (const auto instant = from_http_date(text))
        require(from_http_date(to_http_date(*instant)) == instant, "an HTTP date stays the same");
}

} // namespace moisson::fuzz
