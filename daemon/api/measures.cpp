// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/measures, /api/v1/countries/{id}/measures, /api/v1/portals/{id}/measures and their .csv:
// what was measured day by day. The availability of a portal is worked out from its intervals
// (decision 19).
#include "store/measures.hpp"

#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "model/portal_health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace moisson::api {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days default_span{365};
constexpr days span_max{3'660};
constexpr std::array<std::string_view, 3> series_parameters = {"from", "to", "step"};

struct Asked {
    store::MeasureQuery query;
    std::vector<routes::ParameterProblem> problems;
};

std::optional<sys_days> day_of(std::string_view text) {
    const auto instant = from_iso8601(std::string(text) + "T00:00:00Z");
    if (text.size() != 10 || !instant)
        return std::nullopt;
    return std::chrono::floor<days>(*instant);
}

std::string text_of(sys_days day) {
    return to_iso8601(Instant(day)).substr(0, 10);
}

Asked parse(const routes::Query& query, Instant now) {
    Asked out;
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

struct Span {
    Instant begin;
    Instant end;
};

// The whole step that a day is in; weeks begin on Monday.
Span step_around(sys_days day, store::MeasureStep step) {
    using namespace std::chrono;
    if (step == store::MeasureStep::month) {
        const year_month month = year_month_day(day).year() / year_month_day(day).month();
        return {Instant(sys_days(month / 1)), Instant(sys_days((month + months(1)) / 1))};
    }
    if (step == store::MeasureStep::week) {
        const sys_days monday = day - (weekday(day) - Monday);
        return {Instant(monday), Instant(monday + days(7))};
    }
    return {Instant(day), Instant(day + days(1))};
}

struct Line {
    store::Measure measure;
    // Of a portal; nothing when nothing was probed.
    std::optional<double> uptime;
};

struct Series {
    store::MeasureQuery query;
    std::vector<Line> lines;
    // "portal", "country" or empty.
    std::string_view kind;
};

void add_uptime(Series& series, const PortalStanding& standing, Instant now) {
    for (Line& line : series.lines) {
        const Span step = step_around(line.measure.day, series.query.step);
        const Uptime time = uptime(
            standing.intervals,
            step.begin,
            std::min(step.end, now),
            watched_until(standing, now)
        );
        line.uptime = time.percent();
    }
}

bool is_country(const std::string& code) {
    return code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
}

asio::awaitable<Result<Series>>
read(const Site& site, store::MeasureScope scope, std::string id, store::MeasureQuery query) {
    const Instant now = site.clock.now();
    Series series;
    std::optional<PortalStanding> standing;
    query.scope = scope;
    query.subject = id;
    if (scope == store::MeasureScope::country) {
        series.kind = "country";
        if (!is_country(id))
            co_return Error(Code::not_found);
    }
    if (scope == store::MeasureScope::portal) {
        series.kind = "portal";
        const auto portal = co_await site.views.portal(id);
        if (portal.has_error())
            co_return portal.error();
        query.subject = portal->summary.portal.key;
        standing = portal->summary.portal.standing;
    }
    series.query = query;
    const auto rows = co_await site.options.measures(std::move(query));
    if (rows.has_error())
        co_return rows.error();
    for (const store::Measure& row : *rows) {
        Line line;
        line.measure = row;
        series.lines.push_back(line);
    }
    if (standing)
        add_uptime(series, *standing, now);
    co_return series;
}

Json line_json(const Line& line, std::string_view kind) {
    Json freshness;
    for (std::size_t i = 0; i < store::measured_states.size(); ++i)
        freshness[std::string(store::measured_states[i])] = line.measure.states[i];
    const auto quality = line.measure.quality();
    Json out;
    out["day"] = text_of(line.measure.day);
    out["datasets"] = line.measure.datasets;
    out["freshness"] = std::move(freshness);
    out["quality"] = quality ? Json(rounded(*quality)) : Json(nullptr);
    out["scored"] = line.measure.scored;
    const auto mqa = line.measure.mqa();
    out["mqa"] = mqa ? Json(rounded(*mqa)) : Json(nullptr);
    if (kind == "portal")
        out["uptime"] = line.uptime ? Json(rounded(*line.uptime)) : Json(nullptr);
    return out;
}

std::string_view step_name(store::MeasureStep step) {
    constexpr std::array<std::string_view, 3> names = {"day", "week", "month"};
    return names[static_cast<std::size_t>(step)];
}

// Empty: not known.
std::string two_decimals(const std::optional<double>& value) {
    return value ? fmt::format("{:.2f}", *value) : std::string();
}

std::string table_of(const Series& series, const views::CsvForm& form) {
    const std::string cut(1, form.delimiter);
    std::string out = form.mark ? "\xEF\xBB\xBF" : "";
    out += "day" + cut + "datasets";
    for (const std::string_view state : store::measured_states)
        out += cut + std::string(state);
    out += cut + "quality" + cut + "scored" + cut + "uptime" + cut + "mqa\r\n";
    for (const Line& line : series.lines) {
        out += text_of(line.measure.day) + cut + std::to_string(line.measure.datasets);
        for (const std::int64_t count : line.measure.states)
            out += cut + std::to_string(count);
        out += cut + two_decimals(line.measure.quality());
        out += cut + std::to_string(line.measure.scored);
        out += cut + two_decimals(line.uptime);
        out += cut + two_decimals(line.measure.mqa()) + "\r\n";
    }
    return out;
}

net::ServerResponse without_measures(const net::ServerRequest& request) {
    return problem(404, "not-found", "Introuvable", "Ce processus n’a pas de mesures.", request);
}

} // namespace

asio::awaitable<net::ServerResponse>
show_measures(const Site& site, Call call, store::MeasureScope scope) {
    if (!site.options.measures)
        co_return without_measures(call.request);
    Asked asked = parse(call.query, site.clock.now());
    if (!asked.problems.empty())
        co_return parameter_problem(asked.problems, call.request, {});
    const Result<Series> series = co_await read(site, scope, call.id, std::move(asked.query));
    if (series.has_error())
        co_return problem_of(series.error(), call.request);
    Json data = Json::array();
    for (const Line& line : series->lines)
        data.push_back(line_json(line, series->kind));
    Json body;
    if (!series->kind.empty())
        body[std::string(series->kind)] = series->query.subject;
    body["from"] = text_of(series->query.from);
    body["to"] = text_of(series->query.to);
    body["step"] = step_name(series->query.step);
    body["warnings"] = unknown_parameter_warnings(call.query, series_parameters);
    body["links"] = {
        {"csv",
         site.options.public_url.absolute(routes::with_query(call.request.path + ".csv", call.query)
         )}};
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

asio::awaitable<net::ServerResponse>
show_measure_table(const Site& site, Call call, store::MeasureScope scope) {
    if (!site.options.measures)
        co_return without_measures(call.request);
    Asked asked = parse(call.query, site.clock.now());
    ParsedForm form = parse_csv_form(call.query);
    asked.problems.insert(
        asked.problems.end(),
        std::make_move_iterator(form.problems.begin()),
        std::make_move_iterator(form.problems.end())
    );
    if (!asked.problems.empty())
        co_return parameter_problem(asked.problems, call.request, {});
    const Result<Series> series = co_await read(site, scope, call.id, std::move(asked.query));
    if (series.has_error())
        co_return problem_of(series.error(), call.request);
    net::ServerResponse response;
    response.content_type = "text/csv; charset=utf-8; header=present";
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format(
            "attachment; filename=\"mesures{}{}.csv\"",
            series->query.subject.empty() ? "" : "-",
            series->query.subject
        )
    );
    response.body = table_of(*series, form.form);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
