// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Datasets by any of their names, raw records, counts, changes, schema.
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/migrations.hpp"
#include "store/raw_dictionaries.hpp"
#include "store/record_issues.hpp"
#include "store/slug.hpp"
#include "store/takedown_reader.hpp"

#include <array>

namespace moisson::store {
namespace {

constexpr std::array<std::string_view, 11> causes = {
    "created",
    "updated",
    "remapped",
    "missing",
    "archived",
    "revived",
    "purged",
    "renamed",
    "clustered",
    "taken_down",
    "restored"};

// It holds what is hidden of a dataset, be it a resource only.
constexpr const char* select_raw = R"sql(
select r.codec, r.dictionary, r.bytes from raw_record r
where r.dataset = $1
  and not exists (select from dataset d join takedown t on t.scope in (d.id, d.publisher)
                  where d.id = r.dataset and t.lifted_at is null))sql";

// Of what is hidden, links and agents count: others may have them.
constexpr const char* count_all = R"sql(
with hidden as materialized (
    select d.id from takedown t join dataset d on d.id = t.scope
    where t.lifted_at is null and t.kind = 'dataset'
    union
    select d.id from takedown t join source s on s.portal = t.portal
    join dataset d on d.source = s.id and d.publisher = t.scope
    where t.lifted_at is null and t.kind = 'organization'),
hidden_parts as materialized (
    select x.dataset, x.id from hidden h join distribution x on x.dataset = h.id
    union
    select x.dataset, x.id from takedown t
    join distribution x on x.dataset = t.scope and x.id = t.subject
    where t.lifted_at is null and t.kind = 'distribution')
select (select count(*) from portal where enabled), (select count(*) from source where enabled),
    count(*) filter (where state = 'active'), count(*) filter (where state = 'missing'),
    count(*) filter (where state = 'archived'),
    (select count(*) from distribution) - (select count(*) from hidden_parts),
    (select count(*) from link), (select count(*) from agent)
from dataset where id not in (select id from hidden))sql";

// Our slug first, then a name at the source; of several datasets the first seen one.
std::optional<Uuid> find_by_name(Connection& connection, const std::string& name) {
    const auto [stem, number] = split_slug(name);
    const Rows slug = connection.exec_prepared(
        "select dataset from slug where stem = $1 and n = $2::bigint and purged_at is null",
        Params(stem, number)
    );
    if (slug.size() == 1)
        return slug.uuid(0, 0);
    const Rows alias = connection.exec_prepared(
        "select a.dataset from alias a join dataset d on d.id = a.dataset where a.alias = $1 "
        "order by d.state <> 'active', d.first_seen, d.id limit 1",
        Params(name)
    );
    if (alias.size() == 1)
        return alias.uuid(0, 0);
    return std::nullopt;
}

// The dataset behind a slug or uuid that was purged.
std::optional<DatasetRecord>
find_tombstone(Connection& connection, const std::string& name, std::optional<Uuid> id) {
    const auto [stem, number] = split_slug(name);
    const Rows rows = id ? connection.exec_prepared(
                               "select dataset, stem, n, purged_at from slug where dataset = $1 "
                               "and purged_at is not null order by purged_at desc limit 1",
                               Params(*id)
                           )
                         : connection.exec_prepared(
                               "select dataset, stem, n, purged_at from slug where stem = $1 "
                               "and n = $2::bigint and purged_at is not null",
                               Params(stem, number)
                           );
    if (rows.size() == 0)
        return std::nullopt;
    // It may have come back since, under another slug.
    std::vector<DatasetRecord> back = read_datasets(connection, {rows.uuid(0, 0)});
    if (!back.empty())
        return std::move(back.front());
    DatasetRecord record;
    record.id = DatasetId(rows.uuid(0, 0));
    record.state = RecordState::purged;
    record.slug = rows.str(0, 1);
    if (const std::int64_t n = rows.int64(0, 2); n > 1)
        record.slug += "--" + std::to_string(n);
    record.archived_at = rows.optional_instant(0, 3);
    const ActiveTakedowns takedowns = active_takedowns(connection, {record.id.uuid});
    if (const auto whole = takedowns.whole.find(record.id.uuid); whole != takedowns.whole.end())
        record.takedown = whole->second;
    return record;
}

// What may be told of one that was taken down.
DatasetRecord without_content(DatasetRecord record) {
    DatasetRecord out;
    out.id = record.id;
    out.slug = std::move(record.slug);
    out.portal_key = std::move(record.portal_key);
    out.portal_title = std::move(record.portal_title);
    out.state = record.state;
    out.takedown = std::move(record.takedown);
    return out;
}

} // namespace

std::string_view to_string(ChangeCause cause) {
    return causes[static_cast<std::size_t>(cause)];
}

std::optional<ChangeCause> change_cause_from_string(std::string_view text) {
    for (std::size_t cause = 0; cause < causes.size(); ++cause)
        if (causes[cause] == text)
            return static_cast<ChangeCause>(cause);
    return std::nullopt;
}

std::optional<Uuid> dataset_named(Connection& connection, const std::string& name) {
    if (const std::optional<Uuid> id = uuid_from_string(name)) {
        const Rows rows = connection.exec("select from dataset where id = $1", Params(*id));
        if (rows.size() == 1)
            return id;
    }
    return find_by_name(connection, name);
}

Result<DatasetRecord> dataset_by_name(Connection& connection, const std::string& name) {
    std::optional<Uuid> id = uuid_from_string(name);
    std::vector<DatasetRecord> found;
    if (id)
        found = read_datasets(connection, {*id});
    const std::optional<Uuid> asked = id;
    if (found.empty()) {
        id = find_by_name(connection, name);
        if (id)
            found = read_datasets(connection, {*id});
    }
    if (found.empty())
        if (std::optional<DatasetRecord> buried = find_tombstone(connection, name, asked))
            found.push_back(std::move(*buried));
    if (found.empty())
        return Error(Code::not_found, "no dataset " + name);
    if (found.front().takedown)
        return without_content(std::move(found.front()));
    if (found.front().state == RecordState::purged)
        return std::move(found.front());
    DatasetRecord& record = found.front();
    record.issues = record_issues(
        connection,
        record.id.uuid,
        record.dataset.remote_id,
        record.dataset.remote_url
    );
    record.cluster = cluster_of(connection, record.id.uuid);
    return std::move(record);
}

Result<std::string>
raw_record(Connection& connection, RawDictionaries& dictionaries, DatasetId id) {
    const Rows rows = connection.exec_prepared(select_raw, Params(id.uuid));
    if (rows.size() == 0)
        return Error(Code::not_found, "no raw record of " + to_string(id));
    return dictionaries
        .read(connection, rows.int64(0, 0), rows.optional_int64(0, 1), rows.text(0, 2));
}

CatalogCounts catalog_counts(Connection& connection) {
    const Rows rows = connection.exec(count_all);
    CatalogCounts counts;
    counts.portals = rows.int64(0, 0);
    counts.sources = rows.int64(0, 1);
    counts.active = rows.int64(0, 2);
    counts.missing = rows.int64(0, 3);
    counts.archived = rows.int64(0, 4);
    counts.distributions = rows.int64(0, 5);
    counts.links = rows.int64(0, 6);
    counts.agents = rows.int64(0, 7);
    return counts;
}

Result<std::vector<ChangeRow>> change_rows(Connection& connection, ChangeNumber since, int count) {
    const Rows floor = connection.exec("select number from change_floor");
    if (since.value < floor.int64(0, 0))
        return Error(Code::not_found, "older changes were removed");
    const Rows rows = connection.exec_prepared(
        "select number, dataset, cause, at from change where number > $1 and cause <> 'signal' "
        "order by number limit $2",
        Params(since.value, count)
    );
    std::vector<ChangeRow> out;
    for (int i = 0; i < rows.size(); ++i) {
        ChangeRow& change = out.emplace_back();
        change.number = ChangeNumber(rows.int64(i, 0));
        change.dataset = DatasetId(rows.uuid(i, 1));
        change.cause = change_cause_from_string(rows.text(i, 2)).value_or(ChangeCause::created);
        change.at = rows.instant(i, 3);
    }
    return out;
}

SchemaStatus schema_status(Connection& connection) {
    SchemaStatus status;
    status.program = program_version();
    const Rows server = connection.exec(
        "select current_setting('server_version'), pg_database_size(current_database()), "
        "to_regclass('moisson.schema_version') is not null"
    );
    status.server_version = server.str(0, 0);
    status.size_bytes = server.int64(0, 1);
    if (server.boolean(0, 2)) {
        const Rows rows =
            connection.exec("select coalesce(max(version), 0), coalesce(max(readable_by), 0) "
                            "from moisson.schema_version");
        status.version = static_cast<int>(rows.int64(0, 0));
        status.readable_by = static_cast<int>(rows.int64(0, 1));
    }
    if (status.readable_by > status.program)
        status.verdict = SchemaStatus::Verdict::newer;
    else if (status.version < status.program)
        status.verdict = SchemaStatus::Verdict::behind;
    return status;
}

} // namespace moisson::store
