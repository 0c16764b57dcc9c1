// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the engine holds between its calls. Internal to the room.
#pragma once

#include "harvest/counted_client.hpp"
#include "harvest/engine.hpp"

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
    // Workers that ask the store for a run just now; those that look for runs of the dead only.
    int claiming = 0;
    int rescuing = 0;

    // Slots taken: runs being claimed, and those that got on within `stall_after`.
    int slots_taken() const;
    bool may_rescue() const;

    // Nothing when no configured portal has the source.
    std::optional<Prepared> prepare(const std::string& source_key) const;
    asio::awaitable<Result<bool>> run_one(bool begun_only);
    asio::awaitable<void> harvest(store::ClaimedRun run);
    asio::awaitable<void> plan();
    asio::awaitable<std::optional<Error>> plan_once();
    // Writes when the sources are due next.
    asio::awaitable<Result<void>> schedule();
    asio::awaitable<void> work();
    asio::awaitable<void> refuse(store::ClaimedRun claimed, Error error);
};

} // namespace moisson::harvest
