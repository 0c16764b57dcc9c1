// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// CatalogStore: the read side of PostgreSQL for views and the command line. Every method is one
// read-only transaction on the db executor. Results: NOT_FOUND, STORE_UNAVAILABLE.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "model/dataset.hpp"
#include "model/dataset_diff.hpp"
#include "model/harvest_run.hpp"
#include "model/issue.hpp"
#include "model/portal_health.hpp"
#include "model/record_state.hpp"
#include "model/takedown.hpp"
#include "store/dataset_cluster.hpp"
#include "store/dataset_signal.hpp"
#include "store/link_store.hpp"
#include "store/report.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

// One dataset, complete: distributions, agents and contacts included.
struct DatasetRecord {
    DatasetId id;
    std::string slug;
    std::string portal_key;
    std::string portal_title;
    std::string portal_url;
    std::string source_key;
    RecordState state = RecordState::active;
    Dataset dataset;
    Instant first_seen{};
    // Last change of the record itself.
    Instant changed_at{};
    // Set while missing or archived: the first complete run without it.
    std::optional<Instant> missing_since;
    std::optional<Instant> archived_at;
    DatasetSignal signal;
    // What its last mapping found; filled by dataset() and dataset_by_name() only.
    std::vector<Issue> issues;
    // The same dataset on other portals; filled by the same two.
    std::optional<DatasetCluster> cluster;
    // Shown no more: dataset() and dataset_by_name() give nothing else but id, slug and portal,
    // datasets() leaves it out.
    std::optional<Takedown> takedown;
    // Not among the distributions of `dataset`.
    std::vector<TakenDownDistribution> taken_down;
};

struct SourceSummary {
    std::string key;
    std::string connector;
    std::string url;
    bool enabled = true;
    std::chrono::seconds interval{0};
    std::optional<Instant> next_due;
    // End of the maintenance window that is open now.
    std::optional<Instant> paused_until;
    // Failed runs in a row; once too many, the source is only probed now and then.
    std::int64_t failures = 0;
    std::optional<Instant> suspended_at;
    std::string suspended_reason;
    // The newest held run that waits for a decision.
    std::optional<RunId> awaiting_decision;
    // Why that run was held: name of a code.
    std::string awaiting_reason;
    std::optional<HarvestRun> last_run;
    std::optional<HarvestRun> last_complete_run;
    // The newest that ended, else the one at work: where the issues of PortalSummary come from.
    std::optional<RunId> told_run;

    // The run that nobody goes on with before its `resumes_at`; null: there is none.
    const HarvestRun* waiting_run() const {
        return last_run && last_run->resumes_at ? &*last_run : nullptr;
    }
};

struct PortalSummary {
    std::string key;
    std::string title;
    std::string url;
    std::string description;
    std::vector<std::string> countries;
    std::vector<std::string> languages;
    std::string owner;
    bool enabled = true;
    // UP DEGRADED DOWN FLAPPING MAINTENANCE UNKNOWN DORMANT
    std::string health;
    // Its intervals are filled by portal() only.
    PortalStanding standing;
    std::int64_t active = 0;
    std::int64_t missing = 0;
    std::int64_t archived = 0;
    std::int64_t distributions = 0;
    // Newest of its sources, ended or not.
    std::optional<HarvestRun> last_run;
    std::optional<HarvestRun> last_complete_run;
    // Issues by code as of now: those of its active records as last mapped, and what the last ended
    // run of each source found beyond them (pages, records that could not be stored). Before the
    // first end, those of the run at work.
    std::map<std::string, std::int64_t> issues;
    // By code, at most 5 records each; filled by portal() only, and only for records' issues.
    std::map<std::string, std::vector<Issue>> issue_samples;
    std::vector<SourceSummary> sources;
};

struct RunQuery {
    std::string portal_key; // empty = all
    std::string source_key; // empty = all
    std::optional<RunState> state;
    // Keyset, newest first: only runs older than this one.
    std::optional<RunId> before;
    int limit = 20; // 1..1000
};

struct RunPage {
    std::vector<HarvestRun> runs;
    bool more = false;
};

struct IssueQuery {
    // Of these runs only; empty = of all.
    std::vector<RunId> runs;
    std::string portal_key;
    std::string source_key;
    std::optional<Code> code;
    std::optional<Severity> severity;
    // Keyset, newest first: only issues with a smaller row number.
    std::optional<std::int64_t> before;
    int limit = 50; // 1..1000
};

struct IssuePage {
    std::vector<IssueRow> issues;
    bool more = false;
};

struct CatalogCounts {
    std::int64_t portals = 0;
    std::int64_t sources = 0;
    std::int64_t active = 0;
    std::int64_t missing = 0;
    std::int64_t archived = 0;
    std::int64_t distributions = 0;
    std::int64_t links = 0;
    std::int64_t agents = 0;
};

enum class ChangeCause {
    created,
    updated,
    remapped,
    missing,
    archived,
    revived,
    purged,
    renamed,
    clustered,
    taken_down,
    restored
};

struct ChangeRow {
    ChangeNumber number;
    DatasetId dataset;
    ChangeCause cause = ChangeCause::created;
    Instant at{};
    // Nothing for what no run did.
    std::optional<RunId> run = std::nullopt;
};

struct HistoryQuery {
    DatasetId dataset;
    // Keyset, newest first: only entries with a smaller number.
    std::optional<std::int64_t> before;
    int limit = 20; // 1..100
};

// One change of a dataset.
struct HistoryEntry {
    // 0 is the creation; then 1, 2... The oldest of very many are gone.
    std::int64_t number = 0;
    Instant at{};
    ChangeCause cause = ChangeCause::created;
    // Which run saw it, as long as runs of that time are kept; nothing for what no run did.
    std::optional<RunId> run;
    // Empty for a change of state, and for the creation.
    DatasetDiff diff;
};

struct HistoryPage {
    std::vector<HistoryEntry> entries;
    std::int64_t total = 0;
    bool more = false;
    Instant first_seen{};
    // When the run that saw it last had begun; nothing before the first complete one, or when that
    // run is kept no more.
    std::optional<Instant> last_seen;
};

struct SchemaStatus {
    int version = 0;     // of the database, 0 = empty
    int readable_by = 0; // oldest program version that may use it
    int program = 0;     // newest migration that this program carries
    std::int64_t size_bytes = 0;
    std::string server_version;
    // ok: usable; behind: migrate first; newer: this program is too old.
    enum class Verdict { ok, behind, newer } verdict = Verdict::ok;
};

class CatalogStore {
public:
    CatalogStore() = default;
    CatalogStore(const CatalogStore&) = delete;
    CatalogStore& operator=(const CatalogStore&) = delete;
    virtual ~CatalogStore() = default;

    virtual asio::awaitable<Result<DatasetRecord>> dataset(DatasetId id) = 0;
    // A uuid, our slug, or an alias (name at the source, old uuid, URI). When the answer's id and
    // slug both differ from `name`, the caller redirects. An alias of several datasets: the first
    // seen one. Of a purged one nothing is left but id, slug and, as `archived_at`, when.
    virtual asio::awaitable<Result<DatasetRecord>> dataset_by_name(std::string name) = 0;
    // In the order asked; unknown ids are left out. At most 1000.
    virtual asio::awaitable<Result<std::vector<DatasetRecord>>> datasets(std::vector<DatasetId> ids
    ) = 0;
    // The canonical source record, uncompressed. TABLE_DAMAGED when it cannot be decompressed;
    // NOT_FOUND also while something of the dataset is taken down.
    virtual asio::awaitable<Result<std::string>> raw_record(DatasetId id) = 0;
    // Named as in dataset_by_name. NOT_FOUND also of one that was purged.
    virtual asio::awaitable<Result<std::string>> raw_record_by_name(std::string name) = 0;

    // By key; portals that left the configuration come with enabled = false.
    virtual asio::awaitable<Result<std::vector<PortalSummary>>> portals() = 0;
    virtual asio::awaitable<Result<PortalSummary>> portal(std::string key) = 0;

    virtual asio::awaitable<Result<RunPage>> runs(RunQuery query) = 0;
    virtual asio::awaitable<Result<RunDetail>> run(RunId id) = 0;
    virtual asio::awaitable<Result<IssuePage>> issues(IssueQuery query) = 0;

    virtual asio::awaitable<Result<RunReport>> run_report(RunId id) = 0;
    // Of all sources of the portal, by key.
    virtual asio::awaitable<Result<std::vector<SourceReport>>> source_reports(std::string portal_key
    ) = 0;
    // The kept issues of a run, oldest first, after the row of that number (0: from the first); at
    // most 500. Empty at the end.
    virtual asio::awaitable<Result<std::vector<ReportedIssue>>>
    run_issues(RunId id, std::int64_t after) = 0;
    // What is wrong in a portal now: issues of its active records, then those that the last ended
    // run of each source found beyond them. Keyset: memory and time of a page do not depend on how
    // many there are.
    virtual asio::awaitable<Result<BacklogPage>>
    backlog(std::string portal_key, BacklogPlace place) = 0;

    // By id at the source; what is not in the catalogue is left out. At most 1000.
    virtual asio::awaitable<Result<std::map<std::string, RecordName>>>
    record_names(std::string portal_key, std::vector<std::string> remote_ids) = 0;

    // All of them by id; keyset, `count` 1..1000.
    virtual asio::awaitable<Result<std::vector<DatasetCluster>>>
    clusters(Uuid after, int count) = 0;

    // Without what is taken down.
    virtual asio::awaitable<Result<CatalogCounts>> counts() = 0;
    // Changes after `since`, oldest first, without those of signals. NOT_FOUND when older ones were
    // pruned after `since`: the API answers 410.
    virtual asio::awaitable<Result<std::vector<ChangeRow>>>
    changes(ChangeNumber since, int count) = 0;

    // What changed in a dataset, newest first. NOT_FOUND also for a purged one.
    virtual asio::awaitable<Result<HistoryPage>> history(HistoryQuery query) = 0;
    // What the link checker knows of its distributions, in their order; those that were taken down
    // are among them.
    virtual asio::awaitable<Result<std::vector<LinkReport>>> links(DatasetId dataset) = 0;

    virtual asio::awaitable<Result<SchemaStatus>> schema_status() = 0;
    // SHA-256 over all domain rows in key order, without run ids, change numbers, wall times and
    // the collision number of slugs: hex.
    virtual asio::awaitable<Result<std::string>> fingerprint() = 0;
};

std::string_view to_string(ChangeCause cause);
std::optional<ChangeCause> change_cause_from_string(std::string_view text);

} // namespace moisson::store
