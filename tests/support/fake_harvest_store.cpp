// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "support/fake_harvest_store.hpp"

#include <algorithm>

namespace moisson::testing {

bool FakeHarvestStore::is_away() {
    if (away <= 0)
        return false;
    --away;
    return true;
}

asio::awaitable<Result<void>> FakeHarvestStore::sync_portals(std::vector<Portal>) {
    co_return Result<void>();
}

asio::awaitable<Result<std::int64_t>> FakeHarvestStore::plan_due_runs() {
    ++looks;
    if (on_plan) {
        asio::awaitable<void> planned = on_plan();
        co_await std::move(planned);
    }
    co_return static_cast<std::int64_t>(waiting.size());
}

asio::awaitable<Result<RunId>>
FakeHarvestStore::request_run(std::string source_key, RunMode mode, std::string reason) {
    store::ClaimedRun run;
    run.lease.run = RunId(static_cast<std::int64_t>(waiting.size()) + 1);
    run.source_key = std::move(source_key);
    run.mode = mode;
    run.reason = std::move(reason);
    const RunId id = run.lease.run;
    waiting.push_back(std::move(run));
    co_return id;
}

asio::awaitable<Result<std::optional<store::ClaimedRun>>>
FakeHarvestStore::claim_run(store::ClaimRequest request) {
    ++claims;
    const auto fits = [&](const store::ClaimedRun& run) {
        const auto& known = request.sources;
        return (run.resumed || !request.begun_only) &&
               (known.empty() ||
                std::find(known.begin(), known.end(), run.source_key) != known.end());
    };
    const auto found = std::find_if(waiting.begin(), waiting.end(), fits);
    if (found == waiting.end())
        co_return std::optional<store::ClaimedRun>();
    store::ClaimedRun run = std::move(*found);
    waiting.erase(found);
    run.lease.duration = request.lease;
    if (!run.resumed) {
        seen.clear();
        pages.clear();
        wanted.clear();
    }
    std::optional<store::ClaimedRun> claimed(std::move(run));
    co_return claimed;
}

asio::awaitable<Result<std::optional<store::ClaimedRun>>> FakeHarvestStore::begin_run(
    std::string source_key,
    RunMode mode,
    std::string reason,
    std::string worker,
    std::chrono::seconds lease
) {
    if (!waiting.empty())
        co_return std::optional<store::ClaimedRun>();
    co_await request_run(std::move(source_key), mode, std::move(reason));
    store::ClaimRequest request;
    request.worker = std::move(worker);
    request.lease = lease;
    Result<std::optional<store::ClaimedRun>> claimed = co_await claim_run(std::move(request));
    co_return claimed;
}

asio::awaitable<Result<void>> FakeHarvestStore::heartbeat(store::Lease) {
    ++heartbeats;
    if (lease_lost)
        co_return Error(Code::run_cancelled, "lost");
    if (heart_away)
        co_return Error(Code::store_unavailable, "away");
    co_return Result<void>();
}

asio::awaitable<Result<void>>
FakeHarvestStore::release(store::Lease, store::NetworkFacts, std::optional<store::RunPause> pause) {
    ++released;
    if (pause)
        pauses.push_back(std::move(*pause));
    co_return Result<void>();
}

asio::awaitable<Result<store::SourceOverlays>> FakeHarvestStore::overlays(SourceId) {
    co_return overlay_set;
}

asio::awaitable<Result<std::vector<store::KnownRecord>>>
FakeHarvestStore::known_records(SourceId, std::vector<std::string> remote_ids) {
    if (is_away())
        co_return Error(Code::store_unavailable, "away");
    std::vector<store::KnownRecord> known;
    for (const std::string& id : remote_ids) {
        const auto it = rows.find(id);
        if (it == rows.end())
            continue;
        store::KnownRecord record;
        record.remote_id = id;
        record.dataset = it->second.id;
        record.source_digest = it->second.digest;
        record.mapping_version = it->second.mapping;
        record.active = it->second.active;
        record.stamp = it->second.stamp;
        record.is_former = it->second.is_former;
        known.push_back(std::move(record));
    }
    co_return known;
}

store::PageOutcome FakeHarvestStore::write(std::vector<store::RecordChange> changes) {
    store::PageOutcome outcome;
    for (store::RecordChange& change : changes) {
        Row row;
        row.id = change.id;
        row.digest = change.source_digest;
        row.mapping = change.mapping_version;
        row.raw = std::move(change.raw);
        row.stamp = std::move(change.stamp);
        left_out.erase(change.dataset.remote_id);
        const auto [it, created] = rows.try_emplace(change.dataset.remote_id);
        if (created) {
            ++outcome.created;
            born.insert(row.id);
        } else if (it->second.digest != row.digest) {
            ++outcome.updated;
        } else {
            ++outcome.remapped;
        }
        it->second = std::move(row);
    }
    return outcome;
}

asio::awaitable<Result<store::PageOutcome>>
FakeHarvestStore::commit_page(store::Lease, store::PageCommit page) {
    if (is_away())
        co_return Error(Code::store_unavailable, "away");
    if (lease_lost)
        co_return Error(Code::run_cancelled, "lost");
    if (page.overlay_revision != overlay_set.revision) {
        store::PageOutcome outdated;
        outdated.outdated = true;
        co_return outdated;
    }
    seen.insert(page.seen.begin(), page.seen.end());
    const store::PageOutcome outcome = write(page.changes);
    wanted.insert(wanted.end(), page.wanted.begin(), page.wanted.end());
    for (const store::StampedId& one : page.restamped)
        rows.at(one.remote_id).stamp = one.stamp;
    for (const store::StampedId& one : page.left_out)
        left_out[one.remote_id] = {one.stamp, page.mapping_version};
    if (on_commit)
        on_commit(page);
    pages.push_back(std::move(page));
    co_return outcome;
}

asio::awaitable<Result<void>> FakeHarvestStore::settle_mode(store::Lease, store::SettledMode mode) {
    if (mode.forget_pages) {
        seen.clear();
        wanted.clear();
    }
    settled.push_back(std::move(mode));
    co_return Result<void>();
}

asio::awaitable<Result<std::vector<store::ListedRecord>>>
FakeHarvestStore::listed_records(SourceId, std::vector<std::string> remote_ids) {
    if (is_away())
        co_return Error(Code::store_unavailable, "away");
    std::vector<store::ListedRecord> listed;
    for (const std::string& id : remote_ids) {
        store::ListedRecord record;
        record.remote_id = id;
        if (const auto row = rows.find(id); row != rows.end()) {
            record.dataset = row->second.id;
            record.stamp = row->second.stamp;
            record.mapping_version = row->second.mapping;
            listed.push_back(record);
        }
        if (const auto out = left_out.find(id); out != left_out.end()) {
            record.dataset.reset();
            record.stamp = out->second.first;
            record.mapping_version = out->second.second;
            listed.push_back(std::move(record));
        }
    }
    co_return listed;
}

asio::awaitable<Result<std::vector<store::StampedId>>> FakeHarvestStore::wanted_records(store::Lease
) {
    co_return wanted;
}

asio::awaitable<Result<std::vector<std::string>>> FakeHarvestStore::met_ids(store::Lease) {
    std::vector<std::string> met;
    for (const auto& [id, row] : rows)
        if (seen.contains(row.id))
            met.push_back(id);
    for (const store::StampedId& one : wanted)
        met.push_back(one.remote_id);
    co_return met;
}

bool FakeHarvestStore::is_confirmed(const Row& row) const {
    return row.active && (reconciled == 0 || !born.contains(row.id));
}

asio::awaitable<Result<store::Reconciliation>> FakeHarvestStore::compare_listed(store::Lease) {
    ++lists_compared;
    std::set<std::string> named;
    for (const store::StampedId& one : wanted)
        named.insert(one.remote_id);
    store::Reconciliation counts;
    counts.seen = static_cast<std::int64_t>(seen.size());
    for (const auto& [id, row] : rows) {
        counts.active_before += is_confirmed(row) ? 1 : 0;
        const bool there = seen.contains(row.id) || named.contains(id);
        counts.vanished += is_confirmed(row) && !there ? 1 : 0;
        counts.seen += named.contains(id) ? 1 : 0;
        counts.newcomers += there && born.contains(row.id) ? 1 : 0;
    }
    for (const std::string& id : named)
        counts.newcomers += rows.contains(id) ? 0 : 1;
    co_return counts;
}

asio::awaitable<Result<store::Arrivals>> FakeHarvestStore::arrivals(SourceId) {
    store::Arrivals found;
    found.believed = reconciled == 0;
    for (const auto& [id, row] : rows) {
        const bool is_new = born.contains(row.id);
        found.arrived += row.active && is_new ? 1 : 0;
        found.known += row.active && !is_new ? 1 : 0;
    }
    co_return found;
}

asio::awaitable<Result<store::Reconciliation>> FakeHarvestStore::compare_seen(store::Lease) {
    store::Reconciliation counts;
    for (const auto& [id, row] : rows) {
        counts.active_before += is_confirmed(row) ? 1 : 0;
        counts.vanished += is_confirmed(row) && !seen.contains(row.id) ? 1 : 0;
    }
    counts.seen = static_cast<std::int64_t>(seen.size());
    co_return counts;
}

asio::awaitable<Result<void>>
FakeHarvestStore::reconcile(store::Lease, store::ArchivePolicy, store::FoundRenames) {
    ++reconciled;
    born.clear();
    for (auto& [id, row] : rows)
        row.active = seen.contains(row.id);
    co_return Result<void>();
}

asio::awaitable<Result<HarvestRun>>
FakeHarvestStore::finish_run(store::Lease lease, store::RunEnd end) {
    if (is_away())
        co_return Error(Code::store_unavailable, "away");
    if (lease_lost)
        co_return Error(Code::run_cancelled, "lost");
    HarvestRun run;
    run.id = lease.run;
    run.state = end.state;
    run.reason = end.reason;
    ends.push_back(std::move(end));
    co_return run;
}

asio::awaitable<Result<std::vector<store::HarvestStore::StoredRaw>>>
FakeHarvestStore::stale_raw_records(
    SourceId,
    store::MappingVersions today,
    DatasetId after,
    int count
) {
    std::vector<StoredRaw> stale;
    for (const auto& [id, row] : rows) {
        if (row.mapping == today.of(row.id) || !(row.id > after))
            continue;
        StoredRaw raw;
        raw.dataset = row.id;
        raw.remote_id = id;
        raw.raw = row.raw;
        raw.source_digest = row.digest;
        stale.push_back(std::move(raw));
    }
    std::sort(stale.begin(), stale.end(), [](const StoredRaw& a, const StoredRaw& b) {
        return a.dataset < b.dataset;
    });
    if (stale.size() > static_cast<std::size_t>(count))
        stale.resize(static_cast<std::size_t>(count));
    co_return stale;
}

asio::awaitable<Result<store::PageOutcome>> FakeHarvestStore::commit_remap(
    SourceId,
    std::vector<store::RecordChange> changes,
    std::vector<Issue>,
    std::int64_t
) {
    co_return write(std::move(changes));
}

asio::awaitable<Result<void>> FakeHarvestStore::finish_remap(SourceId) {
    co_return Result<void>();
}

asio::awaitable<Result<void>> FakeHarvestStore::overlays_applied(SourceId, std::int64_t revision) {
    applied = std::max(applied, revision);
    co_return Result<void>();
}

std::int64_t FakeHarvestStore::issues(Code code) const {
    std::int64_t count = 0;
    const auto add = [&](const std::vector<Issue>& list) {
        count += std::count_if(list.begin(), list.end(), [&](const Issue& issue) {
            return issue.code == code;
        });
    };
    for (const store::PageCommit& page : pages) {
        add(page.issues);
        for (const store::RecordChange& change : page.changes)
            add(change.issues);
    }
    for (const store::RunEnd& end : ends)
        add(end.issues);
    return count;
}

} // namespace moisson::testing
