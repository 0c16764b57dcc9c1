// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}/freshness: the verdict, what it stands on, and a sentence.
#include "views/freshness.hpp"

#include "api/site.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace moisson::api {
namespace {

// The latest end of the periods that the data cover: another question than when they were updated.
Json data_until(const Dataset& dataset) {
    std::optional<PartialDate> last;
    for (const PeriodOfTime& period : dataset.temporal)
        if (period.end && (!last || last->instant < period.end->instant))
            last = period.end;
    return date_json(last);
}

} // namespace

Json freshness_json(
    const JsonContext& context,
    const store::DatasetRecord& record,
    const views::FreshnessView& verdict,
    Instant now
) {
    const FreshnessDates& dates = record.signal.freshness;
    const auto lang = i18n::lang_from_code(context.lang).value_or(i18n::Lang::fr);
    Json json;
    json["state"] = to_string(verdict.state);
    json["label"] = context.labels.find("freshness", to_string(verdict.state), lang);
    json["sentence"] = views::freshness_sentence(dates, verdict, now);
    json["basis"] = text_or_null(to_string(dates.basis));
    json["frequency"] = coded_json(context, "frequency", record.dataset.frequency);
    json["evidence"] = text_or_null(to_string(dates.evidence));
    // "2026" counts from its last day, which is yet to come.
    const Instant today = std::chrono::floor<std::chrono::days>(now);
    json["counted_from"] = instant_json(
        dates.counted_from ? std::optional(std::min(*dates.counted_from, today)) : std::nullopt
    );
    json["expected_at"] = instant_json(dates.expected_at);
    json["late_at"] = instant_json(dates.late_at);
    json["very_late_at"] = instant_json(dates.very_late_at);
    json["seen_until"] = instant_json(verdict.seen_until);
    json["data_until"] = data_until(record.dataset);
    return json;
}

asio::awaitable<net::ServerResponse> show_freshness(const Site& site, Call call) {
    const Result<views::DatasetAnswer> found = co_await site.views.dataset(call.id);
    if (auto refused = without_dataset(site, call, found, routes::api_freshness_of))
        co_return std::move(*refused);
    const std::string lang(routes::first(call.query, "lang_ui"));
    const JsonContext context{
        site.options.public_url,
        site.labels,
        lang.empty() ? std::string("fr") : lang};
    constexpr std::array<std::string_view, 1> known = {"lang_ui"};
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, known);
    body["data"] = freshness_json(context, *found->full, found->freshness, site.clock.now());
    co_return json_response(body);
}

} // namespace moisson::api
