// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/portal_gauges.hpp"

#include "store/connection.hpp"
#include "store/public_read.hpp"

#include <functional>
#include <map>
#include <utility>

namespace moisson::store {
namespace {

constexpr const char* select_gauges = R"sql(
select p.key, w.certificate_expires, w.probed_at, w.watched_until,
    m.day::timestamp at time zone 'UTC', m.datasets, m.a_jour, m.attendue, m.en_retard,
    m.tres_en_retard, m.sans_objet, m.inconnue, m.quality_sum, m.scored, m.mqa_sum, m.mqa_scored,
    exists (select from source s join run r on r.source = s.id
            where s.portal = p.id and r.state = 'complete' and r.mode <> 'probe')
from portal p
left join portal_watch w on w.portal = p.id
left join lateral (
    select * from daily_measure d where d.scope = 'portal' and d.subject = p.key
    order by d.day desc limit 1) m on true
where p.enabled order by p.key)sql";

constexpr const char* select_stretches = R"sql(
select p.key, h.state, h.since, h.until
from portal_health h join portal p on p.id = h.portal and p.enabled
where coalesce(h.until, moisson.now()) > moisson.now() - interval '31 days'
order by h.since)sql";

Measure newest_measure(const Rows& rows, int row) {
    Measure out;
    out.day = std::chrono::floor<std::chrono::days>(rows.instant(row, 4));
    out.datasets = rows.int64(row, 5);
    for (std::size_t state = 0; state < out.states.size(); ++state)
        out.states[state] = rows.int64(row, 6 + static_cast<int>(state));
    out.quality_sum = rows.int64(row, 12);
    out.scored = rows.int64(row, 13);
    out.mqa_sum = rows.int64(row, 14);
    out.mqa_scored = rows.int64(row, 15);
    return out;
}

Result<std::vector<PortalGauges>> gauges_of(Connection& connection) {
    const Rows rows = connection.exec(select_gauges);
    std::vector<PortalGauges> out;
    std::map<std::string, std::size_t, std::less<>> places;
    for (int i = 0; i < rows.size(); ++i) {
        PortalGauges& one = out.emplace_back();
        one.portal = rows.str(i, 0);
        one.standing.certificate_expires = rows.optional_instant(i, 1);
        one.standing.probed_at = rows.optional_instant(i, 2);
        one.standing.watched_until = rows.optional_instant(i, 3);
        if (!rows.is_null(i, 4))
            one.measure = newest_measure(rows, i);
        one.catalogue = rows.boolean(i, 16) ? CatalogueRead::once : CatalogueRead::never;
        places.emplace(one.portal, out.size() - 1);
    }
    const Rows stretches = connection.exec(select_stretches);
    for (int i = 0; i < stretches.size(); ++i) {
        const auto place = places.find(stretches.text(i, 0));
        if (place == places.end())
            continue;
        HealthInterval stretch;
        stretch.state =
            portal_health_from_string(stretches.text(i, 1)).value_or(PortalHealth::unknown);
        stretch.since = stretches.instant(i, 2);
        stretch.until = stretches.optional_instant(i, 3);
        out[place->second].standing.intervals.push_back(std::move(stretch));
    }
    return out;
}

} // namespace

asio::awaitable<Result<std::vector<PortalGauges>>> read_portal_gauges(Database& database) {
    std::function<Result<std::vector<PortalGauges>>(Connection&)> job = gauges_of;
    return public_read<std::vector<PortalGauges>>(database, "read_portal_gauges", std::move(job));
}

} // namespace moisson::store
