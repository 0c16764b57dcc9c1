// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Engine: the harvest role. Plans due runs, claims them, and harvests several sources at a time:
// probe, pages, completeness, breaker, reconciliation. Knows portals by kit::Connector and
// PostgreSQL by store::HarvestStore only.
#pragma once

#include "async/asio.hpp"
#include "async/timer_source.hpp"
#include "core/result.hpp"
#include "core/rng.hpp"
#include "harvest/observer.hpp"
#include "harvest/recipe.hpp"
#include "harvest/rules.hpp"
#include "harvest/schedule.hpp"
#include "kit/registry.hpp"
#include "model/portal.hpp"
#include "net/http_client.hpp"
#include "normalise/vocabularies.hpp"
#include "store/harvest_store.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::harvest {

struct EngineOptions {
    // Name of this process in the leases ("host:pid").
    std::string worker;
    // Our public address: records that name it came from here (`public_url`).
    std::string own_url;
    // Runs at a time in this process (`harvest.runs_max`).
    int runs_max = 4;
    // A dead worker's runs are taken over within two minutes: this, a look (`plan_every`) and a
    // page.
    std::chrono::seconds lease{110};
    // Pause between two looks for due runs (`harvest.plan_every`).
    std::chrono::milliseconds plan_every{3'000};
    // How long a source may do without a full run, unless it says itself (`harvest.full_every`).
    std::chrono::seconds full_every = std::chrono::hours(24 * 7);
    // Runs of one portal at a time, all workers together (`harvest.runs_per_portal`); the store's.
    int runs_per_portal = 2;
    // A run without a committed page for so long counts no longer among `runs_max`.
    std::chrono::milliseconds stall_after{60'000};
    // A run whose portal asks for a long pause, or that has lasted as long as its source allows at
    // a time, is given back and goes on later. Without, the worker sits the one out and ends at the
    // other.
    bool leaves_for_pauses = true;
    SchedulePolicy schedule;
    BreakerPolicy breaker;
    AutoApprove auto_approve = AutoApprove::never;
    store::ArchivePolicy archive;
};

// The schedule of a source of a portal.
using ScheduleMaker = std::function<Schedule(const Portal&, const Source&)>;

// In the zone of the source, or of the portal's only country.
ScheduleMaker make_schedules(std::shared_ptr<const normalise::Vocabularies> vocabularies);

// What is pointed at outlives the engine. `cpu`: pool for parsing and normalising.
struct EngineParts {
    store::HarvestStore* store = nullptr;
    // Null: only first runs and those that are asked for (command line, tests).
    store::ScheduleStore* schedules = nullptr;
    net::HttpClient* http = nullptr;
    const kit::Registry* registry = nullptr;
    TimerSource* timers = nullptr;
    Rng* rng = nullptr;
    telemetry::Logger* log = nullptr;
    Observer* observer = nullptr;
    asio::any_io_executor cpu;
    kit::DocumentOptions documents;
};

struct RemapReport {
    std::int64_t looked_at = 0;
    std::int64_t remapped = 0;
    // Of those, the ones that are not shown as they were.
    std::int64_t changed = 0;
    // Stored records that the mapping of today refuses; they stay as they are.
    std::int64_t refused = 0;
};

// Every member is called on one strand (or one thread), where the coroutines run.
class Engine {
public:
    Engine(EngineParts parts, EngineOptions options);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // The catalogue of portals and the vocabularies, at start and on SIGHUP. Running runs keep
    // what they began with.
    void configure(
        std::vector<Portal> portals,
        std::shared_ptr<const normalise::Vocabularies> vocabularies
    );

    // Same with another way to normalise: tests.
    void configure(std::vector<Portal> portals, RecipeMaker recipes, ScheduleMaker schedules = {});

    // Writes the portals to the store, then plans, claims and harvests until cancelled; returns
    // after every run gave its lease back.
    asio::awaitable<void> run();

    // Claims one waiting run and harvests it to its end; false when nothing waits. For the command
    // line and tests.
    asio::awaitable<Result<bool>> run_one();

    // Harvests a run that the caller claimed (HarvestStore::begin_run) to its end.
    asio::awaitable<void> harvest(store::ClaimedRun claimed);

    // Maps stored records again, without the network, when the mapping version has changed
    // (decision 9). NOT_FOUND for a source that is not configured.
    asio::awaitable<Result<RemapReport>> remap(SourceId source, std::string source_key);

    // Runs being harvested now.
    std::size_t active() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace moisson::harvest
