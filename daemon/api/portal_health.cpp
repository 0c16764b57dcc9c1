// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/portals/{id}/health: the state, since when and why, and what its past says.
#include "views/portal_health.hpp"

#include "api/problem.hpp"
#include "api/site.hpp"

#include <array>
#include <cmath>
#include <string>

namespace moisson::api {
namespace {

Json uptime_json(const PortalStanding& standing, CatalogueRead read, Instant now, int days) {
    const Uptime time = uptime(standing, read, now - std::chrono::days(days), now, now);
    const auto percent = time.percent();
    return {
        {"days", days},
        // Two decimals: a year has 105,120 probes.
        {"percent", percent ? Json(std::round(*percent * 100) / 100) : Json(nullptr)},
        {"up_s", time.up.count()},
        {"down_s", time.down.count()},
        {"unmeasured_s", time.unmeasured.count()}};
}

Json intervals_json(const PortalStanding& standing) {
    Json list = Json::array();
    for (const HealthInterval& one : standing.intervals)
        list.push_back(
            {{"state", to_string(one.state)},
             {"reasons", one.reasons},
             {"since", to_iso8601(one.since)},
             {"until", instant_json(one.until)}}
        );
    return list;
}

Json number_or_null(const std::optional<std::int64_t>& number) {
    return number ? Json(*number) : Json(nullptr);
}

} // namespace

asio::awaitable<net::ServerResponse> show_portal_health(const Site& site, Call call) {
    const auto result = co_await site.views.portal(call.id);
    if (!result)
        co_return problem_of(result.error(), call.request);
    const store::PortalSummary& portal = result->summary.portal;
    const PortalStanding& standing = portal.standing;
    const Instant now = site.clock.now();
    const std::int64_t datasets = portal.active + portal.missing;
    const std::optional<std::chrono::milliseconds>& p95 = standing.answer_p95;
    Json data;
    data["portal"] = portal.key;
    data["state"] = to_string(standing.state);
    data["sentence"] = views::health_sentence(standing, now);
    data["since"] = instant_json(standing.since);
    data["reasons"] = standing.reasons;
    data["probed_at"] = instant_json(standing.probed_at);
    data["answer_p95_ms"] = p95 ? Json(p95->count()) : Json(nullptr);
    data["certificate_expires"] = instant_json(standing.certificate_expires);
    data["certificate_days"] = number_or_null(certificate_days(standing, now));
    data["newest_change"] = instant_json(standing.newest_change);
    data["frozen_since"] = instant_json(frozen_since(standing, result->summary.seen_until));
    data["dataset_peak"] = number_or_null(standing.dataset_peak);
    data["shrunk_by"] = number_or_null(shrunk_by(standing, datasets));
    const CatalogueRead read = views::catalogue_read(result->summary.seen_until);
    data["uptime"] = Json::array(
        {uptime_json(standing, read, now, 30),
         uptime_json(standing, read, now, 90),
         uptime_json(standing, read, now, 365)}
    );
    data["intervals"] = intervals_json(standing);
    Json body;
    body["warnings"] = unknown_parameter_warnings(call.query, {});
    body["data"] = std::move(data);
    net::ServerResponse response = json_response(body);
    mark_stale(site, response);
    co_return response;
}

} // namespace moisson::api
