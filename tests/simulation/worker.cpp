// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "simulation/worker.hpp"

#include "simulation/simulated_time.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

#include <stdexcept>

namespace moisson::simulation {
namespace {

// The pauses of the budget are longer than the product's: thirty days of half seconds would be most
// of the world's work.
store::SharedBudgetOptions budget_options(const std::string& holder) {
    store::SharedBudgetOptions options;
    options.holder = holder;
    options.claim = std::chrono::seconds(450);
    options.poll = std::chrono::seconds(120);
    options.yield = std::chrono::seconds(180);
    options.idle = std::chrono::seconds(240);
    return options;
}

store::DatabaseOptions
database_options(const WorkerParts& parts, const std::string& name, std::string& label) {
    store::DatabaseOptions options;
    options.conninfo = parts.conninfo;
    options.application_name = name;
    options.connections = 0;
    options.prepares_all = true;
    options.observe = [&label](std::string_view what, std::chrono::nanoseconds, bool) {
        label = what;
    };
    options.before = time_signal(*parts.truth);
    return options;
}

} // namespace

Worker::Worker(const WorkerParts& parts, WorkerIdentity identity)
    : identity_(std::move(identity)), watch_(*parts.truth, identity_.clock_offset),
      database_(database_options(parts, identity_.name, label_)), rng_(identity_.seed),
      log_(
          parts.verbose ? telemetry::make_stderr_logger(watch_, telemetry::LogLevel::debug)
                        : telemetry::make_silent_logger()
      ),
      harvests_(store::make_harvest_store(database_)),
      schedules_(store::make_schedule_store(database_)),
      budget_(store::make_shared_host_budget(watch_, database_, budget_options(identity_.name))),
      own_budget_(make_local_host_budget(watch_)) {
    HostBudget& budget = parts.shares_budgets ? static_cast<HostBudget&>(*budget_) : *own_budget_;
    net::ClientOptions client;
    client.user_agent = "Moisson-monde/1";
    const net::ClientDeps deps(watch_, budget, rng_);
    http_ = net::make_http_client(
        make_world_wire(*parts.sites, *parts.traffic, *parts.truth, identity_.name),
        client,
        deps
    );
    harvest::EngineParts engine;
    engine.store = harvests_.get();
    engine.schedules = schedules_.get();
    engine.http = http_.get();
    engine.registry = parts.registry;
    engine.timers = &watch_;
    engine.rng = &rng_;
    engine.log = log_.get();
    engine.observer = &observer_;
    harvest::EngineOptions options = parts.engine;
    options.worker = identity_.name;
    engine_ = std::make_unique<harvest::Engine>(engine, options);
    engine_->configure(parts.portals, parts.vocabularies);
    begin();
}

Worker::~Worker() {
    // A frozen or killed one still hangs on its waits.
    database_.stop();
    end();
}

void Worker::begin() {
    const auto ended = [this](const std::exception_ptr& failure) {
        --running_;
        try {
            if (failure)
                std::rethrow_exception(failure);
        } catch (const boost::system::system_error& error) {
            if (error.code() != asio::error::operation_aborted)
                throw;
        }
    };
    running_ = 2;
    asio::co_spawn(io_, engine_->run(), asio::bind_cancellation_slot(stop_engine_.slot(), ended));
    asio::co_spawn(io_, budget_->keep(), asio::bind_cancellation_slot(stop_budget_.slot(), ended));
}

bool Worker::step() {
    io_.restart();
    return io_.poll() > 0;
}

std::string Worker::transact() {
    label_.clear();
    if (!database_.work_off())
        return {};
    return label_;
}

bool Worker::end() {
    const auto settle = [this] {
        while (step() || database_.work_off())
            continue;
    };
    settle();
    if (running_ > 0) {
        stop_engine_.emit(asio::cancellation_type::terminal);
        settle();
        stop_budget_.emit(asio::cancellation_type::terminal);
        settle();
    }
    return running_ == 0;
}

} // namespace moisson::simulation
