// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/verdict_history.hpp"

#include "store/connection.hpp"
#include "store/public_read.hpp"

#include <functional>

namespace moisson::store {
namespace {

constexpr const char* spans = R"sql(
select v.since, lag(v.since) over (order by v.since desc), v.quality, v.links, v.basis,
    v.expected_at, v.late_at, v.very_late_at, v.mqa, v.score_version
from verdict v where v.dataset = $1 order by v.since desc limit $2)sql";

} // namespace

asio::awaitable<Result<std::vector<VerdictSpan>>> read_verdicts(Database& database, Uuid dataset) {
    using List = std::vector<VerdictSpan>;
    std::function<Result<List>(Connection&)> job = [dataset](Connection& db) -> Result<List> {
        const Rows rows = db.exec(spans, Params(dataset, verdict_spans_max));
        List out;
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
    };
    return public_read<List>(database, "read_verdicts", std::move(job));
}

} // namespace moisson::store
