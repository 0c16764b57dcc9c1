// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/measures.hpp"

#include "store/connection.hpp"
#include "store/public_read.hpp"

#include <functional>
#include <utility>

namespace moisson::store {
namespace {

// $5: what a step is cut by.
constexpr const char* select_measures = R"sql(
select distinct on (date_trunc($5, day::timestamp))
    day::timestamp at time zone 'UTC', datasets, a_jour, attendue, en_retard, tres_en_retard,
    sans_objet, inconnue, quality_sum, scored, mqa_sum, mqa_scored
from daily_measure
where scope = $1 and subject = $2 and day >= ($3 at time zone 'UTC')::date
    and day <= ($4 at time zone 'UTC')::date
order by date_trunc($5, day::timestamp), day desc)sql";

// Several portals may name a publisher alike: the index counts them as one too.
constexpr const char* select_of_publisher = R"sql(
with whose as materialized (
    select id::text as subject from agent where case slug when '' then key else slug end = $2),
daily as (
    select m.day, sum(datasets)::bigint as datasets, sum(a_jour)::bigint as a_jour,
        sum(attendue)::bigint as attendue, sum(en_retard)::bigint as en_retard,
        sum(tres_en_retard)::bigint as tres_en_retard, sum(sans_objet)::bigint as sans_objet,
        sum(inconnue)::bigint as inconnue, sum(quality_sum)::bigint as quality_sum,
        sum(scored)::bigint as scored, sum(mqa_sum)::bigint as mqa_sum,
        sum(mqa_scored)::bigint as mqa_scored
    from whose w join daily_measure m on m.scope = $1 and m.subject = w.subject
    where m.day >= ($3 at time zone 'UTC')::date and m.day <= ($4 at time zone 'UTC')::date
    group by m.day)
select distinct on (date_trunc($5, day::timestamp))
    day::timestamp at time zone 'UTC', datasets, a_jour, attendue, en_retard, tres_en_retard,
    sans_objet, inconnue, quality_sum, scored, mqa_sum, mqa_scored
from daily order by date_trunc($5, day::timestamp), day desc)sql";

std::string_view name_of(MeasureScope scope) {
    switch (scope) {
    case MeasureScope::country:
        return "country";
    case MeasureScope::portal:
        return "portal";
    case MeasureScope::publisher:
        return "publisher";
    case MeasureScope::all:
        break;
    }
    return "all";
}

std::string_view name_of(MeasureStep step) {
    switch (step) {
    case MeasureStep::week:
        return "week";
    case MeasureStep::month:
        return "month";
    case MeasureStep::day:
        break;
    }
    return "day";
}

Result<std::vector<Measure>> read(Connection& connection, const MeasureQuery& query) {
    const Rows rows = connection.exec(
        query.scope == MeasureScope::publisher ? select_of_publisher : select_measures,
        Params(
            name_of(query.scope),
            query.subject,
            Instant(query.from),
            Instant(query.to),
            name_of(query.step)
        )
    );
    std::vector<Measure> out;
    for (int i = 0; i < rows.size(); ++i) {
        Measure& one = out.emplace_back();
        one.day = std::chrono::floor<std::chrono::days>(rows.instant(i, 0));
        one.datasets = rows.int64(i, 1);
        for (std::size_t state = 0; state < one.states.size(); ++state)
            one.states[state] = rows.int64(i, 2 + static_cast<int>(state));
        one.quality_sum = rows.int64(i, 8);
        one.scored = rows.int64(i, 9);
        one.mqa_sum = rows.int64(i, 10);
        one.mqa_scored = rows.int64(i, 11);
    }
    return out;
}

} // namespace

asio::awaitable<Result<std::vector<Measure>>>
read_measures(Database& database, MeasureQuery query) {
    return public_read<std::vector<Measure>>(
        database,
        "read_measures",
        [asked = std::move(query)](Connection& c) { return read(c, asked); }
    );
}

} // namespace moisson::store
