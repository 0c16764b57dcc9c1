// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}/measures and .csv: the days of one dataset, rebuilt from the intervals of
// what was thought of it (decision 19).
#include "api/measure_query.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::api {
namespace {

struct DatasetDay {
    std::chrono::sys_days day{};
    store::VerdictSpan verdict;
    // Nothing: what had been read by then is no longer known.
    std::optional<Freshness> state;
};

struct DatasetSeries {
    std::string id;
    store::MeasureQuery query;
    std::vector<DatasetDay> days;
};

// Until when the portal had been read on a day. What we did not read is nobody's lateness
// (decision 6).
class ReadUntil {
public:
    // `seen`: as of `today`, and never later.
    ReadUntil(
        const std::vector<store::SourceReading>& readings,
        std::chrono::sys_days today,
        const std::optional<Instant>& seen
    )
        : readings_(readings), today_(today), seen_(seen) {}

    // Days are asked in order.
    std::optional<Instant> on(std::chrono::sys_days day) {
        const Instant end(day + std::chrono::days(1));
        for (; next_ < readings_.size() && readings_[next_].ended < end; ++next_)
            known_ = std::max(known_.value_or(Instant::min()), readings_[next_].started);
        if (!seen_ || (day != today_ && !known_))
            return std::nullopt;
        const Instant last = std::min(*seen_, end - std::chrono::microseconds(1));
        return day == today_ ? last : std::min(last, *known_);
    }

private:
    const std::vector<store::SourceReading>& readings_;
    std::chrono::sys_days today_;
    std::optional<Instant> seen_;
    std::size_t next_ = 0;
    std::optional<Instant> known_;
};

std::optional<Freshness>
state_on(const store::VerdictSpan& verdict, const std::optional<Instant>& read) {
    FreshnessDates dates;
    dates.basis = freshness_basis_from_string(verdict.basis).value_or(FreshnessBasis::none);
    dates.expected_at = verdict.expected_at;
    dates.late_at = verdict.late_at;
    dates.very_late_at = verdict.very_late_at;
    const bool dated = dates.expected_at && dates.basis != FreshnessBasis::none &&
                       dates.basis != FreshnessBasis::not_due;
    if (dated && !read)
        return std::nullopt;
    return freshness_at(dates, read);
}

// A day is told by what was thought at its end, a step by its last day.
std::vector<DatasetDay>
days_of(const store::DatasetDays& read, const store::MeasureQuery& query, ReadUntil until) {
    std::vector<DatasetDay> out;
    const std::vector<store::VerdictSpan>& spans = read.verdicts;
    auto next = spans.rbegin();
    std::optional<Instant> step;
    for (std::chrono::sys_days day = query.from; day <= query.to; day += std::chrono::days(1)) {
        const Instant end(day + std::chrono::days(1));
        const std::optional<Instant> bound = until.on(day);
        while (next != spans.rend() && next->since < end)
            ++next;
        if (next == spans.rbegin())
            continue;
        const store::VerdictSpan& verdict = *std::prev(next);
        const Instant begin = step_around(day, query.step).begin;
        if (step != begin)
            out.emplace_back();
        step = begin;
        out.back() = {day, verdict, state_on(verdict, bound)};
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
    out["freshness"] = one.state ? Json(to_string(*one.state)) : Json(nullptr);
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
        out += one.verdict.links + cut;
        out += std::string(one.state ? to_string(*one.state) : std::string_view()) + "\r\n";
    }
    return out;
}

asio::awaitable<Result<DatasetSeries>>
read_days(const Site& site, const views::DatasetAnswer& answer, store::MeasureQuery query) {
    const auto today = std::chrono::floor<std::chrono::days>(site.clock.now());
    query.to = std::min(query.to, today);
    DatasetSeries series;
    series.id = to_string(answer.full->id);
    store::DatasetDaysQuery asked;
    asked.dataset = answer.full->id.uuid;
    asked.from = query.from;
    asked.to = query.to;
    const auto read = co_await site.options.dataset_days(asked);
    if (read.has_error())
        co_return read.error();
    const ReadUntil until(read->readings, today, answer.freshness.seen_until);
    series.days = days_of(*read, query, until);
    series.query = std::move(query);
    co_return series;
}

} // namespace

asio::awaitable<net::ServerResponse> show_dataset_measures(const Site& site, Call call) {
    if (!site.options.dataset_days)
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
    if (!site.options.dataset_days)
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
