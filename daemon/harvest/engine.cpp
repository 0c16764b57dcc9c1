// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The scheduler: one planner, several workers. A worker claims a run, harvests it, and looks for
// the next one at once.
#include "harvest/engine.hpp"

#include "async/task_group.hpp"
#include "core/assert.hpp"
#include "harvest/engine_state.hpp"
#include "harvest/run.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace moisson::harvest {
namespace {

// Counts a run while it lives, whatever ends it.
class ActiveRun {
public:
    explicit ActiveRun(std::size_t& count) : count_(count) { ++count_; }
    ActiveRun(const ActiveRun&) = delete;
    ActiveRun& operator=(const ActiveRun&) = delete;
    ~ActiveRun() { --count_; }

private:
    std::size_t& count_;
};

} // namespace

Engine::Engine(EngineParts parts, EngineOptions options)
    : state_(std::make_shared<State>(std::move(parts), std::move(options))) {
    MOISSON_ASSERT(state_->parts.store != nullptr);
    MOISSON_ASSERT(state_->parts.http != nullptr);
    MOISSON_ASSERT(state_->parts.registry != nullptr);
    MOISSON_ASSERT(state_->parts.timers != nullptr);
    MOISSON_ASSERT(state_->parts.rng != nullptr);
    MOISSON_ASSERT(state_->parts.log != nullptr);
    MOISSON_ASSERT(state_->parts.observer != nullptr);
}

Engine::~Engine() = default;

void Engine::configure(std::vector<Portal> portals, RecipeMaker recipes) {
    MOISSON_ASSERT(recipes != nullptr);
    state_->portals = std::move(portals);
    state_->recipes = std::move(recipes);
    state_->portals_stored = false;
}

std::size_t Engine::active() const {
    return state_->active;
}

std::optional<Prepared> Engine::State::prepare(const std::string& source_key) const {
    for (const Portal& portal : portals) {
        for (const Source& source : portal.sources) {
            if (source.key != source_key)
                continue;
            Prepared prepared;
            prepared.portal = portal;
            prepared.source = source;
            kit::Services services;
            services.http = parts.http;
            services.clock = parts.timers;
            services.cpu = parts.cpu;
            services.documents = parts.documents;
            Result<std::unique_ptr<kit::Connector>> made = parts.registry->make(source, services);
            if (made.has_error()) {
                prepared.error = made.error();
                return prepared;
            }
            prepared.connector = std::move(made.value());
            prepared.recipe =
                recipes(portal, source, prepared.connector->scheme(), parts.timers->now());
            return prepared;
        }
    }
    return std::nullopt;
}

// A run that cannot even begin ends at once, so that it does not come back every second.
asio::awaitable<void> Engine::State::refuse(store::ClaimedRun claimed, Error error) {
    parts.log->error(
        "run refused",
        {{"source", claimed.source_key}, {"code", to_string(error.code)}, {"detail", error.detail}}
    );
    store::RunEnd end;
    end.state = RunState::failed;
    end.reason = to_string(error.code);
    end.issues.emplace_back(error.code, Stage::probe, error.detail);
    const Result<HarvestRun> ended =
        co_await parts.store->finish_run(claimed.lease, std::move(end));
    if (ended.has_value())
        parts.observer->run_finished(*ended);
}

asio::awaitable<Result<bool>> Engine::State::run_one() {
    Result<std::optional<store::ClaimedRun>> claimed =
        co_await parts.store->claim_run(options.worker, options.lease);
    if (claimed.has_error())
        co_return claimed.error();
    if (!claimed->has_value())
        co_return false;
    store::ClaimedRun run = std::move(**claimed);
    co_await harvest(std::move(run));
    co_return true;
}

asio::awaitable<void> Engine::State::harvest(store::ClaimedRun run) {
    std::optional<Prepared> prepared = prepare(run.source_key);
    if (!prepared || prepared->error) {
        Error error = prepared ? *prepared->error
                               : Error(Code::config_invalid, "source left the configuration");
        co_await refuse(std::move(run), std::move(error));
        co_return;
    }
    const ActiveRun counted(active);
    Run work(
        parts,
        options,
        std::move(run),
        std::move(prepared->portal),
        std::move(prepared->source),
        std::move(prepared->connector),
        std::move(prepared->recipe)
    );
    co_await work.execute();
}

asio::awaitable<void> Engine::harvest(store::ClaimedRun claimed) {
    const std::shared_ptr<State> state = state_;
    MOISSON_ASSERT(state->recipes != nullptr);
    co_await state->harvest(std::move(claimed));
}

asio::awaitable<Result<bool>> Engine::run_one() {
    const std::shared_ptr<State> state = state_;
    MOISSON_ASSERT(state->recipes != nullptr);
    Result<bool> ran = co_await state->run_one();
    co_return ran;
}

asio::awaitable<void> Engine::State::plan() {
    bool told = false;
    while (true) {
        std::optional<Error> error;
        if (!portals_stored) {
            // A new configuration that comes meanwhile is stored at the next look.
            portals_stored = true;
            const Result<void> sync = co_await parts.store->sync_portals(portals);
            if (sync.has_error()) {
                portals_stored = false;
                error = sync.error();
            }
        }
        if (!error) {
            const Result<std::int64_t> planned = co_await parts.store->plan_due_runs();
            if (planned.has_error())
                error = planned.error();
        }
        // Once per outage, not once per look.
        if (error && !told)
            parts.log->warning(
                "planning has to wait",
                {{"code", to_string(error->code)}, {"detail", error->detail}}
            );
        told = error.has_value();
        co_await sleep_for(*parts.timers, options.plan_every);
    }
}

asio::awaitable<void> Engine::State::work() {
    while (true) {
        const Result<bool> ran = co_await run_one();
        if (ran.has_error() || !*ran)
            co_await sleep_for(*parts.timers, options.plan_every);
    }
}

asio::awaitable<void> Engine::run() {
    const std::shared_ptr<State> state = state_;
    MOISSON_ASSERT(state->recipes != nullptr);
    TaskGroup group(co_await asio::this_coro::executor);
    group.spawn(state->plan());
    for (int i = 0; i < state->options.runs_max; ++i)
        group.spawn(state->work());
    co_await group.join();
}

} // namespace moisson::harvest
