// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Housekeeping tasks; a failure is logged and tried again next time.
#include "app/background.hpp"

#include "alert/engine.hpp"
#include "model/alert.hpp"
#include "monitor/assessing.hpp"
#include "opendata/dumping.hpp"
#include "store/compaction.hpp"
#include "store/overlay.hpp"

#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace moisson::app {
namespace {

constexpr std::chrono::hours prune_every{1};
constexpr std::chrono::seconds corrections_every{10};
constexpr std::chrono::hours compact_every{1};
constexpr std::chrono::seconds look_at_standby_every{2};
constexpr std::chrono::minutes fruitless_every{5};
constexpr std::chrono::minutes gauge_every{5};

// Our writes would go to a standby.
bool only_reads(const House& house) {
    return house.writes.state() == store::DatabaseState::standby;
}

// Whether it was done.
asio::awaitable<bool> remap_source(House& house, SourceId source, std::string key) {
    const Result<harvest::RemapReport> report = co_await house.engine->remap(source, key);
    if (report.has_error()) {
        // A source that left the configuration keeps what it had.
        if (report.error().code != Code::not_found)
            house.log.warning("remap failed", {{"source", key}, {"error", report.error().detail}});
        co_return false;
    }
    if (report->looked_at > 0)
        house.log.info(
            "remap finished",
            {{"source", key},
             {"looked_at", report->looked_at},
             {"remapped", report->remapped},
             {"refused", report->refused}}
        );
    co_return true;
}

void log_compaction(House& house, const store::CompactionOutcome& outcome) {
    for (const store::CompactionOutcome::Trial& trial : outcome.trials)
        house.log.info(
            "dictionary tried",
            {{"connector", trial.connector},
             {"records", trial.records},
             {"trained_on", trial.trained_on},
             {"measured", trial.measured},
             {"bytes_before", trial.bytes_before},
             {"bytes_after", trial.bytes_after},
             {"adopted", trial.adopted}}
        );
    if (outcome.rewritten > 0)
        house.log.info(
            "raw records rewritten",
            {{"records", outcome.rewritten},
             {"bytes_before", outcome.bytes_before},
             {"bytes_after", outcome.bytes_after}}
        );
    if (outcome.damaged > 0)
        house.log.error("raw records damaged", {{"records", outcome.damaged}});
}

// Records are mapped again without what has expired, and where a remap was cut short.
asio::awaitable<void> apply_overlays(House& house) {
    const auto sources = co_await store::expire_overlays(house.writes);
    if (sources.has_error()) {
        house.log.warning("overlays not expired", {{"error", sources.error().detail}});
        co_return;
    }
    for (const store::OutdatedSource& source : *sources)
        co_await remap_source(house, source.source, source.key);
}

} // namespace

asio::awaitable<void> prune_regularly(House& house) {
    for (;;) {
        // Whoever writes to the primary prunes. Asked, since nothing was written yet.
        const store::DatabaseHealth health = co_await house.writes.health();
        if (health.state == store::DatabaseState::standby) {
            co_await sleep_for(house.timers, prune_every);
            continue;
        }
        const Result<store::PruneOutcome> outcome =
            co_await store::prune(house.writes, house.settings.db.prune);
        if (outcome.has_error())
            house.log.warning("prune failed", {{"error", outcome.error().detail}});
        else if (outcome->sum() > 0)
            house.log.info(
                "prune finished",
                {{"changes", outcome->changes},
                 {"pages", outcome->pages},
                 {"issues", outcome->issues},
                 {"runs", outcome->runs},
                 {"events", outcome->events},
                 {"history", outcome->history},
                 {"left_out", outcome->left_out},
                 {"values", outcome->values},
                 {"purged", outcome->purged}}
            );
        if (house.engine)
            co_await apply_overlays(house);
        co_await sleep_for(house.timers, prune_every);
    }
}

asio::awaitable<void> follow_corrections(House& house) {
    std::set<std::string> owed;
    std::set<std::string> failed;
    for (;;) {
        co_await sleep_for(house.timers, corrections_every);
        if (only_reads(house))
            continue;
        // What the database cannot say now is said by the next look, and each hour.
        const auto sources = co_await store::expire_overlays(house.writes);
        if (sources.has_error())
            continue;
        std::set<std::string> seen;
        for (const store::OutdatedSource& source : *sources) {
            seen.insert(source.key);
            // The command line maps its own corrections: it has until the second look.
            if (!owed.contains(source.key) || failed.contains(source.key))
                continue;
            const bool done = co_await remap_source(house, source.source, source.key);
            if (!done)
                failed.insert(source.key);
        }
        std::erase_if(failed, [&seen](const std::string& key) { return !seen.contains(key); });
        owed = std::move(seen);
    }
}

asio::awaitable<void> watch_standby(House& house) {
    for (;;) {
        const store::DatabaseHealth health = co_await house.reads.health();
        house.standby_lag.reset();
        if (health.state == store::DatabaseState::standby)
            house.standby_lag =
                std::chrono::seconds(static_cast<std::int64_t>(std::ceil(health.lag_seconds)));
        co_await sleep_for(house.timers, look_at_standby_every);
    }
}

asio::awaitable<void> compact_regularly(House& house) {
    const store::CompactionOptions options;
    for (;;) {
        const Result<store::CompactionOutcome> outcome =
            co_await store::compact_raw_records(house.writes, house.cpu.get_executor(), options);
        if (outcome.has_error())
            house.log.warning("compaction failed", {{"error", outcome.error().detail}});
        else
            log_compaction(house, *outcome);
        co_await sleep_for(house.timers, compact_every);
    }
}

asio::awaitable<void> assess_regularly(House& house) {
    auto rules = [&house] { return monitor::assessment_rules(house.catalogue.vocabularies); };
    auto observe = [&house](const monitor::AssessingReport& report) {
        house.metrics.counter("moisson_monitor_datasets_total", "Datasets looked at after a run.")
            .add(static_cast<double>(report.looked_at));
        house.metrics
            .counter(
                "moisson_monitor_verdicts_changed_total",
                "Datasets whose stored verdict changed."
            )
            .add(static_cast<double>(report.changed));
    };
    const monitor::AssessingOptions options;
    asio::awaitable<void> judging = monitor::keep_assessed(
        *house.assessment_store,
        house.timers,
        house.log,
        options,
        std::move(rules),
        std::move(observe)
    );
    co_await std::move(judging);
}

asio::awaitable<void> alert_regularly(House& house) {
    auto observe = [&house](
                       const alert::RoundReport& report,
                       const std::vector<store::AlertCount>& counts
                   ) {
        house.metrics
            .counter("moisson_alert_messages_total", "Events about datasets that should be told.")
            .add(static_cast<double>(report.delivered));
        observe_alerts(house.metrics, counts);
    };
    alert::EngineOptions options = house.settings.alerts;
    options.probing = house.settings.monitor.probe_every.count() > 0;
    asio::awaitable<void> keeping = alert::keep_alerts(
        *house.alert_store,
        house.timers,
        house.log,
        options,
        std::move(observe)
    );
    co_await std::move(keeping);
}

asio::awaitable<void> gauge_portals_regularly(House& house) {
    PortalInstruments gauges(house.metrics);
    for (;;) {
        const auto portals = co_await store::read_portal_gauges(house.writes);
        if (portals.has_error())
            house.log.warning("gauges stay as they are", {{"error", portals.error().detail}});
        else
            gauges.observe(*portals, house.timers.now());
        co_await sleep_for(house.timers, gauge_every);
    }
}

asio::awaitable<void> count_fruitless_regularly(House& house) {
    for (;;) {
        co_await sleep_for(house.timers, fruitless_every);
        const std::vector<store::FruitlessCount> counts = house.fruitless.take(house.timers.now());
        // On a standby they are counted by nobody.
        if (counts.empty() || only_reads(house))
            continue;
        std::vector<store::FruitlessCount> sent = counts;
        const Result<void> written = co_await house.fruitless_store->add(std::move(sent));
        if (written.has_error()) {
            house.fruitless.put_back(counts);
            house.log.warning("fruitless searches kept", {{"error", written.error().detail}});
        }
    }
}

asio::awaitable<void> dump_regularly(House& house) {
    opendata::FeedSite site;
    site.url = routes::PublicUrl(house.settings.public_url);
    site.name = house.settings.site_name;
    opendata::DumpSource source(
        *house.catalog_store,
        *house.export_store,
        *house.live_store,
        house.labels,
        std::move(site),
        house.cpu.get_executor()
    );
    views::DumpOptions options = house.settings.dumps;
    co_await opendata::keep_dumped(std::move(source), std::move(options), house.timers, house.log);
}

asio::awaitable<void> remap_all(House& house) {
    if (!house.engine)
        co_return;
    const auto portals = co_await house.catalog_store->portals();
    if (portals.has_error()) {
        house.log.warning("remap postponed", {{"error", portals.error().detail}});
        co_return;
    }
    for (const store::PortalSummary& portal : *portals)
        for (const store::SourceSummary& source : portal.sources)
            // A source without a run has no record to map.
            if (source.enabled && source.last_run)
                co_await remap_source(house, source.last_run->source, source.key);
}

} // namespace moisson::app
