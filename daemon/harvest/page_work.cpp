// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/page_work.hpp"

#include "cluster/evidence.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "harvest/overlay_work.hpp"
#include "model/identity.hpp"

#include <algorithm>
#include <unordered_map>

namespace moisson::harvest {
namespace {

using KnownById = std::unordered_map<std::string_view, const store::KnownRecord*>;

Issue record_issue(Code code, const std::string& remote_id, std::string detail) {
    Issue issue(code, Stage::map, std::move(detail));
    issue.remote_id = remote_id;
    return issue;
}

// What mapping made of a record: a dataset, or the reason why there is none.
struct Mapped {
    std::optional<Dataset> dataset;
    // The source still has the record although nothing can be made of it: it did not vanish.
    bool still_there = false;
    // The source itself calls it deleted.
    bool deleted = false;
    // The address by which the dataset is our own; empty when it is not.
    std::string own_address;
};

void add_issues(
    std::vector<Issue> found,
    const std::string& remote_id,
    std::vector<Issue>& issues
) {
    if (found.size() > limits::issues_per_record)
        found.resize(limits::issues_per_record);
    for (Issue& issue : found) {
        if (issue.remote_id.empty())
            issue.remote_id = remote_id;
        issues.push_back(std::move(issue));
    }
}

Mapped map_record(
    std::string_view canonical,
    const std::string& remote_id,
    DatasetId id,
    const PageContext& context,
    std::vector<Issue>& issues
) {
    Mapped mapped;
    std::vector<Issue> found;
    Result<RawRecord> raw = context.connector->map(canonical, found);
    if (raw.has_error()) {
        Issue issue = record_issue(raw.error().code, remote_id, raw.error().detail);
        issue.excerpt = utf8_prefix(canonical, limits::excerpt_bytes);
        mapped.still_there = raw.error().code != Code::not_a_dataset;
        found.push_back(std::move(issue));
        add_issues(std::move(found), remote_id, issues);
        return mapped;
    }
    mapped.deleted = raw->deleted_at_source;
    if (!raw->unpublished_because.empty()) {
        Issue issue = record_issue(Code::not_published, remote_id, raw->unpublished_because);
        issue.remote_url = raw->remote_url;
        found.push_back(std::move(issue));
        add_issues(std::move(found), remote_id, issues);
        return mapped;
    }
    // The wire knows the id, also when it had to be made up.
    raw->remote_id = remote_id;
    normalise::Normalised normalised = context.recipe.normalise(*raw);
    for (Issue& issue : normalised.issues) {
        if (issue.remote_url.empty())
            issue.remote_url = raw->remote_url;
        found.push_back(std::move(issue));
    }
    add_issues(std::move(found), remote_id, issues);
    normalised.dataset.remote_id = remote_id;
    // Before corrections: an address that an operator gave it is no mark of the source.
    mapped.own_address = own_address_in(normalised.dataset, context.own_site);
    if (context.recipe.correct)
        context.recipe.correct(normalised.dataset, corrections_of(context, id));
    mapped.dataset = std::move(normalised.dataset);
    return mapped;
}

void move_to(std::vector<Issue>& to, std::vector<Issue> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

KnownById by_id(const std::vector<store::KnownRecord>& known) {
    KnownById map;
    map.reserve(known.size());
    for (const store::KnownRecord& record : known)
        map.emplace(record.remote_id, &record);
    return map;
}

// Of bodies that carry one id on one page the same one is taken whatever their order: that which is
// stored, else that with the least digest. What an earlier page gave stays. Parallel to the
// records.
std::vector<bool> settle_duplicates(const NumberedPage& numbered, const KnownById& known) {
    std::vector<bool> duplicate = numbered.duplicate;
    if (numbered.duplicates == 0)
        return duplicate;
    const std::vector<kit::WireRecord>& records = numbered.page.records;
    std::unordered_map<std::string_view, std::size_t> taken;
    for (std::size_t i = 0; i < duplicate.size(); ++i) {
        if (!duplicate[i]) {
            taken.emplace(records[i].remote_id, i);
            continue;
        }
        const auto first = taken.find(records[i].remote_id);
        if (first == taken.end())
            continue;
        const Digest& held = records[first->second].digest;
        const auto stored = known.find(records[i].remote_id);
        const Digest* wanted = stored == known.end() ? nullptr : &stored->second->source_digest;
        const bool is_better =
            wanted != nullptr && (*wanted == held || *wanted == records[i].digest)
                ? *wanted == records[i].digest
                : records[i].digest < held;
        if (!is_better)
            continue;
        duplicate[first->second] = true;
        duplicate[i] = false;
        first->second = i;
    }
    return duplicate;
}

void add_popularity(const kit::WireRecord& record, DatasetId id, store::PageCommit& commit) {
    const bool any =
        std::any_of(record.popularity.begin(), record.popularity.end(), [](const auto& counter) {
            return counter.second > 0;
        });
    if (!any)
        return;
    store::PageCommit::Popularity popularity;
    popularity.dataset = id;
    popularity.counters = record.popularity;
    commit.popularity.push_back(std::move(popularity));
}

// A portal that harvests us gives our own catalogue back: the record has no place in it. One that
// was stored before we knew stays.
bool is_ours(const kit::WireRecord& record, const Mapped& mapped, store::PageCommit& commit) {
    if (mapped.own_address.empty())
        return false;
    Issue issue = record_issue(Code::harvested_from_us, record.remote_id, mapped.own_address);
    issue.remote_url = mapped.dataset->remote_url;
    commit.issues.push_back(std::move(issue));
    if (!record.stamp.empty())
        commit.left_out.push_back({record.remote_id, record.stamp});
    return true;
}

// What a record is to be, when it is not one that is there.
DatasetId new_id(
    const kit::WireRecord& record,
    const store::KnownRecord* former,
    const PageContext& context
) {
    if (former != nullptr)
        return dataset_id_at_return(former->dataset, record.remote_id);
    return dataset_id_at_first_sight(context.portal_key, context.scheme, record.remote_id);
}

// `former` instead of `known`: the id is one of before a rename.
void add_record(
    const kit::WireRecord& record,
    const store::KnownRecord* known,
    const store::KnownRecord* former,
    const PageContext& context,
    store::PageCommit& commit
) {
    if (known != nullptr && known->source_digest == record.digest &&
        known->mapping_version == context.versions.of(known->dataset)) {
        commit.seen.push_back(known->dataset);
        // One that was away is counted by the store, as revived.
        commit.unchanged += known->active ? 1 : 0;
        if (!record.stamp.empty() && record.stamp != known->stamp)
            commit.restamped.push_back({record.remote_id, record.stamp});
        add_popularity(record, known->dataset, commit);
        return;
    }
    std::vector<Issue> found;
    const DatasetId id = known != nullptr ? known->dataset : new_id(record, former, context);
    Mapped mapped = map_record(record.canonical, record.remote_id, id, context, found);
    if (!mapped.dataset) {
        move_to(commit.issues, std::move(found));
        if (known != nullptr && mapped.still_there)
            commit.seen.push_back(known->dataset);
        if (known != nullptr && mapped.deleted)
            commit.deleted_at_source.push_back(known->dataset);
        if (!mapped.still_there && !record.stamp.empty())
            commit.left_out.push_back({record.remote_id, record.stamp});
        return;
    }
    if (known == nullptr && is_ours(record, mapped, commit))
        return;
    store::RecordChange change;
    change.issues = std::move(found);
    change.keys = cluster::evidence_keys(*mapped.dataset, context.portal_url);
    change.id = id;
    change.dataset = std::move(*mapped.dataset);
    // Those that are made of the id at the source are the renamed dataset's.
    if (former != nullptr)
        for (Distribution& distribution : change.dataset.distributions)
            distribution.id = DistributionId(uuid5(change.id.uuid, to_string(distribution.id)));
    change.source_digest = record.digest;
    change.mapping_version = context.versions.of(id);
    change.raw = record.canonical;
    change.stamp = record.stamp;
    commit.seen.push_back(change.id);
    add_popularity(record, change.id, commit);
    commit.changes.push_back(std::move(change));
}

// A record that could not be read, but whose id is known, is still at the source: a list of this
// run named it. So is one that was not found: proxies say that of anything, and what is really gone
// is on no list of the next run.
void keep_unreadable(const kit::Page& page, const KnownById& known, store::PageCommit& commit) {
    for (const Issue& issue : page.issues) {
        if (issue.remote_id.empty())
            continue;
        const auto it = known.find(issue.remote_id);
        if (it == known.end())
            continue;
        const bool listed =
            std::find(commit.seen.begin(), commit.seen.end(), it->second->dataset) !=
            commit.seen.end();
        const bool in_page =
            std::any_of(page.records.begin(), page.records.end(), [&](const auto& record) {
                return record.remote_id == issue.remote_id;
            });
        if (!listed && !in_page)
            commit.seen.push_back(it->second->dataset);
    }
}

} // namespace

Issue duplicate_issue(const std::string& remote_id, std::int64_t page) {
    Issue issue(Code::dup_id, Stage::parse, "again on page " + std::to_string(page));
    issue.remote_id = remote_id;
    return issue;
}

std::vector<std::string> ids_of(const kit::Page& page) {
    std::vector<std::string> ids;
    ids.reserve(page.records.size());
    for (const kit::WireRecord& record : page.records)
        ids.push_back(record.remote_id);
    for (const Issue& issue : page.issues) {
        if (!issue.remote_id.empty())
            ids.push_back(issue.remote_id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

store::PageCommit build_commit(
    const NumberedPage& numbered,
    const std::vector<store::KnownRecord>& known,
    const PageContext& context
) {
    const kit::Page& page = numbered.page;
    const KnownById known_by_id = by_id(known);
    store::PageCommit commit;
    commit.mapping_version = context.left_out_version;
    commit.overlay_revision = context.overlays.revision;
    commit.page = numbered.number;
    commit.cursor = numbered.cursor.value;
    if (page.next)
        commit.next_cursor = page.next->value;
    commit.advertised_count = page.advertised_count;
    commit.received = page.received - numbered.duplicates;
    commit.skipped = page.skipped;
    commit.body_digest = to_hex(page.body_digest);
    commit.wire_bytes = page.wire_bytes;
    commit.requests = page.requests;
    commit.retries = page.retries;
    commit.issues = page.issues;
    commit.seen.reserve(page.records.size());
    // What is new comes as changes, each of which is large to move.
    commit.changes.reserve(page.records.size() - std::min(known.size(), page.records.size()));
    const std::vector<bool> duplicate = settle_duplicates(numbered, known_by_id);
    for (std::size_t i = 0; i < page.records.size(); ++i) {
        const kit::WireRecord& record = page.records[i];
        if (i < duplicate.size() && duplicate[i]) {
            commit.issues.push_back(duplicate_issue(record.remote_id, commit.page));
            continue;
        }
        const auto it = known_by_id.find(record.remote_id);
        const store::KnownRecord* found = it == known_by_id.end() ? nullptr : it->second;
        const store::KnownRecord* former = found != nullptr && found->is_former ? found : nullptr;
        add_record(record, former == nullptr ? found : nullptr, former, context, commit);
    }
    keep_unreadable(page, known_by_id, commit);
    return commit;
}

std::optional<store::RecordChange> remap_record(
    const store::HarvestStore::StoredRaw& stored,
    const PageContext& context,
    std::vector<Issue>& issues
) {
    std::vector<Issue> found;
    Mapped mapped = map_record(stored.raw, stored.remote_id, stored.dataset, context, found);
    if (!mapped.dataset) {
        move_to(issues, std::move(found));
        return std::nullopt;
    }
    store::RecordChange change;
    change.issues = std::move(found);
    change.id = stored.dataset;
    change.keys = cluster::evidence_keys(*mapped.dataset, context.portal_url);
    change.dataset = std::move(*mapped.dataset);
    change.source_digest = stored.source_digest;
    change.mapping_version = context.versions.of(stored.dataset);
    change.raw = stored.raw;
    return change;
}

} // namespace moisson::harvest
