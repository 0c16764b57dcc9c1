// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// FakeHarvestStore: the store as memory, with the failures that PostgreSQL has.
#pragma once

#include "store/harvest_store.hpp"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace moisson::testing {

class FakeHarvestStore final : public store::HarvestStore {
public:
    struct Row {
        DatasetId id;
        Digest digest{};
        Digest mapping{};
        std::string raw;
        bool active = true;
        std::string stamp;
        // The dataset has another id at the source since.
        bool is_former = false;
    };

    std::deque<store::ClaimedRun> waiting;
    std::map<std::string, Row> rows;
    std::vector<store::PageCommit> pages;
    std::set<DatasetId> seen;
    // Created since the last reconciliation.
    std::set<DatasetId> born;
    // By remote id: stamp and mapping of what gave no dataset.
    std::map<std::string, std::pair<std::string, Digest>> left_out;
    std::vector<store::StampedId> wanted;
    std::vector<store::SettledMode> settled;
    std::vector<store::RunEnd> ends;
    int heartbeats = 0;
    int released = 0;
    // What runs were given back for.
    std::vector<store::RunPause> pauses;
    int reconciled = 0;
    // Lists that were compared before their bodies.
    int lists_compared = 0;
    int claims = 0;
    int looks = 0;
    // What planning waits for.
    std::function<asio::awaitable<void>()> on_plan;
    // The next calls of commit_page and known_records that answer STORE_UNAVAILABLE.
    int away = 0;
    // A page made with another revision is outdated.
    store::SourceOverlays overlay_set;
    // Revision that a remap said to be in all rows.
    std::int64_t applied = 0;
    bool lease_lost = false;
    bool heart_away = false;
    std::function<void(const store::PageCommit&)> on_commit;

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
    asio::awaitable<Result<void>> heartbeat(store::Lease lease) override;
    asio::awaitable<Result<void>>
    release(store::Lease lease, store::NetworkFacts network, std::optional<store::RunPause> pause)
        override;
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

    // How many issues of a code were written.
    std::int64_t issues(Code code) const;

private:
    bool is_away();
    // Active, and the breaker counts it: there when something was settled.
    bool is_confirmed(const Row& row) const;
    store::PageOutcome write(std::vector<store::RecordChange> changes);
};

} // namespace moisson::testing
