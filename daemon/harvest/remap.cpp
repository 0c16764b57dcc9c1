// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Normalising again without the network (decision 9): stored raw records through today's mapping.
#include "async/offload.hpp"
#include "harvest/engine_state.hpp"
#include "harvest/page_work.hpp"

#include <boost/asio/use_awaitable.hpp>

namespace moisson::harvest {
namespace {

constexpr int records_per_step = 500;

struct Step {
    std::vector<store::RecordChange> changes;
    std::vector<Issue> issues;
};

Step remap_all(
    const std::vector<store::HarvestStore::StoredRaw>& stored,
    const PageContext& context
) {
    Step step;
    for (const store::HarvestStore::StoredRaw& record : stored) {
        std::optional<store::RecordChange> change = remap_record(record, context, step.issues);
        if (change)
            step.changes.push_back(std::move(*change));
    }
    return step;
}

} // namespace

asio::awaitable<Result<RemapReport>> Engine::remap(SourceId source, std::string source_key) {
    const std::shared_ptr<State> state = state_;
    std::optional<Prepared> prepared = state->prepare(source_key);
    if (!prepared)
        co_return Error(Code::not_found, "unknown source: " + source_key);
    if (prepared->error)
        co_return *prepared->error;
    RemapReport report;
    // Of the first step: what comes later is owed by whoever brings it.
    std::optional<std::int64_t> revision;
    DatasetId after;
    while (true) {
        // At each step: operators go on correcting meanwhile.
        Result<store::SourceOverlays> overlays = co_await state->parts.store->overlays(source);
        if (overlays.has_error())
            co_return overlays.error();
        if (!revision)
            revision = overlays->revision;
        const PageContext context = make_page_context(
            *prepared->connector,
            prepared->portal,
            prepared->recipe,
            std::move(overlays.value())
        );
        Result<std::vector<store::HarvestStore::StoredRaw>> stored =
            co_await state->parts.store
                ->stale_raw_records(source, context.versions, after, records_per_step);
        if (stored.has_error())
            co_return stored.error();
        if (stored->empty())
            break;
        const DatasetId last = stored->back().dataset;
        const auto looked_at = static_cast<std::int64_t>(stored->size());
        auto job = [records = std::move(stored.value()), &context] {
            return remap_all(records, context);
        };
        Step step;
        if (state->parts.cpu)
            step = co_await offload(state->parts.cpu, std::move(job));
        else
            step = job();
        const std::int64_t refused = looked_at - static_cast<std::int64_t>(step.changes.size());
        const Result<store::PageOutcome> outcome = co_await state->parts.store->commit_remap(
            source,
            std::move(step.changes),
            std::move(step.issues),
            context.overlays.revision
        );
        if (outcome.has_error())
            co_return outcome.error();
        if (outcome->outdated)
            continue;
        after = last;
        report.looked_at += looked_at;
        report.refused += refused;
        report.remapped += outcome->remapped;
        report.changed += outcome->remapped_visibly;
    }
    if (report.looked_at > 0) {
        const Result<void> finished = co_await state->parts.store->finish_remap(source);
        if (finished.has_error())
            co_return finished.error();
    }
    const Result<void> applied =
        co_await state->parts.store->overlays_applied(source, revision.value_or(0));
    if (applied.has_error())
        co_return applied.error();
    co_return report;
}

} // namespace moisson::harvest
