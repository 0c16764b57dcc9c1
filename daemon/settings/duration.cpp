// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading and writing durations.
#include "settings/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace moisson::settings {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
};

// "d" and "m" are read, never written.
constexpr std::array<Unit, 7> units = {
    {{"j", 86'400'000},
     {"d", 86'400'000},
     {"h", 3'600'000},
     {"min", 60'000},
     {"m", 60'000},
     {"s", 1'000},
     {"ms", 1}}};
constexpr std::int64_t longest = std::int64_t{3650} * 86'400'000;

std::int64_t unit_value(std::string_view name) {
    for (const Unit& unit : units)
        if (unit.name == name)
            return unit.milliseconds;
    return 0;
}

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    if (text == "0")
        return std::chrono::milliseconds(0);
    std::int64_t total = 0;
    std::int64_t previous_unit = longest;
    std::size_t at = 0;
    if (text.empty() || text.size() > 40)
        return std::nullopt;
    while (at < text.size()) {
        const std::size_t digits = at;
        std::int64_t number = 0;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9' && number < longest)
            number = number * 10 + (text[at++] - '0');
        if (at == digits)
            return std::nullopt;
        while (at < text.size() && text[at] == ' ')
            ++at;
        const std::size_t letters = at;
        while (at < text.size() && text[at] >= 'a' && text[at] <= 'z')
            ++at;
        const std::int64_t unit = unit_value(text.substr(letters, at - letters));
        if (unit == 0 || unit >= previous_unit || number > longest / unit)
            return std::nullopt;
        previous_unit = unit;
        total += number * unit;
        while (at < text.size() && text[at] == ' ')
            ++at;
    }
    if (total > longest)
        return std::nullopt;
    return std::chrono::milliseconds(total);
}

std::string format_duration(std::chrono::milliseconds time) {
    std::int64_t left = time.count();
    if (left == 0)
        return "0s";
    std::string out;
    for (const Unit& unit : units) {
        if (unit.name == "d" || unit.name == "m" || left < unit.milliseconds)
            continue;
        out += fmt::format("{}{}", left / unit.milliseconds, unit.name);
        left %= unit.milliseconds;
    }
    return out;
}

} // namespace moisson::settings
