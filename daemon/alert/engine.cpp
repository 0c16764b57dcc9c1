// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "alert/engine.hpp"

#include "alert/datasets.hpp"
#include "alert/overview.hpp"
#include "alert/policy.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace moisson::alert {
namespace {

using Sights = std::vector<store::AlertDatasetSight>;

asio::awaitable<Result<store::AlertScanReport>> scan_portal(
    store::AlertStore& store,
    const store::AlertPortalFacts& portal,
    const store::AlertOverview& facts,
    bool probing
) {
    std::optional<store::AlertScanRequest> request = scan_of(portal, facts, probing);
    if (!request)
        co_return store::AlertScanReport();
    const auto judge = std::make_shared<DatasetJudge>(portal, facts, probing);
    store::AlertSightsJudge open = [judge](Sights sights) { return judge->open(sights); };
    store::AlertSightsJudge go_on = [judge](Sights sights) { return judge->go_on(sights); };
    store::AlertScanRequest asked = std::move(*request);
    co_return co_await store.scan(std::move(asked), std::move(open), std::move(go_on));
}

} // namespace

asio::awaitable<Result<RoundReport>> run_round(store::AlertStore& store, EngineOptions options) {
    store::AlertTimes times;
    times.scan_every = options.datasets_every;
    times.baseline = baseline_time;
    const bool probing = options.probing;
    store::AlertOverviewJudge judge = [probing](const store::AlertOverview& facts) {
        return judge_overview(facts, probing);
    };
    const Result<store::AlertOverview> facts = co_await store.look(times, std::move(judge));
    if (facts.has_error())
        co_return facts.error();
    RoundReport report;
    for (const store::AlertPortalFacts& portal : facts->portals) {
        if (!portal.scan_due)
            continue;
        const Result<store::AlertScanReport> scan =
            co_await scan_portal(store, portal, *facts, probing);
        if (scan.has_error())
            co_return scan.error();
        ++report.portals_scanned;
        report.sights += scan->looked_at;
        report.delivered += scan->delivered;
    }
    co_return report;
}

asio::awaitable<void> keep_alerts(
    store::AlertStore& store,
    TimerSource& timers,
    telemetry::Logger& log,
    EngineOptions options,
    RoundObserver observe
) {
    for (;;) {
        // First the probes that fell due while nothing ran: before them, a start after a stop that
        // was longer than the interval of probes looks like a lost network.
        co_await sleep_for(timers, options.every);
        const Result<RoundReport> report = co_await run_round(store, options);
        if (report.has_error()) {
            log.warning("alerts have to wait", {{"error", report.error().detail}});
        } else {
            const auto counts = co_await store.counts();
            if (counts.has_value())
                observe(*report, *counts);
        }
    }
}

} // namespace moisson::alert
