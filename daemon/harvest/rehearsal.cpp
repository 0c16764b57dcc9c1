// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/rehearsal.hpp"

#include "core/assert.hpp"
#include "harvest/rehearsal_store.hpp"

namespace moisson::harvest {

asio::awaitable<Result<Plan>> rehearse(
    EngineParts parts,
    EngineOptions options,
    Portal portal,
    RecipeMaker recipes,
    store::SourceRecords records,
    store::SourceDatasets* datasets
) {
    MOISSON_ASSERT(portal.sources.size() == 1);
    RehearsalStore rehearsal(*parts.store, std::move(records), parts.timers->now(), datasets);
    store::ClaimedRun run = rehearsal.claimed(portal.sources.front());
    run.lease.duration = options.lease;
    parts.store = &rehearsal;
    // Nobody would go on with it.
    options.leaves_for_pauses = false;
    const std::string portal_key = portal.key;
    const std::string source_key = run.source_key;
    Engine engine(std::move(parts), std::move(options));
    std::vector<Portal> portals;
    portals.push_back(std::move(portal));
    engine.configure(std::move(portals), std::move(recipes));
    co_await engine.harvest(std::move(run));
    if (!rehearsal.finished())
        co_return rehearsal.failure().value_or(Error(Code::store_unavailable, "plan"));
    Plan plan = rehearsal.take_plan();
    plan.run.portal_key = portal_key;
    plan.run.source_key = source_key;
    co_return plan;
}

} // namespace moisson::harvest
