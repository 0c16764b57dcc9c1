// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/datasets/{id}/quality: our score and the MQA-compatible one, criterion by criterion.
#include "i18n/quality.hpp"

#include "api/problem.hpp"
#include "api/site.hpp"
#include "monitor/quality.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace moisson::api {
namespace {

Json criteria_json(const QualityScore& score) {
    Json list = Json::array();
    for (const QualityCriterion& one : score.criteria)
        list.push_back(
            {{"code", one.code},
             {"dimension", one.dimension},
             {"points", one.applicable ? Json(rounded(one.points)) : Json(nullptr)},
             {"points_max", one.points_max},
             {"applicable", one.applicable}}
        );
    return list;
}

Json ours_json(const QualityScore& score, const std::vector<QualityMend>& mends) {
    Json mend = Json::array();
    for (const QualityMend& one : mends)
        mend.push_back(
            {{"code", one.criterion.code},
             {"label", i18n::quality_criterion_label(one.criterion.code)},
             {"advice", i18n::quality_advice(one.criterion.code)},
             {"gain", rounded(one.gain)}}
        );
    return {
        {"version", monitor::score_version},
        {"percent", score.percent()},
        {"points", rounded(score.earned())},
        {"coverage", rounded(score.evaluable())},
        {"provisional", score.provisional()},
        {"band", to_string(score.band())},
        {"to_mend", std::move(mend)},
        {"criteria", criteria_json(score)}};
}

Json mqa_json(const QualityScore& score, const std::vector<QualityMend>& mends) {
    Json mend = Json::array();
    for (const QualityMend& one : mends)
        mend.push_back({{"code", one.criterion.code}, {"gain", rounded(one.gain)}});
    return {
        {"official", false},
        {"points", rounded(score.earned())},
        {"evaluable", rounded(score.evaluable())},
        {"out_of", score.possible()},
        {"scaled", rounded(score.scaled())},
        {"to_mend", std::move(mend)},
        {"indicators", criteria_json(score)}};
}

// Newest first; what it was on a day is the span that holds that day.
Json history_json(const std::vector<store::VerdictSpan>& spans) {
    Json list = Json::array();
    for (const store::VerdictSpan& one : spans) {
        Json item;
        item["since"] = to_iso8601(one.since);
        item["until"] = instant_json(one.until);
        item["percent"] = one.quality ? Json(*one.quality) : Json(nullptr);
        item["mqa"] = one.mqa ? Json(*one.mqa) : Json(nullptr);
        item["version"] = one.score_version ? Json(*one.score_version) : Json(nullptr);
        item["links"] = text_or_null(one.links);
        item["expected_at"] = instant_json(one.expected_at);
        item["late_at"] = instant_json(one.late_at);
        item["very_late_at"] = instant_json(one.very_late_at);
        list.push_back(std::move(item));
    }
    return list;
}

} // namespace

asio::awaitable<net::ServerResponse> show_quality(const Site& site, Call call) {
    const Result<views::DatasetAnswer> found = co_await site.views.dataset(call.id);
    if (auto refused = without_dataset(site, call, found, routes::api_quality_of))
        co_return std::move(*refused);
    if (!site.options.vocabularies)
        co_return problem_of(Error(Code::not_found), call.request);
    const monitor::QualityFacts facts =
        monitor::facts_of(found->full->signal, found->freshness.state);
    const auto vocabularies = site.options.vocabularies();
    const Dataset& dataset = found->full->dataset;
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = ours_json(
        monitor::score_of(dataset, facts, *vocabularies),
        monitor::mends_of(dataset, facts, *vocabularies)
    );
    body["data"]["mqa"] = mqa_json(
        monitor::mqa_score_of(dataset, facts, *vocabularies),
        monitor::mqa_mends_of(dataset, facts, *vocabularies)
    );
    std::vector<store::VerdictSpan> spans;
    if (site.options.verdicts) {
        auto read = co_await site.options.verdicts(found->full->id.uuid);
        if (read.has_error())
            co_return problem_of(read.error(), call.request);
        spans = std::move(*read);
    }
    body["data"]["history"] = history_json(spans);
    co_return json_response(body);
}

} // namespace moisson::api
