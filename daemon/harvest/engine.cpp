// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The scheduler: one planner, one dispatcher, several runs. A look of the planner that sees runs
// wait, and a run that ends, wake the dispatcher, which claims until it finds none or has no slot.
#include "harvest/engine.hpp"

#include "async/task_group.hpp"
#include "core/assert.hpp"
#include "harvest/engine_state.hpp"
#include "harvest/run.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace moisson::harvest {
namespace {

// Runs that stalled leave their slot to others, but never so many that memory grows without end.
constexpr int runs_per_slot = 4;
// A busy worker takes over what a dead one had begun all the same, up to twice its slots in all.
constexpr int rescues_per_slot = 2;

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

void Engine::configure(std::vector<Portal> portals, RecipeMaker recipes, ScheduleMaker schedules) {
    MOISSON_ASSERT(recipes != nullptr);
    state_->schedules.clear();
    if (schedules)
        for (const Portal& portal : portals)
            for (const Source& source : portal.sources)
                state_->schedules.insert_or_assign(source.key, schedules(portal, source));
    state_->portals = std::move(portals);
    state_->recipes = std::move(recipes);
    state_->portals_stored = false;
}

std::size_t Engine::active() const {
    return state_->active.size();
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
            prepared.http = std::make_unique<CountedClient>(*parts.http);
            services.http = prepared.http.get();
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

asio::awaitable<Result<std::optional<store::ClaimedRun>>> Engine::State::claim(bool begun_only) {
    store::ClaimRequest request;
    request.worker = options.worker;
    request.lease = options.lease;
    request.begun_only = begun_only;
    for (const Portal& portal : portals)
        for (const Source& source : portal.sources)
            request.sources.push_back(source.key);
    if (request.sources.empty())
        co_return std::optional<store::ClaimedRun>();
    Result<std::optional<store::ClaimedRun>> claimed =
        co_await parts.store->claim_run(std::move(request));
    co_return claimed;
}

asio::awaitable<Result<bool>> Engine::State::run_one() {
    Result<std::optional<store::ClaimedRun>> claimed = co_await claim(false);
    if (claimed.has_error())
        co_return claimed.error();
    if (!claimed->has_value())
        co_return false;
    store::ClaimedRun run = std::move(**claimed);
    const ActiveRun place(active, parts.timers->steady_now());
    co_await harvest(std::move(run), place.progress());
    co_return true;
}

asio::awaitable<void> Engine::State::harvest(store::ClaimedRun run, Steady* progress) {
    std::optional<Prepared> prepared = prepare(run.source_key);
    if (!prepared || prepared->error) {
        Error error = prepared ? *prepared->error
                               : Error(Code::config_invalid, "source left the configuration");
        co_await refuse(std::move(run), std::move(error));
        co_return;
    }
    std::optional<Schedule> planned;
    if (const auto known = schedules.find(run.source_key); known != schedules.end())
        planned = known->second;
    Run work(
        parts,
        options,
        std::move(run),
        std::move(prepared->portal),
        std::move(prepared->source),
        std::move(prepared->http),
        std::move(prepared->connector),
        std::move(prepared->recipe),
        std::move(planned)
    );
    work.report_progress(progress);
    co_await work.execute();
}

asio::awaitable<void> Engine::harvest(store::ClaimedRun claimed) {
    const std::shared_ptr<State> state = state_;
    MOISSON_ASSERT(state->recipes != nullptr);
    const ActiveRun place(state->active, state->parts.timers->steady_now());
    co_await state->harvest(std::move(claimed), place.progress());
}

asio::awaitable<Result<bool>> Engine::run_one() {
    const std::shared_ptr<State> state = state_;
    MOISSON_ASSERT(state->recipes != nullptr);
    Result<bool> ran = co_await state->run_one();
    co_return ran;
}

int Engine::State::slots_taken() const {
    const Steady now = parts.timers->steady_now();
    const auto lively = std::count_if(active.begin(), active.end(), [&](Steady progress) {
        return now - progress < options.stall_after;
    });
    return static_cast<int>(lively);
}

asio::awaitable<Result<void>> Engine::State::schedule() {
    if (parts.schedules == nullptr || schedules.empty())
        co_return Result<void>();
    const auto facts = co_await parts.schedules->facts();
    if (facts.has_error())
        co_return facts.error();
    std::vector<store::ScheduleUpdate> updates;
    for (const store::ScheduleFacts& source : *facts) {
        const auto schedule = schedules.find(source.key);
        if (schedule == schedules.end())
            continue;
        auto update = replan(schedule->second, source, options.schedule);
        if (!update)
            continue;
        if (!update->suspend_because.empty())
            parts.log->warning(
                "source suspended",
                {{"source", source.key}, {"why", update->suspend_because}}
            );
        updates.push_back(std::move(*update));
    }
    if (updates.empty())
        co_return Result<void>();
    Result<void> applied = co_await parts.schedules->apply(std::move(updates));
    co_return applied;
}

asio::awaitable<Result<std::int64_t>> Engine::State::plan_once() {
    if (!portals_stored) {
        // A new configuration that comes meanwhile is stored at the next look.
        portals_stored = true;
        const Result<void> sync = co_await parts.store->sync_portals(portals);
        if (sync.has_error()) {
            portals_stored = false;
            co_return sync.error();
        }
    }
    // Before planning: a window that has just opened keeps what is due waiting.
    const Result<void> scheduled = co_await schedule();
    if (scheduled.has_error())
        co_return scheduled.error();
    Result<std::int64_t> waiting = co_await parts.store->plan_due_runs();
    co_return waiting;
}

void Engine::State::ring() {
    claim_due = true;
    // A wait that has not begun yet ends at once too.
    if (bell)
        bell->expires_at(Steady::min());
}

asio::awaitable<void> Engine::State::plan() {
    bool told = false;
    while (true) {
        const Result<std::int64_t> waiting = co_await plan_once();
        // Once per outage, not once per look.
        if (waiting.has_error() && !told)
            parts.log->warning(
                "planning has to wait",
                {{"code", to_string(waiting.error().code)}, {"detail", waiting.error().detail}}
            );
        told = waiting.has_error();
        // Who cannot plan may still harvest what waits.
        if (waiting.has_error() || *waiting > 0) {
            rescue_due = true;
            ring();
        }
        co_await sleep_for(*parts.timers, options.plan_every);
    }
}

// Whether to look for the runs of the dead although all slots are taken.
bool Engine::State::may_rescue() const {
    return slots_taken() < rescues_per_slot * options.runs_max;
}

asio::awaitable<void> Engine::State::wait_for_bell() {
    bell->expires_at(Steady::max());
    const auto [ignored] = co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
    static_cast<void>(ignored);
}

// Claims take turns in the store anyway. Nobody else claims beside it, so that what is idle asks
// for nothing between two looks.
asio::awaitable<void> Engine::State::dispatch(TaskGroup& group) {
    const auto runs_at_most = static_cast<std::size_t>(options.runs_max * runs_per_slot);
    while (true) {
        const bool free = slots_taken() < options.runs_max;
        const bool has_room = (free || may_rescue()) && active.size() < runs_at_most;
        bool& due = free ? claim_due : rescue_due;
        if (!due || !has_room) {
            co_await wait_for_bell();
            continue;
        }
        // Before the claim: whoever rings meanwhile is heard after it.
        due = false;
        Result<std::optional<store::ClaimedRun>> claimed = co_await claim(!free);
        if (claimed.has_error() || !claimed->has_value())
            continue;
        due = true;
        auto place = std::make_unique<ActiveRun>(active, parts.timers->steady_now());
        group.spawn(work(std::move(**claimed), std::move(place)));
    }
}

asio::awaitable<void> Engine::State::work(store::ClaimedRun run, std::unique_ptr<ActiveRun> place) {
    co_await harvest(std::move(run), place->progress());
    place.reset();
    ring();
}

asio::awaitable<void> Engine::run() {
    const std::shared_ptr<State> state = state_;
    MOISSON_ASSERT(state->recipes != nullptr);
    MOISSON_ASSERT(!state->bell);
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    state->bell.emplace(executor);
    // Goes with its executor, which the engine may outlive.
    const std::unique_ptr<State, void (*)(State*)> silence(state.get(), [](State* ringing) {
        ringing->bell.reset();
    });
    TaskGroup group(executor);
    group.spawn(state->plan());
    group.spawn(state->dispatch(group));
    co_await group.join();
}

} // namespace moisson::harvest
