// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}/measures and .csv: the days of one dataset, rebuilt from the intervals of
// what was thought of it (decision 19).
#include "api/measure_query.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace moisson::api {
namespace {

struct DatasetDay {
    std::chrono::sys_days day{};
    store::VerdictSpan verdict;
    Freshness state = Freshness::inconnue;
};

struct DatasetSeries {
    std::string id;
    store::MeasureQuery query;
    std::vector<DatasetDay> days;
};

// As of that day, and never of what the portal was not read for (decision 6).
Freshness state_on(
    const store::VerdictSpan& verdict,
    std::chrono::sys_days day,
    const std::optional<Instant>& seen_until
) {
    FreshnessDates dates;
    dates.basis = freshness_basis_from_string(verdict.basis).value_or(FreshnessBasis::none);
    dates.expected_at = verdict.expected_at;
    dates.late_at = verdict.late_at;
    dates.very_late_at = verdict.very_late_at;
    if (!seen_until)
        return freshness_at(dates, std::nullopt);
    return freshness_at(dates, std::min(Instant(day), *seen_until));
}

// `spans` newest first. A day is told by what was thought at its end, a step by its last day.
std::vector<DatasetDay> days_of(
    const std::vector<store::VerdictSpan>& spans,
    const store::MeasureQuery& query,
    const std::optional<Instant>& seen_until
) {
    std::vector<DatasetDay> out;
    auto next = spans.rbegin();
    std::optional<Instant> step;
    for (std::chrono::sys_days day = query.from; day <= query.to; day += std::chrono::days(1)) {
        const Instant end(day + std::chrono::days(1));
        while (next != spans.rend() && next->since < end)
            ++next;
        if (next == spans.rbegin())
            continue;
        const store::VerdictSpan& verdict = *std::prev(next);
        const Instant begin = step_around(day, query.step).begin;
        if (step != begin)
            out.emplace_back();
        step = begin;
        out.back() = {day, verdict, state_on(verdict, day, seen_until)};
    }
    return out;
}

Json number_of(const std::optional<std::int64_t>& number) {
    return number ? Json(*number) : Json(nullptr);
}

std::string digits_of(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : std::string();
}

Json day_json(const DatasetDay& one) {
    Json out;
    out["day"] = text_of_day(one.day);
    out["quality"] = number_of(one.verdict.quality);
    out["mqa"] = number_of(one.verdict.mqa);
    out["version"] = number_of(one.verdict.score_version);
    out["links"] = text_or_null(one.verdict.links);
    out["freshness"] = to_string(one.state);
    return out;
}

std::string dataset_table(const DatasetSeries& series, const views::CsvForm& form) {
    const std::string cut(1, form.delimiter);
    std::string out = form.mark ? "\xEF\xBB\xBF" : "";
    out += "day" + cut + "quality" + cut + "mqa" + cut + "version" + cut + "links" + cut +
           "freshness\r\n";
    for (const DatasetDay& one : series.days) {
        out += text_of_day(one.day) + cut + digits_of(one.verdict.quality) + cut;
        out += digits_of(one.verdict.mqa) + cut + digits_of(one.verdict.score_version) + cut;
        out += one.verdict.links + cut + std::string(to_string(one.state)) + "\r\n";
    }
    return out;
}

asio::awaitable<Result<DatasetSeries>>
read_days(const Site& site, const views::DatasetAnswer& answer, store::MeasureQuery query) {
    const DatasetId id = answer.full->id;
    const auto spans = co_await site.options.verdicts(id.uuid);
    if (spans.has_error())
        co_return spans.error();
    const auto today = std::chrono::floor<std::chrono::days>(site.clock.now());
    query.to = std::min(query.to, today);
    DatasetSeries series;
    series.id = to_string(id);
    series.days = days_of(*spans, query, answer.freshness.seen_until);
    series.query = std::move(query);
    co_return series;
}

} // namespace

asio::awaitable<net::ServerResponse> show_dataset_measures(const Site& site, Call call) {
    if (!site.options.verdicts)
        co_return without_measures(call.request);
    MeasureAsked asked = parse_measure_query(call.query, site.clock.now());
    if (!asked.problems.empty())
        co_return parameter_problem(asked.problems, call.request, {});
    const Result<views::DatasetAnswer> found = co_await site.views.dataset(call.id);
    if (auto refused = without_dataset(site, call, found, routes::api_dataset_measures_of))
        co_return std::move(*refused);
    const Result<DatasetSeries> series = co_await read_days(site, *found, std::move(asked.query));
    if (series.has_error())
        co_return problem_of(series.error(), call.request);
    Json data = Json::array();
    for (const DatasetDay& one : series->days)
        data.push_back(day_json(one));
    Json body;
    body["dataset"] = series->id;
    body["from"] = text_of_day(series->query.from);
    body["to"] = text_of_day(series->query.to);
    body["step"] = step_name(series->query.step);
    body["warnings"] = unknown_parameter_warnings(call.query, measure_parameters);
    body["links"] = {
        {"csv",
         site.options.public_url.absolute(
             routes::with_query(routes::api_dataset_measure_table_of(series->id), call.query)
         )}};
    body["data"] = std::move(data);
    co_return json_response(body);
}

asio::awaitable<net::ServerResponse> show_dataset_measure_table(const Site& site, Call call) {
    if (!site.options.verdicts)
        co_return without_measures(call.request);
    MeasureAsked asked = parse_measure_query(call.query, site.clock.now());
    ParsedForm form = parse_csv_form(call.query);
    asked.problems.insert(
        asked.problems.end(),
        std::make_move_iterator(form.problems.begin()),
        std::make_move_iterator(form.problems.end())
    );
    if (!asked.problems.empty())
        co_return parameter_problem(asked.problems, call.request, {});
    const Result<views::DatasetAnswer> found = co_await site.views.dataset(call.id);
    if (auto refused = without_dataset(site, call, found, routes::api_dataset_measure_table_of))
        co_return std::move(*refused);
    const Result<DatasetSeries> series = co_await read_days(site, *found, std::move(asked.query));
    if (series.has_error())
        co_return problem_of(series.error(), call.request);
    co_return measure_table(dataset_table(*series, form.form), series->id);
}

} // namespace moisson::api
