// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/host_claim.hpp"

#include "store/connection.hpp"

namespace moisson::store {
namespace {

// $1 key, $2 holder, $3 seconds. No row when another holds it.
constexpr const char* claim_host_sql = R"sql(
insert into host as h (key, holder, held_until)
values ($1, $2, clock_timestamp() + make_interval(secs => $3))
on conflict (key) do update set holder = excluded.holder, held_until = excluded.held_until
where h.holder = excluded.holder or h.held_until is null or h.held_until < clock_timestamp()
returning h.held_until,
    coalesce(extract(epoch from h.next_at - clock_timestamp()), 0)::float8,
    coalesce(extract(epoch from h.paused_until - clock_timestamp()), 0)::float8,
    coalesce(extract(epoch from h.crawl_delay), 0)::float8)sql";

// $1 key, $2 holder, $3 end of the claim, $4 seconds.
constexpr const char* give_back_host_sql = R"sql(
update host set holder = '', held_until = null,
    next_at = clock_timestamp() + make_interval(secs => $4)
where key = $1 and holder = $2 and held_until = $3)sql";

// $1 key, $2 seconds of pause, $3 seconds of crawl delay.
constexpr const char* note_host_sql = R"sql(
insert into host as h (key, paused_until, crawl_delay)
values ($1, clock_timestamp() + make_interval(secs => $2), make_interval(secs => $3))
on conflict (key) do update set paused_until = greatest(h.paused_until, excluded.paused_until),
    crawl_delay = coalesce(excluded.crawl_delay, h.crawl_delay))sql";

std::chrono::microseconds micros(double seconds) {
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::duration<double>(seconds)
    );
}

// A host that another one holds.
constexpr const char* pause_of_host_sql = R"sql(
select coalesce(extract(epoch from paused_until - clock_timestamp()), 0)::float8
from host where key = $1)sql";

} // namespace

Result<HostClaim> claim_host(
    Connection& connection,
    const std::string& key,
    const std::string& holder,
    std::chrono::milliseconds length
) {
    const Rows rows =
        connection.exec_prepared(claim_host_sql, Params(key, holder, in_seconds(length)));
    HostClaim out;
    if (rows.size() == 0) {
        const Rows told = connection.exec_prepared(pause_of_host_sql, Params(key));
        if (told.size() > 0)
            out.paused_for = micros(told.float8(0, 0));
        return out;
    }
    out.granted = true;
    out.held_until = rows.instant(0, 0);
    out.free_in = micros(rows.float8(0, 1));
    out.paused_for = micros(rows.float8(0, 2));
    out.crawl_delay =
        std::chrono::duration_cast<std::chrono::milliseconds>(micros(rows.float8(0, 3)));
    return out;
}

Result<void> give_back_host(
    Connection& connection,
    const std::string& key,
    const std::string& holder,
    Instant held_until,
    std::chrono::microseconds free_in
) {
    connection.exec_prepared(
        give_back_host_sql,
        Params(key, holder, held_until, in_seconds(free_in))
    );
    return {};
}

Result<void> note_host(Connection& connection, const std::string& key, const HostNews& news) {
    std::optional<double> pause;
    if (news.paused_for)
        pause = in_seconds(*news.paused_for);
    std::optional<double> delay;
    if (news.crawl_delay)
        delay = in_seconds(*news.crawl_delay);
    connection.exec_prepared(note_host_sql, Params(key, pause, delay));
    return {};
}

} // namespace moisson::store
