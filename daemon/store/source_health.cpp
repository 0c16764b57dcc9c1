// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/source_health.hpp"

#include "core/code.hpp"
#include "store/connection.hpp"

namespace moisson::store {
namespace {

// $1 run.
constexpr const char* count_failure = R"sql(
update source s set failures = s.failures + 1, failed_at = moisson.now(),
    failing_since = coalesce(s.failing_since, moisson.now()), next_at = null
where s.id = (select source from run where id = $1)
  and (s.paused_until is null or s.paused_until <= moisson.now()))sql";

// $1 run. Nothing is written for a source that was well.
constexpr const char* count_success = R"sql(
with ill as (
    select s.id, s.key, s.suspended_at, s.failures from source s
    where s.id = (select source from run where id = $1)
      and (s.failures > 0 or s.suspended_at is not null)),
well as (
    update source s set failures = 0, failing_since = null, failed_at = null, suspended_at = null,
        suspended_reason = '',
        next_at = case when ill.suspended_at is not null then moisson.now() end,
        next_mode = 'auto'
    from ill where s.id = ill.id)
insert into event (kind, subject, at, payload)
select 'source.revived', 'source:' || ill.key, moisson.now(),
    jsonb_build_object('run', $1::bigint, 'suspended_at', ill.suspended_at, 'failures', ill.failures)
from ill where ill.suspended_at is not null)sql";

constexpr const char* forget = R"sql(
update source set failures = 0, failing_since = null, failed_at = null, suspended_at = null,
    suspended_reason = '', next_at = null
where id = $1 and (failures > 0 or suspended_at is not null))sql";

constexpr const char* begin_again = R"sql(
update source set failures = 0, failing_since = null, failed_at = null, suspended_at = null,
    suspended_reason = '', next_at = moisson.now(), next_mode = 'auto'
where id = $1 and (failures > 0 or suspended_at is not null))sql";

} // namespace

void note_outcome(Connection& connection, RunId run, RunState state, std::string_view reason) {
    if (state == RunState::cancelled || reason == to_string(Code::local_resources))
        return;
    const char* const sql = state == RunState::failed ? count_failure : count_success;
    connection.exec(sql, Params(run.value));
}

void forget_failures(Connection& connection, std::int64_t source) {
    connection.exec(forget, Params(source));
}

void try_at_once(Connection& connection, std::int64_t source) {
    connection.exec(begin_again, Params(source));
}

} // namespace moisson::store
