// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/portals/{id}/quality: how the scores of a portal spread, and what would help it most.
#include "api/problem.hpp"
#include "api/site.hpp"
#include "i18n/quality.hpp"
#include "store/quality_tally.hpp"

#include <string>

namespace moisson::api {
namespace {

constexpr int spread_step = 10;

// Ten steps; the last one holds 100 as well.
Json spread_json(const store::QualityTally& tally) {
    Json list = Json::array();
    for (int from = 0; from < 100; from += spread_step) {
        const int to = from + spread_step == 100 ? 100 : from + spread_step - 1;
        list.push_back({{"from", from}, {"to", to}, {"datasets", tally.between(from, to)}});
    }
    return list;
}

Json bands_json(const store::QualityTally& tally) {
    Json out = Json::object();
    int to = 100;
    for (const int from : quality_bands_from) {
        out[std::string(to_string(band_of(from)))] = tally.between(from, to);
        to = from - 1;
    }
    return out;
}

Json levers_json(const store::QualityTally& tally) {
    Json list = Json::array();
    for (const store::QualityLever& one : tally.levers())
        list.push_back(
            {{"code", one.criterion},
             {"label", i18n::quality_criterion_label(one.criterion)},
             {"advice", i18n::quality_advice(one.criterion)},
             {"points", rounded(one.points)},
             {"datasets", one.datasets}}
        );
    return list;
}

} // namespace

asio::awaitable<net::ServerResponse> show_portal_quality(const Site& site, Call call) {
    if (!site.options.portal_quality)
        co_return problem_of(Error(Code::not_found), call.request);
    const auto portal = co_await site.views.portal(call.id);
    if (!portal)
        co_return problem_of(portal.error(), call.request);
    std::string key = portal->summary.portal.key;
    const Result<store::QualityTally> tally = co_await site.options.portal_quality(std::move(key));
    if (tally.has_error())
        co_return problem_of(tally.error(), call.request);
    const auto mean = tally->mean();
    const auto median = tally->median();
    Json data;
    data["portal"] = portal->summary.portal.key;
    data["scored"] = tally->scored();
    data["mean"] = mean ? Json(rounded(*mean)) : Json(nullptr);
    data["median"] = median ? Json(*median) : Json(nullptr);
    data["bands"] = bands_json(*tally);
    data["distribution"] = spread_json(*tally);
    data["levers"] = levers_json(*tally);
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
