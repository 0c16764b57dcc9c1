// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Births, changes, renames and deaths by day.
#include "portals/generator_life.hpp"

#include "portals/draw.hpp"

#include <algorithm>
#include <cmath>

namespace moisson::portals {
namespace {

using std::chrono::days;

// How often an event with this daily rate happened to one record after `age` days.
std::uint64_t happened(double rate, std::int64_t age, Draw draw) {
    if (rate <= 0 || age <= 0)
        return 0;
    const double phase = draw.ratio();
    return static_cast<std::uint64_t>(std::floor(static_cast<double>(age) * rate + phase));
}

// Day of the n-th event (n > 0) counted from birth.
std::int64_t day_of(double rate, std::uint64_t n, Draw draw) {
    const double phase = draw.ratio();
    return static_cast<std::int64_t>(std::ceil((static_cast<double>(n) - phase) / rate));
}

std::int64_t birth_day(const GeneratorOptions& options, std::uint64_t number) {
    if (number < options.count)
        return 0;
    const double daily = options.births * static_cast<double>(options.count);
    return 1 +
           static_cast<std::int64_t>(std::floor(static_cast<double>(number - options.count) / daily)
           );
}

} // namespace

Life life_of(const GeneratorOptions& options, std::uint64_t number) {
    Life life;
    life.number = number;
    const std::int64_t birth = birth_day(options, number);
    const std::int64_t age = options.day - birth;
    Draw past(options.seed, number, "past");
    const auto time_of_day = std::chrono::microseconds(past.below(86'400'000'000ULL));
    if (number < options.count) {
        const auto before = days(1 + past.below(3'000));
        life.created = Instant(options.epoch - before) + time_of_day;
        life.modified = life.created + days(past.below(static_cast<std::uint64_t>(before.count())));
    } else {
        life.created = Instant(options.epoch + days(birth)) + time_of_day;
        life.modified = life.created;
    }
    const Draw change(options.seed, number, "change");
    life.changes = happened(options.changes, age, change);
    if (life.changes > 0)
        life.modified =
            Instant(options.epoch + days(birth + day_of(options.changes, life.changes, change))) +
            time_of_day;
    const Draw rename(options.seed, number, "rename");
    life.renames = happened(options.renames, age, rename);
    if (life.renames > 0)
        life.modified = std::max(
            life.modified,
            Instant(options.epoch + days(birth + day_of(options.renames, life.renames, rename))) +
                time_of_day
        );
    life.alive =
        age >= 0 && happened(options.deaths, age, Draw(options.seed, number, "death")) == 0;
    return life;
}

std::vector<Life> lives(const GeneratorOptions& options) {
    const double born = options.births * static_cast<double>(options.count) *
                        static_cast<double>(std::max<std::int64_t>(0, options.day));
    const std::uint64_t last = options.count + static_cast<std::uint64_t>(born);
    std::vector<Life> result;
    result.reserve(last);
    for (std::uint64_t number = 0; number < last; ++number) {
        const Life life = life_of(options, number);
        if (life.alive)
            result.push_back(life);
    }
    return result;
}

} // namespace moisson::portals
