// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Worker: one harvesting process of the world, with everything that a process owns: its loop, its
// session with PostgreSQL, its claims on hosts, its wall clock. Whoever drives the world runs its
// loop and its transactions, one step at a time, so that the same seed gives the same history.
#pragma once

#include "async/timer_source.hpp"
#include "core/rng.hpp"
#include "harvest/engine.hpp"
#include "kit/registry.hpp"
#include "net/http_client.hpp"
#include "simulation/world_wire.hpp"
#include "store/host_budget.hpp"
#include "store/stores.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace moisson::simulation {

// The world's time, read on a watch that goes wrong by `offset`.
class Watch final : public TimerSource {
public:
    Watch(TimerSource& truth, std::chrono::microseconds offset) : truth_(truth), offset_(offset) {}

    Instant now() const override { return truth_.now() + offset_; }
    Steady steady_now() const override { return truth_.steady_now(); }
    asio::awaitable<void> sleep_until(Steady when) override { return truth_.sleep_until(when); }

private:
    TimerSource& truth_;
    std::chrono::microseconds offset_;
};

// What every worker of a world is made of; all of it outlives them.
struct WorkerParts {
    std::string conninfo;
    TimerSource* truth = nullptr;
    const Sites* sites = nullptr;
    Traffic* traffic = nullptr;
    const kit::Registry* registry = nullptr;
    std::shared_ptr<const normalise::Vocabularies> vocabularies;
    std::vector<Portal> portals;
    harvest::EngineOptions engine;
    // False: it keeps the pace of hosts by itself alone.
    bool shares_budgets = true;
    bool verbose = false;
};

struct WorkerIdentity {
    std::string name;
    std::uint64_t seed = 1;
    std::chrono::microseconds clock_offset{0};
};

class Worker {
public:
    // Begins to work as soon as its loop runs.
    Worker(const WorkerParts& parts, WorkerIdentity identity);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    const std::string& name() const { return identity_.name; }
    // Runs what is ready; true when there was anything.
    bool step();
    // Runs the oldest waiting transaction: its label, empty when none waits.
    std::string transact();
    bool has_transaction() const { return database_.has_work(); }
    // Its session with PostgreSQL ends here and now, as when the process is killed.
    void cut() { database_.stop(); }
    // Asks it to end and lets it, without time passing. False when something of it goes on.
    bool end();
    store::Database& database() { return database_; }

private:
    void begin();

    WorkerIdentity identity_;
    Watch watch_;
    std::string label_;
    store::Database database_;
    Rng rng_;
    std::unique_ptr<telemetry::Logger> log_;
    harvest::SilentObserver observer_;
    std::unique_ptr<store::HarvestStore> harvests_;
    std::unique_ptr<store::ScheduleStore> schedules_;
    std::unique_ptr<store::SharedHostBudget> budget_;
    std::unique_ptr<HostBudget> own_budget_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<harvest::Engine> engine_;
    asio::cancellation_signal stop_engine_;
    asio::cancellation_signal stop_budget_;
    int running_ = 0;
    // Last: what still hangs on the loop refers to all of the above.
    boost::asio::io_context io_{1};
};

} // namespace moisson::simulation
