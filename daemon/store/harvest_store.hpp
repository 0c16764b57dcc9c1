// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HarvestStore: what the harvest engine needs of PostgreSQL. Every method is one transaction on the
// db executor; the awaiting coroutine resumes on its own. Expected outcomes are Results:
// STORE_UNAVAILABLE (connection lost, restart, time limit: try again), NOT_FOUND,
// RUN_CANCELLED (the lease is lost: stop, nothing was written).
#pragma once

#include "async/asio.hpp"
#include "core/digest.hpp"
#include "core/result.hpp"
#include "model/cluster.hpp"
#include "model/correction.hpp"
#include "model/dataset.hpp"
#include "model/harvest_run.hpp"
#include "model/identity.hpp"
#include "model/issue.hpp"
#include "model/portal.hpp"
#include "store/claimed_run.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace moisson::store {

// What operators say of the records of a source, beside its file; in the order of application.
struct SourceOverlays {
    // Grows with every change; a page that was made with another one is not committed.
    std::int64_t revision = 0;
    std::vector<Correction> of_source;
    std::unordered_map<DatasetId, std::vector<Correction>> of_dataset;
};

// The mapping versions of a source (decision 9): one for all, but for datasets with corrections of
// their own.
struct MappingVersions {
    Digest usual{};
    std::unordered_map<DatasetId, Digest> own;

    MappingVersions() = default;
    MappingVersions(const Digest& of_all) : usual(of_all) {}
    const Digest& of(DatasetId dataset) const {
        const auto found = own.find(dataset);
        return found == own.end() ? usual : found->second;
    }
};

// What the store knows of a record that a page names.
struct KnownRecord {
    std::string remote_id;
    DatasetId dataset;
    // The dataset has another id at the source since: this one names it no more.
    bool is_former = false;
    Digest source_digest{};
    Digest mapping_version{};
    bool active = true;
    // See WireRecord::stamp.
    std::string stamp;
};

// What the store knows of a record that an inventory lists.
struct ListedRecord {
    std::string remote_id;
    // Nothing for a record that gave none. One that has been hidden since it was stored has both.
    std::optional<DatasetId> dataset;
    // False: it comes back.
    bool is_active = true;
    std::string stamp;
    Digest mapping_version{};
};

// A record and what the source's inventory says of its version.
struct StampedId {
    std::string remote_id;
    std::string stamp;

    bool operator==(const StampedId&) const = default;
};

// How a run is to be done, once that is known.
struct SettledMode {
    RunMode mode = RunMode::full;
    std::string reason;
    std::string mark;
    Digest mapping_version{};
    // What the pages so far saw and wanted does not count: the run begins anew.
    bool forget_pages = false;
};

// One record to create or update.
struct RecordChange {
    Dataset dataset; // remote_id inside
    DatasetId id;    // of a known record, or at first sight
    Digest source_digest{};
    Digest mapping_version{};
    std::string raw; // canonical bytes, uncompressed; the store compresses (decision 21)
    std::string stamp;
    // What mapping and normalisation found: stays with the record until it is mapped again, and is
    // counted in the run.
    std::vector<Issue> issues;
    // By which the dataset is recognised on other portals; each hash once.
    std::vector<EvidenceKey> keys;
};

// Everything one page writes, in one transaction with its checkpoint.
struct PageCommit {
    std::int64_t page = 0; // from 0
    std::string cursor;    // of this page
    std::optional<std::string> next_cursor;
    std::optional<std::int64_t> advertised_count;
    std::int64_t received = 0;
    // Records that no request could get.
    std::int64_t skipped = 0;
    std::string body_digest; // hex
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    // Every dataset the page saw, changed or not (decision 10).
    std::vector<DatasetId> seen;
    std::int64_t unchanged = 0;
    std::vector<RecordChange> changes;
    // Records that the source itself calls deleted (decision 3), never in `seen`.
    std::vector<DatasetId> deleted_at_source;
    // Records whose bodies are to be fetched (inventory).
    std::vector<StampedId> wanted;
    // Unchanged records that the source's inventory says something new of.
    std::vector<StampedId> restamped;
    // Records that gave no dataset under `mapping_version`, in which our own address counts.
    std::vector<StampedId> left_out;
    Digest mapping_version{};
    // Of the SourceOverlays it was made with.
    std::int64_t overlay_revision = 0;
    // Of the page, and of records that are not in `changes`.
    std::vector<Issue> issues;
    // Popularity of seen datasets, outside history.
    struct Popularity {
        DatasetId dataset;
        std::vector<std::pair<std::string, std::int64_t>> counters;
    };
    std::vector<Popularity> popularity;
};

struct PageOutcome {
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t remapped = 0;
    // Of those, the ones that are not shown as they were.
    std::int64_t remapped_visibly = 0;
    std::int64_t revived = 0;
    // Records written that turned out to be as the store had them: a remap came between the
    // comparison and the commit. Counted as unchanged.
    std::int64_t overtaken = 0;
    // Records that PostgreSQL refused: already written as STORE_REJECTED issues.
    std::int64_t refused = 0;
    // Nothing was written: the overlays have changed since it was made.
    bool outdated = false;
};

// How a run ended, decided by the engine.
struct RunEnd {
    RunState state = RunState::complete;
    std::string reason;
    std::vector<Issue> issues;
    // What no page told: the cost of the probe.
    std::uint64_t wire_bytes = 0;
    int requests = 0;
    int retries = 0;
    // Added to those of the processes that gave the run back before.
    NetworkFacts network;
    // Why a run that the breaker stopped is complete all the same (`deletion.auto_approve`); empty
    // for all others.
    std::string approved_because;
};

// Result of comparing the ids seen with the active ones, before anything is written.
struct Reconciliation {
    // Neither these nor the vanished count what came since anything was confirmed: no complete run
    // has had it, and nobody has approved it.
    std::int64_t active_before = 0;
    std::int64_t seen = 0;
    // Of the active ones, those that were not seen; the deleted ones are among them.
    std::int64_t vanished = 0;
    // Not seen either, and missing already: neither archived yet, nor lost by a run that somebody
    // has approved, nor by one before that. A loss in small steps is a loss.
    std::int64_t missing = 0;
    // Of the vanished, those that the source called deleted.
    std::int64_t deleted = 0;
    // Of the ids that an inventory lists, those that nothing is known of, or only since anything
    // was last settled: each may be a record that vanished, under a new id. 0 once the bodies are
    // there, and where nothing vanished.
    std::int64_t newcomers = 0;
    // Records under new ids, among those that were seen; the old ones are not among the vanished.
    std::int64_t renamed = 0;
    // These, for reconcile.
    std::vector<Rename> renames;
    // Held runs just before this one that nobody decided and that saw the very same ids.
    std::int64_t identical_holds = 0;

    // What the breaker weighs.
    std::int64_t lost() const { return vanished + missing; }
    std::int64_t known() const { return active_before + missing; }
};

// What compare_seen found; nothing: to be looked for.
using FoundRenames = std::optional<std::vector<Rename>>;

// How a source has grown since anything of it was last settled.
struct Arrivals {
    std::int64_t known = 0;   // active before
    std::int64_t arrived = 0; // active since
    // Nothing was settled yet (a first harvest), or an operator has approved such a run since or
    // has changed the settings.
    bool believed = true;
};

// Thresholds of "missing -> archived" (rules.md 1).
struct ArchivePolicy {
    int complete_runs = 2;
    std::chrono::seconds grace = std::chrono::hours(24 * 7);
};

class HarvestStore {
public:
    HarvestStore() = default;
    HarvestStore(const HarvestStore&) = delete;
    HarvestStore& operator=(const HarvestStore&) = delete;
    virtual ~HarvestStore() = default;

    // Portals and sources of the configuration become rows; those that left it are disabled.
    virtual asio::awaitable<Result<void>> sync_portals(std::vector<Portal> portals) = 0;

    // Creates the runs that are due (schedule by `interval`, anchored on the first run) and frees
    // expired leases (their runs become `interrupted`). Returns how many runs wait for a worker;
    // those that wait for their portal are not among them.
    virtual asio::awaitable<Result<std::int64_t>> plan_due_runs() = 0;
    // Run-now: an existing pending or running run is returned instead of a second one. One that
    // rests goes on at once; one that its portal keeps waiting goes on waiting.
    virtual asio::awaitable<Result<RunId>>
    request_run(std::string source_key, RunMode mode, std::string reason) = 0;
    // One waiting run, oldest first, never two of one source (FOR UPDATE SKIP LOCKED). An
    // interrupted run whose source changed or whose last page is too old
    // (limits::checkpoint_age_max) is cancelled and begun anew.
    virtual asio::awaitable<Result<std::optional<ClaimedRun>>> claim_run(ClaimRequest request) = 0;
    // A new run of this source, enabled or not, begun by the caller at once and kept from all other
    // workers; nothing when the source has an open run, unless that one began here too and was
    // interrupted. NOT_FOUND: no such source. Once interrupted it is begun anew by whoever resumes
    // it, if the source is enabled.
    virtual asio::awaitable<Result<std::optional<ClaimedRun>>> begin_run(
        std::string source_key,
        RunMode mode,
        std::string reason,
        std::string worker,
        std::chrono::seconds lease
    ) = 0;
    virtual asio::awaitable<Result<void>> heartbeat(Lease lease) = 0;
    // A clean stop: the run becomes `interrupted` at once, resumable by anybody, after the pause if
    // there is one.
    virtual asio::awaitable<Result<void>>
    release(Lease lease, NetworkFacts network, std::optional<RunPause> pause = std::nullopt) = 0;

    // Those in force now. NOT_FOUND: no such source.
    virtual asio::awaitable<Result<SourceOverlays>> overlays(SourceId source) = 0;

    virtual asio::awaitable<Result<std::vector<KnownRecord>>>
    known_records(SourceId source, std::vector<std::string> remote_ids) = 0;
    virtual asio::awaitable<Result<PageOutcome>> commit_page(Lease lease, PageCommit page) = 0;

    // Once the mode of a run is known, and again when an inventory turns into a full crawl.
    virtual asio::awaitable<Result<void>> settle_mode(Lease lease, SettledMode mode) = 0;
    // Of these ids, those that are known or were left out.
    virtual asio::awaitable<Result<std::vector<ListedRecord>>>
    listed_records(SourceId source, std::vector<std::string> remote_ids) = 0;
    // Everything that the inventory pages of the run want, in their order.
    virtual asio::awaitable<Result<std::vector<StampedId>>> wanted_records(Lease lease) = 0;

    // Ids that the committed pages of a resumed run saw or want.
    virtual asio::awaitable<Result<std::vector<std::string>>> met_ids(Lease lease) = 0;
    virtual asio::awaitable<Result<Reconciliation>> compare_seen(Lease lease) = 0;
    // The same before the bodies are there: what is wanted counts as seen (decision 2).
    virtual asio::awaitable<Result<Reconciliation>> compare_listed(Lease lease) = 0;
    // Of the pages of this run that are committed, too.
    virtual asio::awaitable<Result<Arrivals>> arrivals(SourceId source) = 0;
    // Records under new ids become the datasets they were; active -> missing, missing -> archived
    // by policy or at once when the source called it deleted, for a complete run that the breaker
    // let through. Of the renames those are left out whose records have gone since they were found;
    // a run that has settled applies none.
    virtual asio::awaitable<Result<void>>
    reconcile(Lease lease, ArchivePolicy policy, FoundRenames renames = std::nullopt) = 0;
    // Closes the run; counters are derived by SQL from its rows.
    virtual asio::awaitable<Result<HarvestRun>> finish_run(Lease lease, RunEnd end) = 0;

    // Stored raw records that this source itself gave and whose mapping version is not the one of
    // today, keyset order, for normalising again without the network (decision 9). Empty when done.
    struct StoredRaw {
        DatasetId dataset;
        std::string remote_id;
        std::string raw;
        Digest source_digest{};
    };
    virtual asio::awaitable<Result<std::vector<StoredRaw>>>
    stale_raw_records(SourceId source, MappingVersions today, DatasetId after, int count) = 0;
    // Leaves alone what has got other content or another id since it was read.
    virtual asio::awaitable<Result<PageOutcome>> commit_remap(
        SourceId source,
        std::vector<RecordChange> changes,
        std::vector<Issue> issues,
        std::int64_t overlay_revision
    ) = 0;
    // After the last commit_remap: what the portal's page says is summed up again.
    virtual asio::awaitable<Result<void>> finish_remap(SourceId source) = 0;
    // Nothing is stale by the overlays of that revision: no remap is owed for them.
    virtual asio::awaitable<Result<void>>
    overlays_applied(SourceId source, std::int64_t revision) = 0;
};

} // namespace moisson::store
