// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/rehearsal_store.hpp"

#include "store/portal_sync.hpp"

#include <algorithm>

namespace moisson::harvest {
namespace {

std::string name_of(DatasetId id) {
    return to_string(id);
}

void show(std::vector<PlannedRecord>& list, const std::string& remote_id, std::string_view title) {
    if (list.size() >= planned_records_shown)
        return;
    PlannedRecord record;
    record.remote_id = remote_id;
    record.title = title;
    list.push_back(std::move(record));
}

Error not_rehearsed() {
    return Error(Code::invalid_argument, "a rehearsal does not do this");
}

} // namespace

RehearsalStore::RehearsalStore(
    store::HarvestStore& real,
    store::SourceRecords records,
    Instant now,
    store::SourceDatasets* datasets
)
    : real_(real), before_(std::move(records)), now_(now), datasets_(datasets) {
    plan_.known = before_.source.has_value();
    plan_.active_before = std::count_if(
        before_.records.begin(),
        before_.records.end(),
        [](const store::SourceRecord& record) { return record.state == RecordState::active; }
    );
}

store::ClaimedRun RehearsalStore::claimed(const Source& source) const {
    store::ClaimedRun run;
    run.source = before_.source.value_or(SourceId());
    run.source_key = source.key;
    run.reason = "rehearsal";
    run.active_before = plan_.active_before;
    // The cheapest way to see everything; a source without one is read whole.
    run.mode = plan_.active_before > 0 ? RunMode::inventory : RunMode::full;
    run.mode_reason = store::asked_for;
    run.config_hash = store::config_hash(source);
    run.past.last_complete = before_.last_complete;
    run.past.config_hash = before_.config_hash;
    return run;
}

const store::SourceRecord* RehearsalStore::find(DatasetId id) const {
    const auto it = std::lower_bound(
        before_.records.begin(),
        before_.records.end(),
        id,
        [](const store::SourceRecord& record, DatasetId wanted) { return record.id < wanted; }
    );
    return it != before_.records.end() && it->id == id ? &*it : nullptr;
}

void RehearsalStore::count(const std::vector<Issue>& issues) {
    for (const Issue& issue : issues)
        ++plan_.run.issues[std::string(to_string(issue.code))];
}

asio::awaitable<Result<store::SourceOverlays>> RehearsalStore::overlays(SourceId source) {
    if (!before_.source)
        co_return store::SourceOverlays();
    Result<store::SourceOverlays> found = co_await real_.overlays(source);
    if (found.has_error())
        failure_ = found.error();
    co_return found;
}

asio::awaitable<Result<std::vector<store::KnownRecord>>>
RehearsalStore::known_records(SourceId source, std::vector<std::string> remote_ids) {
    if (!before_.source)
        co_return std::vector<store::KnownRecord>();
    Result<std::vector<store::KnownRecord>> known =
        co_await real_.known_records(source, std::move(remote_ids));
    if (known.has_error()) {
        failure_ = known.error();
        co_return known;
    }
    for (const store::KnownRecord& record : *known) {
        digests_.insert_or_assign(name_of(record.dataset), record.source_digest);
        if (record.is_former)
            former_.insert_or_assign(record.remote_id, record.dataset);
    }
    co_return known;
}

void RehearsalStore::see(DatasetId id, store::PageOutcome& outcome) {
    if (!seen_.insert(name_of(id)).second)
        return;
    const store::SourceRecord* const record = find(id);
    if (record == nullptr || record->state == RecordState::active)
        return;
    ++outcome.revived;
    show(plan_.revived, record->remote_id, record->title);
}

asio::awaitable<Result<store::PageOutcome>>
RehearsalStore::commit_page(store::Lease, store::PageCommit page) {
    store::PageOutcome outcome;
    for (const DatasetId id : page.seen)
        see(id, outcome);
    for (const DatasetId id : page.deleted_at_source)
        deleted_.insert(name_of(id));
    for (const store::RecordChange& change : page.changes) {
        const auto known = digests_.find(name_of(change.id));
        const std::string_view title = best_text(change.dataset.title, "fr");
        note_written(change, known == digests_.end());
        if (known == digests_.end()) {
            ++outcome.created;
            show(plan_.created, change.dataset.remote_id, title);
        } else if (known->second == change.source_digest) {
            ++outcome.remapped;
        } else {
            ++outcome.updated;
            show(plan_.updated, change.dataset.remote_id, title);
        }
        count(change.issues);
    }
    count(page.issues);
    wanted_.insert(wanted_.end(), page.wanted.begin(), page.wanted.end());
    RunCounts& counts = plan_.run.counts;
    ++counts.pages;
    counts.received += page.received;
    counts.unchanged += page.unchanged;
    counts.created += outcome.created;
    counts.updated += outcome.updated;
    counts.remapped += outcome.remapped;
    counts.revived += outcome.revived;
    plan_.requests += page.requests;
    plan_.wire_bytes += page.wire_bytes;
    if (page.advertised_count)
        plan_.run.advertised_count = page.advertised_count;
    co_return outcome;
}

asio::awaitable<Result<void>> RehearsalStore::settle_mode(store::Lease, store::SettledMode mode) {
    plan_.run.mode = mode.mode;
    // Nobody asked for a way of reading: it is that of every plan.
    plan_.run.mode_reason = std::move(mode.reason);
    if (plan_.run.mode_reason == store::asked_for)
        plan_.run.mode_reason = "plan";
    if (mode.forget_pages) {
        seen_.clear();
        deleted_.clear();
        wanted_.clear();
        plan_.run.counts = RunCounts();
        plan_.revived.clear();
        written_.clear();
    }
    co_return Result<void>();
}

asio::awaitable<Result<std::vector<store::ListedRecord>>>
RehearsalStore::listed_records(SourceId source, std::vector<std::string> remote_ids) {
    if (!before_.source)
        co_return std::vector<store::ListedRecord>();
    Result<std::vector<store::ListedRecord>> listed =
        co_await real_.listed_records(source, std::move(remote_ids));
    if (listed.has_error())
        failure_ = listed.error();
    co_return listed;
}

asio::awaitable<Result<std::vector<store::StampedId>>> RehearsalStore::wanted_records(store::Lease
) {
    co_return wanted_;
}

asio::awaitable<Result<std::vector<std::string>>> RehearsalStore::met_ids(store::Lease) {
    co_return not_rehearsed();
}

store::Reconciliation RehearsalStore::compare(const std::unordered_set<std::string>& wanted) {
    plan_.unseen.clear();
    plan_.vanished = 0;
    store::Reconciliation counts;
    counts.active_before = plan_.active_before;
    counts.seen = static_cast<std::int64_t>(seen_.size());
    for (const store::SourceRecord& record : before_.records) {
        const std::string name = name_of(record.id);
        counts.active_before -= record.is_in_doubt ? 1 : 0;
        if (seen_.contains(name))
            continue;
        if (wanted.contains(record.remote_id)) {
            ++counts.seen;
            continue;
        }
        if (renamed_.contains(record.id))
            continue;
        counts.missing += record.is_lost ? 1 : 0;
        if (record.state != RecordState::active)
            continue;
        ++plan_.vanished;
        show(plan_.unseen, record.remote_id, record.title);
        if (record.is_in_doubt)
            continue;
        ++counts.vanished;
        counts.deleted += deleted_.contains(name) ? 1 : 0;
    }
    return counts;
}

asio::awaitable<Result<store::Reconciliation>> RehearsalStore::compare_seen(store::Lease) {
    const std::optional<Error> failed = co_await find_renames();
    if (failed) {
        failure_ = *failed;
        co_return *failed;
    }
    store::Reconciliation counts = compare({});
    counts.renamed = static_cast<std::int64_t>(renames_.size());
    co_return counts;
}

asio::awaitable<Result<store::Reconciliation>> RehearsalStore::compare_listed(store::Lease) {
    std::unordered_set<std::string> wanted;
    for (const store::StampedId& one : wanted_)
        wanted.insert(one.remote_id);
    store::Reconciliation counts = compare(wanted);
    for (const store::SourceRecord& record : before_.records) {
        const bool is_listed = wanted.erase(record.remote_id) > 0;
        if (record.is_new && (is_listed || seen_.contains(name_of(record.id))))
            ++counts.newcomers;
    }
    counts.newcomers += static_cast<std::int64_t>(wanted.size());
    co_return counts;
}

asio::awaitable<Result<store::Arrivals>> RehearsalStore::arrivals(SourceId source) {
    if (!before_.source)
        co_return store::Arrivals();
    Result<store::Arrivals> found = co_await real_.arrivals(source);
    if (found.has_error())
        failure_ = found.error();
    else
        found->arrived += plan_.run.counts.created;
    co_return found;
}

// The rules of store/reconcile.cpp on values.
asio::awaitable<Result<void>>
RehearsalStore::reconcile(store::Lease, store::ArchivePolicy policy, store::FoundRenames) {
    apply_renames();
    for (const store::SourceRecord& record : before_.records) {
        const std::string name = name_of(record.id);
        if (record.state == RecordState::archived || seen_.contains(name) ||
            renamed_.contains(record.id))
            continue;
        const bool was_active = record.state == RecordState::active;
        if (was_active) {
            ++plan_.run.counts.missing;
            show(plan_.missing, record.remote_id, record.title);
        }
        const std::int64_t runs = was_active ? 1 : record.absent_runs + 1;
        const Instant since = was_active ? now_ : record.absent_since.value_or(now_);
        const bool grace_over = runs >= policy.complete_runs && since <= now_ - policy.grace;
        if (!grace_over && !deleted_.contains(name))
            continue;
        ++plan_.run.counts.archived;
        show(plan_.archived, record.remote_id, record.title);
    }
    co_return Result<void>();
}

asio::awaitable<Result<HarvestRun>> RehearsalStore::finish_run(store::Lease, store::RunEnd end) {
    plan_.run.state = end.state;
    plan_.run.reason = end.reason;
    plan_.requests += end.requests;
    plan_.wire_bytes += end.wire_bytes;
    count(end.issues);
    plan_.run_issues = std::move(end.issues);
    finished_ = true;
    co_return plan_.run;
}

asio::awaitable<Result<void>> RehearsalStore::heartbeat(store::Lease) {
    co_return Result<void>();
}

asio::awaitable<Result<void>>
RehearsalStore::release(store::Lease, store::NetworkFacts, std::optional<store::RunPause>) {
    co_return Result<void>();
}

asio::awaitable<Result<void>> RehearsalStore::sync_portals(std::vector<Portal>) {
    co_return not_rehearsed();
}

asio::awaitable<Result<std::int64_t>> RehearsalStore::plan_due_runs() {
    co_return not_rehearsed();
}

asio::awaitable<Result<RunId>> RehearsalStore::request_run(std::string, RunMode, std::string) {
    co_return not_rehearsed();
}

asio::awaitable<Result<std::optional<store::ClaimedRun>>>
RehearsalStore::claim_run(store::ClaimRequest) {
    co_return not_rehearsed();
}

asio::awaitable<Result<std::optional<store::ClaimedRun>>>
RehearsalStore::begin_run(std::string, RunMode, std::string, std::string, std::chrono::seconds) {
    co_return not_rehearsed();
}

asio::awaitable<Result<std::vector<store::HarvestStore::StoredRaw>>>
RehearsalStore::stale_raw_records(SourceId, store::MappingVersions, DatasetId, int) {
    co_return not_rehearsed();
}

asio::awaitable<Result<store::PageOutcome>> RehearsalStore::commit_remap(
    SourceId,
    std::vector<store::RecordChange>,
    std::vector<Issue>,
    std::int64_t
) {
    co_return not_rehearsed();
}

asio::awaitable<Result<void>> RehearsalStore::finish_remap(SourceId) {
    co_return not_rehearsed();
}

asio::awaitable<Result<void>> RehearsalStore::overlays_applied(SourceId, std::int64_t) {
    co_return not_rehearsed();
}

} // namespace moisson::harvest
