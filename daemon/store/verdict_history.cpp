// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/verdict_history.hpp"

#include "store/connection.hpp"
#include "store/public_read.hpp"
#include "store/wire.hpp"

#include <functional>

namespace moisson::store {
namespace {

constexpr const char* spans = R"sql(
select v.since, lag(v.since) over (order by v.since desc), v.quality, v.links, v.basis,
    v.expected_at, v.late_at, v.very_late_at, v.mqa, v.score_version
from verdict v where v.dataset = $1 order by v.since desc limit $2)sql";

// $1 dataset, $2 first moment, $3 end.
constexpr const char* last_of_days = R"sql(
select distinct on (date_trunc('day', v.since, 'UTC')) v.since, null::timestamptz, v.quality,
    v.links, v.basis, v.expected_at, v.late_at, v.very_late_at, v.mqa, v.score_version
from verdict v
where v.dataset = $1 and v.since < $3
  and v.since >= coalesce((select max(w.since) from verdict w
                           where w.dataset = $1 and w.since <= $2), $2)
order by date_trunc('day', v.since, 'UTC') desc, v.since desc)sql";

// $1 dataset, $2 end, $3 seconds.
constexpr const char* readings_of_days = R"sql(
select max(t.ended_at), max(t.started_at)
from dataset d join run t on t.source = d.source
where d.id = $1 and t.state = 'complete' and t.mode <> 'probe' and t.started_at is not null
  and t.ended_at < $2 and t.ended_at >= moisson.now() - make_interval(secs => $3)
group by date_trunc('day', t.ended_at, 'UTC') order by 1)sql";

std::vector<VerdictSpan> spans_in(const Rows& rows) {
    std::vector<VerdictSpan> out;
    for (int i = 0; i < rows.size(); ++i) {
        VerdictSpan& one = out.emplace_back();
        one.since = rows.instant(i, 0);
        one.until = rows.optional_instant(i, 1);
        one.quality = rows.optional_int64(i, 2);
        one.links = rows.str(i, 3);
        one.basis = rows.str(i, 4);
        one.expected_at = rows.optional_instant(i, 5);
        one.late_at = rows.optional_instant(i, 6);
        one.very_late_at = rows.optional_instant(i, 7);
        one.mqa = rows.optional_int64(i, 8);
        one.score_version = rows.optional_int64(i, 9);
    }
    return out;
}

DatasetDays read_days(Connection& connection, const DatasetDaysQuery& query) {
    const Instant begin(query.from);
    const Instant end(query.to + std::chrono::days(1));
    DatasetDays out;
    out.verdicts = spans_in(connection.exec(last_of_days, Params(query.dataset, begin, end)));
    const Rows rows =
        connection.exec(readings_of_days, Params(query.dataset, end, in_seconds(query.runs_kept)));
    for (int i = 0; i < rows.size(); ++i)
        out.readings.push_back({rows.instant(i, 0), rows.instant(i, 1)});
    return out;
}

} // namespace

asio::awaitable<Result<std::vector<VerdictSpan>>> read_verdicts(Database& database, Uuid dataset) {
    using List = std::vector<VerdictSpan>;
    std::function<Result<List>(Connection&)> job = [dataset](Connection& db) -> Result<List> {
        return spans_in(db.exec(spans, Params(dataset, verdict_spans_max)));
    };
    return public_read<List>(database, "read_verdicts", std::move(job));
}

asio::awaitable<Result<DatasetDays>> read_dataset_days(Database& database, DatasetDaysQuery query) {
    std::function<Result<DatasetDays>(Connection&)> job =
        [query](Connection& db) -> Result<DatasetDays> { return read_days(db, query); };
    return public_read<DatasetDays>(database, "read_dataset_days", std::move(job));
}

} // namespace moisson::store
