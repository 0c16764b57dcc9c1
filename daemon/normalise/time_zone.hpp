// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Time zones by their POSIX rule ("CET-1CEST,M3.5.0,M10.5.0/3"), read from timezone.tsv: portals
// write wall clock time, and the standard library of this compiler has no zone data base. The rule
// in force today is applied to all years.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace moisson::normalise {

// "Mm.w.d/time": the w-th weekday d of month m (w 5 = last), at `seconds` of local time.
struct TransitionRule {
    unsigned month = 1;
    unsigned week = 1;
    unsigned weekday = 0;
    int seconds = 7200;
};

class TimeZone {
public:
    // Nothing when the rule is not understood.
    static std::optional<TimeZone> from_posix(std::string_view rule);

    // Minutes east of UTC at a wall clock time given as seconds since 1970 as if it were UTC. In
    // the hour that occurs twice, the first; in the hour that does not exist, standard time.
    int offset_minutes(long long local_seconds) const;

    // Minutes east of UTC at a moment, seconds since 1970.
    int offset_minutes_at(long long utc_seconds) const;

    // The moments that show this wall clock time, the earlier one first: two in the hour that
    // occurs twice, none in the hour that does not exist.
    std::vector<long long> moments_of(long long local_seconds) const;
    // For a wall clock time that does not exist: as long after the gap began as it says.
    long long after_gap(long long local_seconds) const;

private:
    int standard_minutes_ = 0;
    int summer_minutes_ = 0;
    bool has_summer_ = false;
    TransitionRule begin_;
    TransitionRule end_;
};

} // namespace moisson::normalise
