// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/page_commit.hpp"

#include "core/utf8.hpp"
#include "store/connection.hpp"
#include "store/fail_point.hpp"
#include "store/issue_writer.hpp"
#include "store/json_writer.hpp"
#include "store/merge_sql.hpp"
#include "store/overlay_reader.hpp"
#include "store/raw_dictionaries.hpp"
#include "store/record_writer.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>

namespace moisson::store {
namespace {

struct Origin {
    WriteTarget target;
    std::string portal_key;
    // What target.dictionary points to.
    RawDictionaries::Pointer dictionary;
};

PageOutcome outdated() {
    PageOutcome outcome;
    outcome.outdated = true;
    return outcome;
}

constexpr const char* find_origin = R"sql(
select s.id, s.portal, p.key, (select max(t.id) from dictionary t where t.connector = s.connector)
from source s join portal p on p.id = s.portal where s.id = $1)sql";
// Once a page: one look for both.
constexpr const char* find_origin_of_run = R"sql(
select s.id, s.portal, p.key, (select max(t.id) from dictionary t where t.connector = s.connector)
from run r join source s on s.id = r.source join portal p on p.id = s.portal where r.id = $1)sql";

// A damaged dictionary stops no harvest: what comes is compressed without one, and whoever reads
// what was compressed with it says so.
Origin read_origin(Connection& connection, RawDictionaries& dictionaries, const Rows& rows) {
    auto dictionary = dictionaries.find(connection, rows.optional_int64(0, 3));
    Origin origin;
    origin.target.source = rows.int64(0, 0);
    origin.target.portal = rows.int64(0, 1);
    origin.portal_key = rows.str(0, 2);
    if (dictionary) {
        origin.target.dictionary = dictionary->get();
        origin.dictionary = std::move(*dictionary);
    }
    return origin;
}

// NOT_FOUND.
Result<Origin>
origin_of_source(Connection& connection, RawDictionaries& dictionaries, std::int64_t source) {
    const Rows rows = connection.exec_prepared(find_origin, Params(source));
    if (rows.size() == 0)
        return Error(Code::not_found, "no such source");
    return read_origin(connection, dictionaries, rows);
}

// NOT_FOUND.
Result<Origin> origin_of_run(Connection& connection, RawDictionaries& dictionaries, RunId run) {
    const Rows rows = connection.exec_prepared(find_origin_of_run, Params(run.value));
    if (rows.size() == 0)
        return Error(Code::not_found, "no such run");
    return read_origin(connection, dictionaries, rows);
}

std::optional<PageOutcome> stored_outcome(Connection& connection, RunId run, std::int64_t page) {
    const Rows rows = connection.exec_prepared(
        "select created, updated, remapped, revived, refused from run_page "
        "where run = $1 and page = $2",
        Params(run.value, page)
    );
    if (rows.size() == 0)
        return std::nullopt;
    PageOutcome outcome;
    outcome.created = rows.int64(0, 0);
    outcome.updated = rows.int64(0, 1);
    outcome.remapped = rows.int64(0, 2);
    outcome.revived = rows.int64(0, 3);
    outcome.refused = rows.int64(0, 4);
    return outcome;
}

std::vector<Issue> as_issues(const std::vector<Refusal>& refusals) {
    std::vector<Issue> out;
    for (const Refusal& refusal : refusals) {
        Issue issue(Code::store_rejected, Stage::store, refusal.message);
        issue.remote_id = refusal.remote_id;
        issue.remote_url = refusal.remote_url;
        out.push_back(std::move(issue));
    }
    return out;
}

// Everything a page or a remap found, with what is stored beside a record marked as such.
std::vector<IssueToWrite> together(
    const std::vector<Issue>& refused,
    const std::vector<Issue>& loose,
    const std::vector<RecordChange>& changes
) {
    std::unordered_set<std::string_view> left_out;
    for (const Issue& issue : refused)
        left_out.insert(issue.remote_id);
    std::vector<IssueToWrite> out = all_of(refused);
    const std::vector<IssueToWrite> more = all_of(loose);
    out.insert(out.end(), more.begin(), more.end());
    for (const RecordChange& change : changes) {
        const bool stored = !left_out.contains(change.dataset.remote_id);
        for (const Issue& issue : change.issues)
            out.push_back(IssueToWrite{&issue, stored});
    }
    return out;
}

void write_popularity(Connection& connection, const PageCommit& page) {
    if (page.popularity.empty())
        return;
    std::vector<Uuid> datasets;
    std::vector<std::int64_t> sums;
    std::vector<std::string> counters;
    for (const PageCommit::Popularity& popularity : page.popularity) {
        if (popularity.counters.empty())
            continue;
        auto sorted = popularity.counters;
        std::sort(sorted.begin(), sorted.end());
        std::int64_t sum = 0;
        std::string& json = counters.emplace_back();
        JsonObject object(json);
        for (const auto& [name, count] : sorted) {
            object.number(repair_utf8(name).text, count);
            // Portals send nonsense too: the sum stays a number.
            if (count > 0 && __builtin_add_overflow(sum, count, &sum))
                sum = std::numeric_limits<std::int64_t>::max();
        }
        object.close();
        datasets.push_back(popularity.dataset.uuid);
        sums.push_back(sum);
    }
    connection.exec_prepared(merge::popularity, Params(datasets, sums, counters));
}

std::vector<Uuid> uuids(const std::vector<DatasetId>& ids) {
    std::vector<Uuid> out;
    out.reserve(ids.size());
    for (const DatasetId& id : ids)
        out.push_back(id.uuid);
    return out;
}

struct Stamps {
    std::vector<std::string> ids;
    std::vector<std::string> stamps;
};

Stamps columns_of(const std::vector<StampedId>& list) {
    Stamps out;
    for (const StampedId& item : list) {
        out.ids.push_back(repair_utf8(item.remote_id).text);
        out.stamps.push_back(repair_utf8(item.stamp).text);
    }
    return out;
}

void write_stamps(Connection& connection, std::int64_t source, const PageCommit& page) {
    if (!page.restamped.empty()) {
        const Stamps stamps = columns_of(page.restamped);
        connection.exec_prepared(merge::restamp, Params(source, stamps.ids, stamps.stamps));
    }
    if (page.left_out.empty())
        return;
    const Stamps stamps = columns_of(page.left_out);
    const Digest& mapping = page.mapping_version;
    const Bytes version{{reinterpret_cast<const char*>(mapping.data()), mapping.size()}};
    connection.exec_prepared(merge::leave_out, Params(source, stamps.ids, stamps.stamps, version));
}

void write_run_page(
    Connection& connection,
    RunId run,
    const PageCommit& page,
    const PageOutcome& outcome
) {
    const Stamps wanted = columns_of(page.wanted);
    std::optional<std::string> next;
    if (page.next_cursor)
        next = repair_utf8(*page.next_cursor).text;
    connection.exec_prepared(
        "insert into run_page (run, page, cursor, next_cursor, advertised, received, created, "
        "updated, unchanged, remapped, refused, revived, body_digest, wire_bytes, requests, "
        "retries, committed_at, seen, deleted, wanted, wanted_stamps, skipped) values ($1, $2, "
        "$3, $4, $5, $6, $7, $8, $9, $10, "
        "$11, $12, $13, $14, $15::bigint, $16::bigint, moisson.now(), $17, $18, "
        "$19, $20, $21)",
        Params(
            run.value,
            page.page,
            repair_utf8(page.cursor).text,
            next,
            page.advertised_count,
            page.received,
            outcome.created,
            outcome.updated,
            page.unchanged + outcome.overtaken,
            outcome.remapped,
            outcome.refused,
            outcome.revived,
            page.body_digest,
            static_cast<std::int64_t>(page.wire_bytes),
            page.requests,
            page.retries,
            uuids(page.seen),
            uuids(page.deleted_at_source),
            wanted.ids,
            wanted.stamps,
            page.skipped
        )
    );
}

// A transaction that meets none of the session's temporary tables has none of them to empty at
// COMMIT: for a page on which nothing is new, that is most of what it costs.
bool meets_staging(
    Connection& connection,
    const PageCommit& page,
    const std::vector<StagedRecord>& records
) {
    return !records.empty() || !page.popularity.empty() ||
           connection.exec_prepared(merge::any_absent, Params(uuids(page.seen))).boolean(0, 0);
}

// What became of the `written` records of the page and of those it saw again.
PageOutcome count_verdicts(Connection& connection, const PageCommit& page, std::int64_t written) {
    const std::int64_t seen_again =
        connection.exec_prepared(merge::classify_revived, Params(uuids(page.seen))).affected();
    PageOutcome outcome = verdict_counts(connection);
    const std::int64_t judged =
        outcome.created + outcome.updated + outcome.remapped + outcome.revived - seen_again;
    outcome.overtaken = std::max<std::int64_t>(0, written - judged);
    if (outcome.revived > 0)
        connection.exec_prepared(merge::revive);
    return outcome;
}

// Everything between the lease and COMMIT of one page, whose records are staged unless `careful`.
PageOutcome write_page(
    Connection& connection,
    RunId run,
    const PageCommit& page,
    const Origin& origin,
    const std::vector<StagedRecord>& records,
    bool careful
) {
    std::vector<Refusal> refusals;
    if (careful)
        refusals = write_records_bisecting(connection, origin.target, records);
    else
        merge_staged(connection, origin.target, records);
    const bool staged = meets_staging(connection, page, records);
    const auto refused_count = static_cast<std::int64_t>(refusals.size());
    PageOutcome outcome;
    if (staged)
        outcome = count_verdicts(
            connection,
            page,
            static_cast<std::int64_t>(records.size()) - refused_count
        );
    outcome.refused = refused_count;
    write_popularity(connection, page);
    write_stamps(connection, origin.target.source, page);
    const std::vector<Issue> refused = as_issues(refusals);
    write_issues(connection, run, page.page, together(refused, page.issues, page.changes));
    write_run_page(connection, run, page, outcome);
    if (!are_overlays_current(connection, origin.target.source, page.overlay_revision))
        return outdated();
    if (staged)
        number_changes(connection, run);
    return outcome;
}

} // namespace

Error lease_lost() {
    return Error(Code::run_cancelled, "the lease of this run is lost");
}

bool renew_lease(Connection& connection, const Lease& lease) {
    return connection
               .exec_prepared(
                   "update run set lease_until = clock_timestamp() + lease "
                   "where id = $1 and token = $2 and state = 'running' "
                   "returning pg_advisory_xact_lock_shared(1297044787, (id & 2147483647)::int)",
                   Params(lease.run.value, lease.token)
               )
               .affected() == 1;
}

Result<PageOutcome> commit_page(
    Connection& connection,
    RawDictionaries& dictionaries,
    const Lease& lease,
    const PageCommit& page
) {
    const Result<Origin> origin = origin_of_run(connection, dictionaries, lease.run);
    if (!origin)
        return origin.error();
    const std::vector<StagedRecord> records =
        stage(origin->portal_key, page.changes, origin->target.dictionary);
    bool held = true;
    const auto body = [&](bool careful) {
        Transaction transaction(connection);
        // Before the run is locked: PostgreSQL waits for ever for the rest of a COPY, and nobody
        // could take over the run of a worker that was stopped in the middle of one.
        if (!careful && !records.empty())
            copy_to_staging(connection, records);
        held = renew_lease(connection, lease);
        if (!held)
            return PageOutcome{};
        if (const auto stored = stored_outcome(connection, lease.run, page.page))
            return *stored;
        const PageOutcome outcome =
            write_page(connection, lease.run, page, *origin, records, careful);
        if (outcome.outdated)
            return outcome;
        fail_point("before_commit");
        transaction.commit();
        fail_point("after_commit");
        return outcome;
    };
    const PageOutcome outcome = retrying(connection, body);
    if (!held)
        return lease_lost();
    return outcome;
}

Result<PageOutcome> commit_remap(
    Connection& connection,
    RawDictionaries& dictionaries,
    SourceId source,
    const std::vector<RecordChange>& changes,
    const std::vector<Issue>& issues,
    std::int64_t overlay_revision
) {
    Result<Origin> origin = origin_of_source(connection, dictionaries, source.value);
    if (!origin)
        return origin.error();
    origin->target.kind = WriteKind::remap;
    const std::vector<StagedRecord> records =
        stage(origin->portal_key, changes, origin->target.dictionary);
    // What no record keeps is told by the source's newest run, the report people look at. What
    // records keep stands with them: the run found that once already, or never.
    const Rows last =
        connection.exec("select max(id) from run where source = $1", Params(source.value));
    const std::optional<std::int64_t> run = last.optional_int64(0, 0);
    std::vector<DatasetId> datasets;
    for (const RecordChange& change : changes)
        datasets.push_back(change.id);
    const auto body = [&](bool careful) {
        Transaction transaction(connection);
        // Before the identity lock, as whoever settles a run.
        if (!are_overlays_current(connection, source.value, overlay_revision))
            return outdated();
        connection.exec(merge::identity_lock, Params(source.value));
        connection.exec(merge::judge_again, Params(source.value));
        // Pages go on meanwhile: what they commit is to be seen, not overwritten.
        connection.exec(merge::lock_known, Params(uuids(datasets)));
        std::vector<Refusal> refusals;
        if (careful)
            refusals = write_records_bisecting(connection, origin->target, records);
        else
            write_records(connection, origin->target, records);
        PageOutcome outcome = verdict_counts(connection);
        outcome.refused = static_cast<std::int64_t>(refusals.size());
        const std::vector<Issue> refused = as_issues(refusals);
        if (run)
            write_issues(connection, RunId(*run), std::nullopt, together(refused, issues, {}));
        number_changes(connection, std::nullopt);
        transaction.commit();
        return outcome;
    };
    return retrying(connection, body);
}

} // namespace moisson::store
