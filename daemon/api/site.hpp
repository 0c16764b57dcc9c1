// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the handlers of the API share, and one function per endpoint. Inside the room only.
#pragma once

#include "api/api.hpp"
#include "api/body_dates.hpp"
#include "api/json.hpp"
#include "routes/router.hpp"
#include "routes/url.hpp"
#include "store/measures.hpp"

namespace moisson::api {

// Statistics as last worked out; used on the io executor only.
struct StatsCache {
    Json body;
    Steady until{};
    // Requests that are working them out.
    int working = 0;
};

struct Site {
    views::CatalogViews& views;
    const i18n::CodeLabels& labels;
    const Clock& clock;
    telemetry::Logger& log;
    ApiOptions options;
    routes::RouteTable table;
    // OpenAPI.
    Json description;
    std::shared_ptr<StatsCache> stats = std::make_shared<StatsCache>();
    // Of feeds.
    std::shared_ptr<BodyDates> bodies = std::make_shared<BodyDates>();
};

// One request with what the router found. Passed by value to the handlers.
struct Call {
    Call() = default;
    Call(net::ServerRequest message, std::string value, routes::Query parameters)
        : request(std::move(message)), id(std::move(value)), query(std::move(parameters)) {}

    net::ServerRequest request;
    // Value of {id}, when the pattern has one.
    std::string id;
    routes::Query query;
};

// GET /api/v1/datasets
asio::awaitable<net::ServerResponse> search_datasets(const Site& site, Call call);
// GET /api/v1/datasets/{id}
asio::awaitable<net::ServerResponse> show_dataset(const Site& site, Call call);
// GET /api/v1/datasets/{id}/history
asio::awaitable<net::ServerResponse> show_history(const Site& site, Call call);
// GET /api/v1/datasets/{id}/freshness
asio::awaitable<net::ServerResponse> show_freshness(const Site& site, Call call);
// GET /api/v1/datasets/{id}/quality
asio::awaitable<net::ServerResponse> show_quality(const Site& site, Call call);
// GET /api/v1/datasets/{id}/links
asio::awaitable<net::ServerResponse> show_links(const Site& site, Call call);
// GET /api/v1/suggest
asio::awaitable<net::ServerResponse> show_suggestions(const Site& site, Call call);
// GET /api/v1/portals
asio::awaitable<net::ServerResponse> list_portals(const Site& site, Call call);
// GET /api/v1/portals/{id}
asio::awaitable<net::ServerResponse> show_portal(const Site& site, Call call);
// GET /api/v1/portals/{id}/health
asio::awaitable<net::ServerResponse> show_portal_health(const Site& site, Call call);
// GET /api/v1/portals/{id}/quality
asio::awaitable<net::ServerResponse> show_portal_quality(const Site& site, Call call);
// GET /api/v1/measures, those of countries/{id}, portals/{id} and organizations/{id}, and the same
// with ".csv". ?from ?to ?step=day|week|month
asio::awaitable<net::ServerResponse>
show_measures(const Site& site, Call call, store::MeasureScope scope);
asio::awaitable<net::ServerResponse>
show_measure_table(const Site& site, Call call, store::MeasureScope scope);
// GET /api/v1/datasets/{id}/measures and .csv
asio::awaitable<net::ServerResponse> show_dataset_measures(const Site& site, Call call);
asio::awaitable<net::ServerResponse> show_dataset_measure_table(const Site& site, Call call);
// GET /api/v1/runs
asio::awaitable<net::ServerResponse> list_runs(const Site& site, Call call);
// GET /api/v1/runs.csv: all of them, with what their reports count
asio::awaitable<net::ServerResponse> show_runs_table(const Site& site, Call call);
// GET /api/v1/runs/{id}
asio::awaitable<net::ServerResponse> show_run(const Site& site, Call call);

// GET /api/v1/alerts
asio::awaitable<net::ServerResponse> list_alerts(const Site& site, Call call);
// GET /api/v1/alerts.atom
asio::awaitable<net::ServerResponse> alert_feed(const Site& site, Call call);
// GET /api/v1/calendar.ics ?portal | ?organization | ?dataset
asio::awaitable<net::ServerResponse> show_calendar(const Site& site, Call call);
// GET /api/v1/alerts/{id}
asio::awaitable<net::ServerResponse> show_alert(const Site& site, Call call);

// GET /api/v1/runs/{id}/report and /api/v1/portals/{id}/report
asio::awaitable<net::ServerResponse> show_run_report(const Site& site, Call call);
asio::awaitable<net::ServerResponse> show_portal_report(const Site& site, Call call);
// The same with ".csv": the table of issues, of any length. ?delimiter=;|,|tab ?bom=0|1
asio::awaitable<net::ServerResponse> show_run_table(const Site& site, Call call);
asio::awaitable<net::ServerResponse> show_portal_table(const Site& site, Call call);
// GET /api/v1/runs/{id}/changes ?since, and with ".csv": all that the run changed
asio::awaitable<net::ServerResponse> show_run_changes(const Site& site, Call call);
asio::awaitable<net::ServerResponse> show_run_change_table(const Site& site, Call call);

// GET /api/v1/organizations, themes, formats, licences, countries
enum class Values { organizations, themes, formats, licences, countries };
asio::awaitable<net::ServerResponse> list_values(const Site& site, Call call, Values kind);
// GET /api/v1/organizations/{id}
asio::awaitable<net::ServerResponse> show_organization(const Site& site, Call call);
// GET /api/v1/distributions
asio::awaitable<net::ServerResponse> list_distributions(const Site& site, Call call);
// GET /api/v1/distributions/{id}
asio::awaitable<net::ServerResponse> show_distribution(const Site& site, Call call);
// GET /api/v1/changes
asio::awaitable<net::ServerResponse> list_changes(const Site& site, Call call);
// GET /api/v1/issues
asio::awaitable<net::ServerResponse> list_issues(const Site& site, Call call);
// GET /api/v1/stats
asio::awaitable<net::ServerResponse> show_stats(const Site& site, Call call);
// GET /api/v1/datasets.csv and .ndjson: every result of a search. ?delimiter= ?bom= (CSV), ?fields=
// (NDJSON)
asio::awaitable<net::ServerResponse> export_csv(const Site& site, Call call);
asio::awaitable<net::ServerResponse> export_ndjson(const Site& site, Call call);

// GET /api/v1/datasets.atom, .rss and .json-feed
asio::awaitable<net::ServerResponse> feed_atom(const Site& site, Call call);
asio::awaitable<net::ServerResponse> feed_rss(const Site& site, Call call);
asio::awaitable<net::ServerResponse> feed_json(const Site& site, Call call);
// GET /datasets/recent.atom (udata), /feeds/dataset.atom, /feeds/organization/{name}.atom,
// /feeds/group/{theme}.atom, /feeds/tag/{tag}.atom and /feeds/custom.atom (CKAN)
asio::awaitable<net::ServerResponse> foreign_feed(const Site& site, Call call);
asio::awaitable<net::ServerResponse> organization_feed(const Site& site, Call call);
asio::awaitable<net::ServerResponse> group_feed(const Site& site, Call call);
asio::awaitable<net::ServerResponse> tag_feed(const Site& site, Call call);
asio::awaitable<net::ServerResponse> custom_feed(const Site& site, Call call);

// GET /api/v1/dumps, and the files: of the newest dump, of a named one.
net::ServerResponse list_dumps(const Site& site, const Call& call);
net::ServerResponse newest_dump_file(const Site& site, const Call& call);
net::ServerResponse dated_dump_file(const Site& site, const Call& call);

// GET /api/v1: where an address cut short leads.
net::ServerResponse show_root(const Site& site);
// GET /api/v1/version
net::ServerResponse show_version(const Site& site);
// GET /livez, /readyz, /metrics
net::ServerResponse show_liveness();
net::ServerResponse show_readiness(const Site& site);
net::ServerResponse show_metrics(const Site& site, const net::ServerRequest& request);

// 200 with JSON, CORS left to the server, "Cache-Control: no-cache" so that ETags decide.
net::ServerResponse json_response(const Json& body, int status = 200);
// Moisson-Stale-Since while the database is away (decision 13).
void mark_stale(const Site& site, net::ServerResponse& response);
// Of an address below a dataset's: the answer when the dataset is not there in full. `path_of`
// gives that address by slug.
std::optional<net::ServerResponse> without_dataset(
    const Site& site,
    const Call& call,
    const Result<views::DatasetAnswer>& found,
    std::string (*path_of)(std::string_view)
);
// 410 with the last known metadata of an archived dataset, null of a purged one.
net::ServerResponse
gone(const Site& site, const Call& call, const Json& last_known, std::string_view slug);
// 451 or 410 with the reason, of one that was taken down.
net::ServerResponse taken_down(const Site& site, const Call& call, const Takedown& takedown);
// One warning per parameter that the endpoint does not know (rules.md 8).
Json unknown_parameter_warnings(
    const routes::Query& query,
    std::span<const std::string_view> known
);

} // namespace moisson::api
