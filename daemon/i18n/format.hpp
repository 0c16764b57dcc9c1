// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// French typography of numbers, dates, ages, sizes and plurals. Times are shown in UTC, which is
// the civil time of most of the countries served; pure functions of their arguments.
#pragma once

#include "core/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace moisson::i18n {

// "12 345" with narrow no-break spaces (U+202F).
std::string number(std::int64_t value);
// "1,25"; `digits` after the comma, 0 to 6.
std::string decimal(double value, int digits);
// "97,4 %"; "0 %" when `whole` is 0.
std::string percent(std::int64_t part, std::int64_t whole);

// French rule: 0 and 1 are singular.
std::string_view plural(std::int64_t count, std::string_view one, std::string_view many);
// "1 234 jeux de données".
std::string count(std::int64_t value, std::string_view one, std::string_view many);

// "3 mai 2026", "1er mai 2026".
std::string date(Instant instant);
// "mai 2026" and "2026", for dates of lesser precision.
std::string month(Instant instant);
std::string year(Instant instant);
// "3 mai 2026 à 14 h 05 (UTC)".
std::string date_time(Instant instant);

// "à l'instant", "il y a 3 heures", "il y a 2 mois", "dans 5 minutes".
std::string age(Instant then, Instant now);
// "850 ms", "12 s", "4 min 10 s", "2 h 05".
std::string duration(std::chrono::milliseconds length);
// Decimal units: "512 octets", "1,2 Mo".
std::string bytes(std::int64_t value);

} // namespace moisson::i18n
