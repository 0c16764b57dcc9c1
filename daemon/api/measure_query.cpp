// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "api/measure_query.hpp"

#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "core/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace moisson::api {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days default_span{365};
constexpr days span_max{3'660};

std::optional<sys_days> day_of(std::string_view text) {
    const auto instant = from_iso8601(std::string(text) + "T00:00:00Z");
    if (text.size() != 10 || !instant)
        return std::nullopt;
    return std::chrono::floor<days>(*instant);
}

} // namespace

MeasureAsked parse_measure_query(const routes::Query& query, Instant now) {
    MeasureAsked out;
    const auto read = [&](const char* name, sys_days otherwise) {
        const std::string_view text = routes::first(query, name);
        if (text.empty())
            return otherwise;
        const auto day = day_of(text);
        if (!day)
            out.problems.push_back(invalid_value(name, text, "une date : 2026-11-30"));
        return day.value_or(otherwise);
    };
    out.query.to = read("to", std::chrono::floor<days>(now));
    out.query.from = read("from", out.query.to - default_span);
    const bool wrong = out.query.from > out.query.to || out.query.to - out.query.from > span_max;
    if (wrong && out.problems.empty())
        out.problems.push_back(invalid_value(
            "from",
            routes::first(query, "from"),
            "un jour d’avant « to », dix ans plus tôt au plus"
        ));
    const std::string_view step = routes::first(query, "step");
    if (step == "week")
        out.query.step = store::MeasureStep::week;
    else if (step == "month")
        out.query.step = store::MeasureStep::month;
    else if (!step.empty() && step != "day")
        out.problems.push_back(invalid_value("step", step, "day, week ou month"));
    return out;
}

DaySpan step_around(sys_days day, store::MeasureStep step) {
    if (step == store::MeasureStep::month) {
        const std::chrono::year_month_day date(day);
        const std::chrono::year_month month = date.year() / date.month();
        const std::chrono::year_month next = month + std::chrono::months(1);
        return {Instant(sys_days(month / 1)), Instant(sys_days(next / 1))};
    }
    if (step == store::MeasureStep::week) {
        const sys_days monday = day - (std::chrono::weekday(day) - std::chrono::Monday);
        return {Instant(monday), Instant(monday + days(7))};
    }
    return {Instant(day), Instant(day + days(1))};
}

std::string text_of_day(sys_days day) {
    return to_iso8601(Instant(day)).substr(0, 10);
}

std::string_view step_name(store::MeasureStep step) {
    constexpr std::array<std::string_view, 3> names = {"day", "week", "month"};
    return names[static_cast<std::size_t>(step)];
}

net::ServerResponse without_measures(const net::ServerRequest& request) {
    return problem(404, "not-found", "Introuvable", "Ce processus n’a pas de mesures.", request);
}

net::ServerResponse measure_table(std::string table, std::string_view subject) {
    net::ServerResponse response;
    response.content_type = "text/csv; charset=utf-8; header=present";
    response.headers.emplace_back("Cache-Control", "no-cache");
    const bool plain = std::all_of(subject.begin(), subject.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == '.';
    });
    const std::string name = plain && !subject.empty() ? fmt::format("-{}", subject) : "";
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("attachment; filename=\"mesures{}.csv\"", name)
    );
    response.body = std::move(table);
    return response;
}

} // namespace moisson::api
