// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the engine holds between its calls. Internal to the room.
#pragma once

#include "async/task_group.hpp"
#include "harvest/counted_client.hpp"
#include "harvest/engine.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moisson::harvest {

// A source ready to be worked on, with the settings of this moment.
struct Prepared {
    Portal portal;
    Source source;
    // What the connector asks with; outlives it.
    std::unique_ptr<CountedClient> http;
    std::unique_ptr<kit::Connector> connector;
    Recipe recipe;
    // The connector is not known.
    std::optional<Error> error;
};

// In the list of runs being harvested from its claim on, whatever ends it.
class ActiveRun {
public:
    ActiveRun(std::list<Steady>& runs, Steady now)
        : runs_(runs), place_(runs.insert(runs.end(), now)) {}
    ActiveRun(const ActiveRun&) = delete;
    ActiveRun& operator=(const ActiveRun&) = delete;
    ~ActiveRun() { runs_.erase(place_); }

    Steady* progress() const { return &*place_; }

private:
    std::list<Steady>& runs_;
    std::list<Steady>::iterator place_;
};

struct Engine::State {
    State(EngineParts what, EngineOptions how) : parts(what), options(std::move(how)) {}

    EngineParts parts;
    EngineOptions options;
    std::vector<Portal> portals;
    // False when `portals` has changed since the planner wrote it into the store.
    bool portals_stored = false;
    RecipeMaker recipes;
    // By source; empty without a way to make them.
    std::map<std::string, Schedule> schedules;
    // When each run being harvested last got on.
    std::list<Steady> active;
    // A claim may find something: a look saw runs wait, or a run has ended, since a claim began
    // that found nothing. The dead leave theirs to the looks.
    bool claim_due = false;
    bool rescue_due = false;
    // Wakes the dispatcher; there while Engine::run() is.
    std::optional<asio::steady_timer> bell;

    // Runs that got on within `stall_after`.
    int slots_taken() const;
    bool may_rescue() const;
    void ring();

    // Nothing when no configured portal has the source.
    std::optional<Prepared> prepare(const std::string& source_key) const;
    asio::awaitable<Result<std::optional<store::ClaimedRun>>> claim(bool begun_only);
    asio::awaitable<Result<bool>> run_one();
    asio::awaitable<void> harvest(store::ClaimedRun run, Steady* progress);
    asio::awaitable<void> plan();
    // How many runs wait.
    asio::awaitable<Result<std::int64_t>> plan_once();
    // Writes when the sources are due next.
    asio::awaitable<Result<void>> schedule();
    // Claims runs one after the other and leaves them to `group`, which the caller joins.
    asio::awaitable<void> dispatch(TaskGroup& group);
    asio::awaitable<void> wait_for_bell();
    asio::awaitable<void> work(store::ClaimedRun run, std::unique_ptr<ActiveRun> place);
    asio::awaitable<void> refuse(store::ClaimedRun claimed, Error error);
};

} // namespace moisson::harvest
