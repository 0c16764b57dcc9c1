// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The store of a rehearsal: asks the real one what it knows, writes nothing, and adds up what would
// have been written. Internal to the room.
#pragma once

#include "harvest/rehearsal.hpp"
#include "model/identity.hpp"
#include "model/identity_keys.hpp"

#include <set>
#include <unordered_map>
#include <unordered_set>

namespace moisson::harvest {

class RehearsalStore final : public store::HarvestStore {
public:
    // `real` and `datasets` outlive this object; only what they know of records is asked.
    RehearsalStore(
        store::HarvestStore& real,
        store::SourceRecords records,
        Instant now,
        store::SourceDatasets* datasets = nullptr
    );

    store::ClaimedRun claimed(const Source& source) const;
    Plan take_plan() { return std::move(plan_); }
    bool finished() const { return finished_; }
    // Of the real store, when it failed to answer.
    const std::optional<Error>& failure() const { return failure_; }

    asio::awaitable<Result<store::SourceOverlays>> overlays(SourceId source) override;
    asio::awaitable<Result<std::vector<store::KnownRecord>>>
    known_records(SourceId source, std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<store::PageOutcome>>
    commit_page(store::Lease lease, store::PageCommit page) override;
    asio::awaitable<Result<void>> settle_mode(store::Lease lease, store::SettledMode mode) override;
    asio::awaitable<Result<std::vector<store::ListedRecord>>>
    listed_records(SourceId source, std::vector<std::string> remote_ids) override;
    asio::awaitable<Result<std::vector<store::StampedId>>> wanted_records(store::Lease lease
    ) override;
    asio::awaitable<Result<std::vector<std::string>>> met_ids(store::Lease lease) override;
    asio::awaitable<Result<store::Reconciliation>> compare_seen(store::Lease lease) override;
    asio::awaitable<Result<store::Reconciliation>> compare_listed(store::Lease lease) override;
    asio::awaitable<Result<store::Arrivals>> arrivals(SourceId source) override;
    asio::awaitable<Result<void>>
    reconcile(store::Lease lease, store::ArchivePolicy policy, store::FoundRenames renames)
        override;
    asio::awaitable<Result<HarvestRun>> finish_run(store::Lease lease, store::RunEnd end) override;
    asio::awaitable<Result<void>> heartbeat(store::Lease lease) override;
    asio::awaitable<Result<void>>
    release(store::Lease lease, store::NetworkFacts network, std::optional<store::RunPause> pause)
        override;

    // Nothing of a rehearsal calls these: they answer INVALID_ARGUMENT.
    asio::awaitable<Result<void>> sync_portals(std::vector<Portal> portals) override;
    asio::awaitable<Result<std::int64_t>> plan_due_runs() override;
    asio::awaitable<Result<RunId>>
    request_run(std::string source_key, RunMode mode, std::string reason) override;
    asio::awaitable<Result<std::optional<store::ClaimedRun>>> claim_run(store::ClaimRequest request
    ) override;
    asio::awaitable<Result<std::optional<store::ClaimedRun>>> begin_run(
        std::string source_key,
        RunMode mode,
        std::string reason,
        std::string worker,
        std::chrono::seconds lease
    ) override;
    asio::awaitable<Result<std::vector<StoredRaw>>>
    stale_raw_records(SourceId source, store::MappingVersions today, DatasetId after, int count)
        override;
    asio::awaitable<Result<store::PageOutcome>> commit_remap(
        SourceId source,
        std::vector<store::RecordChange> changes,
        std::vector<Issue> issues,
        std::int64_t overlay_revision
    ) override;
    asio::awaitable<Result<void>> finish_remap(SourceId source) override;
    asio::awaitable<Result<void>> overlays_applied(SourceId source, std::int64_t revision) override;

private:
    const store::SourceRecord* find(DatasetId id) const;
    void see(DatasetId id, store::PageOutcome& outcome);
    void count(const std::vector<Issue>& issues);
    store::Reconciliation compare(const std::unordered_set<std::string>& wanted);

    // rehearsal_renames.cpp
    void note_written(const store::RecordChange& change, bool is_created);
    Side side_of(const store::SourceRecord& record) const;
    asio::awaitable<std::optional<Error>> find_renames();
    asio::awaitable<std::optional<Error>> add_stored(
        std::vector<DatasetId> ids,
        const std::set<IdentityKey>* wanted,
        std::vector<IdentityClue>& clues
    );
    void apply_renames();

    // What a page would write of a record.
    struct Written {
        std::string remote_id;
        std::string title;
        std::vector<IdentityKey> keys;
        bool is_created = false;
    };

    store::HarvestStore& real_;
    store::SourceRecords before_;
    Instant now_;
    store::SourceDatasets* datasets_;
    // By id, as `before_.records` is sorted.
    std::unordered_set<std::string> seen_;
    std::unordered_set<std::string> deleted_;
    std::unordered_map<std::string, Digest> digests_;
    std::vector<store::StampedId> wanted_;
    std::unordered_map<DatasetId, Written> written_;
    // By id at the source: whom an id of before a rename named.
    std::unordered_map<std::string, DatasetId> former_;
    std::vector<Rename> renames_;
    // The old datasets of these.
    std::unordered_set<DatasetId> renamed_;
    Plan plan_;
    bool finished_ = false;
    std::optional<Error> failure_;
};

} // namespace moisson::harvest
