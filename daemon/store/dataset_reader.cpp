// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/dataset_reader.hpp"

#include "core/json_access.hpp"
#include "store/connection.hpp"
#include "store/takedown_reader.hpp"

#include <algorithm>
#include <unordered_map>

namespace moisson::store {
namespace {

// OFFSET 0: see merge::classify.
constexpr const char* select_datasets = R"sql(
select d.id, d.slug, po.key, po.title, so.key, d.state, d.first_seen, d.changed_at, d.remote_id,
    d.licence, d.access_right, d.frequency, d.themes, d.countries, d.languages, d.metadata,
    p.key, p.name, p.slug, p.email, p.url, c.key, c.name, c.slug, c.email, c.url,
    a.since, a.archived_at, s.expected_at, s.late_at, s.very_late_at, s.links, s.quality,
    s.popularity, s.counters, m.cluster, po.url, d.publisher,
    s.basis, s.evidence, s.counted_from, s.links_ok, s.links_proved,
    s.formats_right, s.formats_seen, s.contact_bounces, s.mqa
from unnest($1) wanted (id)
cross join lateral (select * from dataset t where t.id = wanted.id offset 0) d
join source so on so.id = d.source
join portal po on po.id = so.portal
left join lateral (select * from agent t where t.id = d.publisher offset 0) p on true
left join lateral (select * from agent t where t.id = d.creator offset 0) c on true
left join lateral (select * from absence t
                   where t.dataset = d.id and d.state <> 'active' offset 0) a on true
left join lateral (select * from dataset_signal t where t.dataset = d.id offset 0) s on true
left join lateral (select * from cluster_member t where t.dataset = d.id offset 0) m on true)sql";

constexpr int publisher_column = 37;

// In the order of the key of each dataset: sorting those of thousands of datasets at once would go
// to disk, metadata and all.
constexpr const char* select_distributions = R"sql(
select d.dataset, d.id, d.url, d.format, d.format_family, d.media_type, d.byte_size, d.metadata
from unnest($1) wanted (id)
cross join lateral (select * from distribution t where t.dataset = wanted.id
                    order by t.position offset 0) d)sql";

constexpr const char* select_ids =
    "select id from dataset where id > $1 and state <> 'purged' order by id limit $2";

Agent read_agent(const Rows& rows, int row, int column) {
    Agent agent;
    if (rows.is_null(row, column))
        return agent;
    agent.key = rows.str(row, column);
    agent.name = decode_localized(rows.text(row, column + 1));
    agent.slug = rows.str(row, column + 2);
    agent.email = rows.str(row, column + 3);
    agent.url = rows.str(row, column + 4);
    return agent;
}

std::vector<std::pair<std::string, std::int64_t>> read_counters(std::string_view text) {
    std::vector<std::pair<std::string, std::int64_t>> out;
    const Result<json::Value> parsed = json::parse(text);
    if (!parsed || !parsed->is_object())
        return out;
    for (const auto& [name, value] : parsed->items())
        if (value.is_number_integer())
            out.emplace_back(name, value.get<std::int64_t>());
    return out;
}

CountedShare read_share(const Rows& rows, int row, int column) {
    CountedShare out;
    out.some = rows.optional_int64(row, column).value_or(0);
    out.all = rows.optional_int64(row, column + 1).value_or(0);
    return out;
}

DatasetSignal read_signal(const Rows& rows, int row) {
    DatasetSignal signal;
    signal.cluster = rows.optional_uuid(row, 35);
    if (rows.is_null(row, 31))
        return signal;
    FreshnessDates& freshness = signal.freshness;
    freshness.expected_at = rows.optional_instant(row, 28);
    freshness.late_at = rows.optional_instant(row, 29);
    freshness.very_late_at = rows.optional_instant(row, 30);
    freshness.basis =
        freshness_basis_from_string(rows.text(row, 38)).value_or(FreshnessBasis::none);
    freshness.evidence =
        update_evidence_from_string(rows.text(row, 39)).value_or(UpdateEvidence::none);
    freshness.counted_from = rows.optional_instant(row, 40);
    signal.links = rows.str(row, 31);
    signal.links_ok = read_share(rows, row, 41);
    signal.formats_right = read_share(rows, row, 43);
    signal.contact_bounces = rows.boolean(row, 45);
    if (const auto quality = rows.optional_int64(row, 32))
        signal.quality = static_cast<int>(*quality);
    if (const auto mqa = rows.optional_int64(row, 46))
        signal.mqa = static_cast<int>(*mqa);
    signal.popularity = rows.int64(row, 33);
    signal.counters = read_counters(rows.text(row, 34));
    return signal;
}

DatasetRecord read_dataset(const Rows& rows, int row, DatasetParts parts) {
    DatasetRecord record;
    record.id = DatasetId(rows.uuid(row, 0));
    record.slug = rows.str(row, 1);
    record.portal_key = rows.str(row, 2);
    record.portal_title = rows.str(row, 3);
    record.source_key = rows.str(row, 4);
    record.portal_url = rows.str(row, 36);
    record.state = record_state_from_string(rows.text(row, 5)).value_or(RecordState::archived);
    record.first_seen = rows.instant(row, 6);
    record.changed_at = rows.instant(row, 7);
    Dataset& dataset = record.dataset;
    dataset.remote_id = rows.str(row, 8);
    dataset.access_rights.code = rows.str(row, 10);
    dataset.frequency.code = rows.str(row, 11);
    dataset.themes = rows.texts(row, 12);
    dataset.countries = rows.texts(row, 13);
    dataset.languages = rows.texts(row, 14);
    if (const Result<void> decoded = decode_dataset(rows.text(row, 15), dataset, parts); !decoded)
        throw ErrorException(
            Error(Code::table_damaged, to_string(record.id) + " " + decoded.error().detail)
        );
    dataset.publisher = read_agent(rows, row, 16);
    if (!rows.is_null(row, 21))
        dataset.creator = read_agent(rows, row, 21);
    record.missing_since = rows.optional_instant(row, 26);
    record.archived_at = rows.optional_instant(row, 27);
    record.signal = read_signal(rows, row);
    return record;
}

Distribution read_distribution(const Rows& rows, int row, DatasetParts parts) {
    Distribution distribution;
    distribution.id = DistributionId(rows.uuid(row, 1));
    distribution.url = rows.str(row, 2);
    distribution.format.code = rows.str(row, 3);
    const std::string_view family = rows.text(row, 4);
    distribution.format_family = family.empty() ? '\0' : family.front();
    distribution.media_type = rows.str(row, 5);
    distribution.byte_size = rows.optional_int64(row, 6);
    if (const Result<void> decoded = decode_distribution(rows.text(row, 7), distribution, parts);
        !decoded)
        throw ErrorException(
            Error(Code::table_damaged, to_string(distribution.id) + " " + decoded.error().detail)
        );
    return distribution;
}

// Marks what was taken down, and takes away the distributions that were.
void apply_takedowns(
    Connection& connection,
    const Rows& datasets,
    std::unordered_map<Uuid, DatasetRecord>& records
) {
    std::vector<Uuid> scopes;
    for (int i = 0; i < datasets.size(); ++i) {
        scopes.push_back(datasets.uuid(i, 0));
        if (const auto publisher = datasets.optional_uuid(i, publisher_column))
            scopes.push_back(*publisher);
    }
    std::sort(scopes.begin(), scopes.end());
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    ActiveTakedowns takedowns = active_takedowns(connection, scopes);
    for (int i = 0; i < datasets.size(); ++i) {
        const Uuid id = datasets.uuid(i, 0);
        DatasetRecord& record = records.at(id);
        const auto publisher = datasets.optional_uuid(i, publisher_column);
        auto whole = takedowns.whole.find(id);
        if (whole == takedowns.whole.end() && publisher)
            whole = takedowns.whole.find(*publisher);
        if (whole != takedowns.whole.end())
            record.takedown = whole->second;
        const auto parts = takedowns.parts.find(id);
        if (parts == takedowns.parts.end())
            continue;
        for (TakenDownDistribution& part : parts->second) {
            const auto gone =
                std::erase_if(record.dataset.distributions, [&part](const Distribution& one) {
                    return one.id == part.id;
                });
            if (gone > 0)
                record.taken_down.push_back(std::move(part));
        }
    }
}

} // namespace

std::vector<DatasetRecord>
read_datasets(Connection& connection, const std::vector<Uuid>& ids, DatasetParts parts) {
    std::vector<DatasetRecord> out;
    if (ids.empty())
        return out;
    std::unordered_map<Uuid, DatasetRecord> found;
    const Rows datasets = connection.exec_prepared(select_datasets, Params(ids));
    // Each once, whatever was asked.
    std::vector<Uuid> owners;
    for (int i = 0; i < datasets.size(); ++i)
        if (const Uuid id = datasets.uuid(i, 0);
            found.emplace(id, read_dataset(datasets, i, parts)).second)
            owners.push_back(id);
    const Rows distributions = connection.exec_prepared(select_distributions, Params(owners));
    for (int i = 0; i < distributions.size(); ++i)
        if (const auto owner = found.find(distributions.uuid(i, 0)); owner != found.end())
            owner->second.dataset.distributions.push_back(read_distribution(distributions, i, parts)
            );
    apply_takedowns(connection, datasets, found);
    out.reserve(found.size());
    for (const Uuid& id : ids)
        if (auto node = found.extract(id))
            out.push_back(std::move(node.mapped()));
    return out;
}

std::vector<DatasetRecord> read_readable(Connection& connection, const std::vector<Uuid>& ids) {
    try {
        return read_datasets(connection, ids);
    } catch (const ErrorException&) {
        if (ids.size() == 1)
            return {};
    }
    std::vector<DatasetRecord> out;
    for (const Uuid& id : ids)
        for (DatasetRecord& record : read_readable(connection, {id}))
            out.push_back(std::move(record));
    return out;
}

std::vector<DatasetRecord>
read_chunk(Connection& connection, const Uuid& after, int count, DatasetParts parts) {
    const Rows rows = connection.exec_prepared(select_ids, Params(after, count));
    std::vector<Uuid> ids;
    for (int i = 0; i < rows.size(); ++i)
        ids.push_back(rows.uuid(i, 0));
    return read_datasets(connection, ids, parts);
}

} // namespace moisson::store
