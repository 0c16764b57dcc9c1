// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/measure_chart.hpp"

#include "i18n/format.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>

namespace moisson::pages {
namespace {

// Of the picture: days go from left to right, 0 to 100 from bottom to top.
constexpr double left = 30;
constexpr double right = 596;
constexpr double top = 8;
constexpr double bottom = 132;

// Of those with a rhythm, how many per hundred are not late.
std::optional<double> fresh_share(const store::Measure& one) {
    const std::int64_t good = one.states[0] + one.states[1];
    const std::int64_t all = good + one.states[2] + one.states[3];
    if (all == 0)
        return std::nullopt;
    return 100.0 * static_cast<double>(good) / static_cast<double>(all);
}

template <class Value>
std::string line(const std::vector<store::Measure>& weeks, Value value) {
    const double days = static_cast<double>((weeks.back().day - weeks.front().day).count());
    std::string out;
    for (const store::Measure& one : weeks) {
        const std::optional<double> height = value(one);
        if (!height)
            continue;
        const double day = static_cast<double>((one.day - weeks.front().day).count());
        out += fmt::format(
            "{}{:.0f},{:.1f}",
            out.empty() ? "" : " ",
            left + (right - left) * (days > 0 ? day / days : 0),
            bottom - (bottom - top) * *height / 100.0
        );
    }
    return out;
}

std::string rounded(const std::optional<double>& value) {
    return value ? i18n::number(static_cast<std::int64_t>(std::lround(*value))) : "–";
}

std::string date(std::chrono::sys_days day) {
    return i18n::date(Instant(day));
}

render::Data row_of(const store::Measure& one) {
    const std::optional<double> fresh = fresh_share(one);
    render::Data row;
    render::put(row, "day", date(one.day));
    render::put(row, "datasets", i18n::number(one.datasets));
    render::put(row, "late", i18n::number(one.states[2] + one.states[3]));
    render::put(row, "fresh", rounded(fresh));
    render::put(row, "quality", rounded(one.quality()));
    render::put(row, "mqa", rounded(one.mqa()));
    return row;
}

} // namespace

void put_measures(render::Data& data, const std::vector<store::Measure>& weeks) {
    const bool enough = weeks.size() >= chart_points_min;
    render::put_flag(data, "has_measures", enough);
    if (!enough)
        return;
    const auto quality = [](const store::Measure& one) { return one.quality(); };
    render::put(data, "quality_line", line(weeks, quality));
    render::put(data, "fresh_line", line(weeks, fresh_share));
    render::put(data, "chart_from", date(weeks.front().day));
    render::put(data, "chart_to", date(weeks.back().day));
    const store::Measure& last = weeks.back();
    render::put(
        data,
        "chart_title",
        fmt::format(
            "Du {} au {} : qualité moyenne de {} à {} sur 100, part à jour de {} à {} %",
            date(weeks.front().day),
            date(last.day),
            rounded(weeks.front().quality()),
            rounded(last.quality()),
            rounded(fresh_share(weeks.front())),
            rounded(fresh_share(last))
        )
    );
    // The last week of each month, the newest first.
    render::Data list = render::list();
    std::optional<std::chrono::year_month> said;
    for (auto one = weeks.rbegin(); one != weeks.rend(); ++one) {
        const std::chrono::year_month_day day(one->day);
        const std::chrono::year_month month = day.year() / day.month();
        if (said == month)
            continue;
        said = month;
        list.push_back(row_of(*one));
    }
    render::put_list(data, "months", std::move(list));
}

} // namespace moisson::pages
