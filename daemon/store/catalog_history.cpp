// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The history of one dataset, as views read it.
#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/history_codec.hpp"
#include "store/takedown_reader.hpp"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <string_view>

namespace moisson::store {
namespace {

// $1 dataset, $2 before, $3 rows. The creation has no row: it is number 0, and its run the one that
// was at work on the source at that time. A run that retention removed is not told.
constexpr const char* find_entries = R"sql(
select e.n, e.at, e.cause, e.changes, (select r.id from run r where r.id = e.run)
from ((select h.n, h.at, h.cause, h.changes, h.run from dataset_history h
       where h.dataset = $1 and h.n < $2 order by h.n desc limit $3)
      union all
      select 0, d.first_seen, 'created', null::json,
          (select max(r.id) from run r where r.source = d.source and r.started_at <= d.first_seen
               and (r.ended_at is null or r.ended_at >= d.first_seen))
      from dataset d where d.id = $1 and 0 < $2) e
order by e.n desc limit $3)sql";

// With the creation; no row for no dataset. `{}`: last_seen_at.
constexpr const char* summary_sql = R"sql(
select 1 + (select count(*) from dataset_history h where h.dataset = d.id), d.first_seen, {}
from dataset d left join absence a on a.dataset = d.id where d.id = $1)sql";

// While a resource is taken down, what was noted of resources before is not told either.
void hide_resources(HistoryPage& page) {
    for (HistoryEntry& entry : page.entries)
        std::erase_if(entry.diff.changes, [](const FieldChange& change) {
            return std::string_view(change.field).starts_with("distributions");
        });
}

} // namespace

Result<HistoryPage> history_page(Connection& connection, const HistoryQuery& query) {
    static const std::string sql = fmt::format(summary_sql, last_seen_at);
    const Rows summary = connection.exec_prepared(sql.c_str(), Params(query.dataset.uuid));
    if (summary.size() == 0)
        return Error(Code::not_found, "no dataset " + to_string(query.dataset));
    HistoryPage page;
    page.total = summary.int64(0, 0);
    page.first_seen = summary.instant(0, 1);
    page.last_seen = summary.optional_instant(0, 2);
    const std::int64_t before = query.before.value_or(std::numeric_limits<std::int64_t>::max());
    const Rows rows = connection.exec_prepared(
        find_entries,
        Params(query.dataset.uuid, before, std::int64_t{query.limit} + 1)
    );
    page.more = rows.size() > query.limit;
    for (int i = 0; i < rows.size() && i < query.limit; ++i) {
        HistoryEntry& entry = page.entries.emplace_back();
        entry.number = rows.int64(i, 0);
        entry.at = rows.instant(i, 1);
        entry.cause = change_cause_from_string(rows.text(i, 2)).value_or(ChangeCause::updated);
        if (!rows.is_null(i, 3))
            entry.diff = decode_diff(rows.text(i, 3));
        if (const auto run = rows.optional_int64(i, 4))
            entry.run = RunId(*run);
    }
    if (!active_takedowns(connection, {query.dataset.uuid}).parts.empty())
        hide_resources(page);
    return page;
}

} // namespace moisson::store
