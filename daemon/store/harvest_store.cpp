// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// HarvestStore over PostgreSQL: every method is one job on a db thread.
#include "store/arrivals.hpp"
#include "store/comparison.hpp"
#include "store/connection.hpp"
#include "store/inventory.hpp"
#include "store/overlay_reader.hpp"
#include "store/page_commit.hpp"
#include "store/portal_sync.hpp"
#include "store/raw_dictionaries.hpp"
#include "store/reconcile.hpp"
#include "store/record_issues.hpp"
#include "store/run_queue.hpp"
#include "store/stores.hpp"

#include <cstring>
#include <utility>

namespace moisson::store {
namespace {

Digest read_digest(const Rows& rows, int row, int column) {
    Digest digest{};
    const std::string_view bytes = rows.text(row, column);
    std::memcpy(digest.data(), bytes.data(), std::min(bytes.size(), digest.size()));
    return digest;
}

// OFFSET 0: see merge::classify. Ids one by one: `= any($2)` reads all rows of the source when it
// had few at planning time.
constexpr const char* find_known = R"sql(
select r.remote_id, d.id, d.source_digest, d.mapping_version, d.state = 'active', r.stamp,
    d.remote_id <> r.remote_id
from unnest($2) wanted (remote_id)
cross join lateral (select t.remote_id, t.dataset, t.stamp from remote_id t
                    where t.source = $1 and t.remote_id = wanted.remote_id offset 0) r
cross join lateral (select t.id, t.source_digest, t.mapping_version, t.state, t.remote_id
                    from dataset t where t.id = r.dataset offset 0) d)sql";

Result<std::vector<KnownRecord>>
known_records(Connection& connection, SourceId source, const std::vector<std::string>& remote_ids) {
    const Rows rows = connection.exec_prepared(find_known, Params(source.value, remote_ids));
    std::vector<KnownRecord> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        KnownRecord& known = out.emplace_back();
        known.remote_id = rows.str(i, 0);
        known.dataset = DatasetId(rows.uuid(i, 1));
        known.source_digest = read_digest(rows, i, 2);
        known.mapping_version = read_digest(rows, i, 3);
        known.active = rows.boolean(i, 4);
        known.stamp = rows.str(i, 5);
        known.is_former = rows.boolean(i, 6);
    }
    return out;
}

// $5, $6: datasets with a version of their own, in hex. Planned each time: how many are stale
// decides whether to walk by id or to sort what the source has. What came with a source that was
// replaced was written by other software, which alone can read it: only ids that this one gave.
constexpr const char* find_stale = R"sql(
with usual as (
    select d.id, d.remote_id, d.source_digest from dataset d
    where d.source = $1 and d.id > $3 and d.mapping_version <> $2
      and d.id not in (select unnest($5))
      and exists (select from remote_id t where t.source = d.source
                  and t.remote_id = d.remote_id and t.dataset = d.id)
    order by d.id limit $4),
own as (
    select d.id, d.remote_id, d.source_digest
    from unnest($5, $6) o (dataset, version)
    cross join lateral (select * from dataset t where t.id = o.dataset offset 0) d
    where d.source = $1 and d.id > $3 and d.mapping_version <> decode(o.version, 'hex')
      and exists (select from remote_id t where t.source = d.source
                  and t.remote_id = d.remote_id and t.dataset = d.id)),
stale as (select * from usual union all select * from own order by id limit $4)
select s.id, s.remote_id, w.codec, w.dictionary, w.bytes, s.source_digest
from stale s cross join lateral (select * from raw_record r where r.dataset = s.id offset 0) w
order by s.id)sql";

Result<std::vector<HarvestStore::StoredRaw>> stale_raw_records(
    Connection& connection,
    RawDictionaries& dictionaries,
    SourceId source,
    const MappingVersions& today,
    DatasetId after,
    int count
) {
    const Bytes usual{{reinterpret_cast<const char*>(today.usual.data()), today.usual.size()}};
    std::vector<Uuid> datasets;
    std::vector<std::string> versions;
    for (const auto& [dataset, version] : today.own) {
        datasets.push_back(dataset.uuid);
        versions.push_back(to_hex(version));
    }
    const Rows rows = connection.exec(
        find_stale,
        Params(source.value, usual, after.uuid, count, datasets, versions)
    );
    std::vector<HarvestStore::StoredRaw> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        Result<std::string> raw =
            dictionaries
                .read(connection, rows.int64(i, 2), rows.optional_int64(i, 3), rows.text(i, 4));
        if (!raw)
            return raw.error();
        HarvestStore::StoredRaw& record = out.emplace_back();
        record.dataset = DatasetId(rows.uuid(i, 0));
        record.remote_id = rows.str(i, 1);
        record.raw = std::move(*raw);
        record.source_digest = read_digest(rows, i, 5);
    }
    return out;
}

// Moves shared state into a job: std::function wants copies, pages are large.
template <class T>
std::shared_ptr<const T> shared(T value) {
    return std::make_shared<const T>(std::move(value));
}

class PgHarvestStore final : public HarvestStore {
public:
    PgHarvestStore(Database& database, HarvestStoreOptions options)
        : database_(database), options_(options) {}

    asio::awaitable<Result<void>> sync_portals(std::vector<Portal> portals) override {
        return database_.run<void>("sync_portals", [p = shared(std::move(portals))](Connection& c) {
            return store::sync_portals(c, *p);
        });
    }
    asio::awaitable<Result<std::int64_t>> plan_due_runs() override {
        return database_.run<std::int64_t>("plan_due_runs", [](Connection& c) {
            return store::plan_due_runs(c);
        });
    }
    asio::awaitable<Result<RunId>>
    request_run(std::string source_key, RunMode mode, std::string reason) override {
        return database_.run<RunId>(
            "request_run",
            [key = std::move(source_key), mode, why = std::move(reason)](Connection& c
            ) -> Result<RunId> {
                const Result<RequestedRun> asked = store::request_run(c, key, mode, why);
                if (!asked)
                    return asked.error();
                return asked->id;
            }
        );
    }
    asio::awaitable<Result<std::optional<ClaimedRun>>> claim_run(ClaimRequest request) override {
        return database_.run<std::optional<ClaimedRun>>(
            "claim_run",
            [wanted = std::move(request), most = options_.runs_per_portal](Connection& c) {
                return store::claim_run(c, wanted, most);
            }
        );
    }
    asio::awaitable<Result<std::optional<ClaimedRun>>> begin_run(
        std::string source_key,
        RunMode mode,
        std::string reason,
        std::string worker,
        std::chrono::seconds lease
    ) override {
        return database_.run<std::optional<ClaimedRun>>(
            "begin_run",
            [key = std::move(source_key),
             mode,
             why = std::move(reason),
             name = std::move(worker),
             lease](Connection& c) { return store::begin_run(c, key, mode, why, name, lease); }
        );
    }
    asio::awaitable<Result<void>> heartbeat(Lease lease) override {
        return database_.run<void>("heartbeat", [lease](Connection& c) {
            return store::heartbeat(c, lease);
        });
    }
    asio::awaitable<Result<void>>
    release(Lease lease, NetworkFacts network, std::optional<RunPause> pause) override {
        return database_.run<void>(
            "release",
            [lease, network, why = std::move(pause)](Connection& c) {
                return store::release(c, lease, network, why);
            }
        );
    }
    asio::awaitable<Result<SourceOverlays>> overlays(SourceId source) override {
        return database_.run<SourceOverlays>("overlays", [source](Connection& c) {
            return source_overlays(c, source);
        });
    }
    asio::awaitable<Result<std::vector<KnownRecord>>>
    known_records(SourceId source, std::vector<std::string> remote_ids) override {
        return database_.run<std::vector<KnownRecord>>(
            "known_records",
            [source, ids = shared(std::move(remote_ids))](Connection& c) {
                return store::known_records(c, source, *ids);
            }
        );
    }
    asio::awaitable<Result<PageOutcome>> commit_page(Lease lease, PageCommit page) override {
        return database_.run<PageOutcome>(
            "commit_page",
            [lease, p = shared(std::move(page)), known = dictionaries_](Connection& c) {
                return store::commit_page(c, *known, lease, *p);
            }
        );
    }
    asio::awaitable<Result<void>> settle_mode(Lease lease, SettledMode mode) override {
        return database_.run<void>("settle_mode", [lease, m = std::move(mode)](Connection& c) {
            return store::settle_mode(c, lease, m);
        });
    }
    asio::awaitable<Result<std::vector<ListedRecord>>>
    listed_records(SourceId source, std::vector<std::string> remote_ids) override {
        return database_.run<std::vector<ListedRecord>>(
            "listed_records",
            [source, ids = shared(std::move(remote_ids))](Connection& c) {
                return store::listed_records(c, source, *ids);
            }
        );
    }
    asio::awaitable<Result<std::vector<StampedId>>> wanted_records(Lease lease) override {
        return database_.run<std::vector<StampedId>>("wanted_records", [lease](Connection& c) {
            return store::wanted_records(c, lease);
        });
    }
    asio::awaitable<Result<std::vector<std::string>>> met_ids(Lease lease) override {
        return database_.run<std::vector<std::string>>("met_ids", [lease](Connection& c) {
            return store::met_ids(c, lease);
        });
    }
    asio::awaitable<Result<Reconciliation>> compare_listed(Lease lease) override {
        return database_.run<Reconciliation>("compare_listed", [lease](Connection& c) {
            return store::compare_listed(c, lease);
        });
    }
    asio::awaitable<Result<Arrivals>> arrivals(SourceId source) override {
        return database_.run<Arrivals>("arrivals", [source](Connection& c) {
            return store::count_arrivals(c, source);
        });
    }
    asio::awaitable<Result<Reconciliation>> compare_seen(Lease lease) override {
        return database_.run<Reconciliation>("compare_seen", [lease](Connection& c) {
            return store::compare_seen(c, lease);
        });
    }
    asio::awaitable<Result<void>>
    reconcile(Lease lease, ArchivePolicy policy, FoundRenames renames) override {
        return database_.run<void>(
            "reconcile",
            [lease, policy, found = shared(std::move(renames))](Connection& c) {
                return store::reconcile(c, lease, policy, *found);
            }
        );
    }
    asio::awaitable<Result<HarvestRun>> finish_run(Lease lease, RunEnd end) override {
        return database_.run<HarvestRun>(
            "finish_run",
            [lease, e = shared(std::move(end))](Connection& c) {
                return store::finish_run(c, lease, *e);
            }
        );
    }
    asio::awaitable<Result<std::vector<StoredRaw>>>
    stale_raw_records(SourceId source, MappingVersions today, DatasetId after, int count) override {
        return database_.run<std::vector<StoredRaw>>(
            "stale_raw_records",
            [source, versions = shared(std::move(today)), after, count, known = dictionaries_](
                Connection& c
            ) { return store::stale_raw_records(c, *known, source, *versions, after, count); }
        );
    }
    asio::awaitable<Result<PageOutcome>> commit_remap(
        SourceId source,
        std::vector<RecordChange> changes,
        std::vector<Issue> issues,
        std::int64_t overlay_revision
    ) override {
        return database_.run<PageOutcome>(
            "commit_remap",
            [source,
             records = shared(std::move(changes)),
             i = shared(std::move(issues)),
             overlay_revision,
             known = dictionaries_](Connection& c) {
                return store::commit_remap(c, *known, source, *records, *i, overlay_revision);
            }
        );
    }

    asio::awaitable<Result<void>> finish_remap(SourceId source) override {
        return database_.run<void>("finish_remap", [source](Connection& c) -> Result<void> {
            Transaction transaction(c);
            sum_record_issues(c, source.value);
            transaction.commit();
            return {};
        });
    }
    asio::awaitable<Result<void>>
    overlays_applied(SourceId source, std::int64_t revision) override {
        return database_.run<void>(
            "overlays_applied",
            [source, revision](Connection& c) -> Result<void> {
                note_applied_overlays(c, source, revision);
                return {};
            }
        );
    }

private:
    Database& database_;
    HarvestStoreOptions options_;
    // Shared with jobs that may outlive this object.
    std::shared_ptr<RawDictionaries> dictionaries_ = std::make_shared<RawDictionaries>();
};

} // namespace

std::unique_ptr<HarvestStore> make_harvest_store(Database& database, HarvestStoreOptions options) {
    return std::make_unique<PgHarvestStore>(database, options);
}

} // namespace moisson::store
