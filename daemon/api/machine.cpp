// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1 itself, its version, and what machines ask of the process.
#include "api/problem.hpp"
#include "api/site.hpp"
#include "routes/list_paths.hpp"

#include <algorithm>

namespace moisson::api {
namespace {

net::ServerResponse not_cached(net::ServerResponse response) {
    response.etag = false;
    std::erase_if(response.headers, [](const auto& header) {
        return header.first == "Cache-Control";
    });
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

} // namespace

net::ServerResponse show_root(const Site& site) {
    const routes::PublicUrl& url = site.options.public_url;
    return json_response(
        {{"links",
          {{"datasets", url.absolute(routes::api_datasets)},
           {"distributions", url.absolute(routes::api_distributions)},
           {"portals", url.absolute(routes::api_portals)},
           {"organizations", url.absolute(routes::api_organizations)},
           {"themes", url.absolute(routes::api_themes)},
           {"formats", url.absolute(routes::api_formats)},
           {"licences", url.absolute(routes::api_licences)},
           {"countries", url.absolute(routes::api_countries)},
           {"changes", url.absolute(routes::api_changes)},
           {"issues", url.absolute(routes::api_issues)},
           {"stats", url.absolute(routes::api_stats)},
           {"runs", url.absolute(routes::api_runs)},
           {"openapi", url.absolute(routes::api_openapi)},
           {"alerts", url.absolute(routes::api_alerts)},
           {"dumps", url.absolute(routes::api_dumps)},
           {"version", url.absolute(routes::api_version)}}}}
    );
}

net::ServerResponse show_version(const Site& site) {
    return json_response(
        {{"name", "moisson"},
         {"version", site.options.version},
         {"commit", text_or_null(site.options.commit)},
         {"api", "v1"}}
    );
}

net::ServerResponse show_readiness(const Site& site) {
    const views::Readiness state = site.views.readiness();
    const bool draining = site.options.draining && site.options.draining();
    const bool ready = state.index_ready && !draining;
    Json body;
    body["status"] = draining ? "draining" : ready ? "ok" : "loading";
    const auto behind = site.options.standby_lag ? site.options.standby_lag() : std::nullopt;
    body["database"] = !state.database_ok ? "down" : behind ? "standby" : "ok";
    body["lag_s"] = std::max(state.lag, behind.value_or(std::chrono::seconds(0))).count();
    body["generation"] = state.generation;
    body["last_contact"] = instant_json(state.last_contact);
    return not_cached(json_response(body, ready ? 200 : 503));
}

net::ServerResponse show_metrics(const Site& site, const net::ServerRequest& request) {
    if (!site.options.metrics)
        return problem(404, "not-found", "Introuvable", "Les mesures sont désactivées.", request);
    net::ServerResponse response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = site.options.metrics();
    return not_cached(std::move(response));
}

net::ServerResponse show_liveness() {
    return not_cached(json_response({{"status", "ok"}, {"live", true}}));
}

} // namespace moisson::api
