// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1, /livez, /readyz and /metrics as one handler of net's HTTP server. Answers come from
// views only; failures are RFC 9457 problems in French.
#pragma once

#include "core/clock.hpp"
#include "i18n/code_labels.hpp"
#include "net/http_server.hpp"
#include "normalise/vocabularies.hpp"
#include "routes/paths.hpp"
#include "store/alert_store.hpp"
#include "store/measures.hpp"
#include "store/quality_tally.hpp"
#include "store/updates_due.hpp"
#include "store/verdict_history.hpp"
#include "telemetry/log.hpp"
#include "views/catalog_views.hpp"
#include "views/dump_shelf.hpp"
#include "views/list_views.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::store {
class ExportStore;
}

namespace moisson::api {

struct ApiOptions {
    ApiOptions() = default;

    // Decides every absolute link.
    routes::PublicUrl public_url;
    // "0.1.0".
    std::string version;
    // Git commit, empty when unknown.
    std::string commit;
    // Text of /metrics (Prometheus format); without it /metrics answers 404.
    std::function<std::string()> metrics;
    // True while the process drains: /readyz answers 503.
    std::function<bool()> draining;
    // How far the standby that is read is behind; nothing on a primary. Without it /readyz knows no
    // standby.
    std::function<std::optional<std::chrono::seconds>()> standby_lag;
    // For distributions, changes, issues and growth, which answer 503 without it. Outlives the
    // handler.
    views::ListViews* lists = nullptr;
    // For /api/v1/alerts; without it there are none. Outlives the handler.
    store::AlertStore* alerts = nullptr;
    // For scores of quality; without them there are none.
    std::function<std::shared_ptr<const normalise::Vocabularies>()> vocabularies;
    // Whole datasets for the exports; without it there are none. Outlives the handler.
    store::ExportStore* exports = nullptr;
    // Daily measures; without it they answer 404.
    std::function<asio::awaitable<Result<std::vector<store::Measure>>>(store::MeasureQuery query)>
        measures;
    // How the scores of a portal spread; without it there is none.
    std::function<asio::awaitable<Result<store::QualityTally>>(std::string portal)> portal_quality;
    // What was thought of a dataset; without it quality has no history.
    std::function<asio::awaitable<Result<std::vector<store::VerdictSpan>>>(Uuid dataset)> verdicts;
    // The same day by day; without it the days of a dataset answer 404.
    std::function<asio::awaitable<Result<store::DatasetDays>>(store::DatasetDaysQuery query)>
        dataset_days;
    // Expected updates; without it there is no calendar.
    std::function<asio::awaitable<Result<std::vector<store::UpdateDue>>>(store::UpdatesQuery query)>
        updates;
    // Without it there is no dump.
    std::shared_ptr<const views::DumpShelf> dumps;
    // Called with the words and the client of a search that found nothing.
    std::function<void(const std::string&, const std::string&)> on_fruitless;
    // Where files are read; without it on the caller's thread.
    asio::any_io_executor disk;
};

// References outlive the handler. Runs on the io executor; never throws.
net::Handler make_api_handler(
    views::CatalogViews& views,
    const i18n::CodeLabels& labels,
    const Clock& clock,
    telemetry::Logger& log,
    ApiOptions options
);

// Method and pattern of every route of that handler.
std::vector<std::pair<std::string, std::string>> api_routes();

// One handler of two: /api/..., /livez, /readyz and /metrics go to `api`, the rest to `pages`.
net::Handler make_site_handler(net::Handler api, net::Handler pages);

} // namespace moisson::api
