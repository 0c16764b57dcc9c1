// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/inventory.hpp"

#include "store/connection.hpp"
#include "store/page_commit.hpp"

#include <algorithm>
#include <cstring>

namespace moisson::store {
namespace {

constexpr const char* settle_mode_sql =
    "update run set mode = $2, mode_reason = $3, mark = $4, mapping_version = $5 where id = $1";

// What they cost stays told. The empty cursor is where the crawl begins.
constexpr const char* forget_pages_sql =
    "update run_page set seen = '{}', deleted = '{}', wanted = '{}', wanted_stamps = '{}', "
    "received = 0, skipped = 0, unchanged = 0, next_cursor = '' where run = $1";

// OFFSET 0: see merge::classify. An id of before a rename is as good as unknown.
constexpr const char* find_listed = R"sql(
select w.remote_id, r.dataset, r.stamp, d.mapping_version, d.state = 'active'
from unnest($2) w (remote_id)
cross join lateral (select t.dataset, t.stamp from remote_id t
                    where t.source = $1 and t.remote_id = w.remote_id offset 0) r
cross join lateral (select t.mapping_version, t.state from dataset t
                    where t.id = r.dataset and t.remote_id = w.remote_id offset 0) d
union all
select w.remote_id, null::uuid, l.stamp, l.mapping_version, true
from unnest($2) w (remote_id)
cross join lateral (select t.stamp, t.mapping_version from left_out t
                    where t.source = $1 and t.remote_id = w.remote_id offset 0) l)sql";

constexpr const char* find_wanted = R"sql(
select w.remote_id, w.stamp from run_page p
cross join lateral unnest(p.wanted, p.wanted_stamps) with ordinality w (remote_id, stamp, place)
join run r on r.id = p.run and r.token = $2
where p.run = $1 order by p.page, w.place)sql";

constexpr const char* find_met = R"sql(
select d.remote_id from (select distinct unnest(p.seen) as id from run_page p where p.run = $1) seen
join dataset d on d.id = seen.id
union
select unnest(p.wanted) from run_page p where p.run = $1)sql";

} // namespace

Result<void> settle_mode(Connection& connection, const Lease& lease, const SettledMode& mode) {
    Transaction transaction(connection);
    if (!renew_lease(connection, lease))
        return Error(Code::run_cancelled, "the lease of this run is lost");
    const Bytes mapping{
        {reinterpret_cast<const char*>(mode.mapping_version.data()), mode.mapping_version.size()}};
    connection.exec(
        settle_mode_sql,
        Params(lease.run.value, to_string(mode.mode), mode.reason, mode.mark, mapping)
    );
    if (mode.forget_pages)
        connection.exec(forget_pages_sql, Params(lease.run.value));
    transaction.commit();
    return {};
}

Result<std::vector<ListedRecord>> listed_records(
    Connection& connection,
    SourceId source,
    const std::vector<std::string>& remote_ids
) {
    const Rows rows = connection.exec_prepared(find_listed, Params(source.value, remote_ids));
    std::vector<ListedRecord> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) {
        ListedRecord& record = out.emplace_back();
        record.remote_id = rows.str(i, 0);
        if (!rows.is_null(i, 1))
            record.dataset = DatasetId(rows.uuid(i, 1));
        record.stamp = rows.str(i, 2);
        record.is_active = rows.boolean(i, 4);
        const std::string_view mapping = rows.text(i, 3);
        std::memcpy(
            record.mapping_version.data(),
            mapping.data(),
            std::min(mapping.size(), record.mapping_version.size())
        );
    }
    return out;
}

Result<std::vector<StampedId>> wanted_records(Connection& connection, const Lease& lease) {
    const Rows rows = connection.exec(find_wanted, Params(lease.run.value, lease.token));
    std::vector<StampedId> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i)
        out.push_back({rows.str(i, 0), rows.str(i, 1)});
    return out;
}

Result<std::vector<std::string>> met_ids(Connection& connection, const Lease& lease) {
    const Rows rows = connection.exec(find_met, Params(lease.run.value));
    std::vector<std::string> out;
    out.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i)
        out.push_back(rows.str(i, 0));
    return out;
}

} // namespace moisson::store
