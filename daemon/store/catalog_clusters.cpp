// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Clusters as they are shown.
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"

#include <fmt/format.h>

namespace moisson::store {
namespace {

// What was taken down is no member any more as soon as the cluster is looked at; until then it is
// not shown.
constexpr std::string_view is_shown = R"sql(
    not exists (select from takedown x where x.lifted_at is null and x.kind <> 'distribution'
                and x.scope in (d.id, d.publisher)))sql";

// Members of the clusters `w (id)`, the canonical one first.
constexpr std::string_view select_cluster_members = R"sql(
select c.id, c.canonical, c.reason, m.dataset, d.slug, d.title, p.key, p.title, d.state,
    m.evidence, m.origin
from w join cluster c on c.id = w.id join cluster_member m on m.cluster = c.id
join dataset d on d.id = m.dataset join source s on s.id = d.source
join portal p on p.id = s.portal
where {}
order by c.id, m.dataset <> c.canonical, p.title, d.id)sql";

std::string members_sql() {
    return fmt::format(select_cluster_members, is_shown);
}

std::vector<DatasetCluster> read(const Rows& rows) {
    std::vector<DatasetCluster> out;
    for (int i = 0; i < rows.size(); ++i) {
        if (out.empty() || out.back().id != rows.uuid(i, 0)) {
            DatasetCluster& cluster = out.emplace_back();
            cluster.id = rows.uuid(i, 0);
            // It comes first, unless it is hidden.
            if (rows.uuid(i, 1) == rows.uuid(i, 3))
                cluster.canonical = DatasetId(rows.uuid(i, 1));
            cluster.reason =
                canonical_reason_from_string(rows.text(i, 2)).value_or(CanonicalReason::lowest_id);
        }
        ClusterMember& member = out.back().members.emplace_back();
        member.id = DatasetId(rows.uuid(i, 3));
        member.slug = rows.str(i, 4);
        member.title = rows.str(i, 5);
        member.portal_key = rows.str(i, 6);
        member.portal_title = rows.str(i, 7);
        member.state = record_state_from_string(rows.text(i, 8)).value_or(RecordState::archived);
        for (const std::string& name : rows.texts(i, 9))
            if (const auto evidence = evidence_from_string(name))
                member.evidence.push_back(*evidence);
        if (const auto origin = rows.optional_uuid(i, 10))
            member.origin = DatasetId(*origin);
    }
    for (DatasetCluster& cluster : out)
        for (ClusterMember& member : cluster.members)
            if (member.origin && member_of(cluster, *member.origin) == nullptr)
                member.origin.reset();
    return out;
}

} // namespace

std::optional<DatasetCluster> cluster_of(Connection& connection, const Uuid& dataset) {
    static const std::string sql = fmt::format(
        "with w as (select cluster as id from cluster_member where dataset = $1) {}",
        members_sql()
    );
    std::vector<DatasetCluster> found =
        read(connection.exec_prepared(sql.c_str(), Params(dataset)));
    if (found.empty() || found.front().members.size() < 2)
        return std::nullopt;
    return std::move(found.front());
}

std::vector<DatasetCluster> cluster_page(Connection& connection, const Uuid& after, int count) {
    static const std::string sql = fmt::format(
        R"sql(
with w as materialized (
    select c.id from cluster c
    where c.id > $1 and (select count(*) from cluster_member m join dataset d on d.id = m.dataset
                         where m.cluster = c.id and {}) > 1
    order by c.id limit $2)
{})sql",
        is_shown,
        members_sql()
    );
    return read(connection.exec_prepared(sql.c_str(), Params(after, count)));
}

} // namespace moisson::store
