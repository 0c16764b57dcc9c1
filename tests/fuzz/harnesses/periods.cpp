// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Periods: first line the start, second the end, the rest a literal of its own. Promises: a period
// that is understood has a beginning or an end, and the one is not after the other.
#include "fuzz/records.hpp"
#include "normalise/dates.hpp"

namespace moisson::fuzz {

void periods(std::string_view input) {
    const normalise::DateSettings settings{vocabularies().get(), "Africa/Tunis", now};
    const Steered start = steered(input);
    const Steered end = steered(start.rest);
    const RawPeriod pair{clean(start.first), clean(end.first), {}};
    const RawPeriod literal{{}, {}, clean(end.rest.empty() ? input : end.rest)};
    const RawPeriod both{pair.start, pair.end, literal.literal};
    for (const RawPeriod& raw : {pair, literal, both}) {
        const normalise::PeriodReading reading = normalise::read_period(raw, settings);
        require(reading.understood || !reading.period, "what is not understood is not given");
        if (!reading.period)
            continue;
        const PeriodOfTime& period = *reading.period;
        require(period.start.has_value() || period.end.has_value(), "a period has an end at least");
        if (period.start && period.end)
            require(
                period.start->instant <= period.end->instant,
                "a period does not end before it begins"
            );
    }
}

} // namespace moisson::fuzz
